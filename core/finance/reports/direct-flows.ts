import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { dayAfter } from "#core/kernel/dates.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import type { AccountColumns, Sums, Traits } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import { flowShares, sideOfShare } from "./flow-shares.ts";
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
type Wanted = Readonly<{
  companyId: string;
  columns: readonly Column[];
  knownAt?: string | undefined;
  sets?: readonly string[] | undefined;
}>;
type Found = Readonly<{ accountId: string | null; side: FlowSide | "shared"; segment: number; amount: string }>;

/** The accounts of a company by id, in order of code, and where in a cash flow statement each belongs. */
export const accountsOf = async (db: Db, companyId: string): Promise<ReadonlyMap<string, Account>> => {
  const { rows } = await sql<Account>`
    select a.id, a.code, a.name, a.type, a.subtype, a.is_contra, a.cash_flow from finance.account a
     where a.company_id = ${companyId} and not a.is_group order by a.code`.execute(db);
  return new Map(rows.map((account) => [account.id, account]));
};
export const flowPartOf = ({ cashFlow, ...of }: Account): CashFlowPart => (cashFlow as CashFlowPart | null) ?? usualPart(of);

const readFlows = async (db: Db, cash: readonly string[], bounds: readonly string[], wanted: Wanted): Promise<Found[]> => {
  const { companyId, knownAt, sets } = wanted;
  const [from = "", before = ""] = [bounds[0], bounds.at(-1)];
  const { rows } = await sql<Found>`
    with ${flowShares({ companyId, cash, from, before, knownAt, sets })},
    segmented as (
      select s.account_id, ${sideOfShare} as side, s.effective_on, s.amount, s.entry_id, s.whole <> abs(s.flow) as shared from shares s
       union all
      select r.account_id, 'revalued', r.effective_on, r.amount, r.entry_id, false from revalued r)
    select o.account_id, o.side, width_bucket(o.effective_on, ${[...bounds]}::date[]) as segment, sum(o.amount)::text as amount from segmented o group by 1, 2, 3
     union all
    select null, 'shared', width_bucket(o.effective_on, ${[...bounds]}::date[]), count(distinct o.entry_id)::text from segmented o where o.shared group by 3`.execute(
    db,
  );
  return rows;
};

const sumsOf = (flow: bigint): Sums => (flow < 0n ? { debit: -flow, credit: 0n } : { debit: 0n, credit: flow });

/** What cash came in and went out for, from the lines of the entries that moved it: the cost follows those entries. Columns may overlap. */
export const directFlows = async (db: Db, wanted: Wanted): Promise<DirectFlows> => {
  const accounts = await accountsOf(db, wanted.companyId);
  const cash = [...accounts.values()].filter((account) => flowPartOf(account) === "cash").map(({ id }) => id);
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
      { row: { account: shown, traits: { subtype, isContra, cashFlow }, columns: amounts.map(sumsOf) }, side, part: flowPartOf(account) },
    ];
  });
  const order = [...accounts.keys()];
  flows.sort((left, right) => order.indexOf(left.row.account.id) - order.indexOf(right.row.account.id));
  const [shared = 0n] = inColumns(found.filter(({ side }) => side === "shared"));
  return { flows, shared: Number(shared) };
};
