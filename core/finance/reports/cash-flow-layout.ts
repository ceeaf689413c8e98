import type { CashFlowPart } from "./cash-flow-class.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { StatementItem, StatementLine } from "./report.ts";
import { addFigures, creditOf, debitOf, type Figures, type Leaf, type layOut, leavesOf } from "./statement.ts";

type Layout = ReturnType<typeof layOut>;
type Parts = ReadonlyMap<CashFlowPart, readonly AccountColumns[]>;

const isIncome = ({ account }: AccountColumns) => account.type === "income" || account.type === "expense";
const negated = (figures: Figures): Figures => figures.map((figure) => -figure);

/** Lays out the parts. `sums` have the movements of each column and, behind them, what was there before it. */
export const layCashFlow = ({ section, figure, flat, lineOf }: Layout, parts: Parts, width: number) => {
  const of = (part: CashFlowPart) => parts.get(part) ?? [];
  /** What the movements of accounts did to cash: what other accounts were credited, cash was debited. */
  const flows = (sums: readonly AccountColumns[]): Leaf[] =>
    leavesOf(sums, creditOf).map(({ account, figures }) => ({ account, figures: figures.slice(0, width) }));
  const sumOf = (leaves: readonly Leaf[]) =>
    addFigures(
      leaves.map(({ figures }) => figures),
      width,
    );

  /** Income and expenses shown in another part: in the result as always, and taken out again. */
  const elsewhere = (["investing", "financing", "exchange"] as const).flatMap((part) => of(part).filter(isIncome));
  const result = sumOf(flows([...of("result"), ...elsewhere]));
  const group = (item: StatementItem, leaves: readonly Leaf[], below: readonly StatementLine[]): StatementLine[] =>
    leaves.length === 0 ? [] : [lineOf("group", 1, sumOf(leaves), { item }), ...below];
  const [nonCash, workingCapital] = [flows(of("non_cash")), flows(of("working_capital"))];
  const takenOut = flows(elsewhere).map(({ account, figures }) => ({ account, figures: negated(figures) }));
  const bySubtype = [...Map.groupBy(of("working_capital"), ({ traits }) => traits.subtype)].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const operating = addFigures([result, sumOf(takenOut), sumOf(nonCash), sumOf(workingCapital)], width);
  const operatingLines: StatementLine[] = [
    lineOf("section", 0, [], { item: "operating" }),
    figure("figure", "result", result),
    ...group("non_cash", nonCash, flat(nonCash, 2)),
    ...group("shown_elsewhere", takenOut, flat(takenOut, 2)),
    ...group(
      "working_capital",
      workingCapital,
      bySubtype.flatMap(([subtype, sums]) => {
        const leaves = flows(sums);
        const lines = flat(leaves, 3);
        return lines.length === 0 ? [] : [lineOf("group", 2, sumOf(leaves), { subtype }), ...lines];
      }),
    ),
    figure("total", "operating", operating),
  ];
  const investing = section("investing", flows(of("investing")));
  const financing = section("financing", flows(of("financing")));
  const exchange = section("exchange", flows(of("exchange")));
  const netChange = addFigures([operating, investing.total, financing.total, exchange.total], width);
  const cash = leavesOf(of("cash"), debitOf);
  const cashBefore = addFigures(
    cash.map(({ figures }) => figures.slice(width)),
    width,
  );
  const cashAfter = addFigures(cash.map(({ figures }) => figures.slice(0, width)).concat([[...cashBefore]]), width);
  const lines: StatementLine[] = [
    ...operatingLines,
    ...investing.lines,
    ...financing.lines,
    ...(of("exchange").length === 0 ? [] : exchange.lines),
    figure("total", "net_change", netChange),
    figure("figure", "cash_before", cashBefore, 0),
    figure("total", "cash_after", cashAfter),
  ];
  const totals = { operating, investing: investing.total, financing: financing.total, exchange: exchange.total };
  return { ...totals, netChange, cashBefore, cashAfter, lines };
};
