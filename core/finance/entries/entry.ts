import * as z from "zod";
import { LineDimensions, NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { Shares } from "#core/finance/splits/split.ts";
import { currencyCode, exchangeRate, nonNegativeAmount, positiveAmount } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, externalId, line } from "#core/kernel/text.ts";

export const EntryKind = z.enum(["standard", "exchange", "revaluation", "opening", "closing", "reversal"]);
export type EntryKind = z.infer<typeof EntryKind>;

/** One side of a line is given: what is debited or what is credited. */
export const EntryLineInput = z
  .strictObject({
    accountId: z.uuid(),
    debit: positiveAmount().optional(),
    credit: positiveAmount().optional(),
    currency: currencyCode().optional().describe("Default: the currency of the entry."),
    partyId: z.uuid().optional().describe("The customer or supplier. A line on a control account names one and becomes an open item."),
    dueOn: calendarDate().optional().describe("On a control account: when it is due. Default: the day of the entry."),
    dimensions: LineDimensions.optional(),
    description: line(500).optional(),
    taxCodeId: z.uuid().optional(),
    taxBase: nonNegativeAmount().optional(),
    shares: Shares.optional().describe(
      "Splits the line: each share is posted as a line of its own, with these dimensions beside the line's.",
    ),
    splitId: z.uuid().optional().describe("Splits the line by a saved split instead."),
  })
  .refine(({ shares, splitId }) => shares === undefined || splitId === undefined, {
    message: "Write either shares or a saved split.",
    path: ["splitId"],
  })
  .refine((input) => (input.debit === undefined) !== (input.credit === undefined), {
    message: "Write either a debit or a credit.",
    path: ["debit"],
  });
export type EntryLineInput = z.infer<typeof EntryLineInput>;

const account = (last: string) => `019ab3c4-5d6e-7f80-91a2-b3c4d5e6f70${last}`;
const example = {
  description: "Rent for April",
  lines: [
    { accountId: account("8"), debit: "1250.00" },
    { accountId: account("9"), credit: "1250.00" },
  ],
};

export const EntryInput = z
  .strictObject({
    effectiveOn: calendarDate().optional().describe("Default: today."),
    description: line(500),
    journalId: z.uuid().optional().describe("Default: the general journal."),
    currency: currencyCode().optional().describe("Default: the company's currency."),
    rates: z
      .record(currencyCode(), exchangeRate())
      .refine((rates) => Object.keys(rates).length <= 20, "At most 20 currencies.")
      .optional()
      .describe("What one unit of a currency is worth in the company's. Default: the rate stored for the day or the last one before it."),
    externalId: externalId().optional(),
    lines: z.array(EntryLineInput).min(2, "An entry has at least two lines.").max(1000, "An entry has at most 1000 lines."),
  })
  .meta({ example });
export type EntryInput = z.infer<typeof EntryInput>;

export const ReversalInput = z.strictObject({ effectiveOn: calendarDate().optional().describe("Default: today."), reason: line(500) });
export type ReversalInput = z.infer<typeof ReversalInput>;

const amount = z.string().meta({ example: "1250.00" });

const head = {
  id: z.uuid(),
  number: z.number().int().nullable().describe("Gapless; given within seconds of posting."),
  journalId: z.uuid(),
  kind: EntryKind,
  effectiveOn: z.string(),
  description: z.string(),
  sourceType: z.string().nullable(),
  sourceId: z.string().nullable(),
  reversesEntryId: z.string().nullable(),
  reversedByEntryId: z.string().nullable(),
  reversedOn: z.string().nullable(),
  reversalReason: z.string().nullable(),
  externalId: z.string().nullable(),
  postedBy: z.uuid(),
  postedAt: z.string().optional().describe("By the database's clock; absent in the answer of the posting itself."),
  total: amount.describe("Of one side, in company currency."),
};

export const EntrySummary = z.object(head).meta({ id: "EntrySummary" });
export type EntrySummary = z.infer<typeof EntrySummary>;

export const EntryBody = z
  .object({
    ...head,
    lines: z.array(
      z.object({
        position: z.number().int(),
        account: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
        partyId: z.string().nullable(),
        dueOn: z.string().nullable().describe("Of a line that is an open item."),
        open: amount.nullable().describe("What is still to be settled of a line that is an open item."),
        dimensions: z.array(NamedDimension),
        description: z.string().nullable(),
        currency: z.string(),
        debit: amount,
        credit: amount,
        companyDebit: amount,
        companyCredit: amount,
        taxCodeId: z.string().nullable(),
        taxBase: amount.nullable(),
      }),
    ),
  })
  .meta({ id: "Entry", description: "Debit and credit are in the line's currency, companyDebit and companyCredit in the company's." });
export type EntryBody = z.infer<typeof EntryBody>;

export const EntryQuery = PageQuery.omit({ q: true }).extend({
  from: calendarDate().optional(),
  to: calendarDate().optional(),
  journalId: z.uuid().optional(),
  sourceType: z.string().max(50).optional(),
  sourceId: z.uuid().optional(),
  number: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  accountId: z.uuid().optional().describe("Entries with a line on this account."),
  q: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .optional()
    .describe("A part of the description, or a number. A page may be short and still have a next one."),
  sort: z.enum(["effectiveOn", "-effectiveOn"]).default("-effectiveOn"),
});
export type EntryQuery = z.infer<typeof EntryQuery>;
