import * as z from "zod";
import { currencyCode } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, line } from "#core/kernel/text.ts";

export const PriceListInput = z.strictObject({
  code: codeText(64),
  name: line(200),
  currency: currencyCode(),
  pricesIncludeTax: z.boolean().default(false),
  isDefault: z.boolean().default(false).meta({ description: "Holds for customers without a list of their own, in this currency." }),
});
export type PriceListInput = z.infer<typeof PriceListInput>;

/** A list's currency and whether its prices include tax stay: they are what its prices mean. */
export const PriceListPatch = z
  .strictObject({ code: codeText(64), name: line(200), isDefault: z.literal(true), active: z.boolean() })
  .partial();
export type PriceListPatch = z.infer<typeof PriceListPatch>;

export const PriceListBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    currency: z.string(),
    pricesIncludeTax: z.boolean(),
    isDefault: z.boolean(),
    active: z.boolean(),
    version: z.number(),
  })
  .meta({ id: "PriceList" });
export type PriceListBody = z.infer<typeof PriceListBody>;

export const PriceListQuery = PageQuery.omit({ q: true }).extend({
  currency: currencyCode().optional(),
  active: z.stringbool().optional(),
});
export type PriceListQuery = z.infer<typeof PriceListQuery>;

export const priceListColumns = ["id", "code", "name", "currency", "pricesIncludeTax", "isDefault", "active", "version"] as const;
