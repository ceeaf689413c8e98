import * as z from "zod";
import { line } from "#core/kernel/text.ts";

export const CloseYearInput = z.strictObject({
  retainedEarningsAccountId: z.uuid().optional().describe("An account of equity. Default: the one of the rule for retained earnings."),
});
export type CloseYearInput = z.infer<typeof CloseYearInput>;

export const ReopenYearInput = z.strictObject({ reason: line(500) }).meta({ example: { reason: "The auditor's adjustment" } });
export type ReopenYearInput = z.infer<typeof ReopenYearInput>;

export const YearEndBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    state: z.enum(["open", "closed"]),
    version: z.number().int(),
    result: z.string().describe("The profit, or with a minus the loss, that went to retained earnings, or came back from there."),
    currency: z.string(),
    entryIds: z.array(z.uuid()).describe("The closing entries, or what reverses them."),
    closedPeriods: z.array(z.string()).describe("The periods that were closed with the year, by name."),
  })
  .meta({ id: "YearEnd" });
export type YearEndBody = z.infer<typeof YearEndBody>;
