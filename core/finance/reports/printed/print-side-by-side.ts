import type { SideBySide, SideBySideLine } from "../side-by-side-body.ts";
import { headOf, type Printing } from "./print-head.ts";
import { itemName } from "./print-statement.ts";
import { type PrintedReport, type PrintedRow, rowsOf } from "./printed-report.ts";

const TITLE = { trial_balance: "trialBalance", profit_and_loss: "profitAndLoss", balance_sheet: "balanceSheet" } as const;
const STYLE = { section: "section", account: "normal", figure: "normal", total: "total" } as const;

/** The own currency of each company, and by which rates it was translated. */
const companyFacts = ({ companies }: SideBySide, { words }: Printing): readonly (readonly [string, string])[] =>
  companies.map(({ name, currency, translation }) => {
    const { closingRate, averageRate } = translation?.columns[0] ?? {};
    const rates = [currency, closingRate && `${words.closingRate} ${closingRate}`, averageRate && `${words.averageRate} ${averageRate}`];
    return [name, rates.filter(Boolean).join(", ")];
  });

/** Companies beside each other, and their simple sum. */
export const printSideBySide = (printing: Printing, report: SideBySide, knownAtAsked: boolean): PrintedReport => {
  const { words } = printing;
  const printed = ({ kind, item, depth, account, values, total }: SideBySideLine): PrintedRow => ({
    style: STYLE[kind],
    depth,
    cells: [
      account?.code ?? null,
      account ? account.names.join(" / ") : itemName(item, kind, depth, words),
      ...report.companies.map((_, at) => values[at] ?? null),
      total,
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
      ...[...report.companies.map(({ name }) => name), words.simpleSum].map((head) => ({ head, kind: "amount" as const, width: 3 })),
    ],
    rows: rowsOf(report.lines.map(printed)),
  };
};
