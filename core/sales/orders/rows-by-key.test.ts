import { beforeAll, expect, inject, test } from "vitest";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { databaseAs } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { countingWrites, type ReadingCost } from "#core/testing/reading-cost.ts";
import { aShop } from "#core/testing/trade.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
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
/** Plans of prepared statements are settled after five. */
const CALLS = 8;
const SETTLED = 2;

/** A company of its own that sells five products, and its orders. */
const placed = async (count: number) => {
  const company = await aCompany();
  const shop = await aShop(company, { customers: 3, products: 5, taxClass: "standard", onHand: "100000" });
  const lines = shop.productIds.map((productId) => ({ productId, quantity: "1" }));
  const orders = Array.from({ length: count }, (_, at) => ({ customerId: shop.customerIds[at % 3], confirm: true, lines }));
  const { results } = resultOf(await placeOrders(company.as(), { mode: "all", orders }));
  return { company, orderIds: results.map(({ id = "" }) => id) };
};

/** Delivers, invoices and pays orders one by one, and tells what each of these cost. */
const costsOf = async ({ company, orderIds }: Awaited<ReturnType<typeof placed>>): Promise<readonly ReadingCost[]> => {
  const costs: ReadingCost[] = [];
  const connection = openPool({ connectionString: inject("databases").app, max: 1 });
  const ctx: Ctx = { ...company.as(), database: countingWrites(databaseOver(connection), TABLES, costs) };
  for (const id of orderIds.splice(0, CALLS)) {
    resultOf(await deliverOrder(ctx, { id }));
    const { invoice } = resultOf(await invoiceOrder(ctx, { id, only: "all" }));
    const allocations = [{ invoiceId: invoice.id, amount: invoice.total }];
    resultOf(await recordPayment(ctx, PaymentInput.parse({ partyId: invoice.party.id, amount: invoice.total, allocations })));
  }
  await connection.end();
  return costs;
};

/** Far from the 2,000 lines there are, whatever an index may be asked for. */
const MOST = 200;
const most = (costs: readonly ReadingCost[]) => Math.max(...costs.map(({ fetched }) => fetched));

// In a database of its own: nothing but this decides when tables are analysed.
beforeAll(async () => {
  for (const table of TABLES) await databaseAs("owner").query(`alter table ${table} set (autovacuum_enabled = false)`);
});
const analyse = () => databaseAs("superuser").query("analyze");

test("delivering, invoicing and paying change the rows of their document alone, found by key, however young the tables are", async () => {
  const costs = await costsOf(await placed(ORDERS));

  expect(costs).toHaveLength(3 * CALLS);
  expect(costs.map(({ scans }) => scans)).toEqual(costs.map(() => 0));
  expect(most(costs)).toBeLessThan(MOST);
});

test("so they do in a company that began after the tables were analysed", async () => {
  await analyse();
  const costs = await costsOf(await placed(ORDERS));

  // The first plans of a prepared statement are made for this company, which is thought to be empty, so any index seems as good.
  expect(most(costs)).toBeLessThan(MOST + ORDERS);
  expect(most(costs.slice(-3 * SETTLED))).toBeLessThan(MOST);
});

test("so they do in a large company among small ones, as it grows and when that is known", async () => {
  await databaseAs("superuser").query("truncate sales.sales_order cascade");
  for (let companies = 0; companies < 12; companies++) await costsOf(await placed(1));
  await analyse();
  const large = await placed(ORDERS);
  const growing = await costsOf(large);
  await analyse();

  expect(most(growing)).toBeLessThan(MOST);
  expect(most(await costsOf(large))).toBeLessThan(MOST);
});
