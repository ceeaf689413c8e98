import { sql } from "kysely";
import { type AskedRates, asking, readRateHistory } from "#core/finance/currencies/rate-history.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { convertBack } from "#core/kernel/exchange.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type AccountColumns, columnSums, type Sums } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import { equityHistory, type ValuedColumn, yearRate } from "./equity-history.ts";
import { addSums, type ColumnRates, imbalanceOf, NOTHING, type Shown, translateSums, untranslated } from "./translation.ts";

export type Year = Readonly<{ startsOn: string; endsOn: string }>;
type Scope = Readonly<{ knownAt?: string | undefined; sets?: readonly string[] | undefined }>;
/** `width`: how many of the columns are shown as such; the others serve to tell parts of them. */
type Wanted = Scope & Readonly<{ columns: readonly ValuedColumn[]; width: number; currency: string | undefined }>;
/** What of a column falls into a fiscal year. */
type Piece = Readonly<{ column: number; place: number; year: Year }>;

/** The fiscal years that have begun by a day. */
export const yearsUpTo = async (db: Db, companyId: string, last: string): Promise<Year[]> => {
  const { rows } = await sql<Year>`
    select y.starts_on, y.ends_on from finance.fiscal_year y where y.company_id = ${companyId} and y.starts_on <= ${last}::date order by y.starts_on`.execute(
    db,
  );
  return rows;
};

const laterOf = (left: string, right: string | undefined) => (right !== undefined && right > left ? right : left);

/** Cuts columns at fiscal years. Equal spans are read once; `place` is where. */
const cutAtYears = (columns: readonly ValuedColumn[], years: readonly Year[]) => {
  const spans: Column[] = [];
  const places = new Map<string, number>();
  const pieces = columns.flatMap(({ from, to }, column) =>
    years.flatMap((year): Piece[] => {
      const span = { from: laterOf(year.startsOn, from), to: year.endsOn < to ? year.endsOn : to };
      if (span.from > span.to) return [];
      const key = `${span.from} ${span.to}`;
      const place = places.get(key) ?? columns.length + spans.length;
      if (!places.has(key)) spans.push(span);
      places.set(key, place);
      return [{ column, place, year }];
    }),
  );
  return { spans, pieces };
};

type Valuing = Readonly<{
  columns: readonly ValuedColumn[];
  pieces: readonly Piece[];
  asked: AskedRates;
  equity: ReadonlyMap<string, readonly Sums[]>;
}>;

const isNothing = ({ debit, credit }: Sums) => debit === 0n && credit === 0n;

/** An account's columns in the other currency: see `shownBalances`. */
const valued = ({ account, traits, columns: base }: AccountColumns, { columns, pieces, asked, equity }: Valuing): AccountColumns => {
  if (account.type === "equity") return { account, traits, columns: equity.get(account.id) ?? columns.map(() => NOTHING) };
  const earned = account.type === "income" || account.type === "expense";
  const valuedColumn = ({ on }: ValuedColumn, at: number): Sums => {
    if (!earned) return translateSums(base[at] ?? NOTHING, asked.on(on));
    return pieces
      .filter(({ column, place }) => column === at && !isNothing(base[place] ?? NOTHING))
      .reduce((sum, { place, year }) => addSums(sum, translateSums(base[place] ?? NOTHING, yearRate(asked, year, on))), NOTHING);
  };
  return { account, traits, columns: columns.map(valuedColumn) };
};

const ratesOf = (asked: AskedRates, { on }: ValuedColumn, years: readonly Year[], earns: boolean): ColumnRates => {
  const year = years.findLast(({ startsOn }) => startsOn <= on);
  return { closingRate: asked.on(on).rate, averageRate: earns && year ? yearRate(asked, year, on).rate : null };
};

/**
 * Balances by account and column, in the company's currency or translated (IAS 21.39): assets and liabilities at the rate of the day, equity at the rates of
 * the days it was moved on, earnings at the mean of their fiscal year up to the day, also once they are closed to equity. What that leaves is the
 * translation difference. What lines of some dimensions leave by themselves is translated at the rate of the day.
 */
export const shownBalances = async (
  ctx: ReadCtx,
  { columns, width, currency, ...scope }: Wanted,
): Promise<Outcome<Shown, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  if (currency === undefined) return done(untranslated(ctx, await columnSums(ctx.db, { ...scope, companyId, columns }), width));
  const last = columns.reduce((latest, { to, on }) => laterOf(laterOf(latest, to), on), "");
  const [years, history] = await Promise.all([
    yearsUpTo(ctx.db, companyId, last),
    readRateHistory(ctx.db, { id: companyId, baseCurrency: ctx.company.baseCurrency }, currency, last),
  ]);
  const asked = asking(history);
  const { spans, pieces } = cutAtYears(columns, years);
  const [base, equity] = await Promise.all([
    columnSums(ctx.db, { ...scope, companyId, columns: [...columns, ...spans] }),
    equityHistory(ctx.db, asked, { ...scope, companyId, columns, years, history }),
  ]);
  const sums = base.map((of) => valued(of, { columns, pieces, asked, equity }));
  const outside = imbalanceOf(base, width).map((minor, at) => convertBack(minor, asked.on(columns[at]?.on ?? last)));
  const difference = imbalanceOf(sums, width).map((minor, at) => minor - (outside[at] ?? 0n));
  const earnsIn = (at: number) =>
    pieces.some(
      ({ column, place, year }) =>
        column === at &&
        year === years.findLast(({ startsOn }) => startsOn <= (columns[at]?.on ?? "")) &&
        base.some(({ account: { type }, columns: of }) => (type === "income" || type === "expense") && !isNothing(of[place] ?? NOTHING)),
    );
  const rates = columns.slice(0, width).map((column, at) => ratesOf(asked, column, years, earnsIn(at)));
  const missing = asked.missing();
  return missing ? refuse(missing) : done({ sums, currency, outside, difference, rates });
};
