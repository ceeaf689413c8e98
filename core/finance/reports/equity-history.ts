import { sql } from "kysely";
import type { AskedRates, RateHistory } from "#core/finance/currencies/rate-history.ts";
import type { Db } from "#core/kernel/context.ts";
import { dayAfter, dayBefore } from "#core/kernel/dates.ts";
import type { Exchange } from "#core/kernel/exchange.ts";
import type { Sums } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import { closingTakenBack, type Segments, segmentRows } from "./movements.ts";
import { addSums, NOTHING, translateSums } from "./translation.ts";

type Year = Readonly<{ startsOn: string; endsOn: string }>;
/** A column whose earnings are at the mean of their fiscal year up to a day. */
export type ValuedColumn = Column & Readonly<{ on: string }>;
type Wanted = Omit<Segments, "bounds" | "sinceBeginning" | "withoutClosing" | "accountType"> &
  Readonly<{ columns: readonly ValuedColumn[]; years: readonly Year[]; history: RateHistory }>;
type Row = { accountId: string; segment: number; closing: boolean; debit: string; credit: string };

/** The mean rate of what belongs to a fiscal year, up to the day a column is valued on. */
export const yearRate = (asked: AskedRates, { startsOn, endsOn }: Year, on: string): Exchange =>
  asked.over({ from: startsOn, to: on < endsOn && on >= startsOn ? on : endsOn });

const firstDayOfEquity = async (db: Db, companyId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ day: string }>`
    select min(l.effective_on) as day from finance.account a join finance.journal_line l on l.company_id = a.company_id and l.account_id = a.id
     where a.company_id = ${companyId} and a.type = 'equity'`.execute(db);
  return rows[0]?.day;
};

/** What moved an account while one rate applied: from a day on, by which rule and rate, in which column of those asked for. */
export type EquityPiece = Readonly<{
  accountId: string;
  first: string;
  rule: "historical" | "average";
  column: number;
  exchange: Exchange;
  sums: Sums;
}>;

/**
 * What accounts of equity have in each column at the rates of the days they were moved on; what closing entries moved there, at the mean of the year they
 * closed, as the earnings were before. The days are cut where a rate, a year or a column begins, so what is read are sums, as everywhere.
 */
export const equityHistory = async (db: Db, asked: AskedRates, wanted: Wanted): Promise<ReadonlyMap<string, readonly Sums[]>> => {
  const found = new Map<string, Sums[]>();
  for (const { accountId, column, exchange, sums } of await equityPieces(db, asked, wanted)) {
    const columns = found.get(accountId) ?? wanted.columns.map(() => NOTHING);
    columns[column] = addSums(columns[column] ?? NOTHING, translateSums(sums, exchange));
    found.set(accountId, columns);
  }
  return found;
};

/** The pieces that `equityHistory` adds up. */
export const equityPieces = async (db: Db, asked: AskedRates, { columns, years, history, ...scope }: Wanted): Promise<EquityPiece[]> => {
  const last = columns.reduce((latest, { to }) => (to > latest ? to : latest), "");
  const ends = columns.flatMap(({ from, to }) => [...(from === undefined ? [] : [from]), dayAfter(to)]);
  const cuts = [...history.rates.map(({ validOn }) => validOn), ...years.map(({ startsOn }) => startsOn)].filter((day) => day <= last);
  const bounds = [...new Set([...ends, ...cuts])].sort();
  const segments: Segments = { ...scope, bounds, sinceBeginning: true, accountType: "equity" };
  const { rows } = await sql<Row>`
    select account_id, segment, closing, sum(company_debit)::text as debit, sum(company_credit)::text as credit
      from (select account_id, segment, false as closing, company_debit, company_credit from (${segmentRows({ ...segments, withoutClosing: true })}) moved
            union all
            select account_id, segment, true, -company_debit, -company_credit
              from (${closingTakenBack(segments)}) closed (account_id, dimension_id, segment, source, company_debit, company_credit)) rows
     group by account_id, segment, closing having sum(company_debit) <> 0 or sum(company_credit) <> 0 order by 1, 2, 3`.execute(db);
  const firstRate = history.rates[0]?.validOn;
  const startOf = (segment: number) => bounds[segment - 1] ?? dayBefore(bounds[0] ?? last);
  const isBeforeRates = ({ segment, closing }: Pick<Row, "segment" | "closing">) =>
    !closing && (firstRate === undefined || startOf(segment) < firstRate);
  const beginning = rows.some(isBeforeRates) ? await firstDayOfEquity(db, scope.companyId) : undefined;
  return rows.flatMap(({ accountId, segment, closing, debit, credit }) => {
    const first = startOf(segment);
    const year = closing ? years.findLast(({ startsOn }) => startsOn <= first) : undefined;
    const sums = { debit: BigInt(debit), credit: BigInt(credit) };
    return columns.flatMap(({ from, to, on }, column): EquityPiece[] => {
      if (first > to || (from !== undefined && first < from)) return [];
      const exchange = year ? yearRate(asked, year, on) : asked.on(isBeforeRates({ segment, closing }) ? (beginning ?? first) : first);
      return [{ accountId, first, rule: year ? "average" : "historical", column, exchange, sums }];
    });
  });
};
