import { sql } from "kysely";
import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";

export const ReconciliationQuery = z.object({ asOf: calendarDate().optional().describe("Default: today.") });

const Item = z.object({
  id: z.string().describe("Of the line, or of the entry."),
  position: z.number().int(),
  on: z.string(),
  text: z.string(),
  amount: z.string().describe("What of it has no counterpart by this day."),
});

export const ReconciliationBody = z
  .object({
    bankAccountId: z.uuid(),
    code: z.string(),
    name: z.string(),
    currency: z.string(),
    asOf: z.string(),
    statementBalance: z.string().describe("What the bank says: the last closing balance, and the lines behind it."),
    statementOn: z.string().nullable().describe("The day of that closing balance."),
    linesBalance: z.string().describe("The opening balance and every booked line."),
    bankOnly: z.array(Item).describe("Lines of the bank that the ledger does not have."),
    bankOnlyTotal: z.string(),
    bankOnlyCount: z.number().int(),
    ledgerOnly: z.array(Item).describe("Postings that the bank does not have."),
    ledgerOnlyTotal: z.string(),
    ledgerOnlyCount: z.number().int(),
    openingDifference: z.string().describe("What the ledger held before the first statement, against the opening balance."),
    expectedLedgerBalance: z.string().describe("The statement's balance, less what only the bank has, and with what only the ledger has."),
    ledgerBalance: z.string(),
    difference: z.string(),
    reconciledOn: z.string().nullable(),
  })
  .meta({ id: "BankReconciliation" });
export type ReconciliationBody = z.infer<typeof ReconciliationBody>;

type Reader = Pick<ReadCtx, "actor"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;
type Balances = Readonly<{
  code: string;
  name: string;
  currency: string;
  accountId: string;
  openingOn: string;
  openingMinor: bigint;
  openingEntryId: string | null;
  reconciledOn: string | null;
  linesMinor: bigint;
  closingMinor: bigint | null;
  closingOn: string | null;
  laterMinor: bigint;
  ledgerMinor: bigint;
  ledgerOpeningMinor: bigint;
}>;
type Outstanding = Readonly<{
  id: string;
  position: number;
  on: string;
  text: string;
  leftMinor: bigint;
  totalMinor: bigint;
  count: bigint;
  reverses: string | null;
}>;

const SHOWN = 500;

const readBalances = async ({ db, actor }: Reader, id: string, asOf: string): Promise<Balances | undefined> => {
  const { rows } = await sql<Balances>`
    select b.code, b.name, b.currency, b.account_id, b.opening_on, b.opening_minor, b.opening_entry_id, b.reconciled_on, b.opening_minor + coalesce(l.total, 0)::bigint as lines_minor,
           s.closing_minor, s.to_on as closing_on, coalesce(l.later, 0)::bigint as later_minor, coalesce(g.total, 0)::bigint as ledger_minor, coalesce(g.opening, 0)::bigint as ledger_opening_minor
      from finance.bank_account b
      left join lateral (select t.closing_minor, t.to_on from finance.bank_statement t
                          where t.company_id = b.company_id and t.bank_account_id = b.id and t.state <> 'discarded' and t.closing_minor is not null and t.to_on <= ${asOf}::date
                          order by t.to_on desc, t.id desc limit 1) s on true
     cross join lateral (select sum(w.amount_minor) as total, sum(w.amount_minor) filter (where w.booked_on > s.to_on) as later from finance.bank_line_status w
                          where w.company_id = b.company_id and w.bank_account_id = b.id and w.booked_on <= ${asOf}::date) l
     cross join lateral (select sum(j.amount) as total, sum(j.amount) filter (where j.effective_on < b.opening_on or j.entry_id = b.opening_entry_id) as opening
                           from finance.journal_line j where j.company_id = b.company_id and j.account_id = b.account_id and j.currency = b.currency and j.effective_on <= ${asOf}::date) g
     where b.company_id = ${actor.companyId} and b.id = ${id}`.execute(db);
  return rows[0];
};

/** Lines of the bank by this day, with what of them no posting by this day answers for. */
const readBankOnly = async ({ db, actor }: Reader, id: string, asOf: string): Promise<readonly Outstanding[]> => {
  const { rows } = await sql<Outstanding>`
    select o.*, sum(o.left_minor) over ()::bigint as total_minor, count(*) over () as count, null as reverses from (
      select l.id, l.position, l.booked_on as on, concat_ws(': ', l.party_name, l.text) as text,
             l.amount_minor - coalesce((select sum(m.amount_minor) from finance.bank_match m
                join finance.journal_line j on j.company_id = m.company_id and j.entry_id = m.entry_id and j.position = m.entry_position and j.effective_on <= ${asOf}::date
               where m.company_id = l.company_id and m.line_id = l.id), 0)::bigint as left_minor
        from finance.bank_line_status w join finance.bank_line l on l.company_id = w.company_id and l.id = w.line_id
       where w.company_id = ${actor.companyId} and w.bank_account_id = ${id} and w.booked_on <= ${asOf}::date) o
     where o.left_minor <> 0 order by o.on, o.id limit ${SHOWN}`.execute(db);
  return rows;
};

