import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { columnSums } from "./column-sums.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import { layBalanceSheet } from "./layouts.ts";
import type { BalanceSheet, BalanceSheetQuery } from "./report.ts";
import { columnBodies, type Figures, type Leaf, layOut } from "./statement.ts";
import { fiscalYearStarts, formatterOf, report, viewOf } from "./view.ts";

/**
 * What the company has, owes and is worth on a day. Income and expenses that no closing entry has moved to an account of equity yet are shown as
 * earnings, those of the fiscal year by themselves, so that both sides are equal on any day.
 */
export const balanceSheet = report(
  async (
    ctx,
    { asOf, knownAt, compare, periods, hideZero = false }: BalanceSheetQuery,
  ): Promise<Outcome<BalanceSheet, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const days = columnsOf({ to: asOf ?? todayOf(ctx) }, { compare, periods });
    if (!days.ok) return days;
    const columns = days.value;
    const starts = await fiscalYearStarts(
      ctx.db,
      companyId,
      columns.map(({ to }) => to),
    );
    const years = columns.flatMap(({ to }, at) => (starts[at] ? [{ from: starts[at], to, at }] : []));
    const [sums, headings] = await Promise.all([
      columnSums(ctx.db, { companyId, columns: [...columns, ...years], knownAt }),
      readHeadings(ctx.db, companyId),
    ]);
    const layout = layOut(ctx, { columns, compared: compare !== undefined, hideZero, headings });
    const yearOf = (column: number) => {
      const year = years.findIndex(({ at }) => at === column);
      return year < 0 ? undefined : columns.length + year;
    };
    const laid = layBalanceSheet(layout, sums, columns.length, yearOf);
    const format = formatterOf(ctx);
    const first = ([amount = 0n]: Figures) => format(amount);
    const rowsOf = (section: "asset" | "liability" | "equity", leaves: readonly Leaf[]) =>
      leaves.map(({ account, figures }) => ({ section, account, amount: first(figures) }));
    const value: BalanceSheet = {
      ...viewOf(ctx, asOf, knownAt),
      rows: [...rowsOf("asset", laid.assets), ...rowsOf("liability", laid.liabilities), ...rowsOf("equity", laid.equity)],
      earnings: { fiscalYearStart: starts[0] ?? null, previousYears: first(laid.previousYears), currentYear: first(laid.currentYear) },
      totals: {
        assets: first(laid.has),
        liabilities: first(laid.owes),
        equity: first(laid.worth),
        liabilitiesAndEquity: first(laid.owedAndWorth),
      },
      columns: columnBodies(columns),
      lines: laid.lines,
    };
    return done(value);
  },
);
