import { expect, test } from "vitest";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import { OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { monthsUpTo, salesOverview } from "./overview.ts";

const order = (customerId: string, productId: string, quantity: string, more: object = {}) =>
  OrderInput.parse({ customerId, lines: [{ productId, quantity }], ...more });
const overview = async (company: TestCompany, today = company.today) => resultOf(await salesOverview(company.as({ today }), {}));

test("the twelve months end with this one, across the turn of the year", () => {
  const months = monthsUpTo("2026-03-31");
  expect([months.length, months[0], months[8], months.at(-1)]).toEqual([12, "2025-04-01", "2025-12-01", "2026-03-01"]);
});

test("a company without trade has a year of zeros and owes nobody an answer", async () => {
  const company = await aCompany();
  const { revenue, receivables, toDeliver, drafts } = await overview(company);
  expect(new Set(revenue.map(({ amount }) => amount))).toEqual(new Set(["0.00"]));
  expect([receivables, toDeliver, drafts]).toEqual([
    { open: "0.00", overdue: "0.00", invoices: 0, overdueInvoices: 0 },
    { orders: 0, late: 0 },
    0,
  ]);
});

test("revenue is the ledger's, before and after sealing; what is paid is no longer open", async () => {
  const company = await aCompany();
  const { customerId, productId } = await aShop(company);
  const february = company.as({ today: "2026-02-10" });
  resultOf(await placeOrder(february, order(customerId, productId, "7", { invoice: true })));
  resultOf(await placeOrder(company.as(), order(customerId, productId, "3", { invoice: true })));
  const before = await overview(company);
  await sealWholly(company);
  const after = await overview(company);

  expect(after.revenue).toEqual(before.revenue);
  expect(after.revenue.slice(-2)).toEqual([
    { month: "2026-02-01", amount: "70.00" },
    { month: "2026-03-01", amount: "30.00" },
  ]);
  const report = resultOf(await profitAndLoss(company.as(), { from: "2026-02-01", to: "2026-02-28" }));
  expect(report.totals.income).toBe("70.00");

  expect(after.receivables).toMatchObject({ open: "100.00", invoices: 2 });
  const paid = PaymentInput.parse({ partyId: customerId, amount: "75.00", allocations: "oldest" });
  resultOf(await recordPayment(company.as(), paid));
  expect((await overview(company)).receivables).toMatchObject({ open: "25.00", invoices: 1, overdueInvoices: 0, overdue: "0.00" });
  expect((await overview(company, "2027-01-01")).receivables).toMatchObject({ overdue: "25.00", overdueInvoices: 1 });
});

test("confirmed orders wait for delivery and are late after their day; drafts are counted apart", async () => {
  const company = await aCompany();
  const { customerId, productId } = await aShop(company);
  resultOf(await placeOrder(company.as(), order(customerId, productId, "1", { confirm: true, requestedOn: "2026-04-10" })));
  resultOf(await placeOrder(company.as(), order(customerId, productId, "1")));
  expect(await overview(company)).toMatchObject({ toDeliver: { orders: 1, late: 0 }, drafts: 1 });
  expect(await overview(company, "2026-04-11")).toMatchObject({ toDeliver: { orders: 1, late: 1 } });
});

test("it takes a permission, and shows one company only", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const { customerId, productId } = await aShop(company);
  resultOf(await placeOrder(company.as(), order(customerId, productId, "5", { invoice: true })));
  expect(await salesOverview(company.as({ grants: [] }), {})).toMatchObject({ ok: false, fault: { kind: "refused" } });
  expect((await overview(rival)).receivables.invoices).toBe(0);
});
