import { type StatementBody, type StatementQuery, statementRows } from "#core/finance/parties/statement.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { MAX_LIMIT } from "#core/kernel/page.ts";
import { headOf, type Printing } from "./print-head.ts";
import { pageOf, pagesFrom } from "./print-pages.ts";
import type { PrintedReport, PrintedRow } from "./printed-report.ts";
import { textsIn } from "./sub-ledger-texts.ts";

type Asked = StatementQuery & Readonly<{ id: string }>;

const line = (style: PrintedRow["style"], currency: string, text: string, balance: string): PrintedRow => ({
  style,
  depth: 0,
  cells: [null, null, text, null, currency, null, balance],
});

/** Currency by currency, page by page; what is open at the end is what was printed, so that the file agrees with itself. */
async function* accountRows(printing: Printing, { id }: Asked, statement: StatementBody): AsyncGenerator<readonly PrintedRow[]> {
  const text = textsIn(printing.language);
  const { ledger, from, to } = statement;
  for (const { currency, opening } of statement.currencies) {
    let balance = minorOf(opening, currency);
    yield [line("group", currency, text("openBefore"), opening)];
    const read = (after?: string) => statementRows(printing.ctx, { partyId: id, ledger, from, to, currency, limit: MAX_LIMIT, after });
    for await (const { rows } of pagesFrom(pageOf(await read()), read))
      yield rows.map((row): PrintedRow => {
        balance += minorOf(row.amount, currency);
        const cells = [row.date, row.document.number, row.text, row.dueOn, currency, row.amount, formatMinor(balance, currency)];
        return { style: "normal", depth: 0, cells };
      });
    yield [line("total", currency, text("openAtEnd"), formatMinor(balance, currency))];
  }
}

/** Every document, payment and correction of a customer or supplier in the span, with the balance each leaves. */
export const printAccount = (printing: Printing, asked: Asked, statement: StatementBody): PrintedReport => {
  const { words, language } = printing;
  const text = textsIn(language);
  const { party, from, to, aged } = statement;
  return {
    ...headOf(printing, {
      name: `statement-${party.code}`,
      title: `${text("statementOfAccount")} ${party.code} ${party.name}`,
      ...{ from, asOf: to, knownAt: aged.knownAt, knownAtAsked: false, currency: aged.currency },
      further: [[text("party"), text(statement.ledger === "receivable" ? "asCustomer" : "asSupplier")]],
    }),
    columns: [
      { head: words.date, kind: "date", width: 2 },
      { head: text("document"), kind: "text", width: 2.6 },
      { head: words.text, kind: "text", width: 6 },
      { head: text("due"), kind: "date", width: 2 },
      { head: words.currency, kind: "text", width: 1.4 },
      { head: words.amount, kind: "money", width: 3 },
      { head: words.balanceColumn, kind: "money", width: 3 },
    ],
    rows: accountRows(printing, asked, statement),
  };
};
