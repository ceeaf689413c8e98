import { sql } from "kysely";
import type * as z from "zod";
import { listQuery } from "#core/database/list-query.ts";
import { type Terms, termsOfParty } from "#core/finance/payment-terms/schedule.ts";
import type { ChargedTax } from "#core/finance/taxes/charged-tax.ts";
import type { Db, Merge, TxCtx } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { callStatement, longerLists } from "#core/kernel/join-calls.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { OrderAddress, OrderBody } from "./order.ts";
import { orderLine, orderSummary } from "./order-body.ts";

type Reader = Readonly<{ db: Db; actor: Readonly<{ companyId: string }> }>;
type Key = Readonly<{ companyId: string; id: string }>;

const [headers, linesOf, deliveriesOf, invoicesOf] = [listQuery(), listQuery(), listQuery(), listQuery()];

const headerOf = (db: Db, locked: boolean, values: Key) =>
  headers(db, { choices: [locked], values }, ({ companyId, id }) => {
    const header = db
      .selectFrom("sales.salesOrder as o")
      .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "o.companyId").onRef("p.id", "=", "o.customerId"))
      .innerJoin("sales.customer as c", (join) => join.onRef("c.companyId", "=", "o.companyId").onRef("c.id", "=", "o.customerId"))
      .selectAll("o")
      .select(({ eb }) => [eb("c.creditLimitMinor", "is not", null).as("limited")])
      .select(["p.name as customerName", "p.paymentTermsDays as termsDays", "p.taxExempt"])
      .select([sql<Terms | null>`${sql.raw(termsOfParty("p"))}`.as("terms")])
      .where("o.companyId", "=", companyId)
      .where("o.id", "=", id);
    return locked ? header.forUpdate("o") : header;
  });

type Asked = Readonly<{ choices: readonly []; values: Key }>;

const documentsOf = (db: Db, asked: Asked) =>
  Promise.all([
    deliveriesOf(db, asked, (at) =>
      db
        .selectFrom("sales.delivery")
        .select(["id", "number", "kind", "deliveredOn"])
        .where("companyId", "=", at.companyId)
        .where("orderId", "=", at.id)
        .orderBy("id"),
    ),
    invoicesOf(db, asked, (at) =>
      db
        .selectFrom("finance.invoice")
        .select(["id", "number", "kind", "state", "totalMinor", "currency"])
        .where("companyId", "=", at.companyId)
        .where("sourceType", "=", "sales_order")
        .where("sourceId", "=", at.id)
        .orderBy("id"),
    ),
  ]);

const none: Awaited<ReturnType<typeof documentsOf>> = [[], []];

/** `drafted`: whoever asks does nothing with another order than a draft, of which there are no deliveries and invoices. */
const assemble = async ({ db, actor: { companyId } }: Reader, id: string, { locked = false, drafted = false } = {}) => {
  const asked: Asked = { choices: [], values: { companyId, id } };
  // One flush: the reads go out together, and each sees what is committed once the header's lock is held.
  const [[order], lines, [deliveries, invoices]] = await Promise.all([
    headerOf(db, locked, asked.values),
    linesOf(db, asked, (at) =>
      db
        .selectFrom("sales.salesOrderLine as l")
        // One by one, by key: joined as sets, all products of a company of some hundred were read for each order.
        .leftJoinLateral(
          (eb) =>
            eb
              .selectFrom("sales.product as of")
              .select(["of.stocked", "of.sku", "of.taxClass", "of.categoryId"])
              .whereRef("of.companyId", "=", "l.companyId")
              .whereRef("of.id", "=", "l.productId")
              .limit(1)
              .as("p"),
          (join) => join.onTrue(),
        )
        .selectAll("l")
        .select(["p.stocked", "p.sku", "p.taxClass as productTaxClass", "p.categoryId"])
        .where("l.companyId", "=", at.companyId)
        .where("l.orderId", "=", at.id)
        .orderBy("l.position"),
    ),
    drafted ? none : documentsOf(db, asked),
  ]);
  return order ? { ...order, lines, deliveries, invoices } : undefined;
};
export type LoadedOrder = NonNullable<Awaited<ReturnType<typeof assemble>>>;
export type LoadedLine = LoadedOrder["lines"][number];

/** An order with its lines, deliveries and invoices. */
export const readOrder = (reader: Reader, id: string) => assemble(reader, id);

/** Locked by their ids, whoever wants several of them. */
const byOrder: Merge = (calls) => {
  const held = (calls as readonly [string[], number[]][]).toSorted(([[left = ""]], [[right = ""]]) => (left < right ? -1 : 1));
  return longerLists(held);
};

/** Every change of an order, its lines or deliveries raises its version, so one that has the version read is the order read. */
const holdStatement = (id: string, version: number) =>
  callStatement("sales.hold_orders($1::uuid[], $2::integer[])", [[id], [version]], { turn: "held documents", merge: byOrder });

/**
 * The same with the order's row locked until COMMIT (where the command shares a transaction: from its first write on, the same as it was read or refused),
 * refused when it is not there or has another version than the caller read.
 */
export const lockOrder = async (
  tx: TxCtx,
  id: string,
  expectedVersion: number | undefined,
  { drafted = false } = {},
): Promise<Outcome<LoadedOrder>> => {
  const order = await assemble(tx, id, { locked: !tx.optimistic, drafted });
  if (!order) return refuse(missing("order", id));
  if (expectedVersion !== undefined && expectedVersion !== order.version) return refuse(stale("order", order.version));
  if (tx.optimistic) tx.defer(holdStatement(order.id, order.version));
  return done(order);
};

/** The states as Postgres derives them from the quantities, to answer without reading again. */
export const derivedStates = (lines: readonly Pick<LoadedLine, "kind" | "quantity" | "delivered" | "invoiced">[]) => {
  const products = lines.filter(({ kind }) => kind === "product");
  const state = (of: readonly Pick<LoadedLine, "quantity" | "delivered" | "invoiced">[], quantity: "delivered" | "invoiced") => {
    if (of.every((line) => Number(line[quantity]) >= Number(line.quantity))) return "full";
    return of.some((line) => Number(line[quantity]) > 0) ? "partial" : "none";
  };
  return { deliveryState: state(products, "delivered"), invoiceState: state(lines, "invoiced") };
};

export const orderBody = (order: LoadedOrder): OrderBody => ({
  ...orderSummary({ ...order, ...derivedStates(order.lines) }),
  warehouseId: order.warehouseId,
  notes: order.notes,
  shippingAddress: order.shippingAddress as z.infer<typeof OrderAddress> | null,
  lines: order.lines.map((line) => orderLine(line, order.currency)),
  deliveries: order.deliveries.map((delivery) => ({ ...delivery, kind: delivery.kind as "delivery" | "return" })),
  invoices: order.invoices.map(({ id, number, kind, state, totalMinor, currency }) => ({
    id,
    number: number ?? "",
    kind,
    state,
    total: formatMinor(totalMinor, currency),
  })),
});

/** The taxes stored with a line when it was priced. */
export const taxesOf = (line: LoadedLine) => line.taxes as unknown as readonly ChargedTax[];
