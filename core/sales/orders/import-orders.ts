import type { IssuedDocument } from "#core/finance/invoices/write-invoices.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { type BatchLookup, batchLookup, contextOfOrder, readBatchContext, warehouseIn } from "./batch-context.ts";
import type { DeliveryDocument } from "./deliver-order.ts";
import { type ImportedOrder, orderImportColumns, readImportedOrder } from "./imported-order.ts";
import type { OrderLineInput } from "./order.ts";
import type { OrderContext } from "./order-context.ts";
import type { OrderDocument } from "./order-statements.ts";
import { invoiceOfOrder } from "./place-order.ts";
import { priceOrder } from "./price-order.ts";
import { type BatchDocument, writeBatch } from "./write-batch.ts";

type Ids = Readonly<{ customers: ReadonlyMap<string, string>; products: ReadonlyMap<string, string> }>;
const merged = (...maps: readonly ReadonlyMap<string, string>[]) => new Map(maps.flatMap((map) => [...map]));

const idsOf = async (tx: TxCtx, orders: readonly ImportedOrder[]): Promise<Ids> => {
  const customers = orders.map(({ customer }) => customer);
  const products = orders.flatMap(({ lines }) => lines.map(({ productId }) => productId));
  return {
    customers: merged(await knownBy(tx, "finance.party", "externalId", customers), await knownBy(tx, "finance.party", "code", customers)),
    products: merged(await knownBy(tx, "sales.product", "externalId", products), await knownBy(tx, "sales.product", "sku", products)),
  };
};

const missingPart = (imported: ImportedOrder, ids: Ids, { all, customers }: BatchLookup, today: string): Fault | undefined => {
  const late = [imported.orderedOn, imported.deliveredOn, imported.invoicedOn].find((day) => day !== undefined && day > today);
  if (late) return invalid("import.future", `${late} is still to come.`, "/orderedOn");
  const customerId = ids.customers.get(imported.customer);
  if (!customerId || !customers.has(customerId))
    return invalid("import.customer", `There is no customer ${imported.customer}.`, "/customer");
  const product = imported.lines.find(({ productId }) => productId !== undefined && !ids.products.has(productId));
  if (product) return invalid("import.product", `There is no product ${product.productId}.`, "/sku");
  const { salesperson } = imported;
  return salesperson !== undefined && !(salesperson in all.salespeople)
    ? invalid("import.salesperson", `There is no user with the external id ${salesperson}.`, "/salesperson")
    : undefined;
};

const deliveryOf = (tx: TxCtx, order: OrderDocument, deliveredOn: string): DeliveryDocument | undefined => {
  const goods = order.priced.lines.filter(({ kind }) => kind === "product");
  if (goods.length === 0) return undefined;
  return {
    id: tx.newId(),
    kind: "delivery",
    orderId: order.id,
    warehouseId: order.warehouseId,
    deliveredOn,
    externalId: order.externalId,
    lines: goods.map(({ id, quantity, productId, stocked }) => ({
      orderLineId: id,
      quantity,
      ...(stocked ? { productId, moveId: tx.newId() } : {}),
    })),
  };
};

/** What stood in the old system is taken as it was: of customers no longer active, of products no longer sold. */
const asItStood = (context: OrderContext): OrderContext => ({
  ...context,
  customer: context.customer && { ...context.customer, active: true },
  products: context.products.map((product) => ({ ...product, state: "published" })),
});

/** The invoice at the rates of its tax point: the day of the delivery, or the invoice's own when that comes first. */
const invoiceOf = (
  tx: TxCtx,
  order: OrderDocument,
  imported: ImportedOrder,
  inputs: readonly OrderLineInput[],
  contextOn: (day: string) => OrderContext,
): Outcome<IssuedDocument | undefined> => {
  const { invoicedOn, deliveredOn = invoicedOn, invoiceNumber } = imported;
  if (invoicedOn === undefined || deliveredOn === undefined) return done(undefined);
  const taxPoint = deliveredOn < invoicedOn ? deliveredOn : invoicedOn;
  const { customerId, rounding } = order;
  const repriced = priceOrder(contextOn(taxPoint), { customerId, rounding, lines: inputs, newId: tx.newId });
  if (!repriced.ok) return repriced;
  const lines = repriced.value.lines.map((line, index) => ({ ...line, id: order.priced.lines[index]?.id ?? line.id }));
  const invoice = invoiceOfOrder(tx, { ...order, priced: { ...repriced.value, lines } }, contextOn(invoicedOn), invoicedOn);
  if (!invoice.ok) return invoice;
  const number = invoiceNumber === undefined ? {} : { number: invoiceNumber };
  return done({ ...invoice.value, externalId: `order:${imported.number}`, ...number });
};

