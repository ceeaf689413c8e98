import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { type Book, bookOf, databaseAs, linesOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { cashFlow } from "./cash-flow.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { StatementLine } from "./report.ts";
import { trialBalance } from "./trial-balance.ts";

const minor = (text = "") => BigInt(text.replace(".", ""));
const ofItem = (lines: readonly StatementLine[], item: string) =>
  lines.find((line) => line.item === item && line.kind !== "section")?.values;
const ofCode = (lines: readonly StatementLine[], code: string) => lines.find(({ account }) => account?.code === code)?.values;

const entry = (book: Book, effectiveOn: string, ...lines: Parameters<typeof linesOf>[1]) => ({
  ...{ id: uuidv7(), journalId: book.journalId, effectiveOn, description: "Entry", lines: linesOf(book, lines) },
});
const rated = async (company: TestCompany, rates: Readonly<Record<string, string>>) => {
  const accountant = await aCaller(company, ["accountant"]);
  for (const [validOn, rate] of Object.entries(rates))
    expect((await accountant.post("/finance/rates", { currency: "EUR", rate, validOn })).status).toBe(201);
  return accountant;
};

/** Capital of 1,000.00 on 1 January, sales of 300.00 in February, rent of 100.00 in March. A euro is 0.80, from 1 March 0.90 pounds. */
const aYear = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const accountant = await rated(company, { "2026-01-01": "0.80", "2026-03-01": "0.90" });
  await posted(
    company,
    entry(book, "2026-01-01", ["1200", 100_000n], ["3000", -100_000n]),
    entry(book, "2026-02-10", ["1200", 30_000n], ["4000", -30_000n]),
    entry(book, "2026-03-10", ["7100", 10_000n], ["1200", -10_000n]),
  );
  return { company, book, accountant };
};

test("a balance sheet: assets at the rate of the day, equity at that of its own days, earnings at the mean; the difference is a line of equity", async () => {
  const { company } = await aYear();
  const sheet = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31", currency: "EUR" }));
  // 1,200.00 / 0.90 = 1,333.33; 1,000.00 / 0.80 = 1,250.00; 300.00 / 0.834444444444 = 359.52 less 100.00 / 0.834444444444 = 119.84.
  expect(sheet).toMatchObject({
    currency: "EUR",
    rows: [
      { section: "asset", account: { code: "1200" }, amount: "1333.33" },
      { section: "equity", account: { code: "3000" }, amount: "1250.00" },
    ],
    earnings: { previousYears: "0.00", currentYear: "239.68" },
    totals: { assets: "1333.33", liabilities: "0.00", equity: "1333.33", liabilitiesAndEquity: "1333.33" },
    translation: { from: "GBP", columns: [{ closingRate: "0.9", averageRate: "0.834444444444", difference: "-156.35" }] },
  });
  expect(ofItem(sheet.lines, "translation_difference")).toEqual(["-156.35"]);
  expect(ofItem(sheet.lines, "liabilities_and_equity")).toEqual(["1333.33"]);
  expect(ofItem(sheet.lines, "equity")).toEqual(["1333.33"]);
  // Beside it the end of January: each column at its own rates.
  const beside = resultOf(
    await balanceSheet(company.as(), { asOf: "2026-03-31", currency: "EUR", compare: "previous_period", periods: 2 }),
  );
  expect(ofItem(beside.lines, "asset")).toEqual(["1333.33", "1625.00", "1250.00"]);
  expect(ofItem(beside.lines, "translation_difference")).toEqual(["-156.35", "0.00", "0.00"]);
  expect(beside.translation?.columns.map(({ closingRate, averageRate }) => [closingRate, averageRate])).toEqual([
    ["0.9", "0.834444444444"],
    ["0.8", "0.8"],
    ["0.8", null],
  ]);
});

test("profit and loss at the mean of each column's days; the year's is the earnings of the balance sheet", async () => {
  const { company } = await aYear();
  const whole = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", to: "2026-03-31", currency: "EUR" }));
  expect(whole).toMatchObject({
    currency: "EUR",
    totals: { income: "359.52", expense: "119.84", result: "239.68" },
    translation: { columns: [{ closingRate: null, averageRate: "0.834444444444", difference: null }] },
  });
  const byMonth = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", to: "2026-03-31", by: "month", currency: "EUR" }));
  // 300.00 / 0.80 in February, 100.00 / 0.90 in March.
  expect(ofItem(byMonth.lines, "result")).toEqual(["239.68", "0.00", "375.00", "-111.11"]);
});

