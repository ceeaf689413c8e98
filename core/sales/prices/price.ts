import * as z from "zod";
import { BulkMode, rowsOf } from "#core/kernel/bulk.ts";
import { currencyCode, quantity, unitPrice } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, externalId } from "#core/kernel/text.ts";

export const PriceInput = z
  .strictObject({
    priceListId: z.uuid(),
    productId: z.uuid(),
    minQuantity: quantity().default("0").meta({ description: "The price holds for this quantity and more." }),
    unitPrice: unitPrice(),
    validFrom: calendarDate().nullable().optional().meta({ description: "The first day; today when absent, since ever when null." }),
    validTo: calendarDate().nullable().default(null).meta({ description: "The last day; when null, until the next price known." }),
    externalId: externalId().nullable().default(null),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    path: ["validTo"],
    message: "The last day is before the first.",
  });
export type PriceInput = z.infer<typeof PriceInput>;

export const PricesInput = z.strictObject({ mode: BulkMode.default("all"), prices: rowsOf(PriceInput) });
export type PricesInput = Readonly<{ mode: z.infer<typeof BulkMode>; prices: readonly unknown[] }>;

export const PriceBody = z
  .object({
    id: z.uuid(),
    priceListId: z.uuid(),
    productId: z.uuid(),
    sku: z.string(),
    productName: z.string(),
    currency: z.string(),
    minQuantity: z.string(),
    unitPrice: z.string(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    externalId: z.string().nullable(),
  })
  .meta({ id: "Price" });
export type PriceBody = z.infer<typeof PriceBody>;

export const PriceQuery = PageQuery.extend({
  priceListId: z.uuid().optional(),
  productId: z.uuid().optional(),
  on: calendarDate().optional().meta({ description: "Only prices that hold on this day." }),
});
export type PriceQuery = z.infer<typeof PriceQuery>;

export const PriceQuestion = z.strictObject({
  customerId: z.uuid().nullable().default(null),
  currency: currencyCode().optional().meta({ description: "The customer's, or the company's, when absent." }),
  on: calendarDate().optional().meta({ description: "Today when absent." }),
  lines: z
    .array(z.strictObject({ productId: z.uuid(), quantity: quantity().default("1") }))
    .min(1)
    .max(500),
});
export type PriceQuestion = z.infer<typeof PriceQuestion>;

/** The price of each line asked for, in their order; nulls where no list has one. */
export const ResolvedPrices = z
  .object({
    currency: z.string(),
    on: z.string(),
    lines: z.array(
      z.object({
        productId: z.uuid(),
        quantity: z.string(),
        unitPrice: z.string().nullable(),
        priceListId: z.string().nullable(),
        pricesIncludeTax: z.boolean().nullable(),
      }),
    ),
  })
  .meta({ id: "ResolvedPrices" });
export type ResolvedPrices = z.infer<typeof ResolvedPrices>;
