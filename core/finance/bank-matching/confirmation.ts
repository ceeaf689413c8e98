import * as z from "zod";
import { LineDimensions } from "#core/finance/dimensions/dimension.ts";
import { amount, currencyCode, positiveAmount } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { AllocationInput } from "../payments/payment.ts";

const signed = () =>
  amount().describe("With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign.");

/** Money of a party, and the documents it settles; `paid` says what was paid in another currency than the account's. */
const PaymentPart = z.strictObject({
  kind: z.literal("payment"),
  amount: signed(),
  partyId: z.uuid(),
  allocations: z
    .array(AllocationInput)
    .max(100)
    .default([])
    .describe("What the money settles; a discount or a small rest may be taken off besides."),
  paid: z.strictObject({ currency: currencyCode(), amount: positiveAmount() }).optional(),
  detail: z.number().int().min(0).max(999).optional().describe("Which payment of a batch it is, from 0 on."),
});

/** An entry against an account: charges, interest, whatever has no document. */
const EntryPart = z.strictObject({
  kind: z.literal("entry"),
  amount: signed(),
  accountId: z.uuid(),
  partyId: z.uuid().optional(),
  dimensions: LineDimensions.optional(),
  taxCodeId: z.uuid().optional().describe("A tax that the amount includes."),
  description: line(500).optional(),
});

/** A posting that is there already, as of a payment recorded before. */
const ExistingPart = z.strictObject({
  kind: z.literal("existing"),
  amount: signed().optional(),
  entryId: z.uuid(),
  position: z.number().int().min(1).max(1000),
});

/** Money between two bank accounts of the company; with `lineId` the line of the other account is matched too. */
const TransferPart = z.strictObject({
  kind: z.literal("transfer"),
  amount: signed(),
  bankAccountId: z.uuid(),
  lineId: z.uuid().optional(),
});

/** A payment that came back: it is taken back on the day of the line, and what it settled is open again. */
const ReturnPart = z.strictObject({ kind: z.literal("return"), amount: signed(), paymentId: z.uuid() });

export const MatchPart = z.discriminatedUnion("kind", [PaymentPart, EntryPart, ExistingPart, TransferPart, ReturnPart]);
export type MatchPart = z.infer<typeof MatchPart>;
export type PaymentPart = z.infer<typeof PaymentPart>;
export type EntryPart = z.infer<typeof EntryPart>;
export type ExistingPart = z.infer<typeof ExistingPart>;
export type TransferPart = z.infer<typeof TransferPart>;
export type ReturnPart = z.infer<typeof ReturnPart>;

export const Reason = z.object({
  code: z.enum([
    "amount",
    "reference",
    "number",
    "account",
    "name",
    "date",
    "rule",
    "batch",
    "sum",
    "own_account",
    "currency",
    "several",
    "return",
  ]),
  points: z.number().int(),
  text: z.string(),
});
export type Reason = z.infer<typeof Reason>;

const example = {
  lines: [
    {
      lineId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
      parts: [{ kind: "entry", amount: "-12.50", accountId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709", description: "Account fee" }],
    },
  ],
};

export const ConfirmInput = z
  .strictObject({
    lines: z
      .array(z.strictObject({ lineId: z.uuid(), parts: z.array(MatchPart).min(1).max(100) }))
      .min(1)
      .max(50)
      .describe("Lines of one bank account. Parts that come to less than a line leave the rest of it open."),
    origin: z.enum(["suggestion", "manual"]).default("manual"),
    score: z.number().int().min(0).max(100).optional().describe("Of the suggestion that is confirmed."),
    reasons: z.array(Reason).max(20).default([]),
  })
  .meta({ example });
export type ConfirmInput = z.infer<typeof ConfirmInput>;

export const UndoInput = z
  .strictObject({
    reason: line(500),
    on: calendarDate().optional().describe("Day of the entries that take back what was posted. Default: the day of what they take back."),
  })
  .meta({ example: { reason: "It was the other invoice" } });
export type UndoInput = z.infer<typeof UndoInput>;

export const ConfirmationBody = z
  .object({
    id: z.uuid(),
    bankAccountId: z.uuid(),
    state: z.enum(["confirmed", "undone"]),
    origin: z.enum(["suggestion", "manual", "rule"]),
    ruleId: z.string().nullable(),
    score: z.number().int().nullable(),
    reasons: z.array(Reason),
    matches: z.array(
      z.object({
        lineId: z.uuid(),
        bookedOn: z.string(),
        amount: z.string(),
        entryId: z.uuid(),
        entryPosition: z.number().int(),
        description: z.string(),
        paymentId: z.string().nullable(),
      }),
    ),
    currency: z.string(),
    confirmedAt: z.string(),
    undoneAt: z.string().nullable(),
    undoReason: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: "BankConfirmation" });
export type ConfirmationBody = z.infer<typeof ConfirmationBody>;

export const ConfirmationQuery = PageQuery.omit({ q: true }).extend({ bankAccountId: z.uuid().optional(), lineId: z.uuid().optional() });
export type ConfirmationQuery = z.infer<typeof ConfirmationQuery>;
export const ConfirmationPage = PageOf(ConfirmationBody);

export const SuggestionBody = z
  .object({
    score: z.number().int().describe("From 0 to 100: the points of its reasons."),
    reasons: z.array(Reason),
    title: z.string(),
    lines: z.array(z.object({ lineId: z.uuid(), parts: z.array(MatchPart) })).describe("What to confirm, as it is."),
    ruleId: z.string().nullable(),
  })
  .meta({ id: "BankSuggestion" });
export type SuggestionBody = z.infer<typeof SuggestionBody>;
