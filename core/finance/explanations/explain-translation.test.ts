import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { bookOf, type Line, linesOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { balanceSheet } from "../reports/balance-sheet.ts";
import { cashFlow } from "../reports/cash-flow.ts";
import { profitAndLoss } from "../reports/profit-and-loss.ts";
import { trialBalance } from "../reports/trial-balance.ts";
import { explainFigure } from "./explain-figure.ts";

/*
 * A euro is 0.50 pounds in 2025, 0.80 from January and 0.90 from March 2026. Capital of 1,000.00 in 2025 and 90.00 in March; sales of 100.00 in 2025, closed
 * to retained earnings, and of 300.00 in February 2026, 20.00 of it not sealed.
 */
let company: TestCompany;
let account: (code: string) => string;

beforeAll(async () => {
  company = await aCompany();
  const book = await bookOf(company);
  account = book.account;
  const accountant = await aCaller(company, ["accountant"]);
  for (const [rate, validOn] of [
    ["0.50", "2025-01-01"],
    ["0.80", "2026-01-01"],
    ["0.90", "2026-03-01"],
  ])
    await accountant.post("/finance/rates", { currency: "EUR", rate, validOn });
  const entry = (effectiveOn: string, ...lines: readonly Line[]) => ({
    ...{ id: uuidv7(), journalId: book.journalId, effectiveOn, description: "Entry", lines: linesOf(book, lines) },
  });
  await posted(
    company,
    entry("2025-06-01", ["1200", 100_000n], ["3000", -100_000n]),
    entry("2025-07-01", ["1200", 10_000n], ["4000", -10_000n]),
    { ...entry("2025-12-31", ["4000", 10_000n], ["3100", -10_000n]), kind: "closing" },
    entry("2026-02-10", ["1200", 28_000n], ["4000", -28_000n]),
    entry("2026-03-10", ["1200", 9_000n], ["3000", -9_000n]),
  );
  await sealWholly(company);
  await posted(company, entry("2026-02-11", ["1200", 2_000n], ["4000", -2_000n]));
});

const explained = async (asked: Omit<Parameters<typeof explainFigure>[1], "to">) =>
  resultOf(await explainFigure(company.as(), { to: "2026-03-31", currency: "EUR", ...asked })).translation;

test("the translation of every account's figure in every statement is the figure, told step by step", async () => {
  const day = { asOf: "2026-03-31", currency: "EUR" };
  const span = { from: "2026-01-01", to: "2026-03-31", currency: "EUR" };
  const sheet = resultOf(await balanceSheet(company.as(), day));
  const trial = resultOf(await trialBalance(company.as(), day));
  const income = resultOf(await profitAndLoss(company.as(), span));
  const flow = resultOf(await cashFlow(company.as(), span));
  const figures = [
    ...sheet.rows.map((row) => ["balance-sheet", row.account.id, row.amount] as const),
    ...trial.rows.map((row) => ["trial-balance", row.account.id, row.balance] as const),
    ...income.rows.map((row) => ["profit-and-loss", row.account.id, row.amount] as const),
    ...flow.lines.flatMap((line) =>
      line.kind === "account" && line.account ? [["cash-flow", line.account.id, line.values[0]] as const] : [],
    ),
  ];
  expect(figures.length).toBeGreaterThan(8);
  for (const [report, id, amount] of figures)
    expect([report, id, (await explained({ report, account: id }))?.amount]).toEqual([report, id, amount]);
});

test("which rule, which days, which rate, which amount", async () => {
  expect((await explained({ report: "balance-sheet", account: account("1200") }))?.steps).toEqual([
    { rule: "closing", from: null, to: "2026-03-31", amount: "1490.00", rate: "0.9", translated: "1655.56" },
  ]);
  expect((await explained({ report: "balance-sheet", account: account("3000") }))?.steps).toEqual([
    { rule: "historical", from: "2025-01-01", to: null, amount: "1000.00", rate: "0.5", translated: "2000.00" },
    { rule: "historical", from: "2026-03-01", to: null, amount: "90.00", rate: "0.9", translated: "100.00" },
  ]);
  // Closed earnings keep the mean of their year.
  expect((await explained({ report: "balance-sheet", account: account("3100") }))?.steps).toMatchObject([
    { rule: "average", amount: "100.00", rate: "0.5", translated: "200.00" },
  ]);
  expect((await explained({ report: "profit-and-loss", account: account("4000") }))?.steps).toEqual([
    { rule: "average", from: "2026-01-01", to: "2026-03-31", amount: "300.00", rate: "0.834444444444", translated: "359.52" },
  ]);
  const cash = await explained({ report: "cash-flow", account: account("1200") });
  expect(cash).toMatchObject({
    // 1,490.00 at 0.90 less 1,100.00 at 0.50.
    amount: "-544.44",
    steps: [
      { rule: "closing", to: "2026-03-31", amount: "1490.00", translated: "1655.56" },
      { rule: "closing", to: "2025-12-31", amount: "-1100.00", translated: "-2200.00" },
    ],
  });
});

test("nothing in the company's own currency; a missing rate is a refusal", async () => {
  const asked = { report: "balance-sheet", account: account("1200"), to: "2026-03-31" } as const;
  expect(resultOf(await explainFigure(company.as(), asked)).translation).toBeNull();
  expect(resultOf(await explainFigure(company.as(), { ...asked, currency: "GBP" })).translation).toBeNull();
  expect(await explainFigure(company.as(), { ...asked, currency: "USD" })).toMatchObject({ fault: { code: "rate.missing" } });
});
