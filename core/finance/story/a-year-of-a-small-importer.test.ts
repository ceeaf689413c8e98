import { expect, inject, test } from "vitest";
import { sealWholly } from "#core/testing/books.ts";
import { resultOf } from "#core/testing/company.ts";
import { firstHalf, type ImportersBooks, openedBooks, secondHalf } from "#core/testing/importer-year.ts";
import { agedOn, balancesOn, cashFlowOf, incomeOf, sheetOn, taxesOf } from "#core/testing/statements.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { revalue } from "../revaluations/revalue.ts";
import { closeYear } from "../year-end/close-year.ts";

/*
 * What the books of a small importer show at the end of 2025, worked out by hand from what happened: the tables of postings are in
 * `core/testing/importer-year.ts`. Whatever differs is a bug, of the books or of the hand.
 */

/**
 * Revaluation on 31 December at 0.75, taken back on 1 January: Cedar's USD 2,000.00 (1,560.00) are 1,500.00, -60.00; the bank's USD 1,000.00 (820.00)
 * are 750.00, -70.00; Eagle's USD 3,000.00 (2,370.00) are 2,250.00, +120.00. Lost 130.00 (7906), gained 120.00 (4906).
 */
const YEAR_END = {
  ...{ "0030": "2400.00", "0031": "-440.00" },
  "1100": "2700.00", //  Cedar 6,240.00 - 4,680.00 - 60.00; Birch 1,200.00
  "1200": "18636.50", // the bank's 19,836.50 less Fjord's 1,200.00 on the way
  "1210": "750.00", //   4,920.00 - 4,100.00 - 70.00
  "2100": "-2610.00", // Dock 360.00; Eagle 2,370.00 - 120.00
  "2200": "-2645.69", // 780.00 + 1,016.65 - 30.50 + 240.00 + 215.54 + 600.00 - 150.00 + 474.00 + 200.00 = 3,345.69, less 700.00 paid
  "2201": "2636.00", //  480.00 + 780.00 + 240.00 + 400.00 - 8.00 + 474.00 + 30.00 + 240.00
  "3000": "-20000.00",
};
const RESULT = {
  "4000": "9707.40", // 5,333.00 + 1,124.40 + 3,000.00 - 750.00 + 1,000.00
  "4003": "6240.00",
  "4009": "-159.99",
  "4906": "160.00", // 240.00 - 200.00 + 120.00
  "4907": "12.34",
  "5000": "8270.00", // 3,900.00 + 2,000.00 + 2,370.00
  "5009": "-40.00",
  ...{ "7000": "3000.00", "7100": "1200.00", "7401": "330.00", "7602": "1200.00", "7906": "130.00", "8000": "440.00", "8100": "2.94" },
  income: "15959.75", // 9,707.40 + 6,240.00 - 159.99 + 160.00 + 12.34
  expense: "14532.94", // 8,270.00 - 40.00 + 3,000.00 + 1,200.00 + 330.00 + 1,200.00 + 130.00 + 440.00 + 2.94
  result: "1426.81",
};
const { income: _, expense: __, result: ___, ...earned } = RESULT;
const negated = (amount: string) => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);
/** Income is a credit, so it stands with a minus in the trial balance; expenses stand as they are. */
const EARNINGS = Object.fromEntries(Object.entries(earned).map(([code, amount]) => [code, code < "5" ? negated(amount) : amount]));

const TAXES = {
  rows: {
    "STANDARD 20 output": ["9099.90", "1819.98", "1819.98"], // 5,000.00 - 150.00 + 999.90 + 3,000.00 - 750.00 + 1,000.00
    "REDUCED 5 output": ["323.01", "16.15", "16.15"], //        333.00 - 9.99; 16.65 - 0.50
    "REDUCED 12.5 output": ["124.50", "15.56", "15.56"],
    "EXPORT 0 output": ["6240.00", "0.00", "0.00"],
    "P-IMPORT 20 output": ["6270.00", "1254.00", "1254.00"], // 3,900.00 + 2,370.00
    "P-IMPORT 20 input": ["6270.00", "1254.00", "1254.00"],
    "P-RC-SERVICES 20 output": ["1200.00", "240.00", "240.00"],
    "P-RC-SERVICES 20 input": ["1200.00", "240.00", "240.00"],
    "P-STANDARD 20 input": ["5560.00", "1112.00", "1112.00"], // 2,400.00 + 2,000.00 - 40.00 + 1,200.00
    "P-CAR-LEASE 20 input": ["300.00", "60.00", "30.00"],
  },
  // Box 6: 9,099.90 + 323.01 + 124.50 + 6,240.00 and services from abroad 1,200.00. Box 7: 5,560.00 + 300.00 + 6,270.00 + 1,200.00.
  boxes: {
    "1": "3345.69",
    "2": "0.00",
    "3": "3345.69",
    "4": "2636.00",
    "5": "709.69",
    "6": "16987.41",
    "7": "13330.00",
    "8": "0.00",
    "9": "0.00",
  },
  accounts: { "2200": ["-2645.69", "-3345.69", "700.00", "0.00"], "2201": ["2636.00", "2636.00", "0.00", "0.00"] },
  totals: { output: "3345.69", input: "2636.00", withheld: "0.00", due: "709.69" },
};

