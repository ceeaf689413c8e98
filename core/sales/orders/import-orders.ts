import { CompiledQuery } from "kysely";
import { issueDocuments } from "#core/finance/invoices/issue-documents.ts";
import type { IssuedDocument } from "#core/finance/invoices/write-invoices.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { acceptedOf, defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { type DeliveryDocument, deliveryStatement } from "./deliver-order.ts";
import { contextOfOrder, type ImportContext, readImportContext } from "./import-context.ts";
import { type ImportedOrder, orderImportColumns, readImportedOrder } from "./imported-order.ts";
import type { OrderLineInput } from "./order.ts";
import { invoiceOfOrder, type OrderDocument, orderStatement, reservationStatement, tellOrder } from "./place-order.ts";
import { priceOrder } from "./price-order.ts";

type Ids = Readonly<{ customers: ReadonlyMap<string, string>; products: ReadonlyMap<string, string> }>;
type Ready = Readonly<{
  order: OrderDocument;
  imported: ImportedOrder;
  invoice: IssuedDocument | undefined;
  delivery: DeliveryDocument | undefined;
}>;

const merged = (...maps: readonly ReadonlyMap<string, string>[]) => new Map(maps.flatMap((map) => [...map]));

const idsOf = async (tx: TxCtx, orders: readonly ImportedOrder[]): Promise<Ids> => {
  const customers = orders.map(({ customer }) => customer);
  const products = orders.flatMap(({ lines }) => lines.map(({ productId }) => productId));
  return {
    customers: merged(await knownBy(tx, "finance.party", "externalId", customers), await knownBy(tx, "finance.party", "code", customers)),
    products: merged(await knownBy(tx, "sales.product", "externalId", products), await knownBy(tx, "sales.product", "sku", products)),
  };
};

const missingPart = (imported: ImportedOrder, ids: Ids, context: ImportContext, today: string): Fault | undefined => {
  const late = [imported.orderedOn, imported.deliveredOn, imported.invoicedOn].find((day) => day !== undefined && day > today);
  if (late) return invalid("import.future", `${late} is still to come.`, "/orderedOn");
  const customerId = ids.customers.get(imported.customer);
  if (!customerId || !context.customers.some(({ id }) => id === customerId))
    return invalid("import.customer", `There is no customer ${imported.customer}.`, "/customer");
  const product = imported.lines.find(({ productId }) => productId !== undefined && !ids.products.has(productId));
  if (product) return invalid("import.product", `There is no product ${product.productId}.`, "/sku");
  const { salesperson } = imported;
  return salesperson !== undefined && !(salesperson in context.salespeople)
    ? invalid("import.salesperson", `There is no user with the external id ${salesperson}.`, "/salesperson")
    : undefined;
};

const warehouseOf = ({ warehouses }: ImportContext, { warehouse }: ImportedOrder) =>
  warehouses.find(({ code, isDefault }) => (warehouse === undefined ? isDefault : code === warehouse))?.id;

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

const prepare = (tx: TxCtx, imported: ImportedOrder, ids: Ids, all: ImportContext): Outcome<Ready> => {
  const fault = missingPart(imported, ids, all, todayOf(tx));
  if (fault) return refuse(fault);
  const { customer, lines, warehouse: _w, salesperson, deliveredOn, invoicedOn, invoiceNumber, currency, number, ...facts } = imported;
  const warehouseId = warehouseOf(all, imported);
  if (!warehouseId) return refuse(invalid("import.warehouse", "There is no such active warehouse.", "/warehouse"));
  const customerId = ids.customers.get(customer) ?? "";
  const context = contextOfOrder(all, { customerId, currency, on: imported.orderedOn, warehouseId });
  const inputs = lines.map(
    (line): OrderLineInput => ({ ...line, productId: line.productId === undefined ? undefined : ids.products.get(line.productId) }),
  );
  const priced = priceOrder(context, { customerId, rounding: tx.company.rounding, lines: inputs, newId: tx.newId });
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
    rounding: tx.company.rounding,
    salespersonId: salesperson === undefined ? undefined : all.salespeople[salesperson],
    priced: priced.value,
  };
  const on = invoicedOn === undefined ? undefined : contextOfOrder(all, { customerId, currency, on: invoicedOn, warehouseId });
  const invoice = on && invoicedOn !== undefined ? invoiceOfOrder(tx, order, on, invoicedOn) : undefined;
  if (invoice && !invoice.ok) return invoice;
  return done({
    order,
    imported,
    invoice: invoice && {
      ...invoice.value,
      externalId: `order:${number}`,
      ...(invoiceNumber === undefined ? {} : { number: invoiceNumber }),
    },
    delivery: deliveredOn === undefined ? undefined : deliveryOf(tx, order, deliveredOn),
  });
};

const run = ({ sql, parameters }: Statement, tx: TxCtx) => tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));

/** Orders, promised goods by warehouse, deliveries, entries and invoices: each in one statement for all of them. */
const writeReady = async (tx: TxCtx, ready: readonly Ready[]) => {
  if (ready.length === 0) return;
  await run(orderStatement(ready.map(({ order }) => order)), tx);
  const promised = ready.filter(({ order }) => order.state === "confirmed");
  for (const [warehouseId, orders] of [...Map.groupBy(promised, ({ order }) => order.warehouseId)].sort()) {
    const held = orders.flatMap(({ order }) => order.priced.lines.filter(({ stocked }) => stocked));
    if (held.length > 0) await run(reservationStatement(warehouseId, held), tx);
  }
  const deliveries = ready.flatMap(({ delivery }) => delivery ?? []);
  if (deliveries.length > 0) await run(deliveryStatement(deliveries), tx);
  const invoices = ready.flatMap(({ invoice }) => invoice ?? []).toSorted((one, other) => (one.issuedOn < other.issuedOn ? -1 : 1));
  acceptedOf(await issueDocuments(tx, invoices));
};

const tell = (tx: TxCtx, { order, delivery }: Ready) => {
  const { priced, number = "" } = order;
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
    const context = await readImportContext(tx, {
      customers: [...new Set(ids.customers.values())],
      products: [...new Set(ids.products.values())],
      salespeople: [...new Set(fresh.flatMap(({ salesperson }) => salesperson ?? []))],
      currencies: [...new Set([...fresh.flatMap(({ currency }) => currency ?? []), tx.company.baseCurrency])],
    });
    const prepared = new Map(fresh.map((item) => [item, prepare(tx, item, ids, context)]));
    const ready = [...prepared.values()].flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
    await writeReady(tx, ready);
    for (const one of ready) tell(tx, one);
    if (ready.length > 0) tx.count("orders_created_total", {}, ready.length);
    return items.map((item): ItemResult => {
      const outcome = prepared.get(item);
      if (!outcome) return "unchanged";
      return outcome.ok ? "created" : { fault: outcome.fault };
    });
  },
});
