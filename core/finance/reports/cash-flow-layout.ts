import type { CashFlowPart } from "./cash-flow-class.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { Beside } from "./layouts.ts";
import type { StatementItem, StatementLine } from "./report.ts";
import { addFigures, addLeaves, type Behind, creditOf, debitOf, type Figures, type Leaf, type layOut, leavesOf } from "./statement.ts";

type Layout = ReturnType<typeof layOut>;
type Parts = ReadonlyMap<CashFlowPart, readonly AccountColumns[]>;

const isIncome = ({ account }: AccountColumns) => account.type === "income" || account.type === "expense";
const negated = (figures: Figures): Figures => figures.map((figure) => -figure);

/** What the accounts of cash had before the columns, and have after. */
export const layCash = (sums: readonly AccountColumns[], width: number) => {
  const cash = leavesOf(sums, debitOf);
  const had: Leaf[] = cash.map(({ account, figures }) => ({ account, figures: figures.slice(width) }));
  const before = addLeaves(had, width);
  const after = addFigures([...cash.map(({ figures }) => figures), before], width);
  return { had, before, after };
};

/** What the movements of accounts did to cash: what other accounts were credited, cash was debited. */
const flowsOf = (sums: readonly AccountColumns[], width: number): Leaf[] =>
  leavesOf(sums, creditOf).map(({ account, figures }) => ({ account, figures: figures.slice(0, width) }));

/** The result, and what of it moved no cash or is shown elsewhere; working capital by subtype. */
const layOperating = ({ figure, flat, lineOf }: Layout, of: (part: CashFlowPart) => readonly AccountColumns[], width: number) => {
  const flows = (sums: readonly AccountColumns[]) => flowsOf(sums, width);
  /** Income and expenses shown in another part: in the result as always, and taken out again. */
  const elsewhere = (["investing", "financing", "exchange"] as const).flatMap((part) => of(part).filter(isIncome));
  const earned = flows([...of("result"), ...elsewhere]);
  const result = addLeaves(earned, width);
  const group = (item: StatementItem, leaves: readonly Leaf[], below: readonly StatementLine[]): StatementLine[] =>
    leaves.length === 0 ? [] : [lineOf("group", 1, addLeaves(leaves, width), { item }), ...below];
  const [nonCash, workingCapital] = [flows(of("non_cash")), flows(of("working_capital"))];
  const takenOut = flows(elsewhere).map(({ account, figures }) => ({ account, figures: negated(figures) }));
  const bySubtype = [...Map.groupBy(of("working_capital"), ({ traits }) => traits.subtype)].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const total = addFigures([result, ...[takenOut, nonCash, workingCapital].map((leaves) => addLeaves(leaves, width))], width);
  const lines: StatementLine[] = [
    lineOf("section", 0, [], { item: "operating" }),
    figure("figure", "result", result),
    ...group("non_cash", nonCash, flat(nonCash, 2)),
    ...group("shown_elsewhere", takenOut, flat(takenOut, 2)),
    ...group(
      "working_capital",
      workingCapital,
      bySubtype.flatMap(([subtype, sums]) => {
        const leaves = flows(sums);
        const below = flat(leaves, 3);
        return below.length === 0 ? [] : [lineOf("group", 2, addLeaves(leaves, width), { subtype }), ...below];
      }),
    ),
    figure("total", "operating", total),
  ];
  return { earned, total, lines };
};

/** Lays out the parts. `sums` have the movements of each column and, behind them, what was there before it. */
export const layCashFlow = (layout: Layout, parts: Parts, width: number, { difference, outside }: Beside = {}) => {
  const { section, figure } = layout;
  const of = (part: CashFlowPart) => parts.get(part) ?? [];
  const operating = layOperating(layout, of, width);
  const investing = section("investing", flowsOf(of("investing"), width));
  const financing = section("financing", flowsOf(of("financing"), width));
  const exchange = section("exchange", flowsOf(of("exchange"), width), difference ? [["translation_difference", difference]] : []);
  const netChange = addFigures([operating.total, investing.total, financing.total, exchange.total, outside ?? []], width);
  const { had, before: cashBefore, after: cashAfter } = layCash(of("cash"), width);
  const behind: Behind = { result: operating.earned, cash_before: had };
  const lines: StatementLine[] = [
    ...operating.lines,
    ...investing.lines,
    ...financing.lines,
    ...(of("exchange").length === 0 && !difference ? [] : exchange.lines),
    ...(outside ? [figure("figure", "outside_dimensions", outside, 0)] : []),
    figure("total", "net_change", netChange),
    figure("figure", "cash_before", cashBefore, 0),
    figure("total", "cash_after", cashAfter),
  ];
  const totals = { operating: operating.total, investing: investing.total, financing: financing.total, exchange: exchange.total };
  return { ...totals, netChange, cashBefore, cashAfter, behind, lines };
};