test("cash flow: flows at the mean, cash at the rates of its days, and the effect of exchange rates between them", async () => {
  const { company } = await aYear();
  const march = resultOf(await cashFlow(company.as(), { from: "2026-03-01", to: "2026-03-31", currency: "EUR" }));
  // 1,300.00 / 0.80 = 1,625.00 before; 100.00 / 0.90 = 111.11 went out; 1,200.00 / 0.90 = 1,333.33 after.
  expect(march).toMatchObject({
    currency: "EUR",
    totals: { operating: "-111.11", investing: "0.00", financing: "0.00", exchange: "-180.56", netChange: "-291.67" },
    translation: { columns: [{ closingRate: "0.9", averageRate: "0.9", difference: "-180.56" }] },
  });
  expect([march.totals.cashBefore, march.totals.cashAfter]).toEqual(["1625.00", "1333.33"]);
  expect(ofItem(march.lines, "translation_difference")).toEqual(["-180.56"]);
  // Nothing was there before the first day, when there is no rate either.
  const year = resultOf(await cashFlow(company.as(), { from: "2026-01-01", to: "2026-03-31", currency: "EUR" }));
  expect([year.totals.cashBefore, year.totals.cashAfter]).toEqual(["0.00", "1333.33"]);
});

test("a trial balance: every account at the rates of its balance, the difference a row of its own, both sides equal", async () => {
  const { company } = await aYear();
  const balance = resultOf(await trialBalance(company.as(), { asOf: "2026-03-31", currency: "EUR" }));
  expect(balance.rows.map(({ account: { code }, debit, credit, balance: left }) => [code, debit, credit, left])).toEqual([
    ["1200", "1444.44", "111.11", "1333.33"],
    ["3000", "0.00", "1250.00", "-1250.00"],
    ["4000", "0.00", "359.52", "-359.52"],
    ["7100", "119.84", "0.00", "119.84"],
  ]);
  expect(balance.translationDifference).toEqual({ debit: "156.35", credit: "0.00", balance: "156.35" });
  expect(balance.totals).toEqual({ debit: "1720.63", credit: "1720.63", balance: "0.00" });
  expect(ofItem(balance.lines, "balance")).toEqual(["0.00"]);
  expect(ofItem(balance.lines, "translation_difference")).toEqual(["156.35"]);
  const since = resultOf(await trialBalance(company.as(), { asOf: "2026-03-31", from: "2026-03-01", currency: "EUR" }));
  expect(since.rows.find(({ account }) => account.code === "1200")).toMatchObject({
    opening: "1444.44",
    credit: "111.11",
    balance: "1333.33",
  });
  expect(since.rows.find(({ account }) => account.code === "3000")).toMatchObject({
    opening: "-1250.00",
    debit: "0.00",
    balance: "-1250.00",
  });
  expect(since.totals).toMatchObject({ opening: "0.00", balance: "0.00" });
  expect(since.totals.debit).toBe(since.totals.credit);
});

test("in the company's own currency nothing changes", async () => {
  const { company } = await aYear();
  const own = { asOf: "2026-03-31", currency: "GBP" };
  for (const read of [trialBalance, balanceSheet] as const) {
    const plain = resultOf<object>(await read(company.as(), { asOf: own.asOf }));
    expect({ ...resultOf<object>(await read(company.as(), own)), knownAt: "" }).toEqual({ ...plain, knownAt: "" });
    expect(plain).not.toHaveProperty("translation");
  }
});

test("earnings keep the mean of their year once it is closed to equity, and while it is not", async () => {
  const company = await aCompany({ today: "2026-12-31" });
  const book = await bookOf(company);
  const accountant = await rated(company, { "2025-01-01": "0.50", "2026-01-01": "0.80" });
  const { body: years } = await accountant.get("/finance/fiscal-years");
  expect(years.items.map(({ startsOn }: { startsOn: string }) => startsOn)).toContain("2025-01-01");
  await posted(
    company,
    entry(book, "2025-06-01", ["1200", 10_000n], ["4000", -10_000n]),
    entry(book, "2026-06-01", ["1200", 8_000n], ["4000", -8_000n]),
  );
  const sheet = () => balanceSheet(company.as(), { asOf: "2026-12-31", currency: "EUR" }).then(resultOf);
  const open = await sheet();
  // 100.00 / 0.50 and 80.00 / 0.80; 180.00 / 0.80 of cash.
  expect(open).toMatchObject({ earnings: { previousYears: "200.00", currentYear: "100.00" }, totals: { assets: "225.00" } });
  expect(ofItem(open.lines, "translation_difference")).toEqual(["-75.00"]);
  await posted(company, { ...entry(book, "2025-12-31", ["4000", 10_000n], ["3100", -10_000n]), kind: "closing" });
  await sealWholly(company);
  const closed = await sheet();
  expect(closed).toMatchObject({ earnings: { previousYears: "0.00", currentYear: "100.00" } });
  expect(ofCode(closed.lines, "3100")).toEqual(["200.00"]);
  expect(ofItem(closed.lines, "translation_difference")).toEqual(["-75.00"]);
});

