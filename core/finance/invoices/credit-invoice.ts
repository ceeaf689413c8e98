import * as z from "zod";
import { attempt } from "#core/kernel/amount-faults.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { decimalOf, formatDecimal, powerOfTen, trimDecimal } from "#core/kernel/decimals.ts";
import { conflict, done, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { positiveQuantity } from "#core/kernel/money.ts";
import { calculateDocument } from "#core/kernel/pricing.ts";
import { deferAllocations } from "../open-items/allocations.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { settle, sharesOf } from "../open-items/settle.ts";
import { type ChargedTax, chargedTaxes, lessTaxes } from "../taxes/charged-tax.ts";
import type { InvoiceBody } from "./invoice.ts";
import { deferIssue } from "./issue-documents.ts";
import { type ExchangeSettings, exchangeSettings, invoiceSubject, issueSettings } from "./issue-settings.ts";
import { linesOf } from "./read-lines.ts";
import { type IssuedDocument, type IssuedLine, postingOf, type WrittenDocument } from "./write-invoices.ts";

/** Without lines, everything that is not credited yet. */
export const CreditInput = z.strictObject({
  issuedOn: z.iso.date().optional(),
  reason: z.string().trim().min(1).max(500),
  lines: z
    .array(z.strictObject({ lineId: z.uuid(), quantity: positiveQuantity() }))
    .min(1)
    .max(500)
    .optional(),
});
export type CreditInput = z.infer<typeof CreditInput>;

const SCALE = 6;
const units = (quantity: string) => {
  const { units: value, scale } = decimalOf(quantity);
  return value * powerOfTen(SCALE - scale);
};
const text = (value: bigint) => trimDecimal(formatDecimal({ units: value, scale: SCALE }));

/** The invoice, locked, with its lines, what is open of it and what earlier credit notes took of each line. */
const lockInvoice = async (tx: TxCtx, id: string) => {
  const company = tx.actor.companyId;
  const [[open], invoice, lines, credited] = await Promise.all([
    lockOpenDocuments(tx, null, [id]),
    tx.db
      .selectFrom("finance.invoice as i")
      .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "i.companyId").onRef("p.id", "=", "i.partyId"))
      .selectAll("i")
      .select("p.name as partyName")
      .where("i.companyId", "=", company)
      .where("i.id", "=", id)
      .executeTakeFirst(),
    linesOf(tx.db, tx.actor.companyId, id).execute(),
    tx.db
      .selectFrom("finance.invoice as c")
      .innerJoin("finance.invoiceLine as l", (join) => join.onRef("l.companyId", "=", "c.companyId").onRef("l.invoiceId", "=", "c.id"))
      .select(["l.sourceLineId", "l.quantity"])
      .where("c.companyId", "=", company)
      .where("c.originalInvoiceId", "=", id)
      .where("c.state", "<>", "draft")
      .execute(),
  ]);
  return invoice && open ? { ...invoice, lines, credited, items: open.items } : undefined;
};
type LockedInvoice = NonNullable<Awaited<ReturnType<typeof lockInvoice>>>;

const creditedOf = (invoice: LockedInvoice, lineId: string) =>
  invoice.credited.filter((line) => line.sourceLineId === lineId).reduce((sum, line) => sum + units(line.quantity), 0n);

const priceOf = (invoice: LockedInvoice, quantity: (line: LockedInvoice["lines"][number]) => bigint) =>
  calculateDocument({
    currency: invoice.currency,
    rounding: invoice.rounding as "line" | "document",
    lines: invoice.lines.map((line) => ({
      quantity: text(quantity(line)),
      unitPrice: line.unitPrice,
      discountPercents: [line.discountPercent],
      taxes: line.taxes as unknown as ChargedTax[],
    })),
  });

const leftOf = (charged: readonly ChargedTax[], priced: ReturnType<typeof priceOf>["lines"][number] | undefined) => ({
  netMinor: priced?.netMinor ?? 0n,
  taxes: chargedTaxes(charged, priced),
});

