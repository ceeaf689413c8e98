import { canonicalEntry, type HeadRow, type LineRow, sealHash } from "./canonical-entry.ts";
import type { Link } from "./sorted-links.ts";

export type PackagedEntry = Readonly<{
  number: string;
  entryId: string;
  hash: string;
  previousHash: string;
  head: HeadRow;
  lines: readonly LineRow[] | null;
}>;
export type PackagedSeal = Readonly<{ number: string; entryId: string; hash: string; effectiveOn: string }>;
export type Sums = { amount: bigint; debit: bigint; credit: bigint };

/** In which currencies an entry is off, in minor units; undefined when it balances. */
export const imbalanceOf = (lines: readonly LineRow[]): string | undefined => {
  if (lines.length < 2) return `has ${lines.length} lines`;
  const sums = new Map<string, bigint>();
  for (const { currency, amount, company_amount } of lines) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
    sums.set("company currency", (sums.get("company currency") ?? 0n) + BigInt(company_amount));
  }
  const off = [...sums].filter(([, sum]) => sum !== 0n).map(([currency, sum]) => `${currency} by ${sum}`);
  return off.length > 0 ? `is off in ${off.join(", ")}` : undefined;
};

/** What is wrong with an entry by itself: its balance, its period, its hash. */
export const entryFaults = (entry: PackagedEntry, from: string, to: string): string[] => {
  const name = `Number ${entry.number} (entry ${entry.entryId})`;
  const lines = entry.lines ?? [];
  const off = imbalanceOf(lines);
  const hash = sealHash(Buffer.from(entry.previousHash, "hex"), BigInt(entry.number), canonicalEntry(entry.head, lines)).toString("hex");
  return [
    ...(off ? [`${name} does not balance: it ${off}.`] : []),
    ...(entry.head.id === entry.entryId ? [] : [`${name} holds entry ${entry.head.id}.`]),
    ...(entry.head.effective_on < from || entry.head.effective_on > to
      ? [`${name} is of ${entry.head.effective_on}, outside the period.`]
      : []),
    ...(hash === entry.hash
      ? []
      : [`${name} is not what was sealed: its head, its lines, its number or its place in the chain was changed.`]),
  ];
};

/** Adds an entry's lines to the totals by account and currency. */
export const addTotals = (totals: Map<string, Sums>, lines: readonly LineRow[]): void => {
  for (const { account_id, currency, amount, company_amount } of lines) {
    const key = `${account_id} ${currency}`;
    const company = BigInt(company_amount);
    const sums = totals.get(key) ?? { amount: 0n, debit: 0n, credit: 0n };
    totals.set(key, {
      amount: sums.amount + BigInt(amount),
      debit: sums.debit + (company > 0n ? company : 0n),
      credit: sums.credit - (company < 0n ? company : 0n),
    });
  }
};

/** Whether numbers run on without gap and each hash continues the one before. Reads links in order of their numbers and keeps one. */
export const chainFaults = async (
  links: AsyncIterable<Link>,
  { first, last }: Readonly<{ first: bigint; last: bigint }>,
  report: (fault: string) => void,
): Promise<void> => {
  let expected = first;
  let before: Link | undefined;
  for await (const link of links) {
    if (link.number < expected) report(`Number ${link.number} is there twice or outside the package.`);
    if (link.number > expected) report(`Numbers ${expected} to ${link.number - 1n} are missing.`);
    if (before && link.number === before.number + 1n && link.previousHash !== undefined && link.previousHash !== before.hash)
      report(`Number ${link.number} does not continue number ${before.number}.`);
    expected = link.number + 1n;
    before = link;
  }
  if (expected <= last) report(`Numbers ${expected} to ${last} are missing.`);
};
