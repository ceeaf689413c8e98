import { sql } from "kysely";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import { tokensOf } from "./tokens.ts";

export type OpenDocument = Readonly<{
  id: string;
  kind: string;
  number: string;
  reference: string | null;
  partyId: string;
  partyName: string;
  currency: string;
  openMinor: bigint;
  dueOn: string | null;
  issuedOn: string;
}>;
export type OpenPosting = Readonly<{
  entryId: string;
  position: number;
  effectiveOn: string;
  description: string;
  partyName: string | null;
  reference: string | null;
  leftMinor: bigint;
}>;
export type OtherLine = Readonly<{
  id: string;
  bankAccountId: string;
  name: string;
  bookedOn: string;
  leftMinor: bigint;
  partyHash: string | null;
}>;
export type OwnAccount = Readonly<{ id: string; name: string; hashes: readonly string[] }>;
export type PaidBefore = Readonly<{
  id: string;
  number: string;
  partyId: string;
  partyName: string;
  paidOn: string;
  /** As it stood on the account: money in is positive. */
  signedMinor: bigint;
  settled: readonly string[];
}>;
export type KnownParty = Readonly<{ partyId: string; partyName: string }>;

/** Everything that lines of one bank account may be. */
export type Candidates = Readonly<{
  documents: readonly OpenDocument[];
  postings: readonly OpenPosting[];
  otherLines: readonly OtherLine[];
  payments: readonly PaidBefore[];
  ownAccounts: readonly OwnAccount[];
  partiesByHash: ReadonlyMap<string, readonly KnownParty[]>;
  partiesByName: ReadonlyMap<string, readonly (KnownParty & { likeness: number })[]>;
}>;

type Reader = Pick<ReadCtx, "actor"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;

const MOST_DOCUMENTS = 2000;
const MOST_POSTINGS = 1000;
/** How many days a posting may lie from the line that answers for it. */
const POSTING_DAYS = 30;
const TRANSFER_DAYS = 7;

const textsOf = (line: BankLineRow) => [line.text, line.endToEndId, line.structuredReference, line.bankReference];
const partsOf = (line: BankLineRow) => [
  { ...line, name: line.partyName },
  ...line.details.map((detail) => ({ ...detail, name: detail.name })),
];

/** The tokens of a line and, for the payments of a batch, of each of them. */
export const lineTokens = (line: BankLineRow): ReadonlySet<string> => tokensOf(textsOf(line));

const unique = <T>(values: readonly (T | null | undefined)[]): T[] => [
  ...new Set(values.filter((value): value is T => value !== null && value !== undefined)),
];

const readParties = async ({ db, actor }: Reader, lines: readonly BankLineRow[]) => {
  const hashes = unique(lines.flatMap(partsOf).map(({ partyHash }) => partyHash));
  const names = unique(lines.flatMap(partsOf).map(({ name }) => name));
  const [learned, like] = await Promise.all([
    sql<KnownParty & { hash: string }>`
      select k.hash, k.party_id, p.name as party_name from finance.party_bank_account k
        join finance.party p on p.company_id = k.company_id and p.id = k.party_id
       where k.company_id = ${actor.companyId} and k.hash = any (${hashes}::text[]) order by k.times desc, k.party_id`.execute(db),
    sql<
      KnownParty & { wanted: string; likeness: number }
    >`select wanted, party_id, party_name, likeness from finance.parties_like(${names}::text[])`.execute(db),
  ]);
  return {
    partiesByHash: Map.groupBy(learned.rows, ({ hash }) => hash),
    partiesByName: Map.groupBy(like.rows, ({ wanted }) => wanted),
  };
};

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);

