import * as z from "zod";
import { LineDimensions, NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { Shares } from "#core/finance/splits/split.ts";
import { currencyCode, percentage, positiveQuantity, signedUnitPrice } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { TAX_CATEGORIES } from "../taxes/charged-tax.ts";

export const INVOICE_KINDS = ["invoice", "credit_note", "bill", "debit_note"] as const;
export const INVOICE_STATES = ["draft", "issued", "part_paid", "paid", "credited"] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];
export type InvoiceState = (typeof INVOICE_STATES)[number];

const LineFields = z.strictObject({
  description: z.string().trim().min(1).max(500),
  quantity: positiveQuantity(),
  unitPrice: signedUnitPrice().describe("A price below zero is an allowance."),
  discountPercent: percentage().optional(),
  accountId: z.uuid().optional(),
  productId: z.uuid().optional(),
  taxCodes: z.array(z.string().min(1).max(40)).max(5).optional(),
  dimensions: LineDimensions.optional(),
  shares: Shares.optional().describe(
    "Splits what the line is posted as, not the line: each share goes to these dimensions beside the line's.",
  ),
  splitId: z.uuid().optional().describe("Splits it by a saved split instead, as that is when the draft is kept."),
});
/** One line as a person writes it. Without an account, the company's account for sales (or purchases) is used. */
export const InvoiceLineInput = LineFields.refine(({ shares, splitId }) => shares === undefined || splitId === undefined, {
  message: "Write either shares or a saved split.",
  path: ["splitId"],
});
export type InvoiceLineInput = z.infer<typeof InvoiceLineInput>;

export const InvoiceInput = z.strictObject({
  kind: z.enum(["invoice", "bill"]).default("invoice"),
  partyId: z.uuid(),
  currency: currencyCode().optional(),
  pricesIncludeTax: z.boolean().default(false),
  reference: z.string().trim().max(200).optional(),
  notes: z.string().trim().max(4000).optional(),
  paymentTermId: z.uuid().optional().describe("Default: the party's terms."),
  taxedOn: calendarDate()
    .optional()
    .describe(
      "Tax point: the day whose rates it bears, such as that of the delivery. Default: the day it is issued on; then a draft with rates of another day is not issued.",
    ),
  duplicateReason: line(200).optional().describe("Why a bill is entered although the supplier's number stands on another one."),
  lines: z.array(InvoiceLineInput).min(1).max(500),
});
export type InvoiceInput = z.infer<typeof InvoiceInput>;

/** What a draft is to hold instead: all of it, as it is drafted. */
export const DraftChange = InvoiceInput.extend({ kind: z.enum(["invoice", "bill"]).optional().describe("It stays what it is.") });
export type DraftChange = z.infer<typeof DraftChange>;

/** Without dates: issued today, due by the party's terms. */
export const IssueInput = z.strictObject({ issuedOn: z.iso.date().optional(), dueOn: z.iso.date().optional() });

export const TaxAmountBody = z.object({
  code: z.string(),
  rate: z.string(),
  base: z.string(),
  tax: z.string(),
  treatment: z.enum(["standard", "reverse_charge", "withholding"]).describe("Added to the total, not part of it, or kept back from it."),
  category: z.enum(TAX_CATEGORIES).nullable().describe("Of EN 16931."),
  exemptionCode: z.string().nullable(),
});
export const InvoiceLineBody = z.object({
  id: z.uuid(),
  position: z.number().int(),
  description: z.string(),
  productId: z.uuid().nullable(),
  quantity: z.string(),
  unitPrice: z.string(),
  discountPercent: z.string(),
  net: z.string(),
  tax: z.string(),
  total: z.string(),
  accountId: z.uuid(),
  taxes: z.array(TaxAmountBody),
  dimensions: z.array(NamedDimension),
  shares: z
    .array(z.object({ percent: z.string().meta({ example: "62.5" }), dimensions: z.array(NamedDimension) }))
    .describe("How the line is split; nothing when it is not."),
});
export const InvoiceSummary = z
  .object({
    id: z.uuid(),
    kind: z.enum(INVOICE_KINDS),
    state: z.enum(INVOICE_STATES),
    number: z.string().nullable(),
    party: z.object({ id: z.uuid(), name: z.string() }),
    issuedOn: z.iso.date().nullable(),
    dueOn: z.iso.date().nullable(),
    currency: z.string(),
    net: z.string(),
    tax: z.string(),
    total: z.string(),
    open: z.string(),
    reference: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: "InvoiceSummary" });
export type InvoiceSummary = z.infer<typeof InvoiceSummary>;
export const InvoiceBody = InvoiceSummary.extend({
  notes: z.string().nullable(),
  pricesIncludeTax: z.boolean(),
  source: z.object({ type: z.string(), id: z.uuid() }).nullable(),
  originalInvoiceId: z.uuid().nullable(),
  paymentTermId: z.uuid().nullable(),
  taxedOn: z.iso.date().nullable().describe("Tax point, where it was said."),
  duplicateReason: z.string().nullable(),
  instalments: z
    .array(z.object({ dueOn: z.iso.date(), amount: z.string(), open: z.string() }))
    .describe("Of a draft: as they would be if it were issued today."),
  discounts: z.array(z.object({ until: z.iso.date(), percent: z.string(), amount: z.string() })).describe("For paying early."),
  entryId: z.uuid().nullable(),
  lines: z.array(InvoiceLineBody),
  taxes: z.array(TaxAmountBody),
  allocations: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["payment", "invoice", "discount", "write_off", "reversal", "entry"]).describe("What stands on the other side."),
      paymentId: z.uuid().nullable(),
      creditNoteId: z.uuid().nullable(),
      entryId: z.uuid().nullable().describe("The entry by hand on the other side."),
      invoiceId: z.uuid(),
      number: z.string().nullable().describe("Of what stands on the other side."),
      amount: z.string(),
      allocatedOn: z.iso.date(),
      undoneOn: z.iso.date().nullable(),
    }),
  ),
}).meta({ id: "Invoice" });
export type InvoiceBody = z.infer<typeof InvoiceBody>;

export const InvoiceFilter = PageQuery.extend({
  kind: z.enum(INVOICE_KINDS).optional(),
  state: z.enum(INVOICE_STATES).optional(),
  partyId: z.uuid().optional(),
  open: z.stringbool().optional(),
  issuedFrom: z.iso.date().optional(),
  issuedTo: z.iso.date().optional(),
  sort: z.enum(["-created", "issuedOn", "-issuedOn", "dueOn", "-dueOn", "number", "-number", "total", "-total"]).default("-created"),
});
export type InvoiceFilter = z.infer<typeof InvoiceFilter>;
export const InvoicePage = PageOf(InvoiceSummary);
