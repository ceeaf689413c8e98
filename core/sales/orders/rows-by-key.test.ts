import { expect, test } from "vitest";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { countingWrites, type ReadingCost } from "#core/testing/reading-cost.ts";
import { aShop } from "#core/testing/trade.ts";
import { deliverOrder } from "./deliver-order.ts";
import { invoiceOrder } from "./invoice-order.ts";
import { placeOrders } from "./place-orders.ts";

const TABLES = [
  "sales.sales_order",
  "sales.sales_order_line",
  "sales.stock_level",
  "finance.invoice",
  "finance.payment",
  "finance.open_item",
  "finance.tax_result",
];
const ORDERS = 400;
const CALLS = 8; // plans of prepared statements are settled after five

test("delivering, invoicing and paying change the rows of their document alone, found by key, however young the tables are", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { customers: 3, products: 5, taxClass: "standard", onHand: "100000" });
  const lines = shop.productIds.map((productId) => ({ productId, quantity: "1" }));
  const orders = Array.from({ length: ORDERS }, (_, at) => ({ customerId: shop.customerIds[at % 3], confirm: true, lines }));
  const { results } = resultOf(await placeOrders(company.as(), { mode: "all", orders }));

  const costs: ReadingCost[] = [];
  const ctx: Ctx = { ...company.as(), database: countingWrites(company.as().database, TABLES, costs) };
  for (const { id = "" } of results.slice(0, CALLS)) {
    resultOf(await deliverOrder(ctx, { id }));
    const { invoice } = resultOf(await invoiceOrder(ctx, { id, only: "all" }));
    const allocations = [{ invoiceId: invoice.id, amount: invoice.total }];
    resultOf(await recordPayment(ctx, PaymentInput.parse({ partyId: invoice.party.id, amount: invoice.total, allocations })));
  }

  expect(costs).toHaveLength(3 * CALLS);
  expect(costs.map(({ scans }) => scans)).toEqual(costs.map(() => 0));
  // Far from the 2,000 lines there are, whatever an index may be asked for.
  expect(Math.max(...costs.map(({ fetched }) => fetched))).toBeLessThan(200);
});
