import { sql } from "kysely";
import { behind, foundBy, rowsOfPage, type Sort } from "#core/database/keyset.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { ProductQuery, ProductRow } from "./product.ts";
import { productColumns, productRow } from "./read-product.ts";

const sorts = {
  sku: { columns: ["product.sku"], types: ["text"], direction: "asc" },
  "-sku": { columns: ["product.sku"], types: ["text"], direction: "desc" },
  name: { columns: ["product.name", "product.id"], types: ["text", "uuid"], direction: "asc" },
  "-name": { columns: ["product.name", "product.id"], types: ["text", "uuid"], direction: "desc" },
  "-created": { columns: ["product.id"], types: ["uuid"], direction: "desc" },
} as const satisfies Record<ProductQuery["sort"], Sort>;

const cursors: Readonly<Record<ProductQuery["sort"], (product: ProductRow) => string[]>> = {
  sku: ({ sku }) => [sku],
  "-sku": ({ sku }) => [sku],
  name: ({ name, id }) => [name, id],
  "-name": ({ name, id }) => [name, id],
  "-created": ({ id }) => [id],
};

/** In a category or anywhere below it. */
export const withinCategory = (companyId: string, categoryId: string) =>
  sql<boolean>`product.category_id = any (array(
    with recursive below as (
      select c.id from sales.category c where c.company_id = ${companyId} and c.id = ${categoryId}
      union select c.id from below b join sales.category c on c.company_id = ${companyId} and c.parent_id = b.id)
    select id from below))`;

/** Products by SKU, name or newest first; `q` finds any part of name or SKU. */
export const listProducts = singleQuery("sales.product.read", async ({ db, actor }, filter: ProductQuery) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = db.selectFrom("sales.product as product").select(productColumns).where("product.companyId", "=", actor.companyId);
  if (filter.state) rows = rows.where("product.state", "=", filter.state);
  if (filter.stocked !== undefined) rows = rows.where("product.stocked", "=", filter.stocked);
  if (filter.categoryId) rows = rows.where(withinCategory(actor.companyId, filter.categoryId));
  if (filter.q) rows = rows.where(foundBy("product.id", "sales.search_products", filter.q));
  const found = await behind(rows, sort, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(found.map(productRow), filter.limit, cursors[filter.sort], (product) => product));
});