test("a past view is translated as it was known, and what is sealed or not makes no difference", async () => {
  const { company, book } = await aYear();
  await sealWholly(company);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  const knownAt = new Date(rows[0]?.now ?? "").toISOString();
  await posted(company, entry(book, "2026-02-01", ["1200", 50_000n], ["3000", -50_000n]));
  const sheet = (asked: object) => balanceSheet(company.as(), { asOf: "2026-03-31", currency: "EUR", ...asked }).then(resultOf);
  expect(ofCode((await sheet({ knownAt })).lines, "3000")).toEqual(["1250.00"]);
  const unsealed = await sheet({});
  expect(ofCode(unsealed.lines, "3000")).toEqual(["1875.00"]);
  await sealWholly(company);
  expect({ ...(await sheet({})), knownAt: "" }).toEqual({ ...unsealed, knownAt: "" });
});

test("a missing rate is a refusal that names currency and day: on the day, for the mean, for equity of long ago, for cash before", async () => {
  const { company, book } = await aYear();
  const refusal = (currency: string, day: string) => ({
    fault: {
      code: "rate.missing",
      detail: `There is no exchange rate of ${currency} on ${day} or before.`,
      errors: [{ pointer: "/currency" }],
    },
  });
  const sheet = (currency: string) => balanceSheet(company.as(), { asOf: "2026-03-31", currency });
  expect(await sheet("USD")).toMatchObject(refusal("USD", "2026-01-01"));
  expect(await trialBalance(company.as(), { asOf: "2026-03-31", currency: "USD" })).toMatchObject({ fault: { code: "rate.missing" } });
  expect(await profitAndLoss(company.as(), { from: "2025-12-31", to: "2026-03-31", currency: "EUR" })).toMatchObject(
    refusal("EUR", "2025-12-31"),
  );
  await posted(company, entry(book, "2025-12-30", ["1200", 100n], ["3000", -100n]));
  expect(await sheet("EUR")).toMatchObject(refusal("EUR", "2025-12-30"));
  expect(await cashFlow(company.as(), { from: "2026-01-01", to: "2026-03-31", currency: "EUR" })).toMatchObject(
    refusal("EUR", "2025-12-31"),
  );
});

test("of many entries the translated figures are those of each line translated, within the cents of rounding, and read sums alone", async () => {
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  const company = await aCompany();
  const book = await bookOf(company);
  const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + ((n * 37) % 450))).toISOString().slice(0, 10);
  const rates = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [day(n * 12), `0.${70 + n}`]));
  await rated(company, { ...rates, "2025-01-01": "0.8123" });
  const all = Array.from({ length: 600 }, (_, n) =>
    entry(book, day(n), ["1200", BigInt(10_000 + n)], [n % 4 === 0 ? "3000" : "4000", -BigInt(10_000 + n)]),
  );
  await posted(company, ...all.slice(0, -10));
  await sealWholly(company);
  await posted(company, ...all.slice(-10));
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month");
  const { rows } = await databaseAs("superuser").query<{ sum: string }>(
    `select sum(-l.company_amount / (select r.rate from finance.exchange_rate r where r.company_id = l.company_id and r.valid_on <= l.effective_on order by r.valid_on desc limit 1))::text as sum
       from finance.journal_line l join finance.account a on a.id = l.account_id where l.company_id = $1 and a.code = '3000'`,
    [company.id],
  );
  const asked = { asOf: "2026-03-31", currency: "EUR" } as const;
  const { value, scans, fetched } = await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, asked));
  expect(Math.abs(Number(ofCode(value.lines, "3000")?.[0]) * 100 - Number(rows[0]?.sum))).toBeLessThan(20);
  expect(minor(value.totals.assets)).toBe(minor(value.totals.liabilitiesAndEquity));
  expect(scans).toBe(0);
  // The ten entries of the tail, for assets and earnings and once more for equity.
  expect(fetched).toBeLessThan(120);
});
