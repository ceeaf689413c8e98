import * as z from "zod";
import { jsonWithIntegers } from "#core/finance/entries/post-entry.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { positiveQuantity } from "#core/kernel/money.ts";
import { wrongStatus } from "./confirm-order.ts";
import { type LoadedLine, type LoadedOrder, lockOrder, orderBody } from "./load-order.ts";
import type { OrderBody } from "./order.ts";
import { millionths, quantityOf } from "./quantities.ts";

onConstraint("not_over_delivered", conflict("order.over_delivered", "More than ordered cannot be delivered."));
onConstraint("not_over_returned", conflict("order.over_returned", "More than delivered cannot be returned."));

export const DeliveryLineInput = z.strictObject({ lineId: z.uuid(), quantity: positiveQuantity() });
/** Without lines, everything that is still to be delivered. */
export const DeliveryInput = z.strictObject({
  deliveredOn: z.iso.date().optional(),
  tracking: z.string().trim().max(200).optional(),
  lines: z.array(DeliveryLineInput).min(1).max(500).optional(),
});
export type DeliveryInput = z.infer<typeof DeliveryInput>;

export type Movement = Readonly<{ line: LoadedLine; quantity: string }>;

/** Which lines by how much: as asked, or all that is left; refuses a line twice, unknown, of freight, or by more than is left. */
export const movementsOf = (
  order: LoadedOrder,
  asked: readonly { lineId: string; quantity: string }[] | undefined,
  left: (line: LoadedLine) => bigint,
  verb: string,
): Outcome<Movement[]> => {
  const goods = order.lines.filter(({ kind }) => kind === "product");
  const movements: Movement[] = [];
  const wanted = asked ?? goods.filter((line) => left(line) > 0n).map((line) => ({ lineId: line.id, quantity: quantityOf(left(line)) }));
  for (const [index, { lineId, quantity }] of wanted.entries()) {
    const line = goods.find(({ id }) => id === lineId);
    if (!line) return refuse(invalid("order.line_missing", "This order has no such line of goods.", `/lines/${index}/lineId`));
    if (movements.some((movement) => movement.line.id === lineId))
      return refuse(invalid("order.line_twice", "A line can stand here once.", `/lines/${index}/lineId`));
    if (millionths(quantity) > left(line))
      return refuse(invalid("order.too_much", `Only ${quantityOf(left(line))} can be ${verb}.`, `/lines/${index}/quantity`));
    movements.push({ line, quantity });
  }
  return movements.length > 0
    ? done(movements)
    : refuse(conflict("order.nothing_left", `Nothing of order ${order.number} is left to be ${verb}.`));
};

export type DeliveryDocument = Readonly<{
  id: string;
  kind: "delivery" | "return";
  orderId: string;
  warehouseId: string;
  deliveredOn: string;
  tracking?: string | undefined;
  reason?: string | undefined;
  externalId?: string | undefined;
  lines: readonly { orderLineId: string; quantity: string; productId?: string | undefined; moveId?: string | undefined }[];
}>;

/** The statement that writes deliveries or returns, moves the stock and counts up the order's lines. */
export const deliveryStatement = (documents: readonly DeliveryDocument[]): Statement => ({
  sql: "select id, number from sales.write_deliveries($1::jsonb)",
  call: "(select count(*) from sales.write_deliveries($1::jsonb))",
  parameters: [jsonWithIntegers(documents)],
});

export const deliveryDocument = (
  tx: Pick<TxCtx, "newId">,
  order: LoadedOrder,
  movements: readonly Movement[],
  facts: Pick<DeliveryDocument, "kind" | "deliveredOn" | "tracking" | "reason"> & { restock: boolean },
): DeliveryDocument => {
  const { restock, ...rest } = facts;
  return {
    ...rest,
    id: tx.newId(),
    orderId: order.id,
    warehouseId: order.warehouseId ?? "",
    lines: movements.map(({ line, quantity }) => ({
      orderLineId: line.id,
      quantity,
      ...(line.stocked && restock ? { moveId: tx.newId(), productId: line.productId ?? undefined } : {}),
    })),
  };
};

export const versionStatement = (tx: TxCtx, id: string): Statement => ({
  sql: "update sales.sales_order set version = version + 1 where company_id = $1 and id = $2",
  parameters: [tx.actor.companyId, id],
});

export const dayOf = (tx: TxCtx, given: string | undefined, earliest: string, pointer: string): Outcome<string> => {
  const today = todayOf(tx);
  const day = given ?? today;
  if (day > today) return refuse(invalid("date.future", "This day is still to come.", pointer));
  if (day < earliest) return refuse(invalid("date.too_early", `This is before the order was taken (${earliest}).`, pointer));
  return done(day);
};

/** Counts movements up on the lines, to answer without reading again. */
export const counted = (order: LoadedOrder, movements: readonly Movement[], field: "delivered" | "returned" | "invoiced"): LoadedOrder => ({
  ...order,
  version: order.version + 1,
  lines: order.lines.map((line) => {
    const moved = movements.find((movement) => movement.line.id === line.id);
    return moved ? { ...line, [field]: quantityOf(millionths(line[field]) + millionths(moved.quantity)) } : line;
  }),
});

/**
 * Delivers a confirmed order, whole or in part: stock moves out, the reservation shrinks, the statuses follow from the lines. Refuses more than is
 * left, a day to come, an order that is not confirmed. Locks: the order, the stock levels in key order.
 */
export const deliverOrder = command(
  "sales.delivery.write",
  async (tx, input: DeliveryInput & { id: string; expectedVersion?: number | undefined }): Promise<Outcome<OrderBody>> => {
    const locked = await lockOrder(tx, input.id, input.expectedVersion);
    if (!locked.ok) return locked;
    const order = locked.value;
    if (order.state !== "confirmed") return refuse(wrongStatus(order, "delivered"));
    const movements = movementsOf(order, input.lines, (line) => millionths(line.quantity) - millionths(line.delivered), "delivered");
    if (!movements.ok) return movements;
    const deliveredOn = dayOf(tx, input.deliveredOn, order.orderedOn, "/deliveredOn");
    if (!deliveredOn.ok) return deliveredOn;
    const document = deliveryDocument(tx, order, movements.value, {
      kind: "delivery",
      deliveredOn: deliveredOn.value,
      tracking: input.tracking,
      restock: true,
    });
    const number = tx.lateNumber("delivery");
    tx.defer(versionStatement(tx, order.id));
    tx.defer(deliveryStatement([document]));
    const delivery = { id: document.id, number, kind: "delivery", deliveredOn: document.deliveredOn };
    tx.audit({ action: "order.delivered", subjectType: "order", subjectId: order.id, after: { ...delivery, lines: document.lines } });
    tx.event({
      type: "order.delivered",
      subject: order.id,
      data: { orderId: order.id, orderNumber: order.number, delivery, lines: document.lines },
    });
    return done(orderBody({ ...counted(order, movements.value, "delivered"), deliveries: [...order.deliveries, delivery] }));
  },
);
