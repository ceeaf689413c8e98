import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import { layProfitAndLoss } from "./layouts.ts";
import type { ProfitAndLoss, ProfitAndLossQuery } from "./report.ts";
import { shownMovements } from "./shown-movements.ts";
import { columnBodies, type Figures, type Leaf, layOut } from "./statement.ts";
import { otherCurrency, translationOf } from "./translation.ts";
import { fiscalYearStart, formatterOf, report, viewOf } from "./view.ts";

/** Income and expenses between two days, and what is left; beside earlier spans, or cut into months. In another currency each column is at the mean of its days. */
export const profitAndLoss = report(
  async (
    ctx,
    { from: wanted, to: last, knownAt, compare, periods, by, currency: asked, hideZero = false, ...filter }: ProfitAndLossQuery,
  ): Promise<Outcome<ProfitAndLoss, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const columns = columnsOf({ from, to }, { compare, periods, by });
    if (!columns.ok) return columns;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const currency = otherCurrency(ctx, asked);
    const [shown, headings] = await Promise.all([
      shownMovements(ctx, { spans: columns.value, currency, knownAt, sets: sets.value, types: ["income", "expense"] }),
      readHeadings(ctx.db, companyId),
    ]);
    if (!shown.ok) return shown;
    const layout = layOut(ctx, { columns: columns.value, compared: compare !== undefined, hideZero, headings, currency });
    const { income, expense, earned, spent, result, lines } = layProfitAndLoss(layout, shown.value.sums);
    const format = formatterOf(ctx, currency);
    const rowsOf = (section: "income" | "expense", leaves: readonly Leaf[]) =>
      leaves.map(({ account, figures: [amount = 0n] }) => ({ section, account, amount: format(amount) }));
    const first = ([amount = 0n]: Figures) => format(amount);
    const value: ProfitAndLoss = {
      ...viewOf(ctx, to, knownAt, currency),
      from,
      rows: [...rowsOf("income", income), ...rowsOf("expense", expense)],
      totals: { income: first(earned), expense: first(spent), result: first(result) },
      columns: columnBodies(columns.value),
      lines,
      ...translationOf(ctx, shown.value, format, undefined),
    };
    return done(value);
  },
);
