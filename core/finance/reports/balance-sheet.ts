import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import { layBalanceSheet } from "./layouts.ts";
import type { BalanceSheet, BalanceSheetQuery } from "./report.ts";
import { shownBalances } from "./shown-balances.ts";
import { columnBodies, type Figures, type Leaf, layOut } from "./statement.ts";
import { otherCurrency, translationOf } from "./translation.ts";
import { fiscalYearStarts, formatterOf, report, viewOf } from "./view.ts";

/**
 * What the company has, owes and is worth on a day. Income and expenses that no closing entry has moved to an account of equity yet are shown as
 * earnings, those of the fiscal year by themselves, so that both sides are equal on any day. In another currency equity shows the translation difference.
 * Of some dimensions, what the rest of their entries has without them is a line of its own.
 */
export const balanceSheet = report(
  async (
    ctx,
    { asOf, knownAt, compare, periods, currency: asked, hideZero = false, ...filter }: BalanceSheetQuery,
  ): Promise<Outcome<BalanceSheet, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const days = columnsOf({ to: asOf ?? todayOf(ctx) }, { compare, periods });
    if (!days.ok) return days;
    const columns = days.value;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const starts = await fiscalYearStarts(
      ctx.db,
      companyId,
      columns.map(({ to }) => to),
    );
    const years = columns.flatMap(({ to }, at) => (starts[at] ? [{ from: starts[at], to, at }] : []));
    const currency = otherCurrency(ctx, asked);
    const valued = [...columns, ...years].map((column) => ({ ...column, on: column.to }));
    const [shown, headings] = await Promise.all([
      shownBalances(ctx, { columns: valued, width: columns.length, currency, knownAt, sets: sets.value }),
      readHeadings(ctx.db, companyId),
    ]);
    if (!shown.ok) return shown;
    const { sums, difference } = shown.value;
    const outside = sets.value && shown.value.outside;
    const layout = layOut(ctx, { columns, compared: compare !== undefined, hideZero, headings, currency });
    const yearOf = (column: number) => {
      const year = years.findIndex(({ at }) => at === column);
      return year < 0 ? undefined : columns.length + year;
    };
    const laid = layBalanceSheet(layout, sums, columns.length, yearOf, { difference, outside });
    const format = formatterOf(ctx, currency);
    const first = ([amount = 0n]: Figures) => format(amount);
    const rowsOf = (section: "asset" | "liability" | "equity", leaves: readonly Leaf[]) =>
      leaves.map(({ account, figures }) => ({ section, account, amount: first(figures) }));
    const value: BalanceSheet = {
      ...viewOf(ctx, asOf, knownAt, currency),
      rows: [...rowsOf("asset", laid.assets), ...rowsOf("liability", laid.liabilities), ...rowsOf("equity", laid.equity)],
      earnings: { fiscalYearStart: starts[0] ?? null, previousYears: first(laid.previousYears), currentYear: first(laid.currentYear) },
      totals: {
        assets: first(laid.has),
        liabilities: first(laid.owes),
        equity: first(laid.worth),
        ...(outside ? { outsideDimensions: first(outside) } : {}),
        liabilitiesAndEquity: first(laid.owedAndWorth),
      },
      columns: columnBodies(columns),
      lines: laid.lines,
      ...translationOf(ctx, shown.value, format, difference),
    };
    return done(value);
  },
);
