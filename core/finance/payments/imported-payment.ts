import * as z from "zod";
import type { Outcome } from "#core/kernel/fault.ts";
import { currencyCode, positiveAmount } from "#core/kernel/money.ts";
import { calendarDate, externalId, line } from "#core/kernel/text.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import type { Cells, ImportColumn } from "#core/platform/imports/import-kind.ts";

export const ImportedPayment = z.strictObject({
  externalId: externalId(),
  direction: z.enum(["in", "out"]).default("in"),
  party: z.string().max(200),
  method: z.string().max(40).default("bank"),
  amount: positiveAmount(),
  currency: currencyCode().optional(),
  paidOn: calendarDate(),
  reference: line(200).optional(),
  invoice: line(64).optional(),
});
export type ImportedPayment = z.infer<typeof ImportedPayment>;

export const paymentImportColumns: readonly ImportColumn[] = [
  { name: "external_id", required: true, also: ["number", "payment_id", "id"], about: "The payment's own number" },
  { name: "direction", about: "in or out; in when absent" },
  { name: "party", required: true, also: ["customer", "supplier", "customer_id", "supplier_id"], about: "External id or code" },
  { name: "amount", required: true, about: "Amount" },
  { name: "currency", about: "The party's when absent" },
  { name: "paid_on", required: true, also: ["date", "payment_date"], about: "Day of the payment" },
  { name: "method", about: "Code of a payment method; bank when absent" },
  { name: "invoice", also: ["invoice_number", "document"], about: "Number of the document it settles" },
  { name: "reference", about: "Reference" },
];

/** A payment from the cells of its row. */
export const readImportedPayment = (cells: Cells): Outcome<ImportedPayment> =>
  readBy(
    ImportedPayment,
    present({
      externalId: cells.external_id,
      direction: cells.direction?.toLowerCase(),
      party: cells.party,
      method: cells.method,
      amount: cell(cells, "amount", decimalCell),
      currency: cells.currency,
      paidOn: cell(cells, "paid_on", dateCell),
      reference: cells.reference,
      invoice: cells.invoice,
    }),
  );
