import { type DimensionFilter, matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { AccountColumns } from "./column-sums.ts";
import { type Column, type ComparisonFilter, columnsOf } from "./comparison.ts";
import { type ColumnValue, dimensionColumns } from "./dimension-columns.ts";
import { readHeadings } from "./headings.ts";
import type { AccountType } from "./report.ts";
import { shownBalances } from "./shown-balances.ts";
import { shownMovements } from "./shown-movements.ts";
import type { Headings } from "./statement.ts";
import { otherCurrency, type Shown } from "./translation.ts";
import { fiscalYearStart, fiscalYearStarts } from "./view.ts";

type Viewing = ComparisonFilter & DimensionFilter & Readonly<{ knownAt?: string | undefined; currency?: string | undefined }>;

/** What a statement is laid out from: its columns, and debits and credits of each account in them. */
export type StatementFigures = Readonly<{
  columns: readonly Column[];
  shown: Shown;
  headings: Headings;
  /** The dimension sets it is of; undefined: everything. */
  sets: readonly string[] | undefined;
  /** The other currency it is in, if it is in another. */
  currency: string | undefined;
}>;

type Days = Readonly<{ from?: string | undefined; to?: string | undefined }>;
export type MovementFigures = StatementFigures & Readonly<{ from: string; to: string }>;
type Moving = Readonly<{
  types?: readonly AccountType[];
  isCash?: (of: AccountColumns) => boolean;
  /** Reads what stands instead of the rows of other accounts than cash. */
  readFlows?: (columns: readonly Column[], sets: readonly string[] | undefined) => Promise<readonly AccountColumns[]>;
}>;

/** What moved between two days, beside earlier spans or cut into parts: of profit and loss, and of cash flow. */
export const movementFigures = async (
  ctx: ReadCtx,
  {
    from: wanted,
    to: last,
    knownAt,
    currency: asked,
    ...filter
  }: Viewing & Readonly<{ from?: string | undefined; to?: string | undefined }>,
  { types, isCash, readFlows }: Moving,
): Promise<Outcome<StatementFigures & Readonly<{ from: string; to: string }>, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  const to = last ?? todayOf(ctx);
  const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
  if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
  const columns = columnsOf({ from, to }, filter);
  if (!columns.ok) return columns;
  const sets = await matchingSets(ctx.db, companyId, filter);
  if (!sets.ok) return sets;
  const currency = otherCurrency(ctx, asked);
  const flows = await readFlows?.(columns.value, sets.value);
  const [shown, headings] = await Promise.all([
    shownMovements(ctx, { spans: columns.value, currency, knownAt, sets: sets.value, types, isCash, flows }),
    readHeadings(ctx.db, companyId),
  ]);
  if (!shown.ok) return shown;
  return done({ from, to, columns: columns.value, shown: shown.value, headings, sets: sets.value, currency });
};

/** What moved between two days, beside it by the values of a dimension: `values` are of the columns behind the first. */
export const dimensionFigures = async (
  ctx: ReadCtx,
  { from: wanted, to: last, currency: asked, byDimension, ...filter }: Viewing & Days & Readonly<{ byDimension: string }>,
  types: readonly AccountType[],
): Promise<Outcome<MovementFigures & Readonly<{ values: readonly ColumnValue[] }>, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  if (filter.compare !== undefined || filter.by !== undefined)
    return refuse(invalid("report.comparison", "Compare, cut into parts, or cut by a dimension; one of them.", "/byDimension"));
  const to = last ?? todayOf(ctx);
  const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
  if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
  const sets = await matchingSets(ctx.db, companyId, filter);
  if (!sets.ok) return sets;
  const currency = otherCurrency(ctx, asked);
  const [cut, headings] = await Promise.all([
    dimensionColumns(ctx, { ...filter, from, to, byDimension, sets: sets.value, types, currency }),
    readHeadings(ctx.db, companyId),
  ]);
  if (!cut.ok) return cut;
  const { shown, values } = cut.value;
  const columns = Array.from({ length: values.length + 1 }, () => ({ from, to }));
  return done({ from, to, columns, shown, headings, sets: sets.value, currency, values });
};

/**
 * Balances on a day and beside it on earlier ones. The sums have, behind the columns, columns for the fiscal year up to each of them; `yearOf` says which one,
 * undefined where no year has begun, and `yearStarts` when each began.
 */
export const balanceFigures = async (
  ctx: ReadCtx,
  { asOf, knownAt, currency: asked, ...filter }: Viewing & Readonly<{ asOf?: string | undefined }>,
): Promise<
  Outcome<
    StatementFigures & Readonly<{ yearStarts: readonly (string | null)[]; yearOf: (column: number) => number | undefined }>,
    Fault<"invalid">
  >
> => {
  const companyId = ctx.actor.companyId;
  const days = columnsOf({ to: asOf ?? todayOf(ctx) }, filter);
  if (!days.ok) return days;
  const columns = days.value;
  const sets = await matchingSets(ctx.db, companyId, filter);
  if (!sets.ok) return sets;
  const yearStarts = await fiscalYearStarts(
    ctx.db,
    companyId,
    columns.map(({ to }) => to),
  );
  const years = columns.flatMap(({ to }, at) => (yearStarts[at] ? [{ from: yearStarts[at], to, at }] : []));
  const currency = otherCurrency(ctx, asked);
  const valued = [...columns, ...years].map((column) => ({ ...column, on: column.to }));
  const [shown, headings] = await Promise.all([
    shownBalances(ctx, { columns: valued, width: columns.length, currency, knownAt, sets: sets.value }),
    readHeadings(ctx.db, companyId),
  ]);
  if (!shown.ok) return shown;
  const yearOf = (column: number) => {
    const year = years.findIndex(({ at }) => at === column);
    return year < 0 ? undefined : columns.length + year;
  };
  return done({ columns, shown: shown.value, headings, sets: sets.value, currency, yearStarts, yearOf });
};
