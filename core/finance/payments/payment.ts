import * as z from "zod";
import { currencyCode, positiveAmount } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

/** A document, a payment of the other direction (what a customer paid too much is refunded by naming it), or an entry by hand. */
export const AllocationInput = z
  .strictObject({
    invoiceId: z.uuid().optional(),
    paymentId: z.uuid().optional(),
    entryId: z.uuid().optional().describe("An entry by hand that put something on the account of the party."),
    amount: positiveAmount().describe("Of the payment's money."),
    discount: z
      .union([z.literal("take"), positiveAmount()])
      .optional()
      .describe("Taken off besides, for paying early: all that this money earns, or less."),
    writeOff: z
      .strictObject({ amount: positiveAmount(), reason: line(200), accountId: z.uuid().optional() })
      .optional()
      .describe("A small rest that is given up, within the company's limit."),
  })
  .refine(({ invoiceId, paymentId, entryId }) => [invoiceId, paymentId, entryId].filter((id) => id !== undefined).length === 1, {
    message: "Name either a document, a payment or an entry.",
    path: ["invoiceId"],
  });
export type AllocationInput = z.infer<typeof AllocationInput>;
export type AllocationWish = "oldest" | readonly AllocationInput[];

/** `in` is money received (for invoices), `out` money paid (for bills, or refunds of credit notes). `allocations: "oldest"` settles what is due first. */
export const PaymentInput = z.strictObject({
  direction: z.enum(["in", "out"]).default("in"),
  partyId: z.uuid(),
  method: z.string().trim().min(1).max(40).default("bank"),
  amount: positiveAmount(),
  currency: currencyCode().optional(),
  accountAmount: z
    .strictObject({ currency: currencyCode(), amount: positiveAmount() })
    .optional()
    .describe(
      "What came to or left the account of the method, where that is kept in another currency than what was paid, as the bank says.",
    ),
  paidOn: z.iso.date().optional(),
  reference: z.string().trim().max(200).optional(),
  payeeAccountId: z
    .uuid()
    .optional()
    .describe("Of money paid out: the account of the payee that was looked at; refused when another one holds on that day."),
  allocations: z.union([z.literal("oldest"), z.array(AllocationInput).max(500)]).default([]),
});
export type PaymentInput = z.infer<typeof PaymentInput>;
export const AllocateInput = z.strictObject({ allocations: z.union([z.literal("oldest"), z.array(AllocationInput).min(1).max(500)]) });
export type AllocateInput = z.infer<typeof AllocateInput>;

export const PaymentSummary = z
  .object({
    id: z.uuid(),
    number: z.string(),
    direction: z.enum(["in", "out"]),
    state: z.enum(["posted", "reversed"]),
    party: z.object({ id: z.uuid(), name: z.string() }),
    method: z.string(),
    paidOn: z.iso.date(),
    currency: z.string(),
    amount: z.string(),
    unallocated: z.string(),
    reference: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: "PaymentSummary" });
export type PaymentSummary = z.infer<typeof PaymentSummary>;
export const PaymentBody = PaymentSummary.extend({
  entryId: z.uuid(),
  accountAmount: z
    .object({ currency: z.string(), amount: z.string() })
    .nullable()
    .describe("What came to or left the account, where that is kept in another currency."),
  payeeAccount: z
    .object({ id: z.uuid(), hint: z.string() })
    .nullable()
    .describe("Of money paid out: the account of the payee that held on that day."),
  allocations: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["payment", "discount", "write_off"]).describe("What settled the document: the money, or what was taken off with it."),
      invoiceId: z.uuid().nullable().describe("The document it settled."),
      paymentId: z.uuid().nullable().describe("Or the payment of the other direction."),
      entryId: z.uuid().nullable().describe("Or the entry by hand."),
      invoiceNumber: z.string().describe("The number of either."),
      amount: z.string(),
      allocatedOn: z.iso.date(),
      undoneOn: z.iso.date().nullable(),
    }),
  ),
}).meta({ id: "Payment" });
export type PaymentBody = z.infer<typeof PaymentBody>;

export const PaymentFilter = PageQuery.extend({
  direction: z.enum(["in", "out"]).optional(),
  partyId: z.uuid().optional(),
  unallocated: z.stringbool().optional(),
  paidFrom: z.iso.date().optional(),
  paidTo: z.iso.date().optional(),
  sort: z.enum(["-created", "paidOn", "-paidOn", "number", "-number", "amount", "-amount"]).default("-created"),
});
export type PaymentFilter = z.infer<typeof PaymentFilter>;
export const PaymentPage = PageOf(PaymentSummary);
