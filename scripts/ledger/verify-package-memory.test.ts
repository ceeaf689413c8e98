import { spawnSync } from "node:child_process";
import { createHash, webcrypto } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalEntry, sealHash } from "./canonical-entry.ts";

const ENTRIES = 120_000;
const AMOUNTS = ["300", "-300"];
const LINES = AMOUNTS.length;
/** Of the heap, in megabytes. What the program itself needs is most of it; the numbers and hashes of all entries alone would take as much again. */
const HEAP = 44;

const folder = mkdtempSync(join(tmpdir(), "large-package-"));
const file = join(folder, "whole.ndjson");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FROM = Date.UTC(2026, 0, 1);
const dayOf = (index: number) => new Date(FROM + (index % 90) * 86_400_000).toISOString().slice(0, 10);

/** Entries as the ledger seals and packs them, written here so that there can be many in a moment: each hash continues the one before. */
function* entries(): Generator<string> {
  let before = Buffer.alloc(0);
  for (let index = 1; index <= ENTRIES; index++) {
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`;
    const none = { source_type: null, source_id: null, reverses_entry_id: null, external_id: null };
    const head = {
      id,
      journal_id: "J",
      kind: "normal",
      effective_on: dayOf(index),
      description: `Sale ${index}`,
      ...none,
      posted_by: "P",
      posted_at_us: "1",
    };
    const lines = AMOUNTS.map((amount, at) => ({
      ...{ position: `${at + 1}`, account_id: at === 0 ? "BANK" : "SALES", party_id: null, dimension_id: null, currency: "GBP" },
      ...{ amount, company_amount: amount, tax_code_id: null, tax_base: null, line_description: null },
    }));
    const hash = sealHash(before, BigInt(index), canonicalEntry(head, lines)) as Buffer<ArrayBuffer>;
    const seal = { number: `${index}`, entryId: id, hash: hash.toString("hex"), previousHash: before.toString("hex") };
    yield JSON.stringify({ type: "entry", ...seal, head, lines });
    before = hash;
  }
}

const times = (amount: string) => `${BigInt(amount) * BigInt(ENTRIES)}`;

async function* packageLines(): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const company = { id: "C", name: "Large" };
  const header = JSON.stringify({
    type: "header",
    format: "enterprise-ledger-package",
    version: 1,
    company,
    from: dayOf(0),
    to: dayOf(89),
  });
  yield `${header}\n`;
  for (const line of entries()) {
    hash.update(`${line}\n`);
    yield `${line}\n`;
  }
  const [bank = "", ...sales] = AMOUNTS;
  const sold = `${sales.reduce((sum, amount) => sum + BigInt(times(amount)), 0n)}`;
  const manifest = JSON.stringify({
    ...{
      type: "manifest",
      createdAt: "2026-04-01T00:00:00Z",
      numbers: { first: "1", last: `${ENTRIES}` },
      records: { header: 1, entry: ENTRIES },
    },
    sha256: { header: createHash("sha256").update(`${header}\n`).digest("hex"), entry: hash.digest("hex") },
    totals: [
      { accountId: "BANK", currency: "GBP", amount: times(bank), debit: times(bank), credit: "0" },
      { accountId: "SALES", currency: "GBP", amount: sold, debit: "0", credit: sold.slice(1) },
    ],
  });
  yield `${manifest}\n`;
  const keys = (await webcrypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const signature = Buffer.from(await webcrypto.subtle.sign("Ed25519", keys.privateKey, new TextEncoder().encode(manifest))).toString(
    "base64url",
  );
  const { x } = await webcrypto.subtle.exportKey("jwk", keys.publicKey);
  yield `${JSON.stringify({ type: "signature", alg: "Ed25519", key: { kid: "k", x }, signature })}\n`;
}

beforeAll(() => pipeline(packageLines, createWriteStream(file)), 120_000);

/** The package with some of its lines changed, written as it is read. */
const changed = async (name: string, change: (line: string, entry: number) => string | undefined) => {
  const to = join(folder, name);
  let entries = 0;
  async function* lines() {
    for await (const line of createInterface({ input: createReadStream(file, "utf8") })) {
      const isEntry = line.startsWith('{"type":"entry"');
      if (isEntry) entries++;
      const next = isEntry ? change(line, entries) : line;
      if (next !== undefined) yield `${next}\n`;
    }
  }
  await pipeline(lines(), createWriteStream(to));
  return to;
};

const verify = (path: string) => {
  const program = fileURLToPath(new URL("../verify-ledger.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${HEAP}`, program, "--package", path], {
    encoding: "utf8",
  });
  return { status, text: stdout + stderr };
};

test("a package of hundreds of thousands of lines is checked in memory that does not grow with it", () => {
  const { status, text } = verify(file);
  expect(text).toContain(`${ENTRIES} entries, ${ENTRIES * LINES} lines.`);
  expect(status, text).toBe(0);
}, 120_000);

test("in the same memory an altered amount, a missing entry and two swapped numbers are found", async () => {
  const numbered = (line: string, from: number, to: number) => line.replace(`"number":"${from}"`, `"number":"${to}"`);
  const changes: Readonly<Record<number, (line: string) => string | undefined>> = {
    10: (line) => numbered(line, 10, 59_000),
    50000: (line) => line.replace('"amount":"300"', '"amount":"301"'),
    50002: () => undefined,
    59000: (line) => numbered(line, 59_000, 10),
  };
  const { status, text } = verify(await changed("changed.ndjson", (line, entry) => (changes[entry] ?? ((same) => same))(line)));
  expect(status, text.slice(-2000)).toBe(1);
  expect(text).toMatch(/Number 50000 \(entry .*\) does not balance: it is off in GBP by 1\./);
  expect(text).toContain("Numbers 50002 to 50002 are missing.");
  expect(text).toMatch(/Number 59000 \(entry .*\) is not what was sealed/);
  expect(text).toMatch(/Number 10 \(entry .*\) is not what was sealed/);
  expect(text).toMatch(/Number 10 does not continue number 9\./);
  expect(text).toContain(`There are ${ENTRIES - 1} records of type entry; the manifest states ${ENTRIES}.`);
}, 240_000);

test("so many differences that they would not fit are counted, and the first are named", async () => {
  const all = await changed("all.ndjson", (line) => line.replace('"description":"Sale', '"description":"Gift'));
  const { status, text } = verify(all);
  expect(status, text.slice(-2000)).toBe(1);
  expect(text).toMatch(new RegExp(`${ENTRIES + 1} differences:`));
  expect(text).toMatch(/… and \d+ more/);
}, 120_000);