/**
 * The lines of a credit note. What is left of the invoice after it keeps the price of its quantity, so credit notes in any number of steps add up to the
 * invoice; the last one takes whatever rounding is left.
 */
const creditLines = (tx: TxCtx, invoice: LockedInvoice, quantities: ReadonlyMap<string, bigint>): IssuedLine[] => {
  const before = priceOf(invoice, (line) => units(line.quantity) - creditedOf(invoice, line.id));
  const after = priceOf(invoice, (line) => units(line.quantity) - creditedOf(invoice, line.id) - (quantities.get(line.id) ?? 0n));
  const whole = [...invoice.lines].every((line) => creditedOf(invoice, line.id) === 0n && quantities.get(line.id) === units(line.quantity));
  return invoice.lines.flatMap((line, at): IssuedLine[] => {
    const quantity = quantities.get(line.id);
    if (quantity === undefined) return [];
    const [old, now] = [before.lines[at], after.lines[at]];
    const charged = line.taxes as unknown as ChargedTax[];
    const taxes = whole ? charged : lessTaxes(chargedTaxes(charged, old), chargedTaxes(charged, now));
    return [
      {
        id: tx.newId(),
        description: line.description,
        productId: line.productId ?? undefined,
        quantity: text(quantity),
        unitPrice: line.unitPrice,
        discountPercent: line.discountPercent,
        discountMinor: whole ? line.discountMinor : (old?.discountMinor ?? 0n) - (now?.discountMinor ?? 0n),
        netMinor: whole ? line.netMinor : (old?.netMinor ?? 0n) - (now?.netMinor ?? 0n),
        taxMinor: whole ? line.taxMinor : (old?.taxMinor ?? 0n) - (now?.taxMinor ?? 0n),
        accountId: line.accountId,
        dimensionId: line.dimensionId ?? undefined,
        dimensions: line.dimensions,
        ...(line.shares && { shares: line.shares }),
        ...(line.shares && !whole && { left: { before: leftOf(charged, old), after: leftOf(charged, now) } }),
        taxes,
        sourceLineId: line.id,
      },
    ];
  });
};

const quantitiesOf = (invoice: LockedInvoice, input: CreditInput): Outcome<Map<string, bigint>> => {
  const left = (line: LockedInvoice["lines"][number]) => units(line.quantity) - creditedOf(invoice, line.id);
  if (!input.lines) {
    const all = new Map(invoice.lines.filter((line) => left(line) > 0n).map((line) => [line.id, left(line)]));
    return all.size > 0 ? done(all) : refuse(conflict("invoice.all_credited", `Invoice ${invoice.number} is credited in full already.`));
  }
  const quantities = new Map<string, bigint>();
  for (const [index, { lineId, quantity }] of input.lines.entries()) {
    const line = invoice.lines.find(({ id }) => id === lineId);
    if (!line || quantities.has(lineId))
      return refuse(invalid("invoice.line_missing", "This invoice has no such line, or it stands here twice.", `/lines/${index}/lineId`));
    if (units(quantity) > left(line))
      return refuse(invalid("invoice.too_much", `Only ${text(left(line))} can be credited.`, `/lines/${index}/quantity`));
    quantities.set(lineId, units(quantity));
  }
  return done(quantities);
};

