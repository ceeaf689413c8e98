import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { type Book, bookOf, linesOf, posted } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { balanceSheet } from "../reports/balance-sheet.ts";
import { profitAndLoss } from "../reports/profit-and-loss.ts";
import { averageRate, translateBalanceSheet, translateProfitAndLoss } from "./translate.ts";

const entry = (book: Book, effectiveOn: string, ...lines: Parameters<typeof linesOf>[1]) => ({
  ...{ id: uuidv7(), journalId: book.journalId, effectiveOn, description: "Entry", lines: linesOf(book, lines) },
});

/** Capital of 1,000.00 on 1 January, sales of 300.00 in February, rent of 100.00 in March. A euro is 0.80, from 1 March 0.90 pounds. */
const aYear = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const accountant = await aCaller(company, ["accountant"]);
  for (const [rate, validOn] of [
    ["0.80", "2026-01-01"],
    ["0.90", "2026-03-01"],
  ])
    await accountant.post("/finance/rates", { currency: "EUR", rate, validOn });
  await posted(
    company,
    entry(book, "2026-01-01", ["1200", 100_000n], ["3000", -100_000n]),
    entry(book, "2026-02-10", ["1200", 30_000n], ["4000", -30_000n]),
    entry(book, "2026-03-10", ["7100", 10_000n], ["1200", -10_000n]),
  );
  return { company, accountant };
};
const average = (company: TestCompany, from: string, to: string) =>
  reading(company.as(), ({ db }) => averageRate(db, { id: company.id, baseCurrency: "GBP" }, "EUR", { from, to }));

test("the mean rate weighs each rate by the days it applied on", async () => {
  const { company } = await aYear();
  expect(resultOf(await average(company, "2026-02-01", "2026-02-28"))).toBe("0.8");
  // 59 days at 0.80 and 31 at 0.90: 75.1 / 90.
  expect(resultOf(await average(company, "2026-01-01", "2026-03-31"))).toBe("0.834444444444");
  expect(resultOf(await average(company, "2026-02-28", "2026-03-01"))).toBe("0.85");
  expect(await average(company, "2025-12-31", "2026-03-31")).toMatchObject({ fault: { code: "rate.missing" } });
});

test("assets at the rate of the day, equity at that of its own days, earnings at the mean; the difference is a line of equity", async () => {
  const { company } = await aYear();
  const sheet = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31" }));
  const translated = resultOf(await reading(company.as(), (read) => translateBalanceSheet(read, sheet, { currency: "EUR" })));
  // 1,200.00 / 0.90 = 1,333.33; 1,000.00 / 0.80 = 1,250.00; 200.00 / 0.834444444444 = 239.68.
  expect(translated).toMatchObject({
    currency: "EUR",
    rows: [
      { section: "asset", account: { code: "1200" }, amount: "1333.33" },
      { section: "equity", account: { code: "3000" }, amount: "1250.00" },
    ],
    earnings: { previousYears: "0.00", currentYear: "239.68" },
    totals: { assets: "1333.33", liabilities: "0.00", equity: "1333.33", liabilitiesAndEquity: "1333.33" },
    translation: { currency: "EUR", closingRate: "0.9", averageRate: "0.834444444444", difference: "-156.35" },
  });
});

test("profit and loss at the mean of its days; in the company's own currency nothing changes", async () => {
  const { company } = await aYear();
  const statement = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", to: "2026-03-31" }));
  const translate = (currency: string) => reading(company.as(), (read) => translateProfitAndLoss(read, statement, currency)).then(resultOf);
  // 300.00 / 0.834444444444 = 359.52; 100.00 / 0.834444444444 = 119.84.
  expect(await translate("EUR")).toMatchObject({
    totals: { income: "359.52", expense: "119.84", result: "239.68" },
    translation: { averageRate: "0.834444444444" },
  });
  expect(await translate("GBP")).toMatchObject({ rows: statement.rows, totals: statement.totals });
  const sheet = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31" }));
  const own = resultOf(await reading(company.as(), (read) => translateBalanceSheet(read, sheet, { currency: "GBP" })));
  expect(own).toMatchObject({ rows: sheet.rows, totals: sheet.totals, translation: { difference: "0.00" } });
});

test("a rate that is missing is a refusal: on the day, for the earnings, and for equity of long ago", async () => {
  const { company } = await aYear();
  const sheet = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31" }));
  const dollars = await reading(company.as(), (read) => translateBalanceSheet(read, sheet, { currency: "USD" }));
  expect(dollars).toMatchObject({ fault: { code: "rate.missing" } });
  const late = await aYear();
  const book = await bookOf(late.company);
  await posted(late.company, entry(book, "2025-12-31", ["1200", 100n], ["3000", -100n]));
  const later = resultOf(await balanceSheet(late.company.as(), { asOf: "2026-03-31" }));
  expect(await reading(late.company.as(), (read) => translateBalanceSheet(read, later, { currency: "EUR" }))).toMatchObject({
    fault: { code: "rate.missing" },
  });
});
