import { type RawBuilder, sql } from "kysely";
import type { Db, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import type { ProductBody, ProductRow, ProductState } from "./product.ts";

export const skuTaken = conflict("product.sku_taken", "Another product has this SKU.");
export const productExternalIdTaken = conflict("product.external_id_taken", "Another product has this external id.");
onConstraint("sku_once", skuTaken);
onConstraint("product_external_id_once", productExternalIdTaken);

export const productColumns = [
  "product.id",
  "product.sku",
  "product.name",
  "product.names",
  "product.categoryId",
  "product.unit",
  "product.taxClass",
  "product.state",
  "product.stocked",
  "product.allowNegative",
  "product.externalId",
  "product.createdAt",
  "product.updatedAt",
  "product.version",
] as const;

/** JSON columns and checked texts come untyped from the database; its constraints hold them to these. */
export const productRow = (row: Omit<ProductRow, "names" | "state"> & { names: unknown; state: string }): ProductRow => ({
  ...row,
  names: row.names as ProductRow["names"],
  state: row.state as ProductState,
});

const images: RawBuilder<ProductBody["images"]> = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', i.id, 'position', i.position, 'mediaType', i.media_type, 'alt', i.alt,
                                      'url', '/sales/products/' || i.product_id || '/images/' || i.id) order by i.position)
    from sales.product_image i where i.company_id = product.company_id and i.product_id = product.id), '[]')`;

/** The whole document of a product, in one statement. */
export const readProduct = async (db: Db, companyId: string, id: string): Promise<ProductBody | undefined> => {
  const row = await db
    .selectFrom("sales.product as product")
    .select(productColumns)
    .select(["product.description", "product.descriptions", "product.attributes", images.as("images")])
    .where("product.companyId", "=", companyId)
    .where("product.id", "=", id)
    .executeTakeFirst();
  return (row && {
    ...productRow(row),
    descriptions: row.descriptions as ProductBody["descriptions"],
    attributes: row.attributes as ProductBody["attributes"],
  }) as ProductBody | undefined;
};

/** Holds a product until the end of the transaction, then reads it: in this order, or its images would be those from before the wait. */
export const lockProduct = async (tx: TxCtx, id: string): Promise<ProductBody | undefined> => {
  const held = tx.db
    .selectFrom("sales.product")
    .select("id")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .execute();
  const [, product] = await Promise.all([held, readProduct(tx.db, tx.actor.companyId, id)]);
  return product;
};

/** What of a product a change writes. The version is that of the whole document, its images included. */
export const storeProduct = async (tx: TxCtx, before: ProductBody, changes: Partial<ProductBody>): Promise<ProductBody> => {
  const after: ProductBody = { ...before, ...changes, version: before.version + 1, updatedAt: tx.clock.now().toISOString() };
  const { id, images: _images, names, descriptions, attributes, ...fields } = after;
  const texts = { names: JSON.stringify(names), descriptions: JSON.stringify(descriptions), attributes: JSON.stringify(attributes) };
  await tx.db
    .updateTable("sales.product")
    .set({ ...fields, ...texts })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  return after;
};
