import type { TaxReport } from "#core/finance/taxes/tax-report-body.ts";
import { headOf, type Printing } from "./print-head.ts";
import { type PrintedReport, type PrintedRow, rowsOf } from "./printed-report.ts";
import { textsIn } from "./sub-ledger-texts.ts";

type Line = Readonly<{
  code?: string | null;
  name: string;
  part?: string | null;
  rate?: string | null;
  base?: string | null;
  tax?: string | null;
  amount?: string | null;
}>;

const row = (style: PrintedRow["style"], depth: number, line: Line): PrintedRow => ({
  style,
  depth,
  cells: [line.code ?? null, line.name, line.part ?? null, line.rate ?? null, line.base ?? null, line.tax ?? null, line.amount ?? null],
});

const returnRows = ({ returns }: TaxReport, text: ReturnType<typeof textsIn>): PrintedRow[] =>
  returns.flatMap(({ code, boxes }) => [
    row("section", 0, { name: `${text("return")} ${code}` }),
    ...boxes.map(({ box, name, amount }) => row("normal", 0, { code: box, name, amount })),
  ]);

const taxRows = ({ rows, totals }: TaxReport, text: ReturnType<typeof textsIn>): PrintedRow[] => [
  row("section", 0, { name: text("byTax") }),
  ...rows.map(({ tax, part, pending, rate, base, amount, deductible }) =>
    row("normal", 0, {
      code: tax.code,
      name: tax.name,
      part: pending ? `${text(part)}, ${text("unpaid")}` : text(part),
      ...{ rate, base, tax: amount, amount: deductible },
    }),
  ),
  row("total", 0, { name: text("outputTax"), amount: totals.output }),
  row("normal", 0, { name: text("inputTax"), amount: totals.input }),
  row("normal", 0, { name: text("withheld"), amount: totals.withheld }),
  row("total", 0, { name: text("taxDue"), amount: totals.due }),
];

const accountRows = ({ accounts }: TaxReport, text: ReturnType<typeof textsIn>): PrintedRow[] =>
  accounts.length === 0
    ? []
    : [
        row("section", 0, { name: text("taxAccounts") }),
        ...accounts.flatMap(({ account, ledger, results, withoutTax, unexplained }) => [
          row("group", 0, { code: account.code, name: `${account.name}: ${text("ledger")}`, amount: ledger }),
          row("normal", 1, { name: text("fromTaxes"), amount: results }),
          row("normal", 1, { name: text("withoutTax"), amount: withoutTax }),
          row("normal", 1, { name: text("difference"), amount: unexplained }),
        ]),
      ];

/** The boxes of each return, the taxes behind them, and the accounts they tie to. */
export const printTaxReport = (printing: Printing, report: TaxReport, knownAtAsked: boolean): PrintedReport => {
  const { words, language } = printing;
  const text = textsIn(language);
  return {
    ...headOf(printing, { ...report, name: "tax-report", title: text("taxReport"), knownAtAsked }),
    columns: [
      { head: text("code"), kind: "text", width: 2 },
      { head: words.name, kind: "text", width: 7 },
      { head: text("part"), kind: "text", width: 2.4 },
      { head: text("rate"), kind: "percent", width: 1.4 },
      { head: text("base"), kind: "amount", width: 3 },
      { head: text("tax"), kind: "amount", width: 3 },
      { head: text("onTheAccount"), kind: "amount", width: 3 },
    ],
    rows: rowsOf([...returnRows(report, text), ...taxRows(report, text), ...accountRows(report, text)]),
  };
};
