import { createHash, type Hash, webcrypto } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { addTotals, chainFaults, entryFaults, type PackagedEntry, type PackagedSeal, type Sums } from "./package-checks.ts";
import { sortedLinks } from "./sorted-links.ts";

const Header = z.object({
  format: z.literal("enterprise-ledger-package"),
  version: z.literal(1),
  company: z.object({ id: z.string(), name: z.string() }),
  from: z.string(),
  to: z.string(),
});
const Manifest = z.object({
  createdAt: z.string(),
  numbers: z.object({ first: z.string(), last: z.string() }),
  records: z.record(z.string(), z.number()),
  sha256: z.record(z.string(), z.string()),
  totals: z.array(z.object({ accountId: z.string(), currency: z.string(), amount: z.string(), debit: z.string(), credit: z.string() })),
});
const Signature = z.object({ key: z.object({ kid: z.string(), x: z.string() }).loose(), signature: z.string() });

export type PackageVerification = Readonly<{
  company: string;
  period: string;
  entries: number;
  lines: number;
  /** Whose key signed: to be compared with what the company publishes. */
  fingerprint: string;
  /** The first of them; how many there are is counted on. */
  differences: readonly string[];
  differenceCount: number;
}>;

const KEPT = 200;

type State = {
  header: z.infer<typeof Header> | undefined;
  parts: Map<string, { records: number; hash: Hash }>;
  links: ReturnType<typeof sortedLinks>;
  totals: Map<string, Sums>;
  codes: Map<string, string>;
  entries: number;
  lines: number;
  manifest: string | undefined;
  signature: z.infer<typeof Signature> | undefined;
  differences: string[];
  differenceCount: number;
};

const report = (state: State, difference: string): void => {
  state.differenceCount++;
  if (state.differences.length < KEPT) state.differences.push(difference);
};

/** Numbers and hashes as they are written; what was put in their place is no link, and is reported. */
const NUMBER = /^\d{1,18}$/;
const HASH = /^[0-9a-f]*$/;
const addLink = (state: State, number: string, hash: string, previousHash?: string): boolean => {
  const isLink = NUMBER.test(number) && HASH.test(hash) && HASH.test(previousHash ?? "");
  if (isLink) state.links.add({ number: BigInt(number), hash, previousHash });
  else report(state, `A record has no number or hash: ${JSON.stringify([number, hash, previousHash]).slice(0, 300)}.`);
  return isLink;
};

const readEntry = (state: State, entry: PackagedEntry) => {
  state.entries++;
  state.lines += entry.lines?.length ?? 0;
  if (!addLink(state, entry.number, entry.hash, entry.previousHash)) return;
  for (const fault of entryFaults(entry, state.header?.from ?? "", state.header?.to ?? "")) report(state, fault);
  addTotals(state.totals, entry.lines ?? []);
};

const readSeal = (state: State, { number, entryId, hash, effectiveOn }: PackagedSeal) => {
  addLink(state, number, hash);
  if (effectiveOn >= (state.header?.from ?? "") && effectiveOn <= (state.header?.to ?? ""))
    report(state, `Number ${number} (entry ${entryId}) is of the period, but only its seal is there.`);
};

const readLine = (state: State, line: string) => {
  const record = JSON.parse(line) as { type: string };
  if (record.type === "manifest") {
    state.manifest = line;
    return;
  }
  if (record.type === "signature") {
    state.signature = Signature.parse(record);
    return;
  }
  const part = state.parts.get(record.type) ?? { records: 0, hash: createHash("sha256") };
  part.records++;
  part.hash.update(`${line}\n`);
  state.parts.set(record.type, part);
  if (record.type === "header") state.header = Header.parse(record);
  if (record.type === "entry") readEntry(state, record as unknown as PackagedEntry);
  if (record.type === "seal") readSeal(state, record as unknown as PackagedSeal);
  if (record.type === "account") {
    const { id, code } = record as unknown as { id: string; code: string };
    state.codes.set(id, code);
  }
};

