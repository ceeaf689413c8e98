import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { dayAfter } from "#core/kernel/dates.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import type { AccountColumns, Sums, Traits } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import type { ReportAccount } from "./report.ts";

export type FlowSide = "receipts" | "payments" | "revalued";
/** What cash came in or went out against an account, by column; of `revalued`, what an account of cash is worth more without any having moved. */
export type DirectFlow = Readonly<{ row: AccountColumns; side: FlowSide; part: CashFlowPart }>;
export type DirectFlows = Readonly<{
  flows: readonly DirectFlow[];
  /** Entries of the first column in which more stands against cash than cash: what it was for is shared in proportion. */
  shared: number;
}>;

type Account = ReportAccount & Traits;
type Wanted = Readonly<{ companyId: string; columns: readonly Column[]; knownAt?: string | undefined }>;
type Found = Readonly<{ accountId: string | null; side: FlowSide | "shared"; segment: number; amount: string }>;

const accountsOf = async (db: Db, companyId: string): Promise<ReadonlyMap<string, Account>> => {
  const { rows } = await sql<Account>`
    select a.id, a.code, a.name, a.type, a.subtype, a.is_contra, a.cash_flow from finance.account a
     where a.company_id = ${companyId} and not a.is_group order by a.code`.execute(db);
  return new Map(rows.map((account) => [account.id, account]));
};
const partOf = ({ cashFlow, ...of }: Account): CashFlowPart => (cashFlow as CashFlowPart | null) ?? usualPart(of);

/**
 * Cash of each entry against the accounts on its other side. Of an entry whose other side is more than its cash (a bill paid in part, a discount, a bank's
 * fee), those accounts share the cash in proportion, by largest remainder, so that nothing is lost; an account on both sides counts with what is left
 * of it. Lines without an amount only say what cash is worth: a revaluation moves none. A reversal takes away from what it reverses.
 */
const readFlows = async (db: Db, cash: readonly string[], bounds: readonly string[], { companyId, knownAt }: Wanted): Promise<Found[]> => {
  const known =
    knownAt === undefined
      ? sql``
      : sql`and exists (select from finance.seal k where k.company_id = l.company_id and k.entry_id = l.entry_id and k.sealed_at <= ${knownAt}::timestamptz)`;
  const { rows } = await sql<Found>`
    with cash as materialized (
      select l.entry_id, l.effective_on, l.account_id, coalesce(sum(l.company_amount) filter (where l.amount <> 0), 0) as flow,
             coalesce(sum(l.company_amount) filter (where l.amount = 0), 0) as revalued
        from unnest(${[...cash]}::uuid[]) as own (id)
       cross join lateral (select * from finance.journal_line l where l.company_id = ${companyId} and l.account_id = own.id
                              and l.effective_on >= ${bounds[0]}::date and l.effective_on < ${bounds.at(-1)}::date ${known} offset 0) l
       group by 1, 2, 3),
    moved as (
      select c.entry_id, width_bucket(c.effective_on, ${[...bounds]}::date[]) as segment, sum(c.flow) as flow from cash c group by c.entry_id, c.effective_on having sum(c.flow) <> 0),
    against as (
      select m.entry_id, m.segment, m.flow, l.account_id, l.net, r.is_reversal
        from moved m
       cross join lateral (select l.account_id, sum(l.company_amount) as net from finance.journal_line l
                            where l.company_id = ${companyId} and l.entry_id = m.entry_id and l.account_id <> all (${[...cash]}::uuid[])
                            group by l.account_id offset 0) l
       cross join lateral (select e.reverses_entry_id is not null as is_reversal from finance.journal_entry e
                            where e.company_id = ${companyId} and e.id = m.entry_id offset 0) r
       where sign(l.net) = -sign(m.flow)),
    weighed as materialized (
      select a.*, sum(abs(a.net)) over (partition by a.entry_id) as whole from against a),
    cut as (
      select w.*, div(abs(w.flow) * abs(w.net), w.whole) as part, mod(abs(w.flow) * abs(w.net), w.whole) as rest from weighed w),
    parts as (
      select c.*, abs(c.flow) - sum(c.part) over (partition by c.entry_id) as missing,
             row_number() over (partition by c.entry_id order by c.rest desc, c.account_id) as place from cut c)
    select p.account_id, case when (p.flow > 0) <> p.is_reversal then 'receipts' else 'payments' end as side, p.segment,
           sum(sign(p.flow) * (p.part + case when p.place <= p.missing then 1 else 0 end))::text as amount
      from parts p group by 1, 2, 3
     union all
    select c.account_id, 'revalued', width_bucket(c.effective_on, ${[...bounds]}::date[]),
           sum(c.revalued + case when m.entry_id is not null and w.entry_id is null then c.flow else 0 end)::text
      from cash c
      left join moved m on m.entry_id = c.entry_id
      left join (select distinct entry_id from weighed) w on w.entry_id = c.entry_id
     group by 1, 2, 3
     union all
    select null, 'shared', w.segment, count(distinct w.entry_id)::text from weighed w where w.whole <> abs(w.flow) group by w.segment`.execute(
    db,
  );
  return rows;
};

const sumsOf = (flow: bigint): Sums => (flow < 0n ? { debit: -flow, credit: 0n } : { debit: 0n, credit: flow });

/** What cash came in and went out for, from the lines of the entries that moved it: the cost follows those entries. Columns may overlap. */
export const directFlows = async (db: Db, wanted: Wanted): Promise<DirectFlows> => {
  const accounts = await accountsOf(db, wanted.companyId);
  const cash = [...accounts.values()].filter((account) => partOf(account) === "cash").map(({ id }) => id);
  const firstOf = ({ from, to }: Column) => from ?? to;
  const bounds = [...new Set(wanted.columns.flatMap((column) => [firstOf(column), dayAfter(column.to)]))].sort();
  const found = cash.length === 0 ? [] : await readFlows(db, cash, bounds, wanted);
  const isIn = (column: Column, segment: number) =>
    segment > bounds.indexOf(firstOf(column)) && segment <= bounds.indexOf(dayAfter(column.to));
  const inColumns = (rows: readonly Found[]) =>
    wanted.columns.map((column) =>
      rows.filter(({ segment }) => isIn(column, segment)).reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    );
  const flows = [...Map.groupBy(found, ({ accountId, side }) => `${accountId} ${side}`).values()].flatMap((rows): DirectFlow[] => {
    const [{ accountId, side }] = rows as [Found];
    const account = accountId === null ? undefined : accounts.get(accountId);
    const amounts = inColumns(rows);
    if (!account || side === "shared" || amounts.every((amount) => amount === 0n)) return [];
    const { subtype, isContra, cashFlow, ...shown } = account;
    return [
      { row: { account: shown, traits: { subtype, isContra, cashFlow }, columns: amounts.map(sumsOf) }, side, part: partOf(account) },
    ];
  });
  const order = [...accounts.keys()];
  flows.sort((left, right) => order.indexOf(left.row.account.id) - order.indexOf(right.row.account.id));
  const [shared = 0n] = inColumns(found.filter(({ side }) => side === "shared"));
  return { flows, shared: Number(shared) };
};
