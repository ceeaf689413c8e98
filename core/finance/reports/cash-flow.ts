import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import { layCashFlow } from "./cash-flow-layout.ts";
import type { AccountColumns } from "./column-sums.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import type { CashFlow, CashFlowQuery } from "./report.ts";
import { shownMovements } from "./shown-movements.ts";
import { columnBodies, type Figures, layOut } from "./statement.ts";
import { otherCurrency, translationOf } from "./translation.ts";
import { fiscalYearStart, formatterOf, report, viewOf } from "./view.ts";

export type Parts = ReadonlyMap<CashFlowPart, readonly AccountColumns[]>;

const partOf = ({ account, traits }: AccountColumns): CashFlowPart =>
  (traits.cashFlow as CashFlowPart | null) ?? usualPart({ type: account.type, ...traits });

/**
 * The cash flow statement by the indirect method. Every entry balances, so cash changed by what all other accounts changed, with the sign turned: the
 * statement ties to the accounts of cash to the cent, however accounts are classed. In another currency flows are at the mean of their days and cash at the
 * rates of the first and last; the effect of exchange rates is what lies between.
 */
export const cashFlow = report(
  async (
    ctx,
    { from: wanted, to: last, knownAt, compare, periods, by, currency: asked, hideZero = false, ...filter }: CashFlowQuery,
  ): Promise<Outcome<CashFlow, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const columns = columnsOf({ from, to }, { compare, periods, by });
    if (!columns.ok) return columns;
    const spans = columns.value;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const currency = otherCurrency(ctx, asked);
    const [shown, headings] = await Promise.all([
      shownMovements(ctx, { spans, currency, knownAt, sets: sets.value, isCash: (of) => partOf(of) === "cash" }),
      readHeadings(ctx.db, companyId),
    ]);
    if (!shown.ok) return shown;
    const { sums, difference } = shown.value;
    const outside = sets.value && shown.value.outside;
    const layout = layOut(ctx, { columns: spans, compared: compare !== undefined, hideZero, headings, currency });
    const laid = layCashFlow(layout, Map.groupBy(sums, partOf), spans.length, { difference, outside });
    const format = formatterOf(ctx, currency);
    const first = ([amount = 0n]: Figures) => format(amount);
    const value: CashFlow = {
      ...viewOf(ctx, to, knownAt, currency),
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
      columns: columnBodies(spans),
      lines: laid.lines,
      ...translationOf(ctx, shown.value, format, difference),
    };
    return done(value);
  },
);
