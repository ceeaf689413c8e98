import type { ClientConfig } from "pg";
import { v7 as uuidv7 } from "uuid";
import { agedReceivables } from "#core/finance/reports/aged.ts";
import { balanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { cashFlow } from "#core/finance/reports/cash-flow.ts";
import { generalLedger } from "#core/finance/reports/general-ledger.ts";
import { journalReport } from "#core/finance/reports/journal.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import { trialBalance } from "#core/finance/reports/trial-balance.ts";
import { sealEntries } from "#core/finance/sealer/seal-entries.ts";
import { clockOf } from "#core/kernel/clock.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { openSealer } from "#functions/adapters/sealer.ts";
import { type Load, type LoadedBooks, makeBooks, postLines } from "./ledger-load.ts";
import { loadOpenItems } from "./open-items-load.ts";

const ACCOUNTS = 100;
const DAYS = 730;
const FIRST_DAY = "2025-01-01";
const TODAY = "2026-12-31";
const TAIL_LINES = 1_000;
const OPEN_ITEMS = 20_000;
const RUNS = 20;

/** Median milliseconds of each report, by the number of lines behind it. */
export type ReportsBench = Readonly<Record<string, Readonly<{ milliseconds: Readonly<Record<number, number>>; ratio: number }>>>;
export type ReportsBenchOptions = Readonly<{ app: ClientConfig; owner: ClientConfig; lines?: number; say?: (text: string) => void }>;

const contextOf = (database: Ctx["database"], { companyId, actorId }: LoadedBooks): Ctx => ({
  database,
  clock: clockOf(() => new Date(`${TODAY}T12:00:00Z`)),
  newId: () => uuidv7(),
  actor: { kind: "system", id: actorId, name: "Bench", companyId, grants: { has: () => true } },
  company: { baseCurrency: "GBP", timeZone: "UTC", country: "GB", rounding: "line" },
  request: { id: uuidv7(), dryRun: false },
  report: { replayed: false },
  metrics: { count: () => undefined },
});

/** Books of so many lines, all sealed but the last thousand, and analysed as a living database would be. */
const load = async (owner: ClientConfig, lines: number, say: (text: string) => void): Promise<LoadedBooks> => {
  const shape: Load = { lines: lines - TAIL_LINES, accounts: ACCOUNTS, days: DAYS, firstDay: FIRST_DAY };
  const books = await makeBooks(owner, shape);
  const begun = performance.now();
  const items = { open: OPEN_ITEMS, settled: Math.floor(lines / 20), parties: 2_000, days: DAYS, firstDay: FIRST_DAY };
  await loadOpenItems(owner, books, { ...items, control: "B0001", income: "B0003" });
  const ofItems = items.open + items.settled;
  const entries = ofItems + (await postLines(owner, books, { ...shape, lines: shape.lines - 2 * ofItems }));
  const posted = performance.now();
  const sealer = await openSealer(owner);
  try {
    let sealed = 0;
    while (sealed < entries) sealed += await sealEntries(sealer.db);
  } finally {
    await sealer.close();
  }
  const perSecond = (from: number, to: number) => Math.round((entries / (to - from)) * 1000);
  say(
    `  ${lines} lines: posted at ${perSecond(begun, posted)} entries/s in batches, sealed at ${perSecond(posted, performance.now())} entries/s`,
  );
  await postLines(owner, books, { ...shape, lines: TAIL_LINES });
  await analyze(owner);
  return books;
};

const analyze = async (owner: ClientConfig) => {
  const pool = openPool({ ...owner, max: 1 });
  for (const table of [
    "journal_entry",
    "journal_line",
    "seal",
    "balance_day",
    "balance_month",
    "account",
    "open_item",
    "allocation",
    "party",
  ])
    await pool.query(`vacuum analyze finance.${table}`);
  await pool.end();
};

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = async (run: () => Promise<Outcome<unknown>>): Promise<number> => {
  const times: number[] = [];
  for (let n = -2; n < RUNS; n++) {
    const begun = performance.now();
    const outcome = await run();
    if (!outcome.ok) throw new Error(outcome.fault.detail);
    if (n >= 0) times.push(performance.now() - begun);
  }
  return median(times);
};

const lastPage = async (ctx: Ctx, accountId: string) => {
  let after: string | undefined;
  for (let page = 0; page < 3; page++) {
    const ledger = await generalLedger(ctx, { accountId, from: FIRST_DAY, to: TODAY, limit: 200, after });
    if (!ledger.ok || ledger.value.next === undefined) break;
    after = ledger.value.next;
  }
  return after;
};

const reportsOf = async (ctx: Ctx): Promise<Record<string, () => Promise<Outcome<unknown>>>> => {
  const all = await trialBalance(ctx, {});
  const accountId = (all.ok && all.value.rows[0]?.account.id) || "";
  const after = await lastPage(ctx, accountId);
  const knownAt = new Date().toISOString();
  return {
    "trial balance": () => trialBalance(ctx, {}),
    "trial balance mid-month": () => trialBalance(ctx, { asOf: "2026-07-17", from: "2026-02-05" }),
    "profit and loss": () => profitAndLoss(ctx, { from: FIRST_DAY, to: TODAY }),
    "balance sheet": () => balanceSheet(ctx, {}),
    "profit and loss by month": () => profitAndLoss(ctx, { from: FIRST_DAY, to: TODAY, by: "month" }),
    "balance sheet beside eleven days": () => balanceSheet(ctx, { asOf: "2026-12-17", compare: "previous_period", periods: 11 }),
    "cash flow beside the year before": () => cashFlow(ctx, { from: "2026-01-01", to: TODAY, compare: "previous_year" }),
    "aged receivables": () => agedReceivables(ctx, {}),
    "aged receivables a quarter ago": () => agedReceivables(ctx, { asOf: "2026-09-30" }),
    "journal page": () => journalReport(ctx, { from: FIRST_DAY, to: TODAY, limit: 50 }),
    "general ledger, deep page": () => generalLedger(ctx, { accountId, from: FIRST_DAY, to: TODAY, limit: 50, after }),
    "trial balance known before today": () => trialBalance(ctx, { knownAt: `${knownAt.slice(0, 10)}T00:00:00.000Z` }),
  };
};

/**
 * Loads synthetic books of 100,000 lines and of `lines` (a million by default) with the same accounts, days and dimensions, and prints the median of
 * twenty runs of each report at both sizes, and their ratio: it should stay near one.
 */
export const benchReports = async ({ app, owner, lines = 1_000_000, say = console.log }: ReportsBenchOptions): Promise<ReportsBench> => {
  const sizes = [100_000, lines];
  const pool = openPool({ ...app, max: 2 });
  const measured: Record<string, { milliseconds: Record<number, number>; ratio: number }> = {};
  say(`Reports over ${sizes.join(" and ")} lines, ${ACCOUNTS} accounts, ${DAYS} days, a tail of ${TAIL_LINES} lines:`);
  try {
    for (const size of sizes) {
      const ctx = contextOf(databaseOver(pool), await load(owner, size, say));
      for (const [name, run] of Object.entries(await reportsOf(ctx))) {
        measured[name] ??= { milliseconds: {}, ratio: Number.NaN };
        measured[name].milliseconds[size] = await timed(run);
      }
    }
  } finally {
    await pool.end();
  }
  for (const [name, result] of Object.entries(measured)) {
    const [small = Number.NaN, large = Number.NaN] = sizes.map((size) => result.milliseconds[size]);
    result.ratio = large / small;
    say(`  ${name.padEnd(34)} ${small.toFixed(1).padStart(7)} ms ${large.toFixed(1).padStart(7)} ms   × ${result.ratio.toFixed(2)}`);
  }
  return measured;
};
