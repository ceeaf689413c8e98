import type { CashFlowPart } from "./cash-flow-class.ts";
import { layCash } from "./cash-flow-layout.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { DirectFlow, FlowSide } from "./direct-flows.ts";
import type { Beside } from "./layouts.ts";
import type { StatementItem, StatementLine } from "./report.ts";
import { addFigures, addLeaves, type Behind, creditOf, type Leaf, type layOut, leavesOf } from "./statement.ts";

type Layout = ReturnType<typeof layOut>;

const PARTS = {
  operating: ["result", "working_capital", "non_cash"],
  investing: ["investing"],
  financing: ["financing"],
} as const satisfies Record<string, readonly CashFlowPart[]>;

/**
 * Lays out gross receipts and payments of each part (IAS 7.18(a)), by the accounts they were for below their headings. `cash` has the movements of each column
 * and, behind them, what was there before it.
 */
export const layDirectCashFlow = (
  { list, figure, lineOf }: Layout,
  cash: readonly AccountColumns[],
  flows: readonly DirectFlow[],
  width: number,
  { difference, outside }: Beside,
) => {
  const leavesIn = (parts: readonly CashFlowPart[], sides: readonly FlowSide[]): Leaf[] =>
    leavesOf(
      flows.filter(({ part, side }) => parts.includes(part) && sides.includes(side)).map(({ row }) => row),
      creditOf,
    );
  const sum = (leaves: readonly Leaf[]) => addLeaves(leaves, width);
  const sideLines = (item: "receipts" | "payments", leaves: readonly Leaf[]): StatementLine[] =>
    leaves.length === 0 ? [] : [lineOf("group", 1, sum(leaves), { item }), ...list(leaves, 2)];
  const part = (item: StatementItem, parts: readonly CashFlowPart[]) => {
    const [receipts, payments] = [leavesIn(parts, ["receipts"]), leavesIn(parts, ["payments"])];
    const total = addFigures([sum(receipts), sum(payments)], width);
    const lines = [
      lineOf("section", 0, [], { item }),
      ...sideLines("receipts", receipts),
      ...sideLines("payments", payments),
      figure("total", item, total),
    ];
    return { lines, total };
  };
  const [operating, investing, financing] = [
    part("operating", PARTS.operating),
    part("investing", PARTS.investing),
    part("financing", PARTS.financing),
  ];
  const rated = [...leavesIn(["exchange"], ["receipts", "payments"]), ...leavesIn(["cash"], ["revalued"])];
  const exchange = addFigures([sum(rated), difference ?? []], width);
  const exchangeLines: StatementLine[] = [
    lineOf("section", 0, [], { item: "exchange" }),
    ...list(rated, 1),
    ...(difference ? [figure("figure", "translation_difference", difference)] : []),
    figure("total", "exchange", exchange),
  ];
  const netChange = addFigures([operating.total, investing.total, financing.total, exchange, outside ?? []], width);
  const { had, before: cashBefore, after: cashAfter } = layCash(cash, width);
  const behind: Behind = { cash_before: had };
  const lines: StatementLine[] = [
    ...operating.lines,
    ...investing.lines,
    ...financing.lines,
    ...(rated.length === 0 && !difference ? [] : exchangeLines),
    ...(outside ? [figure("figure", "outside_dimensions", outside, 0)] : []),
    figure("total", "net_change", netChange),
    figure("figure", "cash_before", cashBefore, 0),
    figure("total", "cash_after", cashAfter),
  ];
  const totals = { operating: operating.total, investing: investing.total, financing: financing.total, exchange };
  return { ...totals, netChange, cashBefore, cashAfter, behind, lines };
};
