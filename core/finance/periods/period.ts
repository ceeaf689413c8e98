import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";

export const PeriodState = z.enum(["open", "closed"]);

export const PeriodBody = z
  .object({
    id: z.uuid(),
    fiscalYearId: z.uuid(),
    name: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    state: PeriodState,
    version: z.number().int(),
  })
  .meta({ id: "Period" });
export type PeriodBody = z.infer<typeof PeriodBody>;

export const PeriodQuery = PageQuery.omit({ q: true }).extend({ fiscalYearId: z.uuid().optional(), state: PeriodState.optional() });
export type PeriodQuery = z.infer<typeof PeriodQuery>;

export const ReopenInput = z.strictObject({ reason: line(500) });
export type ReopenInput = z.infer<typeof ReopenInput>;

export const FiscalYearInput = z.strictObject({
  startsOn: calendarDate().optional().describe("Default: the day after the last fiscal year."),
  endsOn: calendarDate().optional().describe("Default: a year after the start. At most 24 months."),
  name: line(50).optional(),
});
export type FiscalYearInput = z.infer<typeof FiscalYearInput>;

export const FiscalYearBody = z
  .object({ id: z.uuid(), name: z.string(), startsOn: z.string(), endsOn: z.string(), version: z.number().int() })
  .meta({ id: "FiscalYear" });
export type FiscalYearBody = z.infer<typeof FiscalYearBody>;

export const FiscalYearQuery = PageQuery.omit({ q: true });
export type FiscalYearQuery = z.infer<typeof FiscalYearQuery>;
