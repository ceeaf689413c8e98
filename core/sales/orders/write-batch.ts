import { CompiledQuery } from "kysely";
import type { InvoiceBody } from "#core/finance/invoices/invoice.ts";
import { issueDocuments } from "#core/finance/invoices/issue-documents.ts";
import type { IssuedDocument } from "#core/finance/invoices/write-invoices.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { acceptedOf } from "#core/kernel/write-by-halves.ts";
import { type DeliveryDocument, deliveryStatement } from "./deliver-order.ts";
import { type OrderDocument, orderStatement, reservationStatement } from "./order-statements.ts";
import { tellOrder } from "./place-order.ts";

/** One order of a batch with all that is written for it. */
export type BatchDocument = Readonly<{
  order: OrderDocument;
  invoice: IssuedDocument | undefined;
  delivery: DeliveryDocument | undefined;
}>;

/** Numbers of the orders, and the invoices, by the id of the order. */
export type WrittenBatch = Readonly<{ numbers: ReadonlyMap<string, string>; invoices: ReadonlyMap<string, InvoiceBody> }>;

const run = async ({ sql, parameters }: Statement, tx: TxCtx) =>
  (await tx.db.executeQuery<{ id: string; number: string }>(CompiledQuery.raw(sql, [...parameters]))).rows;

/** Promises the goods of the confirmed ones, by warehouse and product in key order: the order in which a single one takes its locks. */
const reserve = async (tx: TxCtx, batch: readonly BatchDocument[]) => {
  const promised = batch.filter(({ order }) => order.state === "confirmed");
  for (const [warehouseId, orders] of [...Map.groupBy(promised, ({ order }) => order.warehouseId)].sort()) {
    const held = orders.flatMap(({ order }) => order.priced.lines.filter(({ stocked }) => stocked));
    if (held.length > 0) await run(reservationStatement(warehouseId, held), tx);
  }
};

/**
 * Writes orders with what belongs to them, each kind in one statement for all of them: goods promised, entries posted, orders, deliveries, then
 * the invoices in order of their days. Locks as a single order does: stock levels, period, order numbers, invoice numbers.
 */
export const writeBatch = async (tx: TxCtx, batch: readonly BatchDocument[]): Promise<WrittenBatch> => {
  if (batch.length === 0) return { numbers: new Map(), invoices: new Map() };
  await reserve(tx, batch);
  const numbers = new Map<string, string>();
  const writeOrders = async () => {
    const orders = orderStatement(batch.map(({ order }) => order));
    for (const { id, number } of await run(orders, tx)) numbers.set(id, number);
    const deliveries = batch.flatMap(({ delivery }) => delivery ?? []);
    if (deliveries.length > 0) await run(deliveryStatement(deliveries), tx);
  };
  const documents = batch.flatMap(({ invoice }) => invoice ?? []).toSorted((one, other) => (one.issuedOn < other.issuedOn ? -1 : 1));
  const issued = acceptedOf(await issueDocuments(tx, documents, writeOrders));
  for (const one of batch) tell(tx, one, numbers.get(one.order.id) ?? "");
  tx.count("orders_created_total", {}, batch.length);
  return { numbers, invoices: new Map(issued.map((invoice) => [invoice.source?.id ?? "", invoice])) };
};

const tell = (tx: TxCtx, { order, delivery }: BatchDocument, number: string) => {
  const { priced } = order;
  const told = {
    id: order.id,
    number,
    customerId: order.customerId,
    total: formatMinor(priced.totalMinor, priced.currency),
    currency: priced.currency,
  };
  tellOrder(tx, "order.created", told);
  if (order.state === "confirmed") tellOrder(tx, "order.confirmed", told);
  if (delivery) {
    const { id, kind, deliveredOn, lines } = delivery;
    tx.event({
      type: "order.delivered",
      subject: order.id,
      data: { orderId: order.id, orderNumber: number, delivery: { id, kind, deliveredOn }, lines },
    });
  }
};
