import * as z from "zod";
import { creditInTransaction } from "#core/finance/invoices/credit-invoice.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, forbidden, type Outcome, refuse } from "#core/kernel/fault.ts";
import {
  counted,
  DeliveryLineInput,
  dayOf,
  deliveryDocument,
  deliveryStatement,
  type Movement,
  movementsOf,
  versionStatement,
} from "./deliver-order.ts";
import { type LoadedOrder, lockOrder, orderBody } from "./load-order.ts";
import type { OrderBody } from "./order.ts";
import { millionths, quantityOf } from "./quantities.ts";

/** `restock` puts the goods back on hand; `credit` issues a credit note over what was invoiced of them. */
export const ReturnInput = z.strictObject({
  returnedOn: z.iso.date().optional(),
  reason: z.string().trim().min(1).max(500),
  restock: z.boolean().default(true),
  credit: z.boolean().default(false),
  lines: z.array(DeliveryLineInput).min(1).max(500),
});
export type ReturnInput = z.infer<typeof ReturnInput>;

/** The one invoice that holds all the returned lines, and which of its lines by how much. */
const creditTarget = async (
  tx: TxCtx,
  order: LoadedOrder,
  movements: readonly Movement[],
): Promise<Outcome<{ invoiceId: string; lines: { lineId: string; quantity: string }[] }>> => {
  const rows = await tx.db
    .selectFrom("finance.invoiceLine as l")
    .innerJoin("finance.invoice as i", (join) => join.onRef("i.companyId", "=", "l.companyId").onRef("i.id", "=", "l.invoiceId"))
    .select(["l.id", "l.invoiceId", "l.sourceLineId", "l.quantity"])
    .where("l.companyId", "=", tx.actor.companyId)
    .where("i.sourceType", "=", "sales_order")
    .where("i.sourceId", "=", order.id)
    .where("i.kind", "=", "invoice")
    .orderBy("l.invoiceId")
    .execute();
  for (const invoiceId of new Set(rows.map((row) => row.invoiceId))) {
    const lines = movements.map(({ line, quantity }) => {
      const invoiced = rows.find((row) => row.invoiceId === invoiceId && row.sourceLineId === line.id);
      return invoiced && millionths(invoiced.quantity) >= millionths(quantity)
        ? [{ lineId: invoiced.id, quantity: quantityOf(millionths(quantity)) }]
        : [];
    });
    if (lines.every((line) => line.length === 1)) return done({ invoiceId, lines: lines.flat() });
  }
  return refuse(conflict("order.not_invoiced", "No single invoice holds all that is returned; credit the invoices by line instead."));
};

/**
 * Takes delivered goods back: stock moves in if they are restocked, the lines count up what was returned, and on request a credit note is issued in the
 * same transaction. Refuses more than was delivered. Locks: the order, the stock levels in key order, the invoice, then the counters.
 */
export const returnGoods = command(
  "sales.delivery.write",
  async (tx, input: ReturnInput & { id: string; expectedVersion?: number | undefined }): Promise<Outcome<OrderBody>> => {
    if (input.credit && !tx.actor.grants.has("finance.invoice.credit")) return refuse(forbidden("finance.invoice.credit"));
    const locked = await lockOrder(tx, input.id, input.expectedVersion);
    if (!locked.ok) return locked;
    const order = locked.value;
    const movements = movementsOf(order, input.lines, (line) => millionths(line.delivered) - millionths(line.returned), "returned");
    if (!movements.ok) return movements;
    const returnedOn = dayOf(tx, input.returnedOn, order.orderedOn, "/returnedOn");
    if (!returnedOn.ok) return returnedOn;
    const document = deliveryDocument(tx, order, movements.value, {
      kind: "return",
      deliveredOn: returnedOn.value,
      reason: input.reason,
      restock: input.restock,
    });
    const number = tx.lateNumber("sales_return");
    tx.defer(versionStatement(tx, order.id));
    tx.defer(deliveryStatement([document]));
    let credited: OrderBody["invoices"] = [];
    if (input.credit) {
      const target = await creditTarget(tx, order, movements.value);
      if (!target.ok) return target;
      const note = await creditInTransaction(tx, {
        id: target.value.invoiceId,
        issuedOn: returnedOn.value,
        reason: input.reason,
        lines: target.value.lines,
      });
      if (!note.ok) return note;
      credited = [
        { id: note.value.id, number: note.value.number ?? "", kind: note.value.kind, state: note.value.state, total: note.value.total },
      ];
    }
    const returned = { id: document.id, number, kind: "return", deliveredOn: document.deliveredOn };
    tx.audit({
      action: "order.returned",
      subjectType: "order",
      subjectId: order.id,
      after: { ...returned, reason: input.reason, lines: document.lines },
    });
    tx.event({
      type: "order.returned",
      subject: order.id,
      data: { orderId: order.id, orderNumber: order.number, return: returned, lines: document.lines },
    });
    const body = orderBody({ ...counted(order, movements.value, "returned"), deliveries: [...order.deliveries, returned] });
    return done({ ...body, invoices: [...body.invoices, ...credited] });
  },
);
