import { sql } from "kysely";
import { behind, foundBy, rowsOfPage } from "#core/database/keyset.ts";
import { addDays } from "#core/kernel/clock.ts";
import type { Db } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { PriceBody, PriceQuery } from "./price.ts";

/** Prices with their product and list; `until` is the first day they hold no more. */
export const pricesWithProducts = (db: Db, companyId: string) =>
  db
    .selectFrom("sales.price as price")
    .innerJoin("sales.product as product", (join) =>
      join.onRef("product.companyId", "=", "price.companyId").onRef("product.id", "=", "price.productId"),
    )
    .innerJoin("sales.priceList as list", (join) =>
      join.onRef("list.companyId", "=", "price.companyId").onRef("list.id", "=", "price.priceListId"),
    )
    .select([
      "price.id",
      "price.priceListId",
      "price.productId",
      "product.sku",
      "product.name as productName",
      "list.currency",
      "price.minQuantity",
      "price.unitPrice",
      "price.externalId",
      sql<string | null>`lower(price.valid)`.as("validFrom"),
      sql<string | null>`upper(price.valid)`.as("until"),
    ])
    .where("price.companyId", "=", companyId)
    .where("product.companyId", "=", companyId);

type Stored = Omit<PriceBody, "validTo"> & { until: string | null };

/** The wire form of a stored price: its last day instead of the first it holds no more. */
export const priceBody = ({ until, ...price }: Stored): PriceBody => ({
  ...price,
  minQuantity: trimDecimal(price.minQuantity),
  unitPrice: trimDecimal(price.unitPrice),
  validTo: until === null ? null : addDays(until, -1),
});

/** As comparisons of the bounds: for `@>` on ranges without bounds the planner expects next to nothing, and reads everything to find it. */
const holdsOn = (day: string) =>
  sql<boolean>`coalesce(lower(price.valid), '-infinity') <= ${day}::date and coalesce(upper(price.valid), 'infinity') > ${day}::date`;

/** By the prices' own columns, which their indexes have in this order: sorted by SKU, Postgres would join everything for one page. */
const sort = { columns: ["price.productId", "price.id"], types: ["uuid", "uuid"], direction: "asc" } as const;

/** Prices product by product, the oldest first: all that were ever known, or those that hold on a day. */
export const listPrices = singleQuery("sales.price.read", async ({ db, actor }, filter: PriceQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = pricesWithProducts(db, actor.companyId);
  if (filter.priceListId) rows = rows.where("price.priceListId", "=", filter.priceListId);
  if (filter.productId) rows = rows.where("price.productId", "=", filter.productId);
  if (filter.on) rows = rows.where(holdsOn(filter.on));
  if (filter.q) rows = rows.where(foundBy("price.productId", "sales.search_products", filter.q));
  const found = await behind(rows, sort, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(found, filter.limit, ({ productId, id }) => [productId, id], priceBody));
});