/** Open documents that a line names, that are open with its amount, or that are of a party it may be from. */
const readDocuments = async ({ db, actor }: Reader, lines: readonly BankLineRow[], partyIds: readonly string[]) => {
  const amounts = unique(
    lines.flatMap((line) => [
      line.leftMinor,
      line.instructedMinor,
      ...line.details.flatMap((one) => [one.amountMinor, one.instructedMinor]),
    ]),
  )
    .map((minor) => absolute(BigInt(minor)))
    .map(String);
  const tokens = unique(
    lines.flatMap((line) => [
      ...lineTokens(line),
      ...line.details.flatMap((one) => [...tokensOf([one.text, one.endToEndId, one.structuredReference])]),
    ]),
  );
  const { rows } = await sql<OpenDocument>`
    select i.id, i.kind, i.number, i.reference, i.party_id, p.name as party_name, i.currency, i.open_minor, i.due_on, i.issued_on
      from finance.invoice i join finance.party p on p.company_id = i.company_id and p.id = i.party_id
     where i.company_id = ${actor.companyId} and i.open_minor > 0
       and (i.open_minor = any (${amounts}::bigint[]) or i.party_id = any (${[...partyIds]}::uuid[])
         or upper(regexp_replace(i.number, '[^[:alnum:]]', '', 'g')) = any (${tokens}::text[]) or substring(i.number from '\\d{4,}$') = any (${tokens}::text[])
         or upper(regexp_replace(i.reference, '[^[:alnum:]]', '', 'g')) = any (${tokens}::text[]))
     order by i.due_on, i.id limit ${MOST_DOCUMENTS}`.execute(db);
  return rows;
};

/** Postings on the bank's account of the ledger that no line answers for yet, around the days of the lines; not those that were taken back. */
const readPostings = async ({ db, actor }: Reader, lines: readonly BankLineRow[], accountId: string) => {
  const days = lines.map(({ bookedOn }) => bookedOn).sort();
  const { rows } = await sql<OpenPosting>`
    select j.entry_id, j.position, j.effective_on, e.description, p.name as party_name, y.reference, j.amount - coalesce(m.matched, 0)::bigint as left_minor
      from finance.bank_account b
      join finance.journal_line j on j.company_id = b.company_id and j.account_id = b.account_id and j.currency = b.currency
      join finance.journal_entry e on e.company_id = j.company_id and e.id = j.entry_id
      left join finance.payment y on y.company_id = e.company_id and e.source_type = 'payment' and y.id = e.source_id
      left join finance.party p on p.company_id = y.company_id and p.id = y.party_id
      left join lateral (select sum(x.amount_minor) as matched from finance.bank_match x
                          where x.company_id = j.company_id and x.entry_id = j.entry_id and x.entry_position = j.position) m on true
     where b.company_id = ${actor.companyId} and b.id = ${accountId} and j.effective_on between ${days[0]}::date - ${POSTING_DAYS}::integer and ${days.at(-1)}::date + ${POSTING_DAYS}::integer
       and j.effective_on >= b.opening_on and e.id is distinct from b.opening_entry_id and j.amount <> coalesce(m.matched, 0) and e.reverses_entry_id is null
       and not exists (select from finance.journal_entry r where r.company_id = e.company_id and r.reverses_entry_id = e.id)
     order by j.effective_on, j.entry_id, j.position limit ${MOST_POSTINGS}`.execute(db);
  return rows;
};

/** Whether the bank says that a line gives something back. */
export const isReturn = (line: BankLineRow): boolean =>
  line.reversal || line.returnReason !== null || /\bRR(CT|TN)\b/.test(line.code ?? "");
const RETURN_DAYS = 120;