const isSigned = async (manifest: string, { key, signature }: z.infer<typeof Signature>): Promise<boolean> => {
  try {
    const jwk = { kty: "OKP", crv: "Ed25519", x: key.x };
    const opened = await webcrypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["verify"]);
    return await webcrypto.subtle.verify("Ed25519", opened, Buffer.from(signature, "base64url"), new TextEncoder().encode(manifest));
  } catch {
    return false; // no key, or no signature
  }
};

const partFaults = ({ parts }: State, manifest: z.infer<typeof Manifest>): string[] => {
  const types = new Set([...parts.keys(), ...Object.keys(manifest.records)]);
  return [...types].flatMap((type) => {
    const part = parts.get(type);
    const [counted, stated] = [part?.records ?? 0, manifest.records[type] ?? 0];
    const hash = (part?.hash ?? createHash("sha256")).digest("hex");
    return [
      ...(counted === stated ? [] : [`There are ${counted} records of type ${type}; the manifest states ${stated}.`]),
      ...(hash === manifest.sha256[type] ? [] : [`The records of type ${type} are not those of the manifest.`]),
    ];
  });
};

const totalFaults = ({ totals, codes }: State, manifest: z.infer<typeof Manifest>): string[] => {
  const stated = new Map(manifest.totals.map(({ accountId, currency, ...sums }) => [`${accountId} ${currency}`, sums]));
  return [...new Set([...stated.keys(), ...totals.keys()])].flatMap((key) => {
    const [accountId = "", currency] = key.split(" ");
    const { amount = 0n, debit = 0n, credit = 0n } = totals.get(key) ?? {};
    const want = stated.get(key) ?? { amount: "0", debit: "0", credit: "0" };
    if (`${amount} ${debit} ${credit}` === `${want.amount} ${want.debit} ${want.credit}`) return [];
    return [
      `The total of account ${codes.get(accountId) ?? accountId} in ${currency} is stated as ${want.amount} (debit ${want.debit}, credit ${want.credit}); its lines add up to ${amount} (debit ${debit}, credit ${credit}).`,
    ];
  });
};

/** Reads a package line by line: of each entry only its number and two hashes are kept, in sorted files. */
const readPackage = async (file: string, folder: string): Promise<State> => {
  const state: State = {
    ...{ header: undefined, manifest: undefined, signature: undefined, entries: 0, lines: 0 },
    ...{ parts: new Map(), links: sortedLinks(folder), totals: new Map(), codes: new Map(), differences: [], differenceCount: 0 },
  };
  for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== "") readLine(state, line);
  return state;
};

const checkWhole = async (state: State): Promise<void> => {
  const { header, manifest, signature } = state;
  if (!header || manifest === undefined || !signature) {
    report(state, "The package is cut off: its header, its manifest or its signature is missing.");
    return;
  }
  const stated = Manifest.parse(JSON.parse(manifest));
  if (!(await isSigned(manifest, signature))) report(state, "The signature does not fit the manifest: one of them was changed.");
  const range = { first: BigInt(stated.numbers.first), last: BigInt(stated.numbers.last) };
  await chainFaults(state.links.inOrder(), range, (fault) => report(state, fault));
  for (const fault of [...partFaults(state, stated), ...totalFaults(state, stated)]) report(state, fault);
};

/** Checks a package by itself: no database, no network, and memory that does not grow with its entries. */
export const verifyPackage = async (file: string): Promise<PackageVerification> => {
  const folder = mkdtempSync(join(tmpdir(), "verify-package-"));
  try {
    const state = await readPackage(file, folder);
    await checkWhole(state);
    const { header, signature, entries, lines, differences, differenceCount } = state;
    return {
      company: header?.company.name ?? "unknown",
      period: header ? `${header.from} to ${header.to}` : "unknown",
      ...{ entries, lines, differences, differenceCount },
      fingerprint: createHash("sha256")
        .update(Buffer.from(signature?.key.x ?? "", "base64url"))
        .digest("hex"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
