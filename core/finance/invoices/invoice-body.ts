import type { NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { Allocation } from "../open-items/read-allocations.ts";
import { type Instalment, type OfferedDiscount, percentOf } from "../payment-terms/schedule.ts";
import type { InvoiceBody, InvoiceKind, InvoiceState, InvoiceSummary } from "./invoice.ts";
import type { LineShare } from "./read-lines.ts";
import { type ChargedTax, keptTerms, type WrittenDocument } from "./write-invoices.ts";

type SummaryRow = Readonly<{
  id: string;
  kind: string;
  state: string;
  number: string | null;
  partyId: string;
  partyName: string;
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  openMinor: bigint;
  reference: string | null;
  version: number;
}>;

/** A document as lists and answers show it. */
export const invoiceSummary = (row: SummaryRow): InvoiceSummary => ({
  id: row.id,
  kind: row.kind as InvoiceKind,
  state: row.state as InvoiceState,
  number: row.number,
  party: { id: row.partyId, name: row.partyName },
  issuedOn: row.issuedOn,
  dueOn: row.dueOn,
  currency: row.currency,
  net: formatMinor(row.netMinor, row.currency),
  tax: formatMinor(row.taxMinor, row.currency),
  total: formatMinor(row.totalMinor, row.currency),
  open: formatMinor(row.openMinor, row.currency),
  reference: row.reference,
  version: row.version,
});

export type LineRow = Readonly<{
  id: string;
  position: number;
  description: string;
  productId: string | null;
  quantity: string;
  unitPrice: string;
  discountPercent: string;
  netMinor: bigint;
  taxMinor: bigint;
  accountId: string;
  taxes: unknown;
  dimensions?: readonly NamedDimension[] | undefined;
  shares?: readonly LineShare[] | null | undefined;
}>;

export const invoiceLine = (line: LineRow, currency: string): InvoiceBody["lines"][number] => ({
  id: line.id,
  position: line.position,
  description: line.description,
  productId: line.productId,
  quantity: trimDecimal(line.quantity),
  unitPrice: trimDecimal(line.unitPrice),
  discountPercent: trimDecimal(line.discountPercent),
  net: formatMinor(line.netMinor, currency),
  tax: formatMinor(line.taxMinor, currency),
  total: formatMinor(line.netMinor + line.taxMinor, currency),
  accountId: line.accountId,
  taxes: (line.taxes as ChargedTax[]).map((tax) => taxBody(tax, BigInt(tax.baseMinor), BigInt(tax.taxMinor), currency)),
  dimensions: [...(line.dimensions ?? [])],
  shares: (line.shares ?? []).map(({ percent, dimensions }) => ({ percent, dimensions: [...dimensions] })),
});

const taxBody = (tax: ChargedTax, baseMinor: bigint, taxMinor: bigint, currency: string): InvoiceBody["taxes"][number] => ({
  code: tax.code,
  rate: trimDecimal(tax.rate),
  base: formatMinor(baseMinor, currency),
  tax: formatMinor(taxMinor, currency),
  treatment: tax.treatment ?? "standard",
  category: tax.category ?? null,
  exemptionCode: tax.exemptionCode ?? null,
});

/** The sums of each tax over the lines, as printed below them. */
export const taxSums = (lines: readonly Pick<LineRow, "taxes">[], currency: string): InvoiceBody["taxes"] =>
  [
    ...Map.groupBy(
      lines.flatMap((line) => line.taxes as ChargedTax[]),
      ({ code, rate }) => `${code} ${rate}`,
    ).values(),
  ].flatMap((charged) => {
    const sum = (field: "baseMinor" | "taxMinor") => charged.reduce((total, tax) => total + BigInt(tax[field]), 0n);
    return charged[0] ? [taxBody(charged[0], sum("baseMinor"), sum("taxMinor"), currency)] : [];
  });

/** The body of a document just written, without reading it again. `number` may still be a late one. */
export const writtenInvoiceBody = (written: WrittenDocument, number: string): InvoiceBody => {
  const { document, entryId, totals, instalments } = written;
  const { discounts = [], dueOn = document.dueOn } = keptTerms(written);
  const lines = document.lines.map((line, index) => ({ ...line, productId: line.productId ?? null, position: index + 1 }));
  return {
    ...invoiceSummary({
      ...document,
      ...totals,
      dueOn,
      state: "issued",
      number,
      reference: document.reference ?? null,
      openMinor: totals.totalMinor,
      version: 1,
    }),
    notes: document.notes ?? null,
    pricesIncludeTax: document.pricesIncludeTax,
    source: document.sourceType && document.sourceId ? { type: document.sourceType, id: document.sourceId } : null,
    originalInvoiceId: document.originalInvoiceId ?? null,
    paymentTermId: document.terms?.id ?? null,
    taxedOn: document.taxedOn ?? null,
    duplicateReason: document.duplicateReason ?? null,
    ...scheduleBody(
      instalments.map((one) => ({ ...one, openMinor: one.amountMinor })),
      discounts,
      totals.totalMinor,
      document.currency,
    ),
    entryId,
    lines: lines.map((line) => invoiceLine(line, document.currency)),
    taxes: taxSums(lines, document.currency),
    allocations: [],
  };
};

/** Instalments and discounts as they are shown; a discount is told by what it would be on the whole document. */
export const scheduleBody = (
  instalments: readonly (Instalment & Readonly<{ openMinor: bigint }>)[],
  discounts: readonly OfferedDiscount[],
  totalMinor: bigint,
  currency: string,
): Pick<InvoiceBody, "instalments" | "discounts"> => ({
  instalments: instalments.map(({ dueOn, amountMinor, openMinor }) => ({
    dueOn,
    amount: formatMinor(amountMinor, currency),
    open: formatMinor(openMinor, currency),
  })),
  discounts: discounts.map(({ until, percent }) => ({ until, percent, amount: formatMinor(percentOf(totalMinor, percent), currency) })),
});

const isNote = (kind: string | null) => kind === "credit_note" || kind === "debit_note";

/** One settlement of a document. Between two documents, the note is named as what settled the other. */
export const settlementBody = (
  document: Pick<SummaryRow, "id" | "kind" | "currency">,
  { amountMinor, documentId, invoiceKind, kind, own: _, position: __, ...allocation }: Allocation,
): InvoiceBody["allocations"][number] => {
  const byNote = kind === "invoice" && isNote(document.kind);
  return {
    ...allocation,
    kind,
    paymentId: kind === "payment" ? documentId : null,
    entryId: kind === "entry" ? documentId : null,
    creditNoteId: kind === "invoice" ? (byNote && !isNote(invoiceKind) ? document.id : documentId) : null,
    invoiceId: byNote ? documentId : document.id,
    amount: formatMinor(amountMinor, document.currency),
  };
};
