import type { InvoiceBody } from "#core/finance/invoices/invoice.ts";
import { deferIssue } from "#core/finance/invoices/issue-documents.ts";
import type { IssuedDocument } from "#core/finance/invoices/write-invoices.ts";
import { addDays, todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { OrderInput, PlacedOrder } from "./order.ts";
import { orderLine, orderSummary } from "./order-body.ts";
import { accountFor, type OrderContext, readOrderContext } from "./order-context.ts";
import { creditStatement, type OrderDocument, orderStatement, reservationStatement } from "./order-statements.ts";
import { priceOrder } from "./price-order.ts";

export const rateMissing = (currency: string, on: string) =>
  invalid("rate.missing", `There is no exchange rate for ${currency} on or before ${on}.`, "/currency");

/** The invoice of a whole order, line by line as ordered. */
export const invoiceOfOrder = (tx: TxCtx, order: OrderDocument, context: OrderContext, issuedOn: string): Outcome<IssuedDocument> => {
  const { currency } = order.priced;
  const base = tx.company.baseCurrency;
  if (currency !== base && context.rate === null) return refuse(rateMissing(currency, issuedOn));
  return done({
    id: tx.newId(),
    kind: "invoice",
    partyId: order.customerId,
    partyName: order.customerName,
    issuedOn,
    dueOn: addDays(issuedOn, context.customer?.termsDays ?? 0),
    terms: context.customer?.terms,
    currency,
    rounding: order.rounding,
    pricesIncludeTax: order.priced.pricesIncludeTax,
    reference: order.customerReference,
    sourceType: "sales_order",
    sourceId: order.id,
    controlAccountId: accountFor(context.rules, "receivable", { party: order.customerId }),
    journalId: context.salesJournalId,
    ...(currency === base ? {} : { exchange: { from: currency, to: base, rate: context.rate ?? "" } }),
    lines: order.priced.lines.map(({ kind: _k, stocked: _s, ...line }) => ({ ...line, id: tx.newId(), sourceLineId: line.id })),
  });
};

const bodyOf = (order: OrderDocument, number: string, invoice: InvoiceBody | undefined): PlacedOrder => {
  const { priced } = order;
  const states = {
    deliveryState: priced.lines.some(({ kind }) => kind === "product") ? "none" : "full",
    invoiceState: order.invoiced ? "full" : "none",
  };
  return {
    ...orderSummary({
      ...order,
      ...states,
      number,
      currency: priced.currency,
      netMinor: priced.netMinor,
      taxMinor: priced.taxMinor,
      totalMinor: priced.totalMinor,
      requestedOn: order.requestedOn ?? null,
      customerReference: order.customerReference ?? null,
      version: 1,
    }),
    warehouseId: order.warehouseId,
    notes: order.notes ?? null,
    shippingAddress: (order.shippingAddress as PlacedOrder["shippingAddress"]) ?? null,
    lines: priced.lines.map((line, index) =>
      orderLine(
        {
          ...line,
          productId: line.productId ?? null,
          position: index + 1,
          delivered: "0",
          returned: "0",
          invoiced: order.invoiced ? line.quantity : "0",
        },
        priced.currency,
      ),
    ),
    deliveries: [],
    invoices: invoice
      ? [{ id: invoice.id, number: invoice.number ?? "", kind: invoice.kind, state: invoice.state, total: invoice.total }]
      : [],
    ...(invoice ? { invoice } : {}),
  };
};

export const tellOrder = (
  tx: TxCtx,
  type: string,
  order: Readonly<{ id: string; number: string; customerId: string; total: string; currency: string; externalId?: string | undefined }>,
) => {
  tx.audit({
    action: type,
    subjectType: "order",
    subjectId: order.id,
    after: { number: order.number, total: order.total, currency: order.currency },
  });
  tx.event({ type, subject: order.id, data: order });
};

/** Writes one order (and its invoice) in the last round trip: postings first, then goods, then the numbers, then credit (what is invoiced counts), then COMMIT. */
const deferOrder = (tx: TxCtx, order: OrderDocument, context: OrderContext): Outcome<PlacedOrder> => {
  const number = order.number ?? tx.lateNumber("sales_order");
  const held = order.state === "confirmed" ? order.priced.lines.filter(({ stocked }) => stocked) : [];
  let invoice: InvoiceBody | undefined;
  const writeOrder = () => {
    if (held.length > 0) tx.defer(reservationStatement(order.warehouseId, held));
    tx.defer(orderStatement([order]));
  };
  if (order.invoiced) {
    const document = invoiceOfOrder(tx, order, context, order.orderedOn);
    if (!document.ok) return document;
    const issued = deferIssue(tx, document.value, writeOrder);
    if (!issued.ok) return issued;
    invoice = issued.value;
  } else writeOrder();
  if (order.state === "confirmed" && context.customer?.limited) tx.defer(creditStatement([order.customerId]));
  const body = bodyOf(order, number, invoice);
  const told = { id: order.id, number, customerId: order.customerId, total: body.total, currency: body.currency };
  tellOrder(tx, "order.created", told);
  if (order.state === "confirmed") tellOrder(tx, "order.confirmed", told);
  tx.count("orders_created_total");
  return done(body);
};

/** Confirming and invoicing in the same call need their own permissions. */
export const placingFault = (tx: TxCtx, { confirm, invoice }: Pick<OrderInput, "confirm" | "invoice">) => {
  if (confirm && !tx.actor.grants.has("sales.order.confirm")) return forbidden("sales.order.confirm");
  return invoice && !tx.actor.grants.has("finance.invoice.issue") ? forbidden("finance.invoice.issue") : undefined;
};

/** The order as it will be written: priced for its customer, with its state, day and warehouse. */
export const orderDocument = (tx: TxCtx, input: OrderInput, context: OrderContext): Outcome<OrderDocument> => {
  const today = todayOf(tx);
  const { confirm, invoice, lines, currency: _, orderedOn = today, ...facts } = input;
  if (orderedOn > today) return refuse(invalid("order.future_date", "An order cannot be taken in the future.", "/orderedOn"));
  const { rounding } = tx.company;
  const priced = priceOrder(context, { customerId: input.customerId, rounding, lines, newId: tx.newId });
  if (!priced.ok) return priced;
  if (!context.warehouseId) return refuse(invalid("order.warehouse_missing", "There is no such active warehouse.", "/warehouseId"));
  return done({
    ...facts,
    id: tx.newId(),
    customerName: context.customer?.name ?? "",
    state: confirm || invoice ? "confirmed" : "draft",
    invoiced: invoice,
    warehouseId: context.warehouseId,
    rounding,
    orderedOn,
    priced: priced.value,
  });
};

/**
 * Takes an order: prices it for the customer and stores it as a draft, or confirmed (`confirm`), or confirmed and invoiced (`invoice`), in two round
 * trips. Refuses an unknown or inactive customer, products without a price, too little stock, an exceeded credit limit, a missing exchange rate, a
 * closed period. Locks: the stock levels of its goods in key order, a limited customer, the counters of order and invoice numbers.
 */
export const placeOrder = command(
  "sales.order.write",
  async (tx, input: OrderInput): Promise<Outcome<PlacedOrder>> => {
    const fault = placingFault(tx, input);
    if (fault) return refuse(fault);
    const context = await readOrderContext(tx, {
      customerId: input.customerId,
      currency: input.currency ?? null,
      on: input.orderedOn ?? todayOf(tx),
      warehouseId: input.warehouseId ?? null,
      lines: input.lines.map(({ productId = null, quantity, taxClass = null, kind }, position) => ({
        position,
        productId,
        quantity,
        taxClass: taxClass ?? (kind === "product" ? null : "standard"),
      })),
    });
    const order = orderDocument(tx, input, context);
    return order.ok ? deferOrder(tx, order.value, context) : order;
  },
  { grouped: true },
);
