import * as z from "zod";
import { currencyCode, exchangeRate } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";

export const RateInput = z.strictObject({
  currency: currencyCode(),
  rate: exchangeRate().describe("What one unit of the currency is worth in the company's."),
  validOn: calendarDate().describe("From this day on, until the next rate."),
});
export type RateInput = z.infer<typeof RateInput>;

export const RatePatch = z.strictObject({ rate: exchangeRate() });
export type RatePatch = z.infer<typeof RatePatch>;

export const RateBody = z
  .object({
    id: z.uuid(),
    currency: z.string(),
    rate: z.string().meta({ example: "0.8512" }),
    validOn: z.string(),
    source: z.enum(["manual", "ecb"]).describe("Entered, or from a file of the European Central Bank."),
    version: z.number().int(),
  })
  .meta({ id: "ExchangeRate" });
export type RateBody = z.infer<typeof RateBody>;

export const RateQuery = PageQuery.omit({ q: true }).extend({
  currency: currencyCode().optional(),
  source: z.enum(["manual", "ecb"]).optional(),
  on: calendarDate().optional().describe("Only rates of this day and before: with a currency and limit 1, the rate that applies."),
});
export type RateQuery = z.infer<typeof RateQuery>;

/** Without the zeros that the column pads. */
export const plainRate = (rate: string): string => (rate.includes(".") ? rate.replace(/\.?0+$/, "") : rate);
