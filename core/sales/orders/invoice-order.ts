import * as z from "zod";
import { deferIssue } from "#core/finance/invoices/issue-documents.ts";
import { issueSettings, type Subject } from "#core/finance/invoices/issue-settings.ts";
import type { IssuedDocument, IssuedLine } from "#core/finance/invoices/write-invoices.ts";
import { type ChargedTax, chargedTaxes, lessTaxes } from "#core/finance/taxes/charged-tax.ts";
import { attempt } from "#core/kernel/amount-faults.ts";
import { addDays, todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calculateDocument } from "#core/kernel/pricing.ts";
import { wrongStatus } from "./confirm-order.ts";
import { counted, DeliveryLineInput, dayOf, type Movement } from "./deliver-order.ts";
import { derivedStates, type LoadedOrder, lockOrder, orderBody } from "./load-order.ts";
import type { InvoicedOrder } from "./order.ts";
import { changeStatement } from "./order-statements.ts";
import { rateMissing } from "./place-order.ts";
import { millionths, quantityOf } from "./quantities.ts";
import { readTaxFacts, type TaxFacts, taxesAt, taxPointOf } from "./tax-point.ts";

onConstraint("not_over_invoiced", conflict("order.over_invoiced", "More than ordered cannot be invoiced."));

/** Without lines, what is not invoiced yet: all of it, or with `delivered` only what has been delivered. */
export const OrderInvoiceInput = z.strictObject({
  issuedOn: z.iso.date().optional(),
  only: z.enum(["all", "delivered"]).default("all"),
  lines: z.array(DeliveryLineInput).min(1).max(500).optional(),
});
export type OrderInvoiceInput = z.infer<typeof OrderInvoiceInput>;

const orderSubject = (orderId: string, on: string): Subject => ({
  on,
  sql: "select o.customer_id as party_id, o.currency, 'invoice' as kind from sales.sales_order o where o.company_id = $1 and o.id = $3",
  parameters: [orderId],
});

const select = (order: LoadedOrder, input: OrderInvoiceInput): Outcome<Movement[]> => {
  const open = (line: LoadedOrder["lines"][number]) => millionths(line.quantity) - millionths(line.invoiced);
  const due = (line: LoadedOrder["lines"][number]) =>
    input.only === "delivered" && line.kind === "product"
      ? millionths(line.delivered) - millionths(line.returned) - millionths(line.invoiced)
      : open(line);
  if (!input.lines) {
    const movements = order.lines.filter((line) => due(line) > 0n).map((line) => ({ line, quantity: quantityOf(due(line)) }));
    return movements.length > 0
      ? done(movements)
      : refuse(conflict("order.nothing_left", `Nothing of order ${order.number} is left to be invoiced.`));
  }
  const movements: Movement[] = [];
  for (const [index, { lineId, quantity }] of input.lines.entries()) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line || movements.some((movement) => movement.line === line))
      return refuse(invalid("order.line_missing", "This order has no such line, or it stands here twice.", `/lines/${index}/lineId`));
    if (millionths(quantity) > open(line))
      return refuse(invalid("order.too_much", `Only ${quantityOf(open(line))} can be invoiced.`, `/lines/${index}/quantity`));
    movements.push({ line, quantity });
  }
  return done(movements);
};

type TaxesOfLine = ReadonlyMap<LoadedOrder["lines"][number], readonly ChargedTax[]>;

/** The taxes of each line at its tax point; of a line that is not moved, at the invoice's day. */
const taxesOn = (order: LoadedOrder, movements: readonly Movement[], facts: TaxFacts, issuedOn: string): TaxesOfLine =>
  new Map(
    order.lines.map((line) => {
      const moved = movements.find((movement) => movement.line.id === line.id);
      return [line, taxesAt(line, facts, moved ? taxPointOf(order, facts, line, millionths(moved.quantity), issuedOn) : issuedOn)];
    }),
  );

const priceAt = (order: LoadedOrder, taxes: TaxesOfLine, quantityOfLine: (line: LoadedOrder["lines"][number]) => bigint) =>
  calculateDocument({
    currency: order.currency,
    rounding: order.rounding as "line" | "document",
    lines: order.lines.map((line) => ({
      quantity: quantityOf(quantityOfLine(line)),
      unitPrice: line.unitPrice,
      discountPercents: [line.discountPercent],
      taxes: taxes.get(line) ?? [],
    })),
  });

