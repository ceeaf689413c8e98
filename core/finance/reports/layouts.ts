import type { AccountColumns } from "./column-sums.ts";
import type { StatementLine } from "./report.ts";
import { addFigures, addLeaves, type Behind, creditOf, debitOf, type Figures, type Leaf, type layOut, leavesOf } from "./statement.ts";

/** What stands beside the accounts of a statement: what translation makes, and what lines of some dimensions leave. Debits positive; undefined: not shown. */
export type Beside = Readonly<{ difference?: Figures | undefined; outside?: Figures | undefined }>;

type Layout = ReturnType<typeof layOut>;
type Sums = readonly AccountColumns[];

const ofType = (sums: Sums, ...types: readonly string[]) => sums.filter(({ account }) => types.includes(account.type));

/** Income, expenses and what is left. */
export const layProfitAndLoss = ({ section, figure }: Layout, sums: Sums) => {
  const [income, expense] = [leavesOf(ofType(sums, "income"), creditOf), leavesOf(ofType(sums, "expense"), debitOf)];
  const [earned, spent] = [section("income", income), section("expense", expense)];
  const result = earned.total.map((minor, at) => minor - (spent.total[at] ?? 0n));
  const lines: StatementLine[] = [...earned.lines, ...spent.lines, figure("total", "result", result)];
  return { income, expense, earned: earned.total, spent: spent.total, result, lines };
};

/**
 * What the company has, owes and is worth. `sums` have, behind the columns of the statement, columns for the fiscal year up to each of them;
 * `yearOf` says which one, undefined where no year has begun.
 */
export const layBalanceSheet = (
  { section, figure }: Layout,
  sums: Sums,
  width: number,
  yearOf: (column: number) => number | undefined,
  { difference, outside }: Beside = {},
) => {
  const leaves = (type: "asset" | "liability" | "equity"): Leaf[] =>
    leavesOf(ofType(sums, type), type === "asset" ? debitOf : creditOf).map(({ account, figures }) => ({
      account,
      figures: figures.slice(0, width),
    }));
  const [assets, liabilities, equity] = [leaves("asset"), leaves("liability"), leaves("equity")];
  const earned = leavesOf(ofType(sums, "income", "expense"), creditOf);
  const inColumns = (figure: (figures: Figures, at: number) => bigint): Leaf[] =>
    earned.map(({ account, figures }) => ({ account, figures: Array.from({ length: width }, (_, at) => figure(figures, at)) }));
  const inYear = (figures: Figures, at: number) => figures[yearOf(at) ?? -1] ?? 0n;
  const ofYear = inColumns(inYear);
  const ofYearsBefore = inColumns((figures, at) => (figures[at] ?? 0n) - inYear(figures, at));
  const [currentYear, previousYears] = [addLeaves(ofYear, width), addLeaves(ofYearsBefore, width)];
  const behind: Behind = { previous_years: ofYearsBefore, current_year: ofYear };
  const [has, owes, worth] = [
    section("asset", assets),
    section("liability", liabilities),
    section("equity", equity, [
      ["previous_years", previousYears],
      ["current_year", currentYear],
      ...(difference ? [["translation_difference", difference] as const] : []),
    ]),
  ];
  const owedAndWorth: Figures = addFigures([owes.total, worth.total, outside ?? []], width);
  const lines: StatementLine[] = [
    ...has.lines,
    ...owes.lines,
    ...worth.lines,
    ...(outside ? [figure("figure", "outside_dimensions", outside, 0)] : []),
    figure("total", "liabilities_and_equity", owedAndWorth),
  ];
  return {
    assets,
    liabilities,
    equity,
    currentYear,
    previousYears,
    has: has.total,
    owes: owes.total,
    worth: worth.total,
    owedAndWorth,
    behind,
    lines,
  };
};

/** Balances, debits positive, and their sum, which is zero of a whole company. */
export const layTrialBalance = ({ list, figure }: Layout, sums: Sums, width: number, { difference }: Beside = {}): StatementLine[] => {
  const leaves = sums.map(({ account, columns }) => ({ account, figures: columns.slice(0, width).map(debitOf) }));
  const translated = difference?.map((minor) => -minor);
  const total = addFigures([...leaves.map(({ figures }) => figures), translated ?? []], width);
  return [
    ...list(leaves, 0),
    ...(translated ? [figure("figure", "translation_difference", translated, 0)] : []),
    figure("total", "balance", total),
  ];
};
