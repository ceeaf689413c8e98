import { sql } from "kysely";
import { beforeAll, expect, inject, test } from "vitest";
import { anEntry, type Book, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { loadOpenItems } from "#scripts/bench/open-items-load.ts";
import type { EntryQuery } from "../entries/entry.ts";
import { getEntry } from "../entries/get-entry.ts";
import { listEntries } from "../entries/list-entries.ts";
import { agedReceivables } from "./aged.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { generalLedger } from "./general-ledger.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import { trialBalance } from "./trial-balance.ts";

/** What grows with every posting. The balances of two accounts fit on a page or two, which Postgres rightly reads whole. */
const TABLES = ["journal_entry", "journal_line", "seal"].map((table) => `finance.${table}`);
const ENTRIES = 6_000;
const DAYS = 300;
let company: TestCompany;
let book: Book;

const day = (n: number) => new Date(Date.UTC(2025, 5, 1 + (n % DAYS))).toISOString().slice(0, 10);
const fill = async (of: TestCompany, accounts: Book, entries: number) => {
  for (let first = 0; first < entries; first += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, entries - first) }, (_, n) =>
      anEntry(accounts, { effectiveOn: day(first + n), sourceType: n % 500 === 0 ? "invoice" : undefined }),
    );
    await posted(of, ...batch);
  }
};

beforeAll(async () => {
  const rival = await aCompany();
  company = await aCompany();
  book = await bookOf(company);
  await fill(company, book, ENTRIES);
  await fill(rival, await bookOf(rival), 1_000);
  await sealWholly(company);
  await posted(company, ...Array.from({ length: 10 }, () => anEntry(book)));
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month");
});

const listing = (filter: Partial<EntryQuery>): EntryQuery => ({ limit: 50, sort: "-effectiveOn", ...filter });

test.each<[string, Partial<EntryQuery>]>([
  ["the newest", {}],
  ["the oldest", { sort: "effectiveOn" }],
  ["between days", { from: "2025-09-01", to: "2025-09-30" }],
  ["of a kind of source", { sourceType: "invoice", limit: 5 }],
  ["of a number", { number: 77 }],
])("a list of entries, %s, reads its page by index and nothing else", async (_, filter) => {
  const { scans, fetched, value } = await readingCost(company, TABLES, (ctx) => listEntries(ctx, listing(filter)));
  expect(value.items.length).toBeGreaterThan(0);
  expect(scans).toBe(0);
  expect(fetched).toBeLessThan(500);
});

test("a page far down the list costs what the first one costs", async () => {
  let after: string | undefined;
  for (let page = 0; page < 20; page++) after = resultOf(await listEntries(company.as(), listing({ limit: 200, after }))).next;
  const { scans, fetched } = await readingCost(company, TABLES, (ctx) => listEntries(ctx, listing({ after })));
  expect(scans).toBe(0);
  expect(fetched).toBeLessThan(500);
});

test("an entry of a journal and one by its id are found by index", async () => {
  const { value, ...list } = await readingCost(company, TABLES, (ctx) => listEntries(ctx, listing({ journalId: book.journalId })));
  const one = await readingCost(company, TABLES, (ctx) => getEntry(ctx, { id: value.items[7]?.id ?? "" }));
  expect(list.scans + one.scans).toBe(0);
  expect(list.fetched).toBeLessThan(500);
  expect(one.fetched).toBeLessThan(20);
});

test("the tail is found by key, whatever the planner takes it to cost", async () => {
  const { scans, fetched } = await readingCost(company, ["finance.journal_entry"], async (ctx) => {
    await sql`select set_config('random_page_cost', '10000', true), set_config('cpu_index_tuple_cost', '100', true)`.execute(ctx.db);
    return trialBalance(ctx, { asOf: "2026-03-31" });
  });
  expect(scans).toBe(0);
  expect(fetched).toBeLessThan(20);
});

test("reports read sums and the tail, not the lines", async () => {
  const reports = [
    await readingCost(company, TABLES, (ctx) => trialBalance(ctx, { asOf: "2026-03-31" })),
    await readingCost(company, TABLES, (ctx) => trialBalance(ctx, { asOf: "2026-03-20", from: "2025-07-15" })),
    await readingCost(company, TABLES, (ctx) => profitAndLoss(ctx, { from: "2025-06-10", to: "2026-03-05" })),
    await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, { asOf: "2026-02-11" })),
    await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, { asOf: "2026-02-11", compare: "previous_period", periods: 11 })),
    await readingCost(company, TABLES, (ctx) => profitAndLoss(ctx, { from: "2025-06-10", to: "2026-03-05", by: "month" })),
  ];
  for (const { scans, fetched } of reports) {
    expect(scans).toBe(0);
    // Ten entries of the tail with twenty lines, twice where there is an opening or a part of the year.
    expect(fetched).toBeLessThan(80);
  }
});

test("the last page of a general ledger costs what the first one costs", async () => {
  const accountId = book.account("1230");
  const span = { accountId, from: "2025-06-01", to: "2026-03-31", limit: 50 };
  const first = await readingCost(company, TABLES, (ctx) => generalLedger(ctx, span));
  let after: string | undefined;
  for (let next = first.value.next; next; next = resultOf(await generalLedger(company.as(), { ...span, limit: 200, after })).next)
    after = next;
  const last = await readingCost(company, TABLES, (ctx) => generalLedger(ctx, { ...span, after }));
  for (const { scans, fetched } of [first, last]) {
    expect(scans).toBe(0);
    expect(fetched).toBeLessThan(900);
  }
  const whole = resultOf(await generalLedger(company.as(), { ...span, limit: 200, after }));
  expect(whole.rows.at(-1)?.balance).toBe(whole.totals.balance);
});

// Last, for what it enters is not sealed.
test("aged receivables read what is open and what was settled since the day, not what was settled before", async () => {
  // So much is open that the planner would rather read all of it: only `byIndex` keeps the report off what was settled.
  const items = { open: 6_000, settled: 2_000, parties: 20, days: 250, firstDay: "2025-06-01", control: "1100", income: "4000" };
  const owner = { connectionString: inject("databases").owner };
  await loadOpenItems(owner, { companyId: company.id, actorId: crypto.randomUUID() }, items);
  // All was opened and settled within seconds: the pages that this left empty would be filled again by and by.
  await databaseAs("owner").query("reindex index finance.open_item_open");
  const tables = [...TABLES, "finance.open_item", "finance.allocation"];
  await analysed(...tables, "finance.party");
  const now = await readingCost(company, tables, (ctx) => agedReceivables(ctx, { asOf: "2026-03-31" }));
  expect(now.value.rows).toHaveLength(20);
  expect(now.scans).toBe(0);
  expect(now.fetched).toBeLessThan(items.open + 50);
  // What a day settles here was opened on it: of the days since then nothing is given back, and nothing of them is looked at.
  const then = await readingCost(company, tables, (ctx) => agedReceivables(ctx, { asOf: "2025-10-31" }));
  expect(then.scans).toBe(0);
  expect(then.value.rows).toHaveLength(20);
  expect(then.fetched).toBeLessThan(items.open + 50);
});