/** Cash was nothing and is 18,636.50 + 750.00. */
const CASH_FLOW = {
  ...{ result: "1426.81", non_cash: "440.00", "0031": "440.00" },
  ...{
    receivable: "-2700.00",
    "1100": "-2700.00",
    payable: "2610.00",
    "2100": "2610.00",
    tax: "9.69",
    "2200": "2645.69",
    "2201": "-2636.00",
  },
  working_capital: "-80.31",
  operating: "1786.50", // 1,426.81 + 440.00 - 80.31
  ...{ "0030": "-2400.00", investing: "-2400.00", "3000": "20000.00", financing: "20000.00" },
  ...{ net_change: "19386.50", cash_before: "0.00", cash_after: "19386.50" },
};

/** 2,400.00 - 440.00 + 2,700.00 + 18,636.50 + 750.00; suppliers 2,610.00 and VAT 9.69; capital and result. */
const SHEET = { assets: "24046.50", liabilities: "2619.69", equity: "21426.81", liabilitiesAndEquity: "24046.50" };

const statements = async ({ company, reconciliation }: ImportersBooks) => ({
  income: await incomeOf(company, "2025-01-01", "2025-12-31"),
  cashFlow: await cashFlowOf(company, "2025-01-01", "2025-12-31"),
  taxes: await taxesOf(company, "2025-01-01", "2025-12-31", "VAT100"),
  receivables: await agedOn(company, "receivable", "2025-12-31"),
  payables: await agedOn(company, "payable", "2025-12-31"),
  bank: await reconciliation("GBP", "2025-12-31"),
  dollars: await reconciliation("USD", "2025-12-31"),
});

const expectStatements = async (books: ImportersBooks, reconciledOn: string) => {
  const found = await statements(books);
  expect(found.income).toEqual(RESULT);
  expect(found.cashFlow).toEqual(CASH_FLOW);
  expect(found.taxes).toEqual(TAXES);
  // Cedar's USD 2,000.00 are 244 days late; of Birch's instalments one is 11 days late and one is not due. Totals are the control accounts, 1100 and 2100.
  expect(found.receivables).toEqual({
    Birch: ["0.00", "600.00", "600.00", "0.00", "0.00", "0.00", "0.00"],
    Cedar: ["0.00", "0.00", "0.00", "0.00", "0.00", "1560.00", "-60.00"],
    total: "2700.00",
  });
  // Dock's car was due on 19 November, 42 days ago; Eagle's bill on 14 January.
  expect(found.payables).toEqual({
    Dock: ["0.00", "0.00", "0.00", "360.00", "0.00", "0.00", "0.00"],
    Eagle: ["0.00", "2370.00", "0.00", "0.00", "0.00", "0.00", "-120.00"],
    total: "2610.00",
  });
  expect(found.bank).toMatchObject({
    ...{ statementBalance: "19836.50", linesBalance: "19836.50", bankOnlyCount: 0, ledgerOnlyTotal: "-1200.00", ledgerOnlyCount: 1 },
    ...{ expectedLedgerBalance: "18636.50", ledgerBalance: "18636.50", difference: "0.00", reconciledOn },
  });
  expect(found.dollars).toMatchObject({ statementBalance: "1000.00", ledgerBalance: "1000.00", difference: "0.00" });
};

