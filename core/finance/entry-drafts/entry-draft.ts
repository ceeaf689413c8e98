import * as z from "zod";
import { LineDimensions, NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { Share } from "#core/finance/splits/split.ts";
import { currencyCode, exchangeRate, nonNegativeAmount } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, externalId, line } from "#core/kernel/text.ts";

/** A line that may be unfinished. */
const DraftLine = z.strictObject({
  accountId: z.uuid().optional(),
  debit: nonNegativeAmount().optional(),
  credit: nonNegativeAmount().optional(),
  currency: currencyCode().optional(),
  partyId: z.uuid().optional(),
  dueOn: calendarDate().optional(),
  dimensions: LineDimensions.optional(),
  description: line(500).optional(),
  taxCodeId: z.uuid().optional(),
  taxBase: nonNegativeAmount().optional(),
  shares: z.array(Share).max(100).optional(),
  splitId: z.uuid().optional(),
});

/** An entry as far as it is written. What is missing or does not balance is said when it is posted. */
export const EntryDraftInput = z
  .strictObject({
    effectiveOn: calendarDate().optional(),
    description: line(500).optional(),
    journalId: z.uuid().optional(),
    currency: currencyCode().optional(),
    rates: z
      .record(currencyCode(), exchangeRate())
      .refine((rates) => Object.keys(rates).length <= 20, "At most 20 currencies.")
      .optional(),
    externalId: externalId().optional(),
    lines: z.array(DraftLine).max(1000, "An entry has at most 1000 lines.").default([]),
  })
  .meta({ example: { description: "Rent for April", lines: [{ debit: "1250.00" }] } });
export type EntryDraftInput = z.infer<typeof EntryDraftInput>;

export const CopyInput = z.strictObject({
  effectiveOn: calendarDate().optional().describe("Default: today."),
  mirrored: z.boolean().default(false).describe("With debits and credits exchanged."),
});
export type CopyInput = z.infer<typeof CopyInput>;

const amount = z.string().meta({ example: "1250.00" });
const head = {
  id: z.uuid(),
  state: z.enum(["draft", "posted"]),
  effectiveOn: z.string().nullable(),
  journalId: z.string().nullable(),
  description: z.string().nullable(),
  copyOfId: z.string().nullable(),
  ownerId: z.uuid(),
  ownerName: z.string(),
  changedBy: z.uuid(),
  version: z.number().int(),
  createdAt: z.string(),
  changedAt: z.string(),
  currency: z.string(),
  debit: amount.nullable().describe("Null when the lines are in several currencies."),
  credit: amount.nullable(),
};
export const EntryDraftSummary = z.object(head).meta({ id: "EntryDraftSummary" });
export type EntryDraftSummary = z.infer<typeof EntryDraftSummary>;

const named = z.object({ id: z.uuid(), code: z.string(), name: z.string() });
export const EntryDraftBody = z
  .object({
    ...head,
    content: EntryDraftInput,
    accounts: z.array(named).describe("The accounts that its lines name."),
    parties: z.array(named),
    dimensions: z.array(NamedDimension),
  })
  .meta({ id: "EntryDraft", description: "The content is what was entered. The entry that a draft becomes has its id." });
export type EntryDraftBody = z.infer<typeof EntryDraftBody>;

export const EntryDraftQuery = PageQuery.omit({ q: true }).extend({
  ownerId: z.uuid().optional(),
  journalId: z.uuid().optional(),
});
export type EntryDraftQuery = z.infer<typeof EntryDraftQuery>;
