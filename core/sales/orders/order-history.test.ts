import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { amendOrder } from "./amend-order.ts";
import { confirmOrder } from "./confirm-order.ts";
import { deliverOrder } from "./deliver-order.ts";
import { invoiceOrder } from "./invoice-order.ts";
import { AmendInput, OrderInput } from "./order.ts";
import { placeOrder } from "./place-order.ts";

type Kept = Readonly<{ table: string; operation: string; state: string | null; quantity: string | null }>;

const historyOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<Kept>`
      select h.table_name as table, h.operation, h.row_before ->> 'state' as state, trim_scale((h.row_before ->> 'quantity')::numeric)::text as quantity from shared.row_history h
       where h.table_name like 'sales.sales_order%' order by h.changed_at`.execute(db);
    return rows.map(({ table, operation, state, quantity }) => `${operation} ${table} ${state ?? quantity}`);
  });

test("an order keeps what people changed of it, not what is counted up from its deliveries and invoices", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { products: 2 });
  const [first, second] = shop.productIds.map((productId) => ({ productId, quantity: "3" }));
  const order = resultOf(await placeOrder(company.as(), OrderInput.parse({ customerId: shop.customerId, lines: [first, second] })));
  resultOf(await confirmOrder(company.as(), { id: order.id }));
  expect(await historyOf(company)).toEqual(["UPDATE sales.sales_order draft"]);

  resultOf(await deliverOrder(company.as(), { id: order.id, lines: [{ lineId: order.lines[0]?.id ?? "", quantity: "1" }] }));
  resultOf(await invoiceOrder(company.as(), { id: order.id, only: "delivered" }));
  expect(await historyOf(company)).toEqual(["UPDATE sales.sales_order draft"]);

  const lines = [{ id: order.lines[0]?.id, productId: shop.productIds[0], quantity: "2" }];
  resultOf(await amendOrder(company.as(), { id: order.id, ...AmendInput.parse({ lines }) }));
  const amended = (await historyOf(company)).slice(1);
  expect(amended).toContain("DELETE sales.sales_order_line 3");
  expect(amended).toContain("UPDATE sales.sales_order_line 3");
  expect(amended).toContain("UPDATE sales.sales_order confirmed");
});
