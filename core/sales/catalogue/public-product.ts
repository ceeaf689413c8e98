import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText } from "#core/kernel/text.ts";

/** How much there is, as far as the public is told. `on_order`: none now, but it may be ordered. */
export const Availability = z.enum(["in_stock", "low_stock", "out_of_stock", "on_order"]);

export const PublicProduct = z
  .object({
    sku: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    unit: z.string(),
    category: z.object({ code: z.string(), name: z.string() }).nullable(),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    price: z.string().nullable(),
    pricesIncludeTax: z.boolean(),
    currency: z.string(),
    availability: Availability,
    images: z.array(z.object({ url: z.string(), alt: z.string() })),
  })
  .meta({ id: "PublicProduct" });
export type PublicProduct = z.infer<typeof PublicProduct>;

/** Whose catalogue, and in what language; both have defaults. */
export const CatalogueChoice = z.object({
  company: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, "Write the name of a catalogue.")
    .optional()
    .meta({ description: "The catalogue's name; may be left out when there is but one company." }),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "Write a language like de or pt-BR.")
    .max(35)
    .optional()
    .meta({ description: "Instead of Accept-Language." }),
});
export type CatalogueChoice = z.infer<typeof CatalogueChoice>;

export const CatalogueQuery = PageQuery.extend({
  category: codeText(64).optional().meta({ description: "A category's code; those below it count too." }),
});
export type CatalogueQuery = z.infer<typeof CatalogueQuery>;
