import * as z from "zod";
import { BulkMode, rowsOf } from "#core/kernel/bulk.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, externalId, line, paragraphs, translations } from "#core/kernel/text.ts";

const attributes = z
  .record(line(100), z.union([line(1000), z.number(), z.boolean(), z.array(line(200)).max(50)]))
  .refine((all) => Object.keys(all).length <= 100, "At most 100 attributes.");
const taxClass = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "Write a tax class like standard or reduced.");

export const ProductInput = z.strictObject({
  sku: codeText(64),
  name: line(200),
  names: translations(200).default({}),
  description: paragraphs(10_000).nullable().default(null),
  descriptions: translations(10_000).default({}),
  categoryId: z.uuid().nullable().default(null),
  unit: line(30).default("piece"),
  taxClass: taxClass.default("standard"),
  attributes: attributes.default({}),
  stocked: z.boolean().default(true).meta({ description: "Whether stock is kept of it; services have none." }),
  allowNegative: z.boolean().default(false).meta({ description: "Whether more may be sold than is there." }),
  externalId: externalId().nullable().default(null),
});
export type ProductInput = z.infer<typeof ProductInput>;

/** Fields absent are left as they are. */
export const ProductPatch = z
  .strictObject({
    sku: codeText(64),
    name: line(200),
    names: translations(200),
    description: paragraphs(10_000).nullable(),
    descriptions: translations(10_000),
    categoryId: z.uuid().nullable(),
    unit: line(30),
    taxClass,
    attributes,
    stocked: z.boolean(),
    allowNegative: z.boolean(),
  })
  .partial();
export type ProductPatch = z.infer<typeof ProductPatch>;

export const ProductsInput = z.strictObject({ mode: BulkMode.default("all"), products: rowsOf(ProductInput) });
export type ProductsInput = Readonly<{ mode: z.infer<typeof BulkMode>; products: readonly unknown[] }>;

export const ProductState = z.enum(["draft", "published", "archived"]);
export type ProductState = z.infer<typeof ProductState>;

export const ProductRow = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    name: z.string(),
    names: z.record(z.string(), z.string()),
    categoryId: z.string().nullable(),
    unit: z.string(),
    taxClass: z.string(),
    state: ProductState,
    stocked: z.boolean(),
    allowNegative: z.boolean(),
    externalId: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number(),
  })
  .meta({ id: "ProductRow" });
export type ProductRow = z.infer<typeof ProductRow>;

export const ImageBody = z
  .object({ id: z.uuid(), position: z.number(), mediaType: z.string(), alt: z.string(), url: z.string() })
  .meta({ id: "ProductImage" });
export type ImageBody = z.infer<typeof ImageBody>;

export const ProductBody = ProductRow.extend({
  description: z.string().nullable(),
  descriptions: z.record(z.string(), z.string()),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  images: z.array(ImageBody),
}).meta({ id: "Product" });
export type ProductBody = z.infer<typeof ProductBody>;

export const ProductQuery = PageQuery.extend({
  state: ProductState.optional(),
  categoryId: z.uuid().optional().meta({ description: "In this category or one below it." }),
  stocked: z.stringbool().optional(),
  sort: z.enum(["sku", "-sku", "name", "-name", "-created"]).default("sku"),
});
export type ProductQuery = z.infer<typeof ProductQuery>;
