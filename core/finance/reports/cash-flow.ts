import { todayOf } from "#core/kernel/clock.ts";
import { dayBefore } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import { layCashFlow } from "./cash-flow-layout.ts";
import { type AccountColumns, columnSums } from "./column-sums.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import type { CashFlow, CashFlowQuery } from "./report.ts";
import { columnBodies, type Figures, layOut } from "./statement.ts";
import { fiscalYearStart, formatterOf, report, viewOf } from "./view.ts";

export type Parts = ReadonlyMap<CashFlowPart, readonly AccountColumns[]>;

const partOf = ({ account, traits }: AccountColumns): CashFlowPart =>
  (traits.cashFlow as CashFlowPart | null) ?? usualPart({ type: account.type, ...traits });

/**
 * The cash flow statement by the indirect method. Every entry balances, so cash changed by what all other accounts changed, with the sign turned: the
 * statement ties to the accounts of cash to the cent, however accounts are classed.
 */
export const cashFlow = report(
  async (
    ctx,
    { from: wanted, to: last, knownAt, compare, periods, by, hideZero = false }: CashFlowQuery,
  ): Promise<Outcome<CashFlow, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const columns = columnsOf({ from, to }, { compare, periods, by });
    if (!columns.ok) return columns;
    const spans = columns.value;
    const openings = spans.map((span) => ({ to: dayBefore(span.from ?? span.to) }));
    const [sums, headings] = await Promise.all([
      columnSums(ctx.db, { companyId, columns: [...spans, ...openings], knownAt, withoutClosing: true }),
      readHeadings(ctx.db, companyId),
    ]);
    const layout = layOut(ctx, { columns: spans, compared: compare !== undefined, hideZero, headings });
    const laid = layCashFlow(layout, Map.groupBy(sums, partOf), spans.length);
    const format = formatterOf(ctx);
    const first = ([amount = 0n]: Figures) => format(amount);
    const value: CashFlow = {
      ...viewOf(ctx, to, knownAt),
      from,
      totals: {
        operating: first(laid.operating),
        investing: first(laid.investing),
        financing: first(laid.financing),
        exchange: first(laid.exchange),
        netChange: first(laid.netChange),
        cashBefore: first(laid.cashBefore),
        cashAfter: first(laid.cashAfter),
      },
      columns: columnBodies(spans),
      lines: laid.lines,
    };
    return done(value);
  },
);
