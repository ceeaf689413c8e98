import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { getInvoice } from "../invoices/list-invoices.ts";
import { BounceInput, bouncePayment } from "./bounce-payment.ts";
import { getPayment } from "./list-payments.ts";
import { PaymentInput } from "./payment.ts";
import { recordPayment } from "./record-payment.ts";

const rate = (company: TestCompany, currency: string, value: string, on: string) =>
  writing(company.as(), (tx) =>
    sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, ${currency}, ${value}, ${on})`.execute(
      tx.db,
    ),
  );

/** An invoice over 100.00 EUR of 10 March, when a euro was 0.80: 80.00 GBP. */
const invoiced = async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company, { currency: "EUR" });
  await rate(company, "EUR", "0.80", "2026-03-01");
  const lines = [{ description: "Work", quantity: "1", unitPrice: "100.00" }];
  const draft = resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ partyId, currency: "EUR", lines })));
  const invoice = resultOf(await issueInvoice(company.as(), { id: draft.id, issuedOn: "2026-03-10" }));
  const pay = (amount: string, accountAmount: object, more: object = {}) =>
    recordPayment(
      company.as(),
      PaymentInput.parse({ partyId, currency: "EUR", amount, accountAmount, allocations: [{ invoiceId: invoice.id, amount }], ...more }),
    );
  return { company, invoice, pay };
};

/** What stands on each account in each currency, in minor units: amount and company amount. */
const standing = async (company: TestCompany) => {
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{ at: string; amount: bigint; company: bigint }>`
      select a.code || ' ' || l.currency as at, sum(l.amount)::bigint as amount, sum(l.company_amount)::bigint as company
        from finance.journal_line l join finance.account a on a.company_id = l.company_id and a.id = l.account_id
       group by 1 having sum(l.amount) <> 0 or sum(l.company_amount) <> 0 order by 1`.execute(db),
  );
  return Object.fromEntries(rows.map(({ at, amount, company: inCompany }) => [at, [amount, inCompany]]));
};

test("euros that come to an account in pounds are worth what the bank paid; the gain is what is left on the exchange account", async () => {
  const { company, invoice, pay } = await invoiced();
  await rate(company, "EUR", "0.90", "2026-03-20"); // what the bank paid counts, not the rate of the day
  const first = resultOf(await pay("33.33", { currency: "GBP", amount: "28.00" }, { paidOn: "2026-03-25" }));
  expect(first).toMatchObject({ currency: "EUR", amount: "33.33", accountAmount: { currency: "GBP", amount: "28.00" } });
  expect(resultOf(await getPayment(company.as(), { id: first.id })).accountAmount).toEqual({ currency: "GBP", amount: "28.00" });
  resultOf(await pay("66.67", { currency: "GBP", amount: "56.10" }, { paidOn: "2026-03-26" }));

  expect(resultOf(await getInvoice(company.as(), { id: invoice.id }))).toMatchObject({ state: "paid", open: "0.00" });
  // 28.00 + 56.10 = 84.10 for what stood at 80.00: a gain of 4.10. The euros of both sides meet on the exchange account.
  expect(await standing(company)).toEqual({
    "1200 GBP": [8_410n, 8_410n],
    "4000 EUR": [-10_000n, -8_000n],
    "4906 EUR": [10_000n, 8_000n],
    "4906 GBP": [-8_410n, -8_410n],
  });
});

test("an account in a third currency is worth its own rate; a missing one, too many decimals and the payment's own currency are refused", async () => {
  const { company, pay } = await invoiced();
  expect(await pay("100.00", { currency: "USD", amount: "110.00" })).toMatchObject({
    fault: { code: "rate.missing", errors: [{ pointer: "/accountAmount/currency" }] },
  });
  await rate(company, "USD", "0.75", "2026-03-01");
  expect(await pay("100.00", { currency: "USD", amount: "110.005" })).toMatchObject({
    fault: { kind: "invalid", errors: [{ pointer: "/accountAmount/amount" }] },
  });
  expect(await pay("100.00", { currency: "EUR", amount: "100.00" })).toMatchObject({
    fault: { code: "payment.account_amount_same_currency", errors: [{ pointer: "/accountAmount/currency" }] },
  });
  resultOf(await pay("100.00", { currency: "USD", amount: "110.00" }));
  // 110.00 USD are 82.50 GBP, 100.00 EUR 80.00: 2.50 more came in than was owed.
  expect(await standing(company)).toEqual({
    "1200 USD": [11_000n, 8_250n],
    "4000 EUR": [-10_000n, -8_000n],
    "4906 EUR": [10_000n, 8_000n],
    "4906 USD": [-11_000n, -8_250n],
  });
});

test("one that bounces leaves nothing in either currency, and the invoice is open again", async () => {
  const { company, invoice, pay } = await invoiced();
  const payment = resultOf(await pay("100.00", { currency: "GBP", amount: "84.10" }));
  resultOf(await bouncePayment(company.as(), { id: payment.id, reason: "Recalled" }));
  expect(resultOf(await getInvoice(company.as(), { id: invoice.id }))).toMatchObject({ state: "issued", open: "100.00" });
  expect(await standing(company)).toEqual({ "1100 EUR": [10_000n, 8_000n], "4000 EUR": [-10_000n, -8_000n] });
});

test("the bank's fee for one that bounces is in the currency of its account, and charged in that of the customer", async () => {
  const { company, pay } = await invoiced();
  const payment = resultOf(await pay("100.00", { currency: "GBP", amount: "84.10" }, { paidOn: "2026-03-20" }));
  const bounce = (fee: object) =>
    bouncePayment(company.as(), { id: payment.id, ...BounceInput.parse({ reason: "Recalled", bouncedOn: "2026-03-25", fee }) });
  expect(await bounce({ amount: "3.001" })).toMatchObject({ fault: { kind: "invalid", errors: [{ pointer: "/fee/amount" }] } });
  resultOf(await bounce({ amount: "3.00", charge: true }));
  // 3.00 GBP left the bank; at 0.80 the customer owes 3.75 EUR for it, which takes the expense away again.
  expect(await standing(company)).toEqual({
    "1100 EUR": [10_375n, 8_300n],
    "1200 GBP": [-300n, -300n],
    "4000 EUR": [-10_000n, -8_000n],
    "7901 EUR": [-375n, -300n],
    "7901 GBP": [300n, 300n],
  });
});

test("a fee in company currency needs no rate, one in a third currency that currency's, and charging it the customer's", async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company, { currency: "EUR" });
  const paid = (accountAmount: object) =>
    recordPayment(company.as(), PaymentInput.parse({ partyId, currency: "EUR", amount: "100.00", paidOn: "2026-03-20", accountAmount }));
  const bounce = (id: string, fee: object) =>
    bouncePayment(company.as(), { id, ...BounceInput.parse({ reason: "Recalled", bouncedOn: "2026-03-25", fee }) });
  const one = resultOf(await paid({ currency: "GBP", amount: "84.00" }));
  expect(await bounce(one.id, { amount: "3.00", charge: true })).toMatchObject({
    fault: { code: "rate.missing", detail: expect.stringMatching(/EUR/) },
  });
  resultOf(await bounce(one.id, { amount: "3.00" }));
  await rate(company, "USD", "0.75", "2026-03-22");
  await rate(company, "EUR", "0.80", "2026-03-10");
  expect(await paid({ currency: "USD", amount: "110.00" })).toMatchObject({
    fault: { code: "rate.missing", detail: expect.stringMatching(/USD/) },
  });
  await rate(company, "USD", "0.70", "2026-03-20");
  const other = resultOf(await paid({ currency: "USD", amount: "110.00" }));
  resultOf(await bounce(other.id, { amount: "4.00", charge: true }));
  // 4.00 USD at 0.75 are 3.00 GBP, which are 3.75 EUR.
  expect(await standing(company)).toMatchObject({
    "1100 EUR": [375n, 300n],
    "1200 GBP": [-300n, -300n],
    "1200 USD": [-400n, -300n],
  });
});
