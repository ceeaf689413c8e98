import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { bookOf, posted } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { taxLines } from "./tax-lines.ts";
import { taxReport } from "./tax-report.ts";

const MONTHS = 4;
const EACH = 1000;
const month = (index: number) => `2026-${String(index + 1).padStart(2, "0")}`;

/** A thousand sales with tax in each of four months. */
const fourMonthsOfSales = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const tax = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.taxCode").select("id").where("code", "=", "STANDARD").executeTakeFirstOrThrow(),
  );
  const line = (code: string, amount: bigint) => ({ accountId: book.account(code), currency: "GBP", amount, companyAmount: amount });
  const entries = Array.from({ length: MONTHS * EACH }, (_, index) => ({
    ...{ id: uuidv7(), journalId: book.journalId, effectiveOn: `${month(Math.floor(index / EACH))}-15`, description: "Sale" },
    lines: [line("1230", 120n), line("4000", -100n), { ...line("2200", -20n), taxCodeId: tax.id, taxBase: -100n }],
  }));
  await posted(company, ...entries);
  await analysed("finance.tax_result", "finance.journal_entry", "finance.journal_line");
  return { company, taxId: tax.id };
};

test("the tax report of a month reads the results of that month, and a page of its lines those of the page", async () => {
  const { company, taxId } = await fourMonthsOfSales();
  const period = { from: "2026-03-01", to: "2026-03-31" };
  const report = await readingCost(company, ["finance.tax_result"], (tx) => taxReport(tx, period));
  expect(report.value.totals).toMatchObject({ output: "200.00", due: "200.00" });
  expect(report).toMatchObject({ scans: 0, fetched: EACH });
  const page = await readingCost(company, ["finance.tax_result"], (tx) => taxLines(tx, { ...period, taxCodeId: taxId, limit: 10 }));
  expect(page.value.items).toHaveLength(10);
  expect(page).toMatchObject({ scans: 0, fetched: 11 });
  const next = await readingCost(company, ["finance.tax_result"], (tx) =>
    taxLines(tx, { ...period, taxCodeId: taxId, limit: 10, after: page.value.next }),
  );
  expect(next.value.items).toHaveLength(10);
  expect(next.fetched).toBeLessThanOrEqual(12);
});
