import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { cashFlow } from "./cash-flow.ts";
import type { StatementLine } from "./report.ts";

const ofItem = (lines: readonly StatementLine[], item: string) =>
  lines.find((line) => line.item === item && line.kind !== "section")?.values;

/**
 * Three entries of the region north: a sale of 300.00 whose bank line names it too; rent of 100.00 whose bank line does not; a machine of 50.00 bought on
 * credit, both lines north. And capital of 1,000.00 without a region.
 */
const traded = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const region = await aDimension(company, "region", ["north", "south"]);
  const [north] = await setsOf(company, [[region.value("north")]]);
  const entry = (effectiveOn: string, ...lines: [code: string, amount: bigint, named: boolean][]) => {
    const made = anEntry(book, { effectiveOn, lines: lines.map(([code, amount]) => [code, amount]) });
    return { ...made, lines: made.lines.map((line, at) => (lines[at]?.[2] ? { ...line, dimensionSetId: north } : line)) };
  };
  await posted(
    company,
    entry("2026-01-01", ["1200", 100_000n, false], ["3000", -100_000n, false]),
    entry("2026-02-10", ["1200", 30_000n, true], ["4000", -30_000n, true]),
    entry("2026-03-10", ["7100", 10_000n, true], ["1200", -10_000n, false]),
    entry("2026-03-12", ["0020", 5_000n, true], ["2300", -5_000n, true]),
  );
  return { company, region, north: region.value("north") };
};

test("a balance sheet of a dimension has what its lines are, and what the rest of their entries has without it as a line", async () => {
  const { company, region, north } = await traded();
  const sheet = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31", dimension: north }));
  // Cash of 300.00 and 50.00 of machine; 50.00 owed, 200.00 earned; 100.00 of rent were paid from a bank line without the region.
  expect(sheet.totals).toEqual({
    ...{ assets: "350.00", liabilities: "50.00", equity: "200.00", outsideDimensions: "100.00", liabilitiesAndEquity: "350.00" },
  });
  expect(ofItem(sheet.lines, "outside_dimensions")).toEqual(["100.00"]);
  expect(ofItem(sheet.lines, "liabilities_and_equity")).toEqual(["350.00"]);
  const without = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31", withoutDimension: region.id }));
  expect(without.totals).toMatchObject({
    assets: "900.00",
    equity: "1000.00",
    outsideDimensions: "-100.00",
    liabilitiesAndEquity: "900.00",
  });
  const whole = resultOf(await balanceSheet(company.as(), { asOf: "2026-03-31" }));
  expect(whole.totals).toEqual({ assets: "1250.00", liabilities: "50.00", equity: "1200.00", liabilitiesAndEquity: "1250.00" });
  expect(ofItem(whole.lines, "outside_dimensions")).toBeUndefined();
  // In January nothing of it was there: the two columns balance each by itself.
  const beside = resultOf(await balanceSheet(company.as(), { asOf: "2026-02-28", dimension: north, compare: "previous_period" }));
  expect(ofItem(beside.lines, "outside_dimensions")).toEqual(["0.00", "0.00"]);
  expect(ofItem(beside.lines, "asset")).toEqual(["300.00", "0.00"]);
});

test("a cash flow of a dimension ties to its cash by what the rest of its entries has without it", async () => {
  const { company, north } = await traded();
  const flow = resultOf(await cashFlow(company.as(), { from: "2026-01-01", to: "2026-03-31", dimension: north }));
  expect(flow.totals).toEqual({
    ...{ operating: "200.00", investing: "-50.00", financing: "50.00", exchange: "0.00", outsideDimensions: "100.00" },
    ...{ netChange: "300.00", cashBefore: "0.00", cashAfter: "300.00" },
  });
  expect(ofItem(flow.lines, "outside_dimensions")).toEqual(["100.00"]);
});

test("of a dimension in another currency both are told apart: what translation makes, and what is outside", async () => {
  const { company, north } = await traded();
  const accountant = await aCaller(company, ["accountant"]);
  for (const [rate, validOn] of [
    ["0.80", "2026-01-01"],
    ["0.90", "2026-03-01"],
  ])
    await accountant.post("/finance/rates", { currency: "EUR", rate, validOn });
  const asked = `currency=EUR&dimension=${north}`;
  const { body: sheet } = await accountant.get(`/finance/reports/balance-sheet?asOf=2026-03-31&${asked}`);
  // At 0.90: 388.89 of assets, 55.56 owed, 111.11 outside; at 0.834444444444: 359.52 less 119.84.
  expect(sheet.totals).toEqual({
    ...{ assets: "388.89", liabilities: "55.56", equity: "222.22", outsideDimensions: "111.11", liabilitiesAndEquity: "388.89" },
  });
  expect(ofItem(sheet.lines, "translation_difference")).toEqual(["-17.46"]);
  const { body: flow } = await accountant.get(`/finance/reports/cash-flow?from=2026-01-01&to=2026-03-31&${asked}`);
  expect(flow.totals).toMatchObject({
    operating: "239.68",
    outsideDimensions: "119.84",
    exchange: "-26.19",
    netChange: "333.33",
    cashAfter: "333.33",
  });
});

test("what is not there is refused, and sums alone are read", async () => {
  const { company, north } = await traded();
  const rival = await traded();
  for (const statement of [balanceSheet, cashFlow] as const)
    expect(await statement(company.as(), { dimension: rival.north })).toMatchObject({
      fault: { code: "dimension.missing", errors: [{ pointer: "/dimension" }] },
    });
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  await sealWholly(company);
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month", "finance.dimension_set_member", "finance.dimension_set");
  const { fetched } = await readingCost(company, TABLES, (ctx) => balanceSheet(ctx, { asOf: "2026-03-31", dimension: north }));
  expect(fetched).toBeLessThan(20);
});