/** A credit note of an invoice (or a debit note of a bill), inside the caller's transaction; it settles the original as far as that is open. */
export const creditInTransaction = async (
  tx: TxCtx,
  input: CreditInput & { id: string; expectedVersion?: number | undefined },
): Promise<Outcome<InvoiceBody>> => {
  const issuedOn = input.issuedOn ?? todayOf(tx);
  const [invoice, settings, exchange] = await Promise.all([
    lockInvoice(tx, input.id),
    issueSettings(tx, invoiceSubject(input.id, issuedOn)),
    exchangeSettings(tx),
  ]);
  if (!invoice) return refuse(missing("invoice", input.id));
  if (input.expectedVersion !== undefined && input.expectedVersion !== invoice.version) return refuse(stale("invoice", invoice.version));
  if (invoice.state === "draft" || (invoice.kind !== "invoice" && invoice.kind !== "bill"))
    return refuse(conflict("invoice.not_creditable", "Only an issued invoice or bill can be credited."));
  if (issuedOn < (invoice.issuedOn ?? "") || issuedOn > todayOf(tx))
    return refuse(invalid("invoice.credit_date", "A credit note is dated between its invoice and today.", "/issuedOn"));
  const quantities = quantitiesOf(invoice, input);
  if (!quantities.ok) return quantities;
  const lines = attempt(() => creditLines(tx, invoice, quantities.value));
  if (!lines.ok) return lines;
  const foreign = invoice.currency !== tx.company.baseCurrency;
  const document: IssuedDocument = {
    id: tx.newId(),
    kind: invoice.kind === "invoice" ? "credit_note" : "debit_note",
    partyId: invoice.partyId,
    partyName: invoice.partyName,
    issuedOn,
    dueOn: issuedOn,
    currency: invoice.currency,
    rounding: invoice.rounding as "line" | "document",
    pricesIncludeTax: invoice.pricesIncludeTax,
    reference: invoice.number ?? undefined,
    notes: input.reason,
    sourceType: invoice.sourceType ?? undefined,
    sourceId: invoice.sourceId ?? undefined,
    originalInvoiceId: invoice.id,
    controlAccountId: invoice.items[0]?.accountId ?? settings.controlAccountId,
    journalId: settings.journalId,
    // At the invoice's own rate, so that crediting a foreign invoice in full leaves nothing behind.
    ...(foreign ? { exchange: { from: invoice.currency, to: tx.company.baseCurrency, rate: rateOf(invoice) } } : {}),
    lines: lines.value,
  };
  const issued = deferIssue(tx, document);
  if (!issued.ok) return issued;
  const { totals } = postingOf(document, tx.newId());
  settleOriginal(tx, invoice, { document, totals, entryId: issued.value.entryId ?? "" }, exchange);
  return issued;
};

const rateOf = (invoice: LockedInvoice) => {
  const digits = 12n;
  const scaled = (invoice.companyMinor * 10n ** digits * 2n + invoice.totalMinor) / (invoice.totalMinor * 2n);
  return formatDecimal({ units: scaled, scale: Number(digits) });
};

/** The control line of a note is the first of its entry. */
const CONTROL_LINE = 1;

/** The note settles what is open of its original, the instalment due first going first; the rest stays open on the note. */
const settleOriginal = (
  tx: TxCtx,
  invoice: LockedInvoice,
  note: Pick<WrittenDocument, "document" | "totals" | "entryId">,
  exchange: ExchangeSettings,
) => {
  const { document, totals, entryId } = note;
  const debit = document.kind === "debit_note";
  const shares = sharesOf(invoice.items, totals.totalMinor);
  const funds = {
    entryId,
    position: CONTROL_LINE,
    debit,
    leftMinor: totals.totalMinor,
    leftCompanyMinor: totals.companyMinor,
    effectiveOn: document.issuedOn,
  };
  const { edges } = settle(tx, funds, shares, document.issuedOn);
  const { partyId, partyName, currency, controlAccountId } = document;
  deferAllocations(tx, edges, { ...exchange, partyId, partyName, currency, controlAccountId });
};

/**
 * Credits an issued invoice or bill, whole or by line: the note gets the next number of its series, posts the mirrored entry and settles the original as far
 * as it is open; the rest stays open on the note. Refuses more than is left. Locks: the invoice, then the counter.
 */
export const creditInvoice = command("finance.invoice.credit", creditInTransaction);
