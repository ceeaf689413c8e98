import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";

/** Soft-closed takes the postings of those alone who may adjust; closed takes none. */
export const PeriodState = z.enum(["open", "soft_closed", "closed"]);
export type PeriodState = z.infer<typeof PeriodState>;

/** What may be closed ahead of the whole. What a posting belongs to is the kind of its journal; the rest is finance's own, which the whole closes. */
export const PeriodModule = z.enum(["sales", "purchase", "bank", "payroll"]);
export type PeriodModule = z.infer<typeof PeriodModule>;
export const periodModules = PeriodModule.options;

export const PeriodBody = z
  .object({
    id: z.uuid(),
    fiscalYearId: z.uuid(),
    name: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    state: PeriodState.describe("Of the period as a whole; finance's own postings follow it."),
    modules: z
      .object({ sales: PeriodState, purchase: PeriodState, bank: PeriodState, payroll: PeriodState })
      .describe("The state each module posts in: its own or that of the whole, whichever is stricter."),
    everClosed: z.boolean().describe("Whether it, or a module of it, has ever left the open state."),
    version: z.number().int(),
  })
  .meta({ id: "Period" });
export type PeriodBody = z.infer<typeof PeriodBody>;

export const PeriodQuery = PageQuery.omit({ q: true }).extend({ fiscalYearId: z.uuid().optional(), state: PeriodState.optional() });
export type PeriodQuery = z.infer<typeof PeriodQuery>;

const module = PeriodModule.optional().describe("Default: the period as a whole.");

export const CloseInput = z.strictObject({ module });
export type CloseInput = z.infer<typeof CloseInput>;

export const ReopenInput = z.strictObject({
  reason: line(500),
  module,
  to: z.enum(["open", "soft_closed"]).default("open"),
});
export type ReopenInput = z.infer<typeof ReopenInput>;

export const PeriodEvent = z
  .object({
    module: z.enum(["all", ...periodModules]),
    before: PeriodState,
    after: PeriodState,
    reason: z.string().nullable(),
    changedBy: z.string().nullable(),
    changedAt: z.string(),
  })
  .meta({ id: "PeriodEvent" });
export type PeriodEvent = z.infer<typeof PeriodEvent>;
export const PeriodEventQuery = PageQuery.omit({ q: true });

export const LateEntry = z
  .object({
    id: z.uuid(),
    number: z.number().int().nullable(),
    effectiveOn: z.string(),
    description: z.string(),
    module: z.enum([...periodModules, "finance"]),
    state: z.enum(["open", "soft_closed"]).describe("In which it was posted: soft-closed as an adjustment, or reopened."),
    total: z.string().describe("Of one side, in company currency."),
    sourceType: z.string().nullable(),
    sourceId: z.string().nullable(),
    postedBy: z.uuid(),
    postedAt: z.string(),
  })
  .meta({ id: "LateEntry" });
export type LateEntry = z.infer<typeof LateEntry>;

export const FiscalYearInput = z.strictObject({
  startsOn: calendarDate().optional().describe("Default: the day after the last fiscal year."),
  endsOn: calendarDate()
    .optional()
    .describe("Default: a year after the start, or 52 weeks. At most 24 months; a short first year ends earlier."),
  name: line(50).optional(),
  periods: z
    .enum(["months", "weeks_4_4_5", "weeks_4_5_4", "weeks_5_4_4"])
    .default("months")
    .describe("Calendar months, or quarters of 13 weeks; a 53rd week falls to the last period."),
});
export type FiscalYearInput = z.infer<typeof FiscalYearInput>;

export const FiscalYearBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    state: z.enum(["open", "closed"]).describe("Closed: its result is in retained earnings."),
    version: z.number().int(),
  })
  .meta({ id: "FiscalYear" });
export type FiscalYearBody = z.infer<typeof FiscalYearBody>;

export const FiscalYearQuery = PageQuery.omit({ q: true });
export type FiscalYearQuery = z.infer<typeof FiscalYearQuery>;
