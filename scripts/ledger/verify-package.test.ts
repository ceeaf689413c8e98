import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { verifyPackage } from "./verify-package.ts";

type Record = { type: string; number: string; hash: string; lines: { amount: string; company_amount: string }[] };

const folder = mkdtempSync(join(tmpdir(), "package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Months 1 to 3 are numbers 1, 3 and 4; number 2 is of another year. */
const booked = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  for (const [index, effectiveOn] of ["2026-01-10", "2025-06-30", "2026-02-10", "2026-03-10"].entries()) {
    const amount = BigInt((index + 1) * 100);
    const text = `Sale ${index + 1} "öl" 🚲`;
    await posted(
      company,
      anEntry(book, {
        effectiveOn,
        description: text,
        lines: [
          ["1230", amount],
          ["4000", -amount],
        ],
      }),
    );
    await sealWholly(company);
  }
  return { company, book, auditor: await aCaller(company, ["auditor"]) };
};
const path = "/finance/audit-package?from=2026-01-01&to=2026-03-31";

let lines: string[];
let auditor: Awaited<ReturnType<typeof aCaller>>;
beforeAll(async () => {
  ({ auditor } = await booked());
  const { status, headers, body } = await auditor.get(path);
  expect({ status, type: headers.get("content-type") }).toMatchObject({ status: 200 });
  lines = (typeof body === "string" ? body : String(body)).trimEnd().split("\n");
});

const verified = async (changed: readonly string[]) => {
  const file = join(folder, `${Math.random()}.ndjson`);
  writeFileSync(file, `${changed.join("\n")}\n`);
  return verifyPackage(file);
};
const told = async (changed: readonly string[]) => (await verified(changed)).differences.join("\n");
const changeWhere = (fits: (record: Record) => boolean, change: (record: Record) => Record | undefined) =>
  lines.flatMap((line) => {
    const record = JSON.parse(line) as Record;
    if (!fits(record)) return [line];
    const changed = change(record);
    return changed === undefined ? [] : [JSON.stringify(changed)];
  });
const numbered = (number: string) => (record: Record) => record.type === "entry" && record.number === number;

test("a package that nobody touched is clean, signed with a key that is published", async () => {
  const { differences, entries, lines: count, fingerprint, period } = await verified(lines);
  expect({ differences, entries, count, period }).toEqual({ differences: [], entries: 3, count: 6, period: "2026-01-01 to 2026-03-31" });
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  const { key } = JSON.parse(lines.at(-1) ?? "") as { key: { kid: string; x: string } };
  const { status, body } = await auditor.get("/.well-known/ledger-keys.json");
  expect(status).toBe(200);
  expect(body.keys.find(({ kid }: { kid: string }) => kid === key.kid)?.x).toBe(key.x);
  expect(JSON.stringify(body)).not.toContain('"d"');
});

test("an altered amount is found and named", async () => {
  const changed = changeWhere(numbered("3"), (record) => ({
    ...record,
    lines: record.lines.map((line, index) => (index === 0 ? { ...line, amount: "301", company_amount: "301" } : line)),
  }));
  const text = await told(changed);
  expect(text).toMatch(/Number 3 \(entry .*\) does not balance: it is off in GBP by 1, company currency by 1\./);
  expect(text).toMatch(/Number 3 .* is not what was sealed/);
  expect(text).toMatch(/The records of type entry are not those of the manifest/);
  expect(text).toMatch(/The total of account 1230 in GBP is stated as 800 .* add up to 801/);
  expect(text).not.toMatch(/Number [124] \(|signature/);
});

test("a missing entry is found and named", async () => {
  const text = await told(changeWhere(numbered("3"), () => undefined));
  expect(text).toMatch(/Numbers 3 to 3 are missing\./);
  expect(text).toMatch(/There are 2 records of type entry; the manifest states 3\./);
  expect(await told(changeWhere(numbered("4"), () => undefined))).toMatch(/Numbers 4 to 4 are missing\./);
  expect(
    await told(
      changeWhere(
        ({ type }) => type === "seal",
        () => undefined,
      ),
    ),
  ).toMatch(/Numbers 2 to 2 are missing\./);
});

test("two swapped numbers are found and named", async () => {
  const swap = new Map([
    ["3", "4"],
    ["4", "3"],
  ]);
  const changed = changeWhere(
    ({ type }) => type === "entry",
    (record) => ({ ...record, number: swap.get(record.number) ?? record.number }),
  );
  const text = await told(changed);
  expect(text).toMatch(/Number 3 .* is not what was sealed/);
  expect(text).toMatch(/Number 4 .* is not what was sealed/);
  expect(text).toMatch(/Number 3 does not continue number 2\./);
});

test("an altered manifest, another key and a package cut off are found and named", async () => {
  const manifest = changeWhere(
    ({ type }) => type === "manifest",
    (record) => ({ ...record, createdBy: "somebody else" }),
  );
  expect(await told(manifest)).toBe("The signature does not fit the manifest: one of them was changed.");
  const other = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
  const foreign = changeWhere(
    ({ type }) => type === "signature",
    (record) => ({ ...record, key: { kid: "x", x: other } }) as unknown as Record,
  );
  expect(await told(foreign)).toMatch(/The signature does not fit the manifest/);
  expect(await told(lines.slice(0, -1))).toMatch(/The package is cut off/);
  const account = changeWhere(
    ({ type }) => type === "account",
    (record) => ({ ...record, name: "Renamed" }) as unknown as Record,
  );
  expect(await told(account)).toMatch(/^The records of type account are not those of the manifest\.$/);
});

test("an entry hidden behind its bare seal is found", async () => {
  const hidden = changeWhere(
    numbered("3"),
    ({ number, hash }) => ({ type: "seal", number, entryId: "x", hash, effectiveOn: "2026-02-10" }) as unknown as Record,
  );
  expect(await told(hidden)).toMatch(/Number 3 \(entry x\) is of the period, but only its seal is there/);
});

test("a package is for who may read the audit, of a period with postings, all of which have their number", async () => {
  const { company, book } = await booked();
  const [sales, reader] = await Promise.all([aCaller(company, ["sales"]), aCaller(company, ["auditor"])]);
  expect((await sales.get(path)).status).toBe(403);
  expect(await reader.get("/finance/audit-package?from=2026-12-01&to=2026-12-31")).toMatchObject({
    status: 422,
    body: { code: "audit.empty" },
  });
  expect((await reader.get("/finance/audit-package?from=2026-03-31&to=2026-01-01")).status).toBe(422);
  await posted(company, anEntry(book));
  expect(await reader.get(path)).toMatchObject({ status: 409, body: { code: "audit.unsealed" } });
});

test("pages of many entries are of one piece", async () => {
  const { company, book } = await booked();
  for (let batch = 0; batch < 3; batch++) await posted(company, ...Array.from({ length: 400 }, () => anEntry(book)));
  await sealWholly(company);
  const reader = await aCaller(company, ["auditor"]);
  const { body } = await reader.get(path);
  const { differences, entries } = await verified(String(body).trimEnd().split("\n"));
  expect({ differences, entries }).toEqual({ differences: [], entries: 1203 });
});
