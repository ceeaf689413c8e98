import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { conflict, done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { type LoadedOrder, lockOrder, orderBody } from "./load-order.ts";
import { type OrderBody, statusOf } from "./order.ts";
import { changeStatement, creditStatement, reservationStatement } from "./order-statements.ts";
import { tellOrder } from "./place-order.ts";
import { millionths, quantityOf } from "./quantities.ts";

export type OrderVerb = Readonly<{ id: string; expectedVersion?: number | undefined }>;

export const wrongStatus = (order: LoadedOrder, verb: string) =>
  conflict("order.status", `Order ${order.number} is ${statusOf(order).replace("_", " ")}; it cannot be ${verb}.`);

const stateStatement = (tx: TxCtx, id: string, state: string): Statement => ({
  sql: "update sales.sales_order set state = $3, version = version + 1 where company_id = $1 and id = $2",
  parameters: [tx.actor.companyId, id, state],
});

const releasedStatement = (tx: TxCtx, id: string): Statement => ({
  sql: "update sales.sales_order_line set reserved = 0 where company_id = $1 and order_id = $2 and product_id is not null",
  parameters: [tx.actor.companyId, id],
});

const told = (order: LoadedOrder) => ({
  id: order.id,
  number: order.number,
  customerId: order.customerId,
  total: formatMinor(order.totalMinor, order.currency),
  currency: order.currency,
});

/** Goods still promised to an order, negated to release them. */
const releases = (order: LoadedOrder) =>
  order.lines
    .filter(({ reserved }) => millionths(reserved) > 0n)
    .map(({ productId, reserved }) => ({ productId: productId ?? undefined, quantity: quantityOf(-millionths(reserved)) }));

/**
 * draft → confirmed: the goods are reserved and the credit limit is held. Refuses another state, too little stock, an exceeded limit.
 * Locks: the order, the stock levels in key order, a limited customer.
 */
export const confirmOrder = command(
  "sales.order.confirm",
  async (tx, input: OrderVerb): Promise<Outcome<OrderBody>> => {
    const locked = await lockOrder(tx, input.id, input.expectedVersion, { drafted: true });
    if (!locked.ok) return locked;
    const order = locked.value;
    if (order.state !== "draft") return refuse(wrongStatus(order, "confirmed"));
    const held = order.lines
      .filter(({ stocked }) => stocked)
      .map(({ id, productId, quantity }) => ({ id, productId: productId ?? undefined, quantity, reserved: quantity }));
    if (held.length > 0 && order.warehouseId) tx.defer(reservationStatement(order.warehouseId, held));
    tx.defer(changeStatement({ id: order.id, state: "confirmed", lines: held }));
    if (order.limited) tx.defer(creditStatement([order.customerId]));
    tellOrder(tx, "order.confirmed", told(order));
    return done(orderBody({ ...order, state: "confirmed", version: order.version + 1 }));
  },
  { grouped: true },
);

const end = async (tx: TxCtx, input: OrderVerb, state: "cancelled" | "closed"): Promise<Outcome<OrderBody>> => {
  const locked = await lockOrder(tx, input.id, input.expectedVersion);
  if (!locked.ok) return locked;
  const order = locked.value;
  const untouched = order.lines.every(({ delivered, invoiced }) => millionths(delivered) === 0n && millionths(invoiced) === 0n);
  const allowed =
    state === "cancelled"
      ? (order.state === "draft" || order.state === "confirmed") && untouched
      : order.state === "confirmed" && !untouched;
  if (!allowed) return refuse(wrongStatus(order, state));
  const released = releases(order);
  if (released.length > 0 && order.warehouseId) {
    const { sql, parameters } = reservationStatement(order.warehouseId, released);
    tx.defer({ sql, parameters });
    tx.defer(releasedStatement(tx, order.id));
  }
  tx.defer(stateStatement(tx, order.id, state));
  tellOrder(tx, `order.${state}`, told(order));
  return done(orderBody({ ...order, state, version: order.version + 1 }));
};

/** draft or confirmed → cancelled, while nothing is delivered or invoiced. Releases the goods. */
export const cancelOrder = command("sales.order.write", (tx, input: OrderVerb) => end(tx, input, "cancelled"));

/** Ends a confirmed order that will not be delivered or invoiced any further. Releases what is still reserved. */
export const closeOrder = command("sales.order.write", (tx, input: OrderVerb) => end(tx, input, "closed"));
