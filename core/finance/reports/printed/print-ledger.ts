import type { Ctx } from "#core/kernel/context.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { MAX_LIMIT } from "#core/kernel/page.ts";
import { generalLedger } from "../general-ledger.ts";
import { type JournalReport, type JournalReportQuery, journalReport } from "../journal.ts";
import type { GeneralLedger, GeneralLedgerQuery } from "../report.ts";
import { headOf, type Printing } from "./print-head.ts";
import { pagesFrom } from "./print-pages.ts";
import type { PrintedColumn, PrintedReport, PrintedRow } from "./printed-report.ts";

const amountColumn = (head: string): PrintedColumn => ({ head, kind: "amount", width: 3 });

/** Adds up what is printed, so that the file agrees with itself whatever is posted while it is written. */
const adder = (currency: string) => {
  const sums = { debit: 0n, credit: 0n };
  return {
    add: ({ debit, credit }: Readonly<{ debit: string; credit: string }>) => {
      sums.debit += minorOf(debit, currency);
      sums.credit += minorOf(credit, currency);
    },
    debit: () => formatMinor(sums.debit, currency),
    credit: () => formatMinor(sums.credit, currency),
    balance: (opening: string) => formatMinor(minorOf(opening, currency) + sums.debit - sums.credit, currency),
  };
};

const entryNumber = (number: number | null, { words }: Printing) => (number === null ? words.notSealed : `${number}`);

async function* ledgerRows(printing: Printing, query: GeneralLedgerQuery, first: GeneralLedger): AsyncGenerator<readonly PrintedRow[]> {
  const { words, ctx } = printing;
  const sums = adder(first.currency);
  yield [{ style: "section", depth: 0, cells: [null, null, words.carriedForward, null, null, first.opening] }];
  for await (const page of pagesFrom(first, (after) => generalLedger(ctx, { ...query, limit: MAX_LIMIT, after }))) {
    yield page.rows.map((row): PrintedRow => {
      sums.add(row);
      const cells = [row.date, entryNumber(row.number, printing), row.description, row.debit, row.credit, sums.balance(first.opening)];
      return { style: "normal", depth: 0, cells };
    });
  }
  yield [{ style: "total", depth: 0, cells: [null, null, words.total, sums.debit(), sums.credit(), sums.balance(first.opening)] }];
}

/** Every line of the account in the span, with its running balance. `first` is the first page, of `MAX_LIMIT` lines. */
export const printLedger = (printing: Printing, query: GeneralLedgerQuery, first: GeneralLedger): PrintedReport => {
  const { words } = printing;
  const title = `${words.generalLedger} ${first.account.code} ${first.account.name}`;
  return {
    ...headOf(printing, { ...first, name: `general-ledger-${first.account.code}`, title, knownAtAsked: query.knownAt !== undefined }),
    columns: [
      { head: words.date, kind: "date", width: 2.2 },
      { head: words.entry, kind: "text", width: 2.4 },
      { head: words.text, kind: "text", width: 7 },
      amountColumn(words.debit),
      amountColumn(words.credit),
      amountColumn(words.balanceColumn),
    ],
    rows: ledgerRows(printing, query, first),
  };
};

async function* journalRows(printing: Printing, query: JournalReportQuery, first: JournalReport): AsyncGenerator<readonly PrintedRow[]> {
  const { words, ctx } = printing;
  const sums = adder(first.currency);
  for await (const page of pagesFrom(first, (after) => journalReport(ctx as Ctx, { ...query, limit: MAX_LIMIT, after }))) {
    yield page.items.flatMap((entry): PrintedRow[] => [
      {
        style: "group",
        depth: 0,
        cells: [entry.date, entryNumber(entry.number, printing), entry.journal.code, null, entry.description, null, null],
      },
      ...entry.lines.map((line): PrintedRow => {
        sums.add(line);
        return {
          style: "normal",
          depth: 0,
          cells: [null, null, null, line.account.code, line.description ?? line.account.name, line.debit, line.credit],
        };
      }),
    ]);
  }
  yield [{ style: "total", depth: 0, cells: [null, null, null, null, words.total, sums.debit(), sums.credit()] }];
}

/** The daybook of the span, entry by entry. `first` is the first page, of `MAX_LIMIT` entries. */
export const printJournal = (printing: Printing, query: JournalReportQuery, first: JournalReport): PrintedReport => {
  const { words, ctx } = printing;
  const known = query.knownAt ?? ctx.clock.now().toISOString();
  return {
    ...headOf(printing, {
      name: "journal",
      title: words.journal,
      from: first.from,
      asOf: first.to,
      knownAt: known,
      knownAtAsked: query.knownAt !== undefined,
      currency: first.currency,
    }),
    columns: [
      { head: words.date, kind: "date", width: 2.2 },
      { head: words.entry, kind: "text", width: 2 },
      { head: words.journal, kind: "text", width: 1.6 },
      { head: words.account, kind: "text", width: 2 },
      { head: words.text, kind: "text", width: 7 },
      amountColumn(words.debit),
      amountColumn(words.credit),
    ],
    rows: journalRows(printing, query, first),
  };
};
