import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { layBalanceSheet } from "./layouts.ts";
import type { BalanceSheet, BalanceSheetQuery } from "./report.ts";
import { type Behind, columnBodies, type Figures, type Leaf, layOut } from "./statement.ts";
import { balanceFigures } from "./statement-figures.ts";
import { translationOf } from "./translation.ts";
import { formatterOf, report, viewOf } from "./view.ts";

/** The balance sheet, and the accounts behind its figures. */
export const readBalanceSheet = async (
  ctx: ReadCtx,
  { hideZero = false, ...asked }: BalanceSheetQuery,
): Promise<Outcome<{ body: BalanceSheet; behind: Behind }, Fault<"invalid">>> => {
  const read = await balanceFigures(ctx, asked);
  if (!read.ok) return read;
  const { columns, shown, headings, currency, yearStarts, yearOf } = read.value;
  const { sums, difference } = shown;
  const outside = read.value.sets && shown.outside;
  const layout = layOut(ctx, { columns, compared: asked.compare !== undefined, hideZero, headings, currency });
  const laid = layBalanceSheet(layout, sums, columns.length, yearOf, { difference, outside });
  const format = formatterOf(ctx, currency);
  const first = ([amount = 0n]: Figures) => format(amount);
  const rowsOf = (section: "asset" | "liability" | "equity", leaves: readonly Leaf[]) =>
    leaves.map(({ account, figures }) => ({ section, account, amount: first(figures) }));
  const value: BalanceSheet = {
    ...viewOf(ctx, asked.asOf, asked.knownAt, currency),
    rows: [...rowsOf("asset", laid.assets), ...rowsOf("liability", laid.liabilities), ...rowsOf("equity", laid.equity)],
    earnings: { fiscalYearStart: yearStarts[0] ?? null, previousYears: first(laid.previousYears), currentYear: first(laid.currentYear) },
    totals: {
      assets: first(laid.has),
      liabilities: first(laid.owes),
      equity: first(laid.worth),
      ...(outside ? { outsideDimensions: first(outside) } : {}),
      liabilitiesAndEquity: first(laid.owedAndWorth),
    },
    columns: columnBodies(columns),
    lines: laid.lines,
    ...translationOf(ctx, shown, format, difference),
  };
  return done({ body: value, behind: laid.behind });
};

/**
 * What the company has, owes and is worth on a day. Income and expenses that no closing entry has moved to an account of equity yet are shown as
 * earnings, those of the fiscal year by themselves, so that both sides are equal on any day. In another currency equity shows the translation difference.
 * Of some dimensions, what the rest of their entries has without them is a line of its own.
 */
export const balanceSheet = report(async (ctx, asked: BalanceSheetQuery): Promise<Outcome<BalanceSheet, Fault<"invalid">>> => {
  const read = await readBalanceSheet(ctx, asked);
  return read.ok ? done(read.value.body) : read;
});