/** Postings on the account by this day, with what of them no line by this day answers for. What the account held before its first statement is not among them. */
const readLedgerOnly = async ({ db, actor }: Reader, balances: Balances, asOf: string): Promise<readonly Outstanding[]> => {
  const { rows } = await sql<Outstanding>`
    select o.*, sum(o.left_minor) over ()::bigint as total_minor, count(*) over () as count from (
      select e.id, j.position, j.effective_on as on, e.description as text, e.reverses_entry_id as reverses,
             j.amount - coalesce((select sum(m.amount_minor) from finance.bank_match m
                join finance.bank_line l on l.company_id = m.company_id and l.id = m.line_id and l.booked_on <= ${asOf}::date
               where m.company_id = j.company_id and m.entry_id = j.entry_id and m.entry_position = j.position), 0)::bigint as left_minor
        from finance.journal_line j join finance.journal_entry e on e.company_id = j.company_id and e.id = j.entry_id
       where j.company_id = ${actor.companyId} and j.account_id = ${balances.accountId} and j.currency = ${balances.currency}
         and j.effective_on between ${balances.openingOn}::date and ${asOf}::date and j.entry_id is distinct from ${balances.openingEntryId}::uuid) o
     where o.left_minor <> 0 order by o.on, o.id, o.position limit ${SHOWN}`.execute(db);
  return rows;
};

/** An entry and the one that takes it back say nothing of the bank when both are there. */
const withoutPairs = (items: readonly Outstanding[]): readonly Outstanding[] => {
  const byId = new Map(items.map((item) => [item.id, item]));
  const paired = new Set(
    items.flatMap((item) => {
      const original = item.reverses === null ? undefined : byId.get(item.reverses);
      return original && original.leftMinor === -item.leftMinor ? [item.id, original.id] : [];
    }),
  );
  return items.filter(({ id }) => !paired.has(id));
};

/** Brings the bank's balance on a day together with the ledger's. */
export const reconcileAsOf = async (reader: Reader, id: string, asOf: string): Promise<Outcome<ReconciliationBody>> => {
  const balances = await readBalances(reader, id, asOf);
  if (!balances) return refuse(missing("bank account", id));
  if (asOf < balances.openingOn)
    return refuse(invalid("bank_reconciliation.before_opening", `${balances.code} begins on ${balances.openingOn}.`, "/asOf"));
  const [bankOnly, ledgerOnly] = await Promise.all([readBankOnly(reader, id, asOf), readLedgerOnly(reader, balances, asOf)]);
  const shownLedger = withoutPairs(ledgerOnly);
  const total = (items: readonly Outstanding[]) => items[0]?.totalMinor ?? 0n;
  const stated = balances.closingMinor === null ? balances.linesMinor : balances.closingMinor + balances.laterMinor;
  const expected = stated - total(bankOnly) + total(ledgerOnly);
  const money = (minor: bigint) => formatMinor(minor, balances.currency);
  const itemOf = ({ id: itemId, position, on, text, leftMinor }: Outstanding) => ({
    id: itemId,
    position,
    on,
    text,
    amount: money(leftMinor),
  });
  return done({
    ...{ bankAccountId: id, code: balances.code, name: balances.name, currency: balances.currency, asOf },
    ...{ statementBalance: money(stated), statementOn: balances.closingOn, linesBalance: money(balances.linesMinor) },
    ...{ bankOnly: bankOnly.map(itemOf), bankOnlyTotal: money(total(bankOnly)), bankOnlyCount: Number(bankOnly[0]?.count ?? 0) },
    ledgerOnly: shownLedger.map(itemOf),
    ledgerOnlyTotal: money(total(ledgerOnly)),
    ledgerOnlyCount: Number(ledgerOnly[0]?.count ?? 0) - (ledgerOnly.length - shownLedger.length),
    openingDifference: money(balances.openingMinor - balances.ledgerOpeningMinor),
    expectedLedgerBalance: money(expected),
    ledgerBalance: money(balances.ledgerMinor),
    difference: money(expected - balances.ledgerMinor),
    reconciledOn: balances.reconciledOn,
  });
};

/** The reconciliation statement: what ties the bank's balance on a day to the ledger's. */
export const getReconciliation = query("finance.bank.read", (ctx, { id, asOf }: Readonly<{ id: string; asOf?: string | undefined }>) =>
  reconcileAsOf(ctx, id, asOf ?? todayOf(ctx)),
);
