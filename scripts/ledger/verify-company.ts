import type { ClientBase } from "pg";
import { addLine, type Balances, balanceDifferences } from "./balances.ts";
import { canonicalEntry, type LineRow, sealHash } from "./canonical-entry.ts";
import { type SealedEntry, sealedEntries } from "./read-ledger.ts";

export type Verification = Readonly<{
  entries: number;
  lines: number;
  unsealed: number;
  /** The last number and hash. Kept elsewhere, they also show when the end of the ledger is cut off. */
  head: Readonly<{ number: bigint; hash: string }> | undefined;
  differences: readonly string[];
  /** How many there are in all; only the first are kept. */
  differenceCount: number;
}>;

const KEPT = 200;

const imbalance = (lines: readonly LineRow[]): string | undefined => {
  if (lines.length < 2) return `has ${lines.length} lines`;
  let company = 0n;
  const sums = new Map<string, bigint>();
  for (const { currency, amount, company_amount } of lines) {
    company += BigInt(company_amount);
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  }
  const off = [...sums].filter(([, sum]) => sum !== 0n).map(([currency, sum]) => `${currency} by ${sum}`);
  if (company !== 0n) off.push(`company currency by ${company}`);
  return off.length > 0 ? `is off in ${off.join(", ")}` : undefined;
};

/** The place of an entry in the order of sealing: servers in turn, then transactions, then ids. */
const isBefore = (one: SealedEntry, other: SealedEntry): boolean => {
  const [a, b] = [one.seal, other.seal];
  if (a.seal_cluster !== b.seal_cluster) return true; // a database copied there and back changes servers in any order
  if (a.seal_xid !== b.seal_xid) return BigInt(a.seal_xid) < BigInt(b.seal_xid);
  return a.entry_id < b.entry_id;
};

/** What is wrong with one sealed entry by itself and after the one before it. */
const faultsOf = (entry: SealedEntry, previous: SealedEntry | undefined, expected: bigint): string[] => {
  const { seal, head, lines } = entry;
  const name = `Number ${seal.number} (entry ${seal.entry_id})`;
  const faults: string[] = [];
  if (BigInt(seal.number) !== expected) faults.push(`Numbers ${expected} to ${BigInt(seal.number) - 1n} are missing.`);
  if (previous && !isBefore(previous, entry))
    faults.push(`${name} is out of order: it was posted before number ${previous.seal.number} (entry ${previous.seal.entry_id}).`);
  if (!head) return [...faults, `${name}: the entry is missing.`];
  if (seal.seal_xid !== entry.seal.entry_xid || seal.seal_cluster !== seal.entry_cluster)
    faults.push(`${name} was given to another transaction's entry.`);
  const hash = sealHash(previous?.seal.hash ?? Buffer.alloc(0), BigInt(seal.number), canonicalEntry(head, lines));
  const off = imbalance(lines);
  if (off) faults.push(`${name} does not balance: it ${off}.`);
  if (!hash.equals(seal.hash))
    faults.push(`${name} is not what was sealed: its head, its lines, its number or its place in the chain was changed.`);
  return faults;
};

const OVERLOOKED = `
  select e.id from finance.journal_entry e join finance.seal_mark m on m.company_id = e.company_id and m.cluster_id = e.cluster_id
   where e.company_id = $1 and (e.xid, e.id) <= (m.xid, m.entry_id)
     and not exists (select from finance.seal s where s.company_id = e.company_id and s.entry_id = e.id) order by e.id limit 100`;

const UNSEALED = `
  select u.id, coalesce(bool_or(l.off or l.company_off or l.lines < 2), true) as wrong
    from finance.unsealed_entry u
    left join lateral (select sum(amount) <> 0 as off, sum(sum(company_amount)) over () <> 0 as company_off, sum(count(*)) over () as lines
                         from finance.journal_line l where l.company_id = u.company_id and l.entry_id = u.id group by l.currency) l on true
   where u.company_id = $1 group by u.id`;

/** Recomputes numbers, hashes and balances of a company from the rows, in the caller's snapshot, and says what differs. */
export const verifyCompany = async (client: ClientBase, companyId: string): Promise<Verification> => {
  const differences: string[] = [];
  let differenceCount = 0;
  const report = (difference: string) => {
    differenceCount++;
    if (differences.length < KEPT) differences.push(difference);
  };
  const balances: Balances = new Map();
  let previous: SealedEntry | undefined;
  let [entries, lines] = [0, 0];
  for await (const entry of sealedEntries(client, companyId)) {
    entries++;
    lines += entry.lines.length;
    for (const fault of faultsOf(entry, previous, previous ? BigInt(previous.seal.number) + 1n : 1n)) report(fault);
    for (const line of entry.lines) addLine(balances, line, entry.head?.effective_on ?? "", entry.seal.sealed_on);
    previous = entry;
  }
  const accounts = await client.query<{ id: string; code: string }>("select id, code from finance.account where company_id = $1", [
    companyId,
  ]);
  const codes = new Map(accounts.rows.map(({ id, code }) => [id, code]));
  await balanceDifferences(client, companyId, balances, (id) => codes.get(id) ?? id, report);
  const overlooked = await client.query<{ id: string }>(OVERLOOKED, [companyId]);
  for (const { id } of overlooked.rows) report(`Entry ${id} has no number, though later ones have.`);
  const tail = await client.query<{ id: string; wrong: boolean }>(UNSEALED, [companyId]);
  for (const { id, wrong } of tail.rows) if (wrong) report(`Entry ${id}, not numbered yet, does not balance.`);
  const head = previous && { number: BigInt(previous.seal.number), hash: previous.seal.hash.toString("hex") };
  return { entries, lines, unsealed: tail.rows.length, head, differences, differenceCount };
};