/**
 * The invoice lines of a part: the price of everything invoiced so far and now, less the price of everything invoiced so far. However an order is cut
 * into invoices, they add up to the order to the penny, and tax is charged at the rates of each part's tax point.
 */
const partialLines = (tx: Pick<TxCtx, "newId">, order: LoadedOrder, movements: readonly Movement[], taxes: TaxesOfLine): IssuedLine[] => {
  const moved = (line: LoadedOrder["lines"][number]) =>
    millionths(movements.find((movement) => movement.line.id === line.id)?.quantity ?? "0");
  const before = priceAt(order, taxes, (line) => millionths(line.invoiced));
  const after = priceAt(order, taxes, (line) => millionths(line.invoiced) + moved(line));
  return movements.map(({ line, quantity }): IssuedLine => {
    const at = order.lines.indexOf(line);
    const [old, now] = [before.lines[at], after.lines[at]];
    const difference = (field: "discountMinor" | "netMinor" | "taxMinor") => (now?.[field] ?? 0n) - (old?.[field] ?? 0n);
    const charged = taxes.get(line) ?? [];
    return {
      id: tx.newId(),
      description: line.description,
      productId: line.productId ?? undefined,
      quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      discountMinor: difference("discountMinor"),
      netMinor: difference("netMinor"),
      taxMinor: difference("taxMinor"),
      accountId: line.accountId,
      taxes: lessTaxes(chargedTaxes(charged, now), chargedTaxes(charged, old)),
      sourceLineId: line.id,
    };
  });
};

const invoicedStatement = (order: LoadedOrder, movements: readonly Movement[]): Statement =>
  changeStatement({
    id: order.id,
    invoiceState: derivedStates(counted(order, movements, "invoiced").lines).invoiceState,
    lines: movements.map(({ line, quantity }) => ({ id: line.id, invoiced: quantity })),
  });

/**
 * Invoices a confirmed order, whole or in part, in two round trips; the entry is posted and the number taken in the last. Refuses more than is left, a
 * day to come or before the last invoice's, a closed period, a missing rate. Locks: the order, then the invoice counter.
 */
export const invoiceOrder = command(
  "finance.invoice.issue",
  async (tx, input: OrderInvoiceInput & { id: string; expectedVersion?: number | undefined }): Promise<Outcome<InvoicedOrder>> => {
    const [locked, facts, settings] = await Promise.all([
      lockOrder(tx, input.id, input.expectedVersion),
      readTaxFacts(tx, input.id),
      issueSettings(tx, orderSubject(input.id, input.issuedOn ?? todayOf(tx))),
    ]);
    if (!locked.ok) return locked;
    const order = locked.value;
    if (order.state !== "confirmed") return refuse(wrongStatus(order, "invoiced"));
    const movements = select(order, input);
    if (!movements.ok) return movements;
    const issuedOn = dayOf(tx, input.issuedOn, order.orderedOn, "/issuedOn");
    if (!issuedOn.ok) return issuedOn;
    const foreign = order.currency !== tx.company.baseCurrency;
    if (foreign && settings.rate === null) return refuse(rateMissing(order.currency, issuedOn.value));
    const lines = attempt(() => partialLines(tx, order, movements.value, taxesOn(order, movements.value, facts, issuedOn.value)));
    if (!lines.ok) return lines;
    const document: IssuedDocument = {
      id: tx.newId(),
      kind: "invoice",
      partyId: order.customerId,
      partyName: order.customerName,
      issuedOn: issuedOn.value,
      dueOn: addDays(issuedOn.value, order.termsDays),
      terms: order.terms,
      currency: order.currency,
      rounding: order.rounding as "line" | "document",
      pricesIncludeTax: order.pricesIncludeTax,
      reference: order.customerReference ?? undefined,
      sourceType: "sales_order",
      sourceId: order.id,
      controlAccountId: settings.controlAccountId,
      journalId: settings.journalId,
      ...(foreign ? { exchange: { from: order.currency, to: tx.company.baseCurrency, rate: settings.rate ?? "" } } : {}),
      lines: lines.value,
    };
    const issued = deferIssue(tx, document, () => tx.defer(invoicedStatement(order, movements.value)));
    if (!issued.ok) return issued;
    tx.audit({
      action: "order.invoiced",
      subjectType: "order",
      subjectId: order.id,
      after: { invoiceId: document.id, lines: movements.value.map(({ line, quantity }) => ({ lineId: line.id, quantity })) },
    });
    return done({ ...orderBody(counted(order, movements.value, "invoiced")), invoice: issued.value });
  },
  { grouped: true },
);
