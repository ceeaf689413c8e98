import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import { layCashFlow } from "./cash-flow-layout.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { CashFlow, CashFlowQuery } from "./report.ts";
import { columnBodies, type Figures, layOut } from "./statement.ts";
import { movementFigures } from "./statement-figures.ts";
import { translationOf } from "./translation.ts";
import { formatterOf, report, viewOf } from "./view.ts";

/** Where the movements of an account belong. */
export const partOf = ({ account, traits }: AccountColumns): CashFlowPart =>
  (traits.cashFlow as CashFlowPart | null) ?? usualPart({ type: account.type, ...traits });
export const isCash = (of: AccountColumns) => partOf(of) === "cash";

/**
 * The cash flow statement by the indirect method. Every entry balances, so cash changed by what all other accounts changed, with the sign turned: the
 * statement ties to the accounts of cash to the cent, however accounts are classed. In another currency flows are at the mean of their days and cash at the
 * rates of the first and last; the effect of exchange rates is what lies between.
 */
export const cashFlow = report(async (ctx, { hideZero = false, ...asked }: CashFlowQuery): Promise<Outcome<CashFlow, Fault<"invalid">>> => {
  const read = await movementFigures(ctx, asked, { isCash });
  if (!read.ok) return read;
  const { from, to, columns, shown, headings, currency } = read.value;
  const { sums, difference } = shown;
  const outside = read.value.sets && shown.outside;
  const layout = layOut(ctx, { columns, compared: asked.compare !== undefined, hideZero, headings, currency });
  const laid = layCashFlow(layout, Map.groupBy(sums, partOf), columns.length, { difference, outside });
  const format = formatterOf(ctx, currency);
  const first = ([amount = 0n]: Figures) => format(amount);
  const value: CashFlow = {
    ...viewOf(ctx, to, asked.knownAt, currency),
    from,
    totals: {
      operating: first(laid.operating),
      investing: first(laid.investing),
      financing: first(laid.financing),
      exchange: first(laid.exchange),
      ...(outside ? { outsideDimensions: first(outside) } : {}),
      netChange: first(laid.netChange),
      cashBefore: first(laid.cashBefore),
      cashAfter: first(laid.cashAfter),
    },
    columns: columnBodies(columns),
    lines: laid.lines,
    ...translationOf(ctx, shown, format, difference),
  };
  return done(value);
});
