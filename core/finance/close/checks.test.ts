import { expect, test } from "vitest";
import { minorOf } from "#core/kernel/money.ts";
import { deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { invoiceOrder } from "#core/sales/orders/invoice-order.ts";
import { OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { aBankAccount, camtFile, OWN_IBAN, sendBankFile } from "#core/testing/bank.ts";
import { databaseAs } from "#core/testing/books.ts";
import { aCloser, becomesControl, type Closer } from "#core/testing/closing.ts";
import { resultOf } from "#core/testing/company.ts";

/* Each check where it holds, and where it does not, with the figures worked by hand. */

const issued = async (
  { made, customerId }: Closer,
  kind: "invoice" | "bill",
  unitPrice: string,
  currency?: string,
  taxCodes?: string[],
) => {
  const lines = [{ description: "Work", quantity: "1", unitPrice, ...(taxCodes ? { taxCodes } : {}) }];
  const { id } = await made("/finance/invoices", { kind, partyId: customerId, ...(currency ? { currency } : {}), lines });
  return made(`/finance/invoices/${id}/issue`, { issuedOn: "2026-03-10" });
};
const figures = (check: Awaited<ReturnType<Closer["check"]>>) =>
  check.findings.map(({ label, expected, actual, difference, holds }) => [label, expected, actual, difference, holds]);

test("in books in which everything is in order every check holds, and every figure leads to where it comes from", async () => {
  const closer = await aCloser({}, "EUR");
  await closer.made("/finance/rates", { currency: "EUR", rate: "0.80", validOn: "2026-03-01" });
  await issued(closer, "invoice", "100", "EUR", ["STANDARD"]);
  await issued(closer, "bill", "50", "GBP");
  const { checks, refuses, items, currency } = await closer.list();
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(checks.map(({ code }) => code)).toEqual([
    ...["receivables", "payables", "bank", "bank_lines", "taxes", "suspense", "revaluation"],
    ...["sealed", "entry_drafts", "invoice_drafts", "bill_drafts", "deliveries"],
  ]);
  expect([refuses, items, currency]).toEqual([{ softClose: [], close: [] }, [], "GBP"]);
  const findings = checks.flatMap((check) => check.findings);
  const links = new Set(findings.flatMap(({ expectedLink, actualLink }) => [expectedLink ?? [], actualLink ?? []].flat()));
  expect(links.size).toBeGreaterThan(8);
  for (const link of links) expect((await closer.accountant.get(link)).status, link).toBe(200);
});

test.each([
  ["receivables", "1101", "receivable", "invoice", "1"],
  ["payables", "2101", "payable", "bill", "-1"],
] as const)("%s: open items against control accounts, by currency and in all", async (code, account, control, kind, sign) => {
  const closer = await aCloser({}, "EUR");
  await closer.made("/finance/rates", { currency: "EUR", rate: "0.80", validOn: "2026-03-01" });
  await issued(closer, kind, "100", "EUR");
  await closer.entry([
    [account, `${sign}.00`],
    ["3000", sign === "1" ? "-1.00" : "1.00"],
  ]);
  expect(figures(await closer.check(code))).toEqual([
    ["", "80.00", "80.00", "0.00", true],
    ["EUR", "100.00", "100.00", "0.00", true],
  ]);
  await becomesControl(closer, account, control);
  expect(figures(await closer.check(code))).toEqual([
    ["", "80.00", "81.00", "1.00", false],
    ["EUR", "100.00", "100.00", "0.00", true],
  ]);
  // What came later is not in the way of an earlier month.
  expect(figures(await closer.check(code, "2026-02"))).toEqual([["", "0.00", "0.00", "0.00", true]]);
});

test("bank: the reconciliation statement's figures, and lines that are not matched", async () => {
  const closer = await aCloser({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const { accountant, book } = closer;
  await closer.entry(
    [
      ["1200", "5.00"],
      ["1590", "-5.00"],
    ],
    { effectiveOn: "2025-12-20" },
  );
  const bank = await aBankAccount(closer.company, "1200", {
    iban: OWN_IBAN,
    accountNumber: null,
    opening: { on: "2026-01-01", balance: "5.00" },
  });
  expect(figures(await closer.check("bank"))).toEqual([["B1200 Bank 1200", "5.00", "5.00", "0.00", true]]);
  await closer.entry([
    ["1200", "-2.00"],
    ["4970", "2.00"],
  ]);
  // No statement yet: the bank has said nothing of the 2.00.
  expect(figures(await closer.check("bank"))).toEqual([["B1200 Bank 1200", "5.00", "3.00", "-2.00", false]]);
  const send = (id: string, on: string, opening: string, closing: string, amounts: readonly string[]) =>
    sendBankFile(
      accountant,
      camtFile({ id, on, opening, closing, entries: amounts.map((amount) => ({ on, amount, ref: `${id}${amount}` })) }),
    );
  await send("S1", "2026-03-20", "5.00", "-6.00", ["-1.00", "-10.00"]);
  const { items } = (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&sort=bookedOn`)).body;
  const one = items.find((line: { amount: string }) => line.amount === "-1.00");
  const parts = [{ kind: "entry", amount: "-1.00", accountId: book.account("4970") }];
  expect((await accountant.post("/finance/bank-confirmations", { lines: [{ lineId: one.id, parts }] })).status).toBe(201);
  const tied = async () => {
    const { expectedLedgerBalance, ledgerBalance, difference } = (
      await accountant.get(`/finance/bank-accounts/${bank.id}/reconciliation?asOf=2026-03-31`)
    ).body;
    const [shown] = (await closer.check("bank")).findings;
    expect([shown?.expected, shown?.actual]).toEqual([expectedLedgerBalance, ledgerBalance]);
    expect(minorOf(shown?.difference ?? "", "EUR")).toBe(-minorOf(difference, "EUR"));
    return shown?.holds;
  };
  expect(await tied()).toBe(true);
  expect(figures(await closer.check("bank_lines"))).toEqual([["B1200 Bank 1200", "0", "1", "1", false]]);
  // A statement is missing between: the balances do not follow each other.
  await send("S3", "2026-03-25", "-8.00", "-9.00", ["-1.00"]);
  expect(await tied()).toBe(false);
  expect(figures(await closer.check("bank_lines", "2026-02"))).toEqual([["B1200 Bank 1200", "0", "0", "0", true]]);
});

test("taxes: the report is the accounts; a tax without its results does not tie", async () => {
  const closer = await aCloser();
  await issued(closer, "invoice", "100", undefined, ["STANDARD"]);
  const output = (check: Awaited<ReturnType<Closer["check"]>>) => check.findings.find(({ label }) => label.startsWith("2200"));
  // A payment to the tax office has no tax and is explained.
  await closer.entry([
    ["2200", "4.00"],
    ["1200", "-4.00"],
  ]);
  expect(output(await closer.check("taxes"))).toMatchObject({ expected: "-16.00", actual: "-16.00", holds: true });
  // Postgres lets nobody part a tax from its results, so they are taken away behind its back.
  const client = await databaseAs("superuser").connect();
  await client.query("begin; set local session_replication_role = replica");
  await client.query("delete from finance.tax_result where company_id = $1", [closer.company.id]);
  await client.query("commit");
  client.release();
  const check = await closer.check("taxes");
  expect(output(check)).toMatchObject({ expected: "4.00", actual: "-16.00", difference: "-20.00", holds: false });
  expect(check.holds).toBe(false);
});

test("suspense and opening accounts are empty at the end of the period", async () => {
  const closer = await aCloser();
  const { items } = (await closer.accountant.get("/finance/account-rules?purpose=suspense")).body;
  const { code, name } = (await closer.accountant.get(`/finance/accounts/${items[0].accountId}`)).body;
  expect(figures(await closer.check("suspense"))).toEqual([["", "0.00", "0.00", "0.00", true]]);
  await closer.entry([
    [code, "7.00"],
    ["1200", "-7.00"],
  ]);
  expect(figures(await closer.check("suspense"))).toEqual([[`${code} ${name}`, "0.00", "7.00", "7.00", false]]);
  await closer.entry(
    [
      [code, "-7.00"],
      ["7100", "7.00"],
    ],
    { effectiveOn: "2026-03-31" },
  );
  expect((await closer.check("suspense")).holds).toBe(true);
});

test("entries wait for their seal, drafts for whoever wrote them", async () => {
  const closer = await aCloser();
  await closer.entry([
    ["1230", "1.00"],
    ["4000", "-1.00"],
  ]);
  const { body: before } = await closer.accountant.get(`/finance/periods/${closer.period().id}/checklist`);
  const sealed = before.checks.find((check: { code: string }) => check.code === "sealed");
  // The sealer of another test may have come by already.
  if (!sealed.holds) expect(sealed.findings).toMatchObject([{ expected: "0", actual: "1", holds: false }]);
  expect(figures(await closer.check("sealed"))).toEqual([["", "0", "0", "0", true]]);

  const { id } = await closer.made("/finance/entry-drafts", { description: "Unfinished", effectiveOn: "2026-03-31" });
  await closer.made("/finance/entry-drafts", { description: "Later", effectiveOn: "2026-04-01" });
  expect(figures(await closer.check("entry_drafts"))).toEqual([["", "0", "1", "1", false]]);
  await closer.accountant.delete(`/finance/entry-drafts/${id}`, { headers: { "if-match": '"v1"' } });
  expect((await closer.check("entry_drafts")).holds).toBe(true);
});

test("documents that wait to be issued count from the day on which they were written", async () => {
  const closer = await aCloser();
  const lines = [{ description: "Work", quantity: "1", unitPrice: "1" }];
  for (const kind of ["invoice", "bill", "bill"]) await closer.made("/finance/invoices", { kind, partyId: closer.customerId, lines });
  const written = (on: string) =>
    databaseAs("superuser").query("update finance.invoice set created_at = $2 where company_id = $1", [closer.company.id, on]);
  await written("2026-04-01T00:00:00Z");
  expect([(await closer.check("invoice_drafts")).holds, (await closer.check("bill_drafts")).holds]).toEqual([true, true]);
  await written("2026-03-31T12:00:00Z");
  expect(figures(await closer.check("invoice_drafts"))).toEqual([["", "0", "1", "1", false]]);
  expect(figures(await closer.check("bill_drafts"))).toEqual([["", "0", "2", "2", false]]);
});

test("what is open in other currencies is at the rate of the last day, or is not revalued", async () => {
  const closer = await aCloser({}, "EUR");
  await closer.made("/finance/rates", { currency: "EUR", rate: "0.80", validOn: "2026-03-01" });
  await issued(closer, "invoice", "100", "EUR");
  await closer.entry(
    [
      ["1210", "50.00"],
      ["3000", "-50.00"],
    ],
    { currency: "EUR" },
  );
  expect((await closer.check("revaluation")).holds).toBe(true);
  await closer.made("/finance/rates", { currency: "EUR", rate: "0.90", validOn: "2026-03-31" });
  expect(figures(await closer.check("revaluation"))).toEqual([["EUR 2026-03-31", "135.00", "120.00", "-15.00", false]]);
  await closer.made("/finance/revaluations", { on: "2026-03-31" });
  expect(figures(await closer.check("revaluation"))).toEqual([["EUR 2026-03-31", "135.00", "135.00", "0.00", true]]);
  // An entry that comes late is not revalued with the rest.
  await closer.entry(
    [
      ["1210", "10.00"],
      ["3000", "-10.00"],
    ],
    { currency: "EUR" },
  );
  expect((await closer.check("revaluation")).holds).toBe(false);
});

test("without a rate nothing is known of a currency", async () => {
  const closer = await aCloser();
  await closer.entry(
    [
      ["1210", "50.00"],
      ["3000", "-50.00"],
    ],
    { currency: "USD", rates: { USD: "0.75" } },
  );
  expect((await closer.check("revaluation")).findings).toMatchObject([{ label: "USD", holds: false }]);
});

test("what was delivered by the end of the period is invoiced", async () => {
  const closer = await aCloser();
  const { company, customerId, productId } = closer;
  const order = resultOf(
    await placeOrder(company.as(), OrderInput.parse({ customerId, confirm: true, lines: [{ productId, quantity: "2" }] })),
  );
  expect((await closer.check("deliveries")).holds).toBe(true);
  resultOf(await deliverOrder(company.as(), { id: order.id }));
  expect(figures(await closer.check("deliveries"))).toEqual([["", "0", "1", "1", false]]);
  expect((await closer.check("deliveries", "2026-02")).holds).toBe(true);
  resultOf(await invoiceOrder(company.as(), { id: order.id, only: "delivered" }));
  expect((await closer.check("deliveries")).holds).toBe(true);
});
