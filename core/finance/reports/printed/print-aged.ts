import type { Ctx } from "#core/kernel/context.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import type { AgedQuery, AgedReport } from "../aged.ts";
import { itemsOfCustomers, itemsOfSuppliers, type PartyItems } from "../aged-item-list.ts";
import { headOf, type Printing } from "./print-head.ts";
import { pageOf } from "./print-pages.ts";
import { type PrintedColumn, type PrintedReport, type PrintedRow, rowsOf } from "./printed-report.ts";
import { textsIn } from "./sub-ledger-texts.ts";

export type AgedSide = "receivables" | "payables";
/** What a file of open items shows: sums by party, or each instalment that is open. */
export type AgedDetail = "party" | "instalment";

type Asked = AgedQuery & Readonly<{ detail?: AgedDetail | undefined }>;
type Row = AgedReport["rows"][number];
type Item = PartyItems["items"][number]["item"];
const ITEMS = { receivables: itemsOfCustomers, payables: itemsOfSuppliers } as const;

const amountColumn = (head: string): PrintedColumn => ({ head, kind: "amount", width: 3 });

/** What the columns of ages are called: "1–30 days", "over 90 days". */
const ageHeads = ({ columns }: AgedReport, { language }: Printing): string[] => {
  const text = textsIn(language);
  return columns.map(({ from, to }) => (to === null ? `${text("over")} ${from - 1} ${text("days")}` : `${from}–${to} ${text("days")}`));
};

const byParty = (printing: Printing, report: AgedReport): Pick<PrintedReport, "columns" | "rows"> => {
  const text = textsIn(printing.language);
  const isRevalued = report.rows.some(({ revaluation }) => minorOf(revaluation, report.currency) !== 0n);
  const figures = (of: Omit<Row, "party" | "currencies">) => [
    of.onAccount,
    of.notDue,
    ...of.buckets,
    ...(isRevalued ? [of.revaluation] : []),
    of.total,
  ];
  const heads = [text("onAccount"), text("notDue"), ...ageHeads(report, printing), ...(isRevalued ? [text("revaluation")] : [])];
  const rows: PrintedRow[] = [
    ...report.rows.map((row): PrintedRow => ({ style: "normal", depth: 0, cells: [row.party.code, row.party.name, ...figures(row)] })),
    { style: "total", depth: 0, cells: [null, printing.words.total, ...figures(report.totals)] },
  ];
  const named: PrintedColumn[] = [
    { head: text("code"), kind: "text", width: 2 },
    { head: text("party"), kind: "text", width: 5 },
  ];
  return { columns: [...named, ...[...heads, printing.words.total].map(amountColumn)], rows: rowsOf(rows) };
};

const itemRow = (party: Row["party"], item: Item): PrintedRow => ({
  style: "normal",
  depth: 0,
  cells: [
    party.code,
    party.name,
    item.document.number,
    item.date,
    item.dueOn,
    item.daysOverdue === 0 ? null : `${item.daysOverdue}`,
    item.currency,
    item.amount,
    item.open,
    item.companyOpen,
  ],
});

/** So many parties are asked for together: few queries, and none of them for more than what it shows by and by. */
const PARTIES_AT_ONCE = 200;

/** All instalments, party by party in the order of the report, a page at a time: a long report never stands in memory as a whole. */
async function* itemsOf(ctx: Ctx, side: AgedSide, { knownAt }: AgedQuery, { asOf, rows }: AgedReport) {
  for (let at = 0; at < rows.length; at += PARTIES_AT_ONCE) {
    const partyIds = rows.slice(at, at + PARTIES_AT_ONCE).map(({ party }) => party.id);
    let after: PartyItems["after"];
    do {
      const page = pageOf(await ITEMS[side](ctx, { asOf, knownAt, partyIds, after }));
      yield page.items;
      after = page.after;
    } while (after !== undefined);
  }
}

async function* instalmentRows(printing: Printing, side: AgedSide, asked: AgedQuery, report: AgedReport) {
  const text = textsIn(printing.language);
  const nothing = Array.from({ length: 7 }, () => null);
  const { rows: parties, currency } = report;
  let total = 0n;
  let at = 0;
  /** What of a party no item has, behind its items. */
  const endOf = ({ party, revaluation }: Row): PrintedRow[] => {
    const revalued = minorOf(revaluation, currency);
    total += revalued;
    const cells = [party.code, party.name, text("revaluation"), ...nothing.slice(1), revaluation];
    return revalued === 0n ? [] : [{ style: "normal", depth: 0, cells }];
  };
  for await (const items of itemsOf(printing.ctx, side, asked, report)) {
    const printed: PrintedRow[] = [];
    for (const { partyId, item } of items) {
      for (; at < parties.length && parties[at]?.party.id !== partyId; at++) printed.push(...endOf(parties[at] as Row));
      total += minorOf(item.companyOpen, currency);
      printed.push(itemRow((parties[at] as Row).party, item));
    }
    yield printed;
  }
  yield parties.slice(at).flatMap(endOf);
  const sum: PrintedRow = {
    style: "total",
    depth: 0,
    cells: [null, printing.words.total, ...nothing, formatMinor(total, currency)],
  };
  yield [sum];
}

const byInstalment = (
  printing: Printing,
  side: AgedSide,
  asked: AgedQuery,
  report: AgedReport,
): Pick<PrintedReport, "columns" | "rows"> => {
  const text = textsIn(printing.language);
  const { words } = printing;
  return {
    columns: [
      { head: text("code"), kind: "text", width: 1.8 },
      { head: text("party"), kind: "text", width: 4 },
      { head: text("document"), kind: "text", width: 2.4 },
      { head: words.date, kind: "date", width: 2 },
      { head: text("due"), kind: "date", width: 2 },
      { head: text("daysOverdue"), kind: "text", width: 1.6 },
      { head: words.currency, kind: "text", width: 1.4 },
      { head: words.amount, kind: "money", width: 2.6 },
      { head: text("open"), kind: "money", width: 2.6 },
      { head: `${text("openIn")} ${report.currency}`, kind: "amount", width: 2.6 },
    ],
    rows: instalmentRows(printing, side, asked, report),
  };
};

/** What is open by age: sums by party, or each instalment; of one party its instalments unless something else is asked for. */
export const printAged = (printing: Printing, side: AgedSide, { detail, ...asked }: Asked, report: AgedReport): PrintedReport => {
  const { words, language } = printing;
  const shown = detail ?? (asked.partyId === undefined ? "party" : "instalment");
  const title = side === "receivables" ? words.agedReceivables : words.agedPayables;
  const instalments = shown === "instalment";
  const head = headOf(printing, {
    ...report,
    name: `aged-${side}${instalments ? "-by-instalment" : ""}`,
    title: instalments ? `${title}: ${textsIn(language)("byInstalment")}` : title,
    knownAtAsked: asked.knownAt !== undefined,
  });
  return { ...head, ...(instalments ? byInstalment(printing, side, asked, report) : byParty(printing, report)) };
};
