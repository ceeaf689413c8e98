import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";

export const RevaluationInput = z
  .strictObject({ on: calendarDate().describe("The day whose rates count, as the last of a month. It is reversed on the day after.") })
  .meta({ example: { on: "2026-03-31" } });
export type RevaluationInput = z.infer<typeof RevaluationInput>;

const amount = z.string().meta({ example: "1265793.29" });

/** How one difference came about: `amount` × `rate` = `value`; what the books carried is `carried`. A debit is positive. */
export const RevaluationLine = z.object({
  account: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
  party: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  currency: z.string(),
  amount: amount.describe("Open in the currency."),
  carried: amount.describe("In company currency before."),
  rate: z.string(),
  ratedOn: z.string().describe("The day of the rate."),
  value: amount.describe("In company currency at the rate."),
  difference: amount.describe("A gain is positive."),
});
export type RevaluationLine = z.infer<typeof RevaluationLine>;

const head = {
  id: z.uuid().nullable().describe("Null when there was nothing to revalue."),
  on: z.string(),
  currency: z.string().describe("The company's, of every amount but `amount`."),
  entryId: z.uuid().nullable(),
  reversalEntryId: z.uuid().nullable(),
  reversedOn: z.string(),
  ...{ gain: amount, loss: amount, result: amount },
};

export const RevaluationSummary = z.object(head).meta({ id: "RevaluationSummary" });
export type RevaluationSummary = z.infer<typeof RevaluationSummary>;
export const RevaluationBody = z.object({ ...head, lines: z.array(RevaluationLine) }).meta({ id: "Revaluation" });
export type RevaluationBody = z.infer<typeof RevaluationBody>;

export const RevaluationQuery = PageQuery.omit({ q: true });
export type RevaluationQuery = z.infer<typeof RevaluationQuery>;
