import { type RawBuilder, sql } from "kysely";
import type { ReadCtx } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { openOn, unrealisedOn, type View } from "./open-on-day.ts";

/** Amounts in minor units: unrealised differences, money on account, what is not due, then what is overdue by the days of each column. */
type Sums = bigint[];
export type PartySums = Readonly<{
  party: Readonly<{ id: string; code: string; name: string }>;
  company: Sums;
  currencies: readonly Readonly<{ currency: string; open: Sums }>[];
}>;

type SumRow = Readonly<Record<string, bigint | string | null>> &
  Readonly<{ partyId: string; code: string; name: string; currency: string }>;

/** Which items (`o`) a column sums: the credits, those not due, and those overdue since the first day of a column and before that of the next. */
export const conditionsOf = (asOf: string, side: RawBuilder<unknown>, firstDays: readonly number[]): RawBuilder<unknown>[] => {
  const owed = sql`o.amount_minor * ${side} > 0`;
  const late = sql`(${asOf}::date - o.due_on)`;
  const overdue = firstDays.map((from, at) => {
    const next = firstDays[at + 1];
    return sql`${owed} and ${late} >= ${from}::int ${next === undefined ? sql`` : sql`and ${late} < ${next}::int`}`;
  });
  return [sql`o.amount_minor * ${side} <= 0`, sql`${owed} and ${late} < ${firstDays[0]}::int`, ...overdue];
};

/**
 * What is open lies scattered over the items of all years, and the planner prices its index as if each page came from a disk: it would rather read them all
 * (measured at a million lines: twice as long). Holds for the reads of this report.
 */
export const byIndex = (ctx: ReadCtx) => sql`select set_config('enable_seqscan', 'off', true)`.execute(ctx.db);

/** A row for each party and currency, its columns beside each other. What is in company currency is summed once. */
const readRows = async (ctx: ReadCtx, view: View, days: readonly number[]): Promise<readonly SumRow[]> => {
  const side = view.ledger === "receivable" ? sql`1` : sql`-1`;
  const base = ctx.company.baseCurrency;
  const conditions = conditionsOf(view.asOf, side, [1, ...days.map((day) => day + 1)]);
  const sums = conditions.map(
    (condition, at) => sql`(${side} * sum(o.open_company_minor) filter (where ${condition}))::bigint as ${sql.ref(`c${at}`)},
      (${side} * sum(o.open_minor) filter (where o.currency <> ${base} and ${condition}))::bigint as ${sql.ref(`o${at}`)}`,
  );
  const nothing = conditions.map(() => sql`null::bigint, null::bigint`);
  const reading = sql<SumRow>`
    ${openOn(view)}
    select s.*, p.code, p.name
      from (select o.party_id, o.currency, null::bigint as unrealised, ${sql.join(sums)} from open o group by o.party_id, o.currency
            union all
            select u.party_id, u.currency, (${side} * u.company)::bigint, ${sql.join(nothing)} from (${unrealisedOn(view)}) u) s
      join finance.party p on p.company_id = ${view.companyId} and p.id = s.party_id
     order by p.name, p.id, s.currency`;
  const [, { rows }] = await Promise.all([byIndex(ctx), reading.execute(ctx.db)]);
  return rows;
};

const add = (to: Sums, more: Sums): void => {
  for (let at = 0; at < more.length; at++) to[at] = (to[at] ?? 0n) + (more[at] ?? 0n);
};

/** The sums of each party by name, as `days` parts them, and all of them in company currency. */
export const readSums = async (ctx: ReadCtx, view: View, days: readonly number[]): Promise<{ parties: PartySums[]; totals: Sums }> => {
  const columns = Array.from({ length: days.length + 3 }, (_, at) => at);
  const [inCompany, inCurrency] = ["c", "o"].map((of) => ["unrealised", ...columns.map((at) => `${of}${at}`)]);
  const read = (row: SumRow, names: readonly string[] = []): Sums => names.map((name) => (row[name] as bigint | null) ?? 0n);
  const parties: { party: PartySums["party"]; company: Sums; currencies: { currency: string; open: Sums }[] }[] = [];
  const totals = read({} as SumRow, inCompany);
  for (const row of await readRows(ctx, view, days)) {
    const company = read(row, inCompany);
    const open = row.currency === ctx.company.baseCurrency ? company.with(0, 0n) : read(row, inCurrency).with(0, 0n);
    if (!company.some(Boolean) && !open.some(Boolean)) continue;
    add(totals, company);
    const last = parties.at(-1);
    if (last?.party.id !== row.partyId) {
      const { partyId: id, code, name } = row;
      parties.push({ party: { id, code, name }, company, currencies: [{ currency: row.currency, open }] });
      continue;
    }
    add(last.company, company);
    const same = last.currencies.at(-1);
    if (same?.currency === row.currency) add(same.open, open);
    else last.currencies.push({ currency: row.currency, open });
  }
  return { parties, totals };
};

/** The columns as they are told; most amounts of a report are none, and none is written once. */
export const columnsOf = (sums: Sums, currency: string) => {
  const none = formatMinor(0n, currency);
  const told = (minor: bigint) => (minor === 0n ? none : formatMinor(minor, currency));
  const [revaluation = none, onAccount = none, notDue = none, ...buckets] = sums.map(told);
  return { onAccount, notDue, buckets, revaluation, total: told(sums.reduce((sum, one) => sum + one, 0n)) };
};