/** Payments through the account that a line that gives something back may take back. */
const readPayments = async ({ db, actor }: Reader, lines: readonly BankLineRow[], accountId: string): Promise<readonly PaidBefore[]> => {
  const returns = lines.filter(isReturn);
  if (returns.length === 0) return [];
  const amounts = returns.map(({ leftMinor }) => String(-leftMinor));
  const last = returns
    .map(({ bookedOn }) => bookedOn)
    .sort()
    .at(-1);
  const { rows } = await sql<PaidBefore>`
    select y.id, y.number, y.party_id, p.name as party_name, y.paid_on, case y.direction when 'in' then y.amount_minor else -y.amount_minor end as signed_minor,
           array(select distinct i.number from finance.open_item mine
                   join finance.allocation a on a.company_id = mine.company_id
                        and (mine.entry_id, mine.position) in ((a.debit_entry_id, a.debit_position), (a.credit_entry_id, a.credit_position))
                   join finance.invoice i on i.company_id = a.company_id and i.entry_id in (a.debit_entry_id, a.credit_entry_id)
                  where mine.company_id = y.company_id and mine.entry_id = y.entry_id) as settled
      from finance.bank_account b
      join finance.payment y on y.company_id = b.company_id and y.method_id = b.method_id and y.currency = b.currency and y.state = 'posted'
      join finance.party p on p.company_id = y.company_id and p.id = y.party_id
     where b.company_id = ${actor.companyId} and b.id = ${accountId} and y.paid_on between ${last}::date - ${RETURN_DAYS}::integer and ${last}::date
       and case y.direction when 'in' then y.amount_minor else -y.amount_minor end = any (${amounts}::bigint[])
     order by y.paid_on desc, y.id desc limit 50`.execute(db);
  return rows;
};

/** Lines of the company's other accounts that could be the other end of a transfer, and its own numbers. */
const readOwn = async ({ db, actor }: Reader, lines: readonly BankLineRow[], accountId: string, numbers: BankNumbers) => {
  const days = lines.map(({ bookedOn }) => bookedOn).sort();
  const [accounts, others] = await Promise.all([
    db
      .selectFrom("finance.bankAccount")
      .select(["id", "name", "iban", "accountNumber"])
      .where("companyId", "=", actor.companyId)
      .where("active", "=", true)
      .orderBy("code")
      .limit(200)
      .execute(),
    sql<OtherLine>`
      select l.id, l.bank_account_id, a.name, w.booked_on, w.left_minor, l.party_hash
        from finance.bank_account own
        join finance.bank_account a on a.company_id = own.company_id and a.id <> own.id and a.currency = own.currency
        join finance.bank_line_status w on w.company_id = a.company_id and w.bank_account_id = a.id and w.left_minor = any (${lines.map(({ leftMinor }) => String(-leftMinor))}::bigint[])
             and w.left_minor <> 0 and w.booked_on between ${days[0]}::date - ${TRANSFER_DAYS}::integer and ${days.at(-1)}::date + ${TRANSFER_DAYS}::integer
        join finance.bank_line l on l.company_id = w.company_id and l.id = w.line_id
       where own.company_id = ${actor.companyId} and own.id = ${accountId} and (a.reconciled_on is null or w.booked_on > a.reconciled_on)
       order by w.booked_on, l.id limit 200`.execute(db),
  ]);
  const ownAccounts = accounts
    .filter(({ id }) => id !== accountId)
    .map(({ id, name, iban, accountNumber }) => ({
      id,
      name,
      hashes: [iban, accountNumber].flatMap((number) => (number === null ? [] : numbers.digests(number))),
    }));
  return { ownAccounts, otherLines: others.rows };
};

/** Reads what lines of one bank account may be, for all of them at once. */
export const readCandidates = async (
  reader: Reader,
  lines: readonly BankLineRow[],
  accountId: string,
  numbers: BankNumbers,
): Promise<Candidates> => {
  if (lines.length === 0)
    return {
      documents: [],
      postings: [],
      payments: [],
      otherLines: [],
      ownAccounts: [],
      partiesByHash: new Map(),
      partiesByName: new Map(),
    };
  const parties = await readParties(reader, lines);
  const partyIds = unique([...parties.partiesByHash.values(), ...parties.partiesByName.values()].flat().map(({ partyId }) => partyId));
  const [documents, postings, payments, own] = await Promise.all([
    readDocuments(reader, lines, partyIds),
    readPostings(reader, lines, accountId),
    readPayments(reader, lines, accountId),
    readOwn(reader, lines, accountId, numbers),
  ]);
  return { documents, postings, payments, ...own, ...parties };
};
