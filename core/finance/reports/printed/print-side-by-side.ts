import type { SideBySide, SideBySideLine } from "../side-by-side-body.ts";
import { headOf, type Printing } from "./print-head.ts";
import { itemName } from "./print-statement.ts";
import { type PrintedColumn, type PrintedReport, type PrintedRow, rowsOf } from "./printed-report.ts";
import { dayText, subtypeName } from "./texts.ts";

const TITLE = {
  trial_balance: "trialBalance",
  profit_and_loss: "profitAndLoss",
  balance_sheet: "balanceSheet",
  cash_flow: "cashFlow",
} as const;
const STYLE = { section: "section", group: "group", account: "normal", figure: "normal", total: "total" } as const;

/** The own currency of each company, and by which rates it was translated. */
const companyFacts = ({ companies }: SideBySide, { words }: Printing): readonly (readonly [string, string])[] =>
  companies.map(({ name, currency, translation }) => {
    const { closingRate, averageRate } = translation?.columns[0] ?? {};
    const rates = [currency, closingRate && `${words.closingRate} ${closingRate}`, averageRate && `${words.averageRate} ${averageRate}`];
    return [name, rates.filter(Boolean).join(", ")];
  });

/** Whether the columns beside are earlier ones, and say what changed; parts do not. */
const isCompared = ({ lines }: SideBySide) => lines.some(({ beside }) => beside.some(({ changes }) => changes.length > 0));

/** Of each company, and of their sum: a column, or one for each span with the change against each earlier one. */
const columnsOf = ({ companies, columns }: SideBySide, compared: boolean, { words, language }: Printing): PrintedColumn[] => {
  const amount = (head: string): PrintedColumn => ({ head, kind: "amount", width: 3 });
  const names = [...companies.map(({ name }) => name), words.simpleSum];
  if (columns.length < 2) return names.map(amount);
  const days = columns.map(({ from, to }) => (from === null ? "" : `${dayText(from, language)} – `) + dayText(to, language));
  return names.flatMap((name) => [
    ...days.map((day) => amount(`${name}, ${day}`)),
    ...(compared ? days.slice(1) : []).flatMap((day): PrintedColumn[] => [
      amount(`${name}, ${words.change}${days.length > 2 ? ` ${day}` : ""}`),
      { head: words.percent, kind: "percent", width: 1.6 },
    ]),
  ]);
};

/** The figures of one company in the order of its columns; those of the sum without a company. */
const figuresOf = ({ values, total, beside }: SideBySideLine, compared: boolean, company?: number): (string | null)[] => {
  if (!compared) return [{ values, total }, ...beside].map((of) => (company === undefined ? of.total : (of.values[company] ?? null)));
  const changes = beside.map((of) => (company === undefined ? of.totalChange : of.changes[company]));
  return [
    ...[{ values, total }, ...beside].map((of) => (company === undefined ? of.total : (of.values[company] ?? null))),
    ...changes.flatMap((change) => [change?.difference ?? null, change?.percent ?? null]),
  ];
};

/** Companies beside each other, and their simple sum. */
export const printSideBySide = (printing: Printing, report: SideBySide, knownAtAsked: boolean): PrintedReport => {
  const { words, language } = printing;
  const compared = isCompared(report);
  const nameOf = ({ kind, item, subtype, depth, account }: SideBySideLine) => {
    if (account) return account.names.join(" / ");
    return subtype === null ? itemName(item, kind, depth, words) : subtypeName(subtype, language);
  };
  const printed = (line: SideBySideLine): PrintedRow => ({
    style: STYLE[line.kind],
    depth: line.depth,
    cells: [
      line.account?.code ?? null,
      nameOf(line),
      ...report.companies.flatMap((_, at) => figuresOf(line, compared, at)),
      ...figuresOf(line, compared),
    ],
  });
  return {
    ...headOf(printing, {
      ...{ name: "companies", title: `${words[TITLE[report.statement]]}: ${words.sideBySide}` },
      ...{ from: report.from, asOf: report.to, knownAt: report.knownAt, knownAtAsked, currency: report.currency },
      further: companyFacts(report, printing),
    }),
    columns: [
      { head: words.account, kind: "text", width: 2 },
      { head: words.name, kind: "text", width: 7 },
      ...columnsOf(report, compared, printing),
    ],
    rows: rowsOf(report.lines.map(printed)),
  };
};