const prepare = (tx: TxCtx, imported: ImportedOrder, ids: Ids, lookup: BatchLookup): Outcome<BatchDocument> => {
  const fault = missingPart(imported, ids, lookup, todayOf(tx));
  if (fault) return refuse(fault);
  const { customer, lines, warehouse, salesperson, deliveredOn, invoicedOn, invoiceNumber: _, currency, number, ...facts } = imported;
  const warehouseId = warehouseIn(lookup.all, ({ code, isDefault }) => (warehouse === undefined ? isDefault : code === warehouse));
  if (!warehouseId) return refuse(invalid("import.warehouse", "There is no such active warehouse.", "/warehouse"));
  const customerId = ids.customers.get(customer) ?? "";
  const inputs = lines.map(
    (line): OrderLineInput => ({ ...line, productId: line.productId === undefined ? undefined : ids.products.get(line.productId) }),
  );
  const products = inputs.map(({ productId }) => productId);
  const contextOn = (on: string) => asItStood(contextOfOrder(lookup, { customerId, currency, on, warehouseId, products }));
  const context = contextOn(imported.orderedOn);
  const { rounding } = tx.company;
  const priced = priceOrder(context, { customerId, rounding, lines: inputs, newId: tx.newId });
  if (!priced.ok) return priced;
  const order: OrderDocument = {
    ...facts,
    id: tx.newId(),
    number,
    externalId: number,
    customerId,
    customerName: context.customer?.name ?? "",
    invoiced: invoicedOn !== undefined,
    warehouseId,
    rounding,
    salespersonId: salesperson === undefined ? undefined : lookup.all.salespeople[salesperson],
    priced: priced.value,
  };
  const invoice = invoiceOf(tx, order, imported, inputs, contextOn);
  if (!invoice.ok) return invoice;
  const delivery = deliveredOn === undefined ? undefined : deliveryOf(tx, order, deliveredOn);
  return done({ order, invoice: invoice.value, delivery });
};

/**
 * Orders with their lines, as they stood in the old system: with their own numbers and dates, and what is said of delivering and invoicing done
 * on its day. Known by their number. A credit limit does not refuse what was agreed already.
 */
export const orderImport = defineImport<ImportedOrder>({
  name: "orders",
  title: "Orders",
  grant: "sales.order.write",
  columns: orderImportColumns,
  groupBy: "number",
  read: readImportedOrder,
  write: async (tx, items) => {
    const known = await knownBy(
      tx,
      "sales.salesOrder",
      "externalId",
      items.map(({ number }) => number),
    );
    const fresh = items.filter(({ number }) => !known.has(number));
    if (fresh.length === 0) return items.map(() => "unchanged");
    const ids = await idsOf(tx, fresh);
    const context = await readBatchContext(tx, {
      customers: [...new Set(ids.customers.values())],
      products: [...new Set(ids.products.values())],
      salespeople: [...new Set(fresh.flatMap(({ salesperson }) => salesperson ?? []))],
      currencies: [...new Set([...fresh.flatMap(({ currency }) => currency ?? []), tx.company.baseCurrency])],
    });
    const lookup = batchLookup(context);
    const prepared = new Map(fresh.map((item) => [item, prepare(tx, item, ids, lookup)]));
    await writeBatch(
      tx,
      [...prepared.values()].flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
    );
    return items.map((item): ItemResult => {
      const outcome = prepared.get(item);
      if (!outcome) return "unchanged";
      return outcome.ok ? "created" : { fault: outcome.fault };
    });
  },
});