test("the year of a small importer: every statement is what was worked out by hand, before and after the close", async () => {
  const books = await openedBooks();
  const { company } = books;
  const { services } = await firstHalf(books);
  const { open, late, statementId } = await secondHalf(books, services.id);
  expect(await books.reconcile(statementId)).toMatchObject({ state: "reconciled", closing: "19836.50" });

  // On 31 August: Birch's first instalment is 22 days late and the fee 19, the second is due on 8 September; Cedar is 122 days late; Fjord 73.
  expect(await agedOn(company, "receivable", "2025-08-31")).toEqual({
    ...{
      Birch: ["0.00", "669.97", "684.97", "0.00", "0.00", "0.00", "0.00"],
      Cedar: ["0.00", "0.00", "0.00", "0.00", "0.00", "1560.00", "0.00"],
      total: "2914.94",
    },
  });
  expect(await agedOn(company, "payable", "2025-08-31")).toEqual({
    Fjord: ["0.00", "0.00", "0.00", "0.00", "1200.00", "0.00", "0.00"],
    total: "1200.00",
  });

  const revalued = resultOf(await revalue(company.as(), { on: "2025-12-31" }));
  expect(revalued).toMatchObject({ gain: "120.00", loss: "130.00", result: "-10.00", reversedOn: "2026-01-01" });
  expect(await balancesOn(company, "2025-12-31")).toEqual({ ...YEAR_END, ...EARNINGS });
  expect(await sheetOn(company, "2025-12-31")).toEqual({ ...SHEET, previousYears: "0.00", currentYear: "1426.81" });
  await expectStatements(books, "2025-12-31");
  await sealWholly(company);
  const before = new Date().toISOString();

  // The new year: Fjord's money leaves the bank; Eagle's USD 3,000.00 cost 2,295.00. At 0.76 they are 2,280.00: 90.00 gained of 2,370.00, and 15.00 lost.
  const january = await books.statement("GBP", {
    ...{ id: "GBP-3", on: "2026-01-15", opening: "19836.50", closing: "16341.50" },
    entries: [
      { on: "2026-01-05", amount: "-1200.00", ref: "G14", name: "Fjord" },
      { on: "2026-01-14", amount: "-2295.00", ref: "G15", name: "Eagle" },
    ],
  });
  const paid = { currency: "USD", amount: "3000.00" };
  await books.explain("GBP", {
    G14: { entry: late.entryId },
    G15: { kind: "payment", partyId: books.eagle, paid, allocations: [{ invoiceId: open.id, amount: "3000.00" }] },
  });
  expect(await books.reconcile(january.statements[0]?.id ?? "")).toMatchObject({ state: "reconciled" });

  const { body: years } = await books.caller.get("/finance/fiscal-years");
  const { id } = years.items.find(({ name }: { name: string }) => name === "2025");
  expect(resultOf(await closeYear(company.as(), { id }))).toMatchObject({ result: "1426.81", state: "closed" });
  expect(await balancesOn(company, "2025-12-31")).toEqual({ ...YEAR_END, "3200": "-1426.81" });
  expect(await sheetOn(company, "2025-12-31")).toEqual({ ...SHEET, previousYears: "0.00", currentYear: "0.00" });
  await expectStatements(books, "2026-01-15");
  expect(await balancesOn(company, "2025-12-31", before)).toEqual({ ...YEAR_END, ...EARNINGS });

  // Of the new year: 4906 is -120.00 (taken back) + 90.00 - 15.00; 7906 takes back 130.00: a profit of 85.00.
  expect(await incomeOf(company, "2026-01-01", "2026-01-20")).toEqual({
    "4906": "-45.00",
    "7906": "-130.00",
    income: "-45.00",
    expense: "-130.00",
    result: "85.00",
  });
  expect(await balancesOn(company, "2026-01-20")).toEqual({
    ...{
      "0030": "2400.00",
      "0031": "-440.00",
      "1100": "2760.00",
      "1200": "16341.50",
      "1210": "820.00",
      "2100": "-360.00",
      "2200": "-2645.69",
    },
    ...{ "2201": "2636.00", "3000": "-20000.00", "3200": "-1426.81", "4906": "45.00", "7906": "-130.00" },
  });
  // 1,960.00 + 2,760.00 + 16,341.50 + 820.00; 360.00 + 9.69; 20,000.00 + 1,426.81 + 85.00.
  expect(await sheetOn(company, "2026-01-20")).toEqual({
    ...{
      assets: "21881.50",
      liabilities: "369.69",
      equity: "21511.81",
      liabilitiesAndEquity: "21881.50",
      previousYears: "0.00",
      currentYear: "85.00",
    },
  });

  await sealWholly(company);
  const said: string[] = [];
  expect(
    await verifyLedger({ connectionString: inject("databases").owner }, [company.id], (text) => said.push(text)),
    said.join("\n"),
  ).toBe(true);
}, 120_000);
