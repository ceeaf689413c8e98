import { CompiledQuery } from "kysely";
import * as z from "zod";
import { type BulkBody, BulkMode, readRows, refusedRow, refusedRows, rowsOf } from "#core/kernel/bulk.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import { writeByHalves } from "#core/kernel/write-by-halves.ts";
import { batchLookup, contextOfOrder, readBatchContext } from "./batch-context.ts";
import { batchLimits } from "./batch-limits.ts";
import { OrderInput } from "./order.ts";
import type { OrderContext } from "./order-context.ts";
import { creditStatement } from "./order-statements.ts";
import { invoiceOfOrder, orderDocument, placingFault } from "./place-order.ts";
import { type BatchDocument, writeBatch } from "./write-batch.ts";

/** Rows are read one by one, so that with `each` a bad one does not refuse the others. */
export const OrdersInput = z.strictObject({ mode: BulkMode.default("all"), orders: rowsOf(OrderInput) });
export type OrdersInput = Readonly<{ mode: z.infer<typeof BulkMode>; orders: readonly unknown[] }>;

type Placed = Readonly<{ id: string; number: string }> | Readonly<{ fault: Fault }>;

const dayOf = (tx: TxCtx, { orderedOn = todayOf(tx) }: OrderInput) => orderedOn;

const wantedBy = (tx: TxCtx, inputs: readonly OrderInput[]) => ({
  customers: [...new Set(inputs.map(({ customerId }) => customerId))],
  products: [...new Set(inputs.flatMap(({ lines }) => lines.flatMap(({ productId }) => productId ?? [])))],
  salespeople: [],
  currencies: [...new Set([...inputs.flatMap(({ currency }) => currency ?? []), tx.company.baseCurrency])],
  lines: inputs.flatMap((input, order) =>
    input.lines.flatMap(({ productId, quantity }, position) => {
      const { customerId, currency = null } = input;
      return productId === undefined ? [] : [{ order, position, customerId, currency, on: dayOf(tx, input), productId, quantity }];
    }),
  ),
});

const documentOf = (tx: TxCtx, input: OrderInput, context: OrderContext): Outcome<BatchDocument> => {
  const order = orderDocument(tx, input, context);
  if (!order.ok) return order;
  const invoice = input.invoice ? invoiceOfOrder(tx, order.value, context, order.value.orderedOn) : undefined;
  if (invoice && !invoice.ok) return invoice;
  return done({ order: order.value, invoice: invoice?.value, delivery: undefined });
};

/** Holds the credit limits of those who have one, in key order, when their orders and invoices are written: only then they count as what is owed. */
const holdCredit = async (tx: TxCtx, batch: readonly BatchDocument[], limited: ReadonlySet<string>) => {
  const customers = batch.flatMap(({ order }) => (order.state === "confirmed" && limited.has(order.customerId) ? [order.customerId] : []));
  if (customers.length === 0) return;
  const { sql, parameters } = creditStatement(customers);
  await tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
};

/** Prices and writes orders together: one statement reads what they need, and one for each kind of row writes them. */
const placeAll = async (tx: TxCtx, inputs: readonly OrderInput[]): Promise<readonly Placed[]> => {
  const context = await readBatchContext(tx, wantedBy(tx, inputs));
  const lookup = batchLookup(context);
  const limits = batchLimits(context);
  const prepared = inputs.map((input, at): Outcome<BatchDocument> => {
    const { customerId, currency, warehouseId, lines } = input;
    const on = dayOf(tx, input);
    const products = lines.map(({ productId }) => productId);
    const document = documentOf(tx, input, contextOfOrder(lookup, { at, customerId, currency, on, warehouseId, products }));
    const fault = document.ok ? limits.take(document.value.order) : undefined;
    return fault ? refuse(fault) : document;
  });
  const batch = prepared.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const limited = new Set(context.customers.flatMap(({ id, creditLeft }) => (creditLeft === null ? [] : [id])));
  const { numbers } = await writeBatch(tx, batch);
  await holdCredit(tx, batch, limited);
  return prepared.map((outcome): Placed => {
    if (!outcome.ok) return { fault: outcome.fault };
    const { id } = outcome.value.order;
    return { id, number: numbers.get(id) ?? "" };
  });
};

const unanswered = (): never => {
  throw new Error("Nothing became of a row.");
};

/**
 * Takes up to a thousand orders, as one by one but in the same few statements as one: in order of their days, then as they stand. So numbers rise with
 * the days, and goods and credit go to who comes first. Refuses as `placeOrder` does, by the row. Locks: as `placeOrder`, for all of them.
 */
export const placeOrders = command("sales.order.write", async (tx, { mode, orders }: OrdersInput): Promise<Outcome<BulkBody>> => {
  const rows = readRows(OrderInput, orders);
  if (mode === "all" && rows.some((row) => "fault" in row)) return refuse(refusedRows("orders", rows));
  const inputs = rows.flatMap((row) => ("input" in row ? [row.input] : []));
  for (const input of inputs) {
    const fault = placingFault(tx, input);
    if (fault) return refuse(fault);
  }
  const byDay = inputs.toSorted((one, other) => dayOf(tx, one).localeCompare(dayOf(tx, other)));
  const placed = await writeByHalves(tx, byDay, placeAll);
  const became = new Map(byDay.map((input, at) => [input, placed[at]]));
  const results = rows.map((row): Placed => ("input" in row ? (became.get(row.input) ?? unanswered()) : row));
  if (mode === "all" && results.some((result) => "fault" in result)) return refuse(refusedRows("orders", results));
  const created = results.filter((result) => "id" in result).length;
  return done({
    created,
    refused: results.length - created,
    results: results.map((result, index) =>
      "id" in result ? { index, status: "created", id: result.id, code: result.number } : refusedRow(index, result.fault),
    ),
  });
});
