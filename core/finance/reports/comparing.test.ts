import { expect, test } from "vitest";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { StatementLine } from "./report.ts";
import { trialBalance } from "./trial-balance.ts";

const minor = (text = "") => BigInt(text.replace(".", ""));
const day = (n: number) => new Date(Date.UTC(2025, 0, 1) + ((n * 37) % 450) * 86_400_000).toISOString().slice(0, 10);

/** Sales and costs on days of sixteen months, a part of them not sealed. */
const traded = async (count = 90) => {
  const company = await aCompany();
  const book = await bookOf(company);
  const entry = (n: number) => {
    const amount = BigInt(1_000 + n * 13);
    const code = n % 3 === 0 ? "5000" : n % 3 === 1 ? "4000" : "4905";
    const sign = code === "5000" ? 1n : -1n;
    return anEntry(book, {
      effectiveOn: day(n),
      lines: [
        ["1230", -sign * amount],
        [code, sign * amount],
      ],
    });
  };
  const all = Array.from({ length: count }, (_, n) => entry(n));
  await posted(company, ...all.slice(0, -12));
  await sealWholly(company);
  await posted(company, ...all.slice(-12));
  return { company, book };
};

/** Debits less credits of an account counted line by line. */
const counted = async (company: TestCompany, code: string, from: string, to: string) => {
  const { rows } = await databaseAs("superuser").query<{ sum: string }>(
    `select coalesce(sum(company_amount), 0)::text as sum from finance.journal_line l join finance.account a on a.id = l.account_id
      where l.company_id = $1 and a.code = $2 and l.effective_on between $3 and $4`,
    [company.id, code, from, to],
  );
  return BigInt(rows[0]?.sum ?? 0);
};
const ofCode = (lines: readonly StatementLine[], code: string) => lines.find(({ account }) => account?.code === code);
const ofItem = (lines: readonly StatementLine[], item: string) => lines.find((line) => line.item === item && line.kind !== "section");

test("profit and loss beside earlier periods is what each period is by itself, and the lines of it", async () => {
  const { company } = await traded();
  const asked = { from: "2026-01-10", to: "2026-03-20" };
  for (const compare of ["previous_period", "previous_year"] as const) {
    const statement = resultOf(await profitAndLoss(company.as(), { ...asked, compare, periods: compare === "previous_year" ? 1 : 5 }));
    expect(statement.columns[0]).toEqual(asked);
    for (const [at, { from, to }] of statement.columns.entries()) {
      const alone = resultOf(await profitAndLoss(company.as(), { from: from ?? "", to }));
      expect(ofItem(statement.lines, "result")?.values[at]).toBe(alone.totals.result);
      for (const [code, sign] of [
        ["4000", -1n],
        ["4905", -1n],
        ["5000", 1n],
      ] as const)
        expect(minor(ofCode(statement.lines, code)?.values[at])).toBe(sign * (await counted(company, code, from ?? "", to)));
    }
    const { values = [], changes = [] } = ofCode(statement.lines, "4000") ?? {};
    expect(changes).toHaveLength(values.length - 1);
    for (const [at, { difference }] of changes.entries()) expect(minor(difference)).toBe(minor(values[0]) - minor(values[at + 1]));
  }
});

test("the months of a span add up to it", async () => {
  const { company } = await traded();
  const { lines, columns } = resultOf(await profitAndLoss(company.as(), { from: "2025-01-15", to: "2026-03-20", by: "month" }));
  expect(columns).toHaveLength(16);
  for (const { kind, values, changes } of lines) {
    expect(changes).toEqual([]);
    if (kind === "section") continue;
    const [whole, ...parts] = values.map(minor);
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
  }
});

test("a balance sheet beside earlier days balances in each column, and each is the balance sheet of that day", async () => {
  const { company } = await traded();
  const statement = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31", compare: "previous_period", periods: 14 }));
  expect(ofItem(statement.lines, "asset")?.values).toEqual(ofItem(statement.lines, "liabilities_and_equity")?.values);
  for (const [at, { to }] of statement.columns.entries()) {
    const alone = resultOf(await balanceSheet(company.as(), { asOf: to }));
    expect(ofItem(statement.lines, "asset")?.values[at]).toBe(alone.totals.assets);
    expect(ofItem(statement.lines, "current_year")?.values[at]).toBe(alone.earnings.currentYear);
    expect(ofItem(statement.lines, "previous_years")?.values[at]).toBe(alone.earnings.previousYears);
  }
});

test("a trial balance beside earlier days, also as it was known", async () => {
  const { company } = await traded();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  const known = { asOf: "2026-03-17", knownAt: new Date(rows[0]?.now ?? "").toISOString(), compare: "previous_year" } as const;
  for (const asked of [{ ...known, knownAt: undefined }, known]) {
    const statement = resultOf(await trialBalance(company.as(), asked));
    expect(ofItem(statement.lines, "balance")?.values).toEqual(["0.00", "0.00"]);
    const before = resultOf(await trialBalance(company.as(), { asOf: "2025-03-17", knownAt: asked.knownAt }));
    for (const { account, balance } of before.rows) expect(ofCode(statement.lines, account.code)?.values[1]).toBe(balance);
  }
});

test("accounts at zero in every column can be left out", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  await posted(
    company,
    anEntry(book),
    anEntry(book, {
      lines: [
        ["1230", -100n],
        ["4000", 50n],
        ["4905", 50n],
      ],
    }),
  );
  const shown = resultOf(await trialBalance(company.as(), {}));
  const hidden = resultOf(await trialBalance(company.as(), { hideZero: true }));
  const codes = ({ lines }: typeof shown) => lines.map(({ account, depth }) => `${"-".repeat(depth)}${account?.code ?? ""}`);
  expect(codes(shown)).toEqual(["1", "-12", "--1230", "4", "-40", "--4000", "-49", "--4905", ""]);
  expect(codes(hidden)).toEqual(["4", "-40", "--4000", "-49", "--4905", ""]);
  expect(shown.lines.find(({ account }) => account?.code === "4")).toMatchObject({ kind: "group", values: ["0.00"] });
  expect(hidden.rows).toEqual(shown.rows);
});

test("two dozen columns read what one reads: the sums once, and the tail", async () => {
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  const { company } = await traded(600);
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month");
  const one = await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, { asOf: "2026-03-17" }));
  for (const read of [
    await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, { asOf: "2026-03-17", compare: "previous_period", periods: 23 })),
    await readingCost(company, TABLES, (ctx) => profitAndLoss(ctx, { from: "2025-01-01", to: "2026-03-17", by: "month" })),
    await readingCost(company, TABLES, (ctx) => trialBalance(ctx, { asOf: "2026-03-17", compare: "previous_year" })),
  ]) {
    expect(read.scans).toBe(0);
    expect(read.fetched).toBeLessThanOrEqual(one.fetched);
  }
  expect(one.fetched).toBeLessThan(80);
});

test("comparing and cutting at once is refused, and so is nonsense", async () => {
  const company = await aCompany();
  expect(await profitAndLoss(company.as(), { by: "month", compare: "previous_year" })).toMatchObject({
    fault: { code: "report.comparison" },
  });
  expect(await profitAndLoss(company.as(), { from: "2020-01-01", to: "2026-01-01", by: "month" })).toMatchObject({
    fault: { code: "report.columns" },
  });
});
