import type { ColumnValue } from "../dimension-columns.ts";
import type { StatementItem, StatementLine, TrialBalance } from "../report.ts";
import type { Translation } from "../translation.ts";
import { headOf, type Printing } from "./print-head.ts";
import { type PrintedColumn, type PrintedReport, type PrintedRow, rowsOf } from "./printed-report.ts";
import { dayText, subtypeName, type Words } from "./texts.ts";

type PrintedSpan = Readonly<{ from: string | null; to: string; of?: ColumnValue | undefined }>;
type Statement = Readonly<{
  asOf: string;
  from?: string | undefined;
  knownAt: string;
  currency: string;
  columns: readonly PrintedSpan[];
  lines: readonly StatementLine[];
  translation?: Translation | undefined;
}>;
type Kind = "trialBalance" | "profitAndLoss" | "balanceSheet" | "cashFlow";
const FILE: Readonly<Record<Kind, string>> = {
  trialBalance: "trial-balance",
  profitAndLoss: "profit-and-loss",
  balanceSheet: "balance-sheet",
  cashFlow: "cash-flow",
};

const amountColumn = (head: string): PrintedColumn => ({ head, kind: "amount", width: 3 });
const accountColumns = (words: Words): PrintedColumn[] => [
  { head: words.account, kind: "text", width: 2 },
  { head: words.name, kind: "text", width: 7 },
];

/** What an item is called where it is a section, figure or total. */
export const itemName = (item: StatementItem | null, kind: StatementLine["kind"], depth: number, words: Words): string => {
  const name = item === null ? "" : words[item];
  return kind === "total" && depth === 0 && SUMMED.has(item ?? "") ? `${words.total} ${name}` : name;
};

/** What a line is called: the account, or the item in words. */
const nameOf = (line: StatementLine, { words, language }: Printing): string => {
  if (line.account) return line.account.name;
  if (line.subtype !== null) return subtypeName(line.subtype, language);
  return itemName(line.item, line.kind, line.depth, words);
};
const SUMMED = new Set(["income", "expense", "asset", "liability", "equity", "liabilities_and_equity"]);

const STYLE = { section: "section", group: "group", account: "normal", figure: "normal", total: "total" } as const;

const printedLine = (line: StatementLine, printing: Printing, width: number, compared: boolean): PrintedRow => {
  const values = Array.from({ length: width }, (_, at) => line.values[at] ?? null);
  const changes = compared
    ? Array.from({ length: width - 1 }, (_, at) => [line.changes[at]?.difference ?? null, line.changes[at]?.percent ?? null]).flat()
    : [];
  return { style: STYLE[line.kind], depth: line.depth, cells: [line.account?.code ?? null, nameOf(line, printing), ...values, ...changes] };
};

/** Lines of a statement under the heads of its columns, with the change against each earlier one. */
export const printLines = (
  printing: Printing,
  heads: readonly string[],
  lines: readonly StatementLine[],
): Pick<PrintedReport, "columns" | "rows"> => {
  const { words } = printing;
  const compared = lines.some(({ changes }) => changes.length > 0);
  const changed = heads.length > 2 ? (at: number) => `${words.change} ${heads[at + 1] ?? ""}` : () => words.change;
  const changes: PrintedColumn[] = compared
    ? heads.slice(1).flatMap((_, at) => [amountColumn(changed(at)), { head: words.percent, kind: "percent" as const, width: 1.6 }])
    : [];
  return {
    columns: [...accountColumns(words), ...heads.map(amountColumn), ...changes],
    rows: rowsOf(lines.map((line) => printedLine(line, printing, heads.length, compared))),
  };
};

/** From which currency and by which rates; of many columns each with its day. */
const translationFacts = ({ translation, columns }: Statement, { words, language }: Printing): readonly (readonly [string, string])[] =>
  (translation?.columns.slice(0, columns.length) ?? []).map(({ closingRate, averageRate }, at) => {
    const day = columns.length > 1 ? ` (${dayText(columns[at]?.to ?? "", language)})` : "";
    const rates = [closingRate && `${words.closingRate} ${closingRate}`, averageRate && `${words.averageRate} ${averageRate}`];
    return [`${words.translatedFrom} ${translation?.from}${day}`, rates.filter(Boolean).join(", ")];
  });

/** Profit and loss, balance sheet, cash flow, and a trial balance beside earlier ones. */
export const printStatement = (printing: Printing, kind: Kind, statement: Statement, knownAtAsked: boolean): PrintedReport => {
  const { words, language } = printing;
  const byValue = statement.columns.some(({ of }) => of !== undefined);
  const heads = statement.columns.map(({ from, to, of }) => {
    if (of) return of.value ? `${of.value.code} ${of.value.name}` : words.withoutValue;
    if (byValue) return words.total;
    return from === null ? dayText(to, language) : `${dayText(from, language)} – ${dayText(to, language)}`;
  });
  const further = translationFacts(byValue ? { ...statement, columns: statement.columns.slice(0, 1) } : statement, printing);
  const head = headOf(printing, { ...statement, name: FILE[kind], title: words[kind], knownAtAsked, further });
  return { ...head, ...printLines(printing, heads, statement.lines) };
};

/** A trial balance by itself shows both sides. */
export const printTrialBalance = (printing: Printing, balance: TrialBalance, knownAtAsked: boolean): PrintedReport => {
  if (balance.columns.length > 1) return printStatement(printing, "trialBalance", balance, knownAtAsked);
  const { words } = printing;
  const since = balance.from !== undefined;
  const sides = [...(since ? [words.opening] : []), words.debit, words.credit, words.balanceColumn];
  const figures = (of: Readonly<{ opening?: string | undefined; debit: string; credit: string; balance: string }>) => [
    ...(since ? [of.opening ?? null] : []),
    of.debit,
    of.credit,
    of.balance,
  ];
  const rows: PrintedRow[] = [
    ...balance.rows.map((row): PrintedRow => ({ style: "normal", depth: 0, cells: [row.account.code, row.account.name, ...figures(row)] })),
    ...(balance.translationDifference
      ? [{ style: "normal" as const, depth: 0, cells: [null, words.translation_difference, ...figures(balance.translationDifference)] }]
      : []),
    { style: "total", depth: 0, cells: [null, words.total, ...figures(balance.totals)] },
  ];
  return {
    ...headOf(printing, {
      ...balance,
      name: FILE.trialBalance,
      title: words.trialBalance,
      knownAtAsked,
      further: translationFacts(balance, printing),
    }),
    columns: [...accountColumns(words), ...sides.map(amountColumn)],
    rows: rowsOf(rows),
  };
};
