import * as z from "zod";
import { EntrySummary } from "#core/finance/entries/entry.ts";
import { instant } from "#core/kernel/dates.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { StatementLine } from "./report.ts";

const views = {
  knownAt: instant().meta({ example: "2026-01-31T12:00:00Z" }).describe("The earlier view: what was sealed at or before this instant."),
  until: instant().optional().describe("The later view. Default: now, with everything posted."),
  from: calendarDate().optional().describe("Of profit and loss: the first day. Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The day of the statement, or its last. Default: today."),
};

export const DifferenceQuery = z.object({
  statement: z.enum(["trial_balance", "profit_and_loss", "balance_sheet"]).default("trial_balance"),
  ...views,
});
export type DifferenceQuery = z.infer<typeof DifferenceQuery>;

export const DifferenceEntriesQuery = PageQuery.omit({ q: true }).extend({
  ...views,
  from: calendarDate().optional().describe("Entries effective on or after this day. Default: since the beginning."),
  accountId: z.uuid().optional().describe("Only entries with a line on this account."),
});
export type DifferenceEntriesQuery = z.infer<typeof DifferenceEntriesQuery>;

export const StatementDifference = z
  .object({
    statement: DifferenceQuery.shape.statement.unwrap(),
    from: z.string().nullable(),
    to: z.string(),
    currency: z.string(),
    knownAt: z.string(),
    until: z.string(),
    lines: z
      .array(StatementLine)
      .describe("Values: in the later view, in the earlier one. Accounts that are the same in both are left out."),
  })
  .meta({ id: "StatementDifference" });
export type StatementDifference = z.infer<typeof StatementDifference>;

export const DifferenceEntries = PageOf(EntrySummary.extend({ sealedAt: z.string().nullable().describe("Null: not sealed yet.") })).meta({
  id: "DifferenceEntries",
});
export type DifferenceEntries = z.infer<typeof DifferenceEntries>;
