import { behind, foundBy, type Sort } from "#core/database/keyset.ts";
import { listQuery } from "#core/database/list-query.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query, singleQuery } from "#core/kernel/query.ts";
import { orderBody, readOrder } from "./load-order.ts";
import type { OrderBody, OrderFilter, OrderStatus } from "./order.ts";
import { orderSummary } from "./order-body.ts";

const conditions: Readonly<Record<OrderStatus, { state: string; delivery?: string; invoiceFull?: boolean }>> = {
  draft: { state: "draft" },
  confirmed: { state: "confirmed", delivery: "none" },
  part_delivered: { state: "confirmed", delivery: "partial" },
  delivered: { state: "confirmed", delivery: "full", invoiceFull: false },
  invoiced: { state: "confirmed", delivery: "full", invoiceFull: true },
  closed: { state: "closed" },
  cancelled: { state: "cancelled" },
};

const sorts = {
  "-created": { columns: ["o.id"], types: ["uuid"], direction: "desc" },
  orderedOn: { columns: ["o.orderedOn", "o.id"], types: ["date", "uuid"], direction: "asc" },
  "-orderedOn": { columns: ["o.orderedOn", "o.id"], types: ["date", "uuid"], direction: "desc" },
  number: { columns: ["o.number"], types: ["text"], direction: "asc" },
  "-number": { columns: ["o.number"], types: ["text"], direction: "desc" },
  total: { columns: ["o.totalMinor", "o.id"], types: ["bigint", "uuid"], direction: "asc" },
  "-total": { columns: ["o.totalMinor", "o.id"], types: ["bigint", "uuid"], direction: "desc" },
} as const satisfies Record<OrderFilter["sort"], Sort>;

type Shown = Readonly<{ id: string; number: string; orderedOn: string; totalMinor: bigint }>;
const cursors: Readonly<Record<OrderFilter["sort"], (order: Shown) => string[]>> = {
  "-created": ({ id }) => [id],
  orderedOn: ({ orderedOn, id }) => [orderedOn, id],
  "-orderedOn": ({ orderedOn, id }) => [orderedOn, id],
  number: ({ number }) => [number],
  "-number": ({ number }) => [number],
  total: ({ totalMinor, id }) => [`${totalMinor}`, id],
  "-total": ({ totalMinor, id }) => [`${totalMinor}`, id],
};

type Wanted = Readonly<{
  companyId: string;
  customerId: string | undefined;
  orderedFrom: string | undefined;
  orderedTo: string | undefined;
  q: string | undefined;
}>;

const ordersOf = (db: Db, wanted: Wanted, status: OrderStatus | undefined) => {
  let orders = db
    .selectFrom("sales.salesOrder as o")
    .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "o.companyId").onRef("p.id", "=", "o.customerId"))
    .select([
      "o.id",
      "o.number",
      "o.state",
      "o.deliveryState",
      "o.invoiceState",
      "o.customerId",
      "p.name as customerName",
      "o.orderedOn",
      "o.requestedOn",
    ])
    .select(["o.currency", "o.netMinor", "o.taxMinor", "o.totalMinor", "o.customerReference", "o.version"])
    .where("o.companyId", "=", wanted.companyId);
  if (status !== undefined) {
    const { state, delivery, invoiceFull } = conditions[status];
    orders = orders.where("o.state", "=", state);
    if (delivery !== undefined) orders = orders.where("o.deliveryState", "=", delivery);
    if (invoiceFull !== undefined) orders = orders.where("o.invoiceState", invoiceFull ? "=" : "<>", "full");
  }
  if (wanted.customerId !== undefined) orders = orders.where("o.customerId", "=", wanted.customerId);
  if (wanted.orderedFrom !== undefined) orders = orders.where("o.orderedOn", ">=", wanted.orderedFrom);
  if (wanted.orderedTo !== undefined) orders = orders.where("o.orderedOn", "<=", wanted.orderedTo);
  return wanted.q === undefined ? orders : orders.where(foundBy("o.id", "sales.search_orders", wanted.q));
};

const orders = listQuery();

/** Newest first unless asked otherwise: ids sort by creation time, so a page's last id is the cursor to the next page. `q` searches number and customer reference. */
export const listOrders = singleQuery("sales.order.read", async ({ db, actor }, filter: OrderFilter) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  const { customerId, orderedFrom, orderedTo, q } = filter;
  const values = {
    companyId: actor.companyId,
    customerId,
    orderedFrom,
    orderedTo,
    q: q || undefined,
    after: cursor?.value,
    limit: filter.limit + 1,
  };
  const rows = await orders(db, { choices: [filter.sort, filter.status], values }, ({ after, limit, ...wanted }) =>
    behind(ordersOf(db, wanted, filter.status), sort, after).limit(limit),
  );
  return done(pageOf(rows, filter.limit, cursors[filter.sort], orderSummary));
});

/** One order with its lines, deliveries and invoices. */
export const getOrder = query("sales.order.read", async (read, { id }: { id: string }): Promise<Outcome<OrderBody>> => {
  const order = await readOrder(read, id);
  return order ? done(orderBody(order)) : refuse(missing("order", id));
});
