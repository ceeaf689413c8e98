import { invalid } from "#core/kernel/fault.ts";
import { booleanCell, cell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { insertProducts, recordCreated } from "./create-product.ts";
import { ProductInput } from "./product.ts";
import { publishProducts } from "./publish-products.ts";

type Imported = Readonly<{ input: ProductInput; category: string | undefined; published: boolean }>;

/** Products. Known by external id, or by SKU where there is none; their category by its code or external id. */
export const productImport = defineImport<Imported>({
  name: "products",
  title: "Products",
  grant: "sales.product.write",
  columns: [
    { name: "external_id", also: ["product_id", "id"], about: "Id in the old system" },
    { name: "sku", required: true, also: ["article", "article_number", "item_number"], about: "Article number" },
    { name: "name", required: true, also: ["product_name"], about: "Name" },
    { name: "description", about: "Description" },
    { name: "category", also: ["category_id", "category_code"], about: "Code or external id of a category" },
    { name: "unit", about: "piece when absent" },
    { name: "tax_class", about: "standard when absent" },
    { name: "stocked", about: "Whether stock is kept of it; yes when absent" },
    { name: "allow_negative", about: "Whether more may be sold than is there" },
    { name: "published", about: "Yes or no; a draft when absent" },
  ],
  read: ([cells = {}]) => {
    const input = readBy(
      ProductInput,
      present({
        externalId: cells.external_id ?? cells.sku,
        sku: cells.sku,
        name: cells.name,
        description: cells.description,
        unit: cells.unit,
        taxClass: cells.tax_class,
        stocked: cell(cells, "stocked", booleanCell),
        allowNegative: cell(cells, "allow_negative", booleanCell),
      }),
    );
    if (!input.ok) return input;
    return {
      ok: true,
      value: { input: input.value, category: cells.category, published: cell(cells, "published", booleanCell) === true },
    };
  },
  write: async (tx, items) => {
    const wanted = items.map(({ category }) => category);
    const known = await knownBy(
      tx,
      "sales.product",
      "externalId",
      items.map(({ input }) => input.externalId),
    );
    const categories = new Map([
      ...(await knownBy(tx, "sales.category", "externalId", wanted)),
      ...(await knownBy(tx, "sales.category", "code", wanted)),
    ]);
    const results = new Map<Imported, ItemResult>();
    const fresh: Imported[] = [];
    for (const item of items) {
      const { input, category } = item;
      if (input.externalId !== null && known.has(input.externalId)) results.set(item, "unchanged");
      else if (category !== undefined && !categories.has(category))
        results.set(item, { fault: invalid("import.category", `There is no category ${category}.`, "/category") });
      else fresh.push(item);
    }
    const inserted = await insertProducts(
      tx,
      fresh.map(({ input, category }) => ({ ...input, categoryId: categories.get(category ?? "") ?? null })),
    );
    for (const [at, item] of fresh.entries()) {
      const row = inserted[at];
      results.set(item, row && "fault" in row ? { fault: row.fault } : "created");
    }
    recordCreated(
      tx,
      inserted.flatMap((row) => ("product" in row ? [row.product] : [])),
    );
    await publishProducts(
      tx,
      inserted.flatMap((row, at) => ("product" in row && fresh[at]?.published ? [row.product.id] : [])),
    );
    return items.map((item) => results.get(item) ?? "unchanged");
  },
});
