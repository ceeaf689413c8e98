import { sql } from "kysely";
import { behind, foundBy, rowsOfPage } from "#core/database/keyset.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { MoveQuery, StockLevel, StockMove, StockQuery } from "./stock.ts";

const byProduct = { columns: ["level.productId", "level.warehouseId"], types: ["uuid", "uuid"], direction: "asc" } as const;

/** What is in the warehouses, product by product, the oldest first. */
export const listStock = singleQuery("sales.stock.read", async ({ db, actor }, filter: StockQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, byProduct.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = db
    .selectFrom("sales.stockLevel as level")
    .innerJoin("sales.product as product", (join) =>
      join.onRef("product.companyId", "=", "level.companyId").onRef("product.id", "=", "level.productId"),
    )
    .innerJoin("sales.warehouse as warehouse", (join) =>
      join.onRef("warehouse.companyId", "=", "level.companyId").onRef("warehouse.id", "=", "level.warehouseId"),
    )
    .select(["level.productId", "product.sku", "product.name as productName", "product.unit", "level.warehouseId"])
    .select(["warehouse.code as warehouseCode", "level.onHand", "level.reserved", "level.allowNegative"])
    .select(sql<string>`level.on_hand - level.reserved`.as("available"))
    .where("level.companyId", "=", actor.companyId);
  if (filter.warehouseId) rows = rows.where("level.warehouseId", "=", filter.warehouseId);
  if (filter.productId) rows = rows.where("level.productId", "=", filter.productId);
  if (filter.available === "some") rows = rows.where(sql<boolean>`level.on_hand > level.reserved`);
  if (filter.available === "none") rows = rows.where(sql<boolean>`level.on_hand <= level.reserved`);
  if (filter.q) rows = rows.where(foundBy("level.productId", "sales.search_products", filter.q));
  const found = await behind(rows, byProduct, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  const shown = (row: (typeof found)[number]): StockLevel => ({
    ...row,
    onHand: trimDecimal(row.onHand),
    reserved: trimDecimal(row.reserved),
    available: trimDecimal(row.available),
  });
  return done(pageOf(found, filter.limit, ({ productId, warehouseId }) => [productId, warehouseId], shown));
});

const newest = { columns: ["move.movedOn", "move.id"], types: ["date", "uuid"], direction: "desc" } as const;

/** Every move of goods, the latest day first. */
export const listStockMoves = singleQuery("sales.stock.read", async ({ db, actor }, filter: MoveQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, newest.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = db
    .selectFrom("sales.stockMove as move")
    .innerJoin("sales.product as product", (join) =>
      join.onRef("product.companyId", "=", "move.companyId").onRef("product.id", "=", "move.productId"),
    )
    .innerJoin("sales.warehouse as warehouse", (join) =>
      join.onRef("warehouse.companyId", "=", "move.companyId").onRef("warehouse.id", "=", "move.warehouseId"),
    )
    .select(["move.id", "move.productId", "product.sku", "product.name as productName", "move.warehouseId"])
    .select(["warehouse.code as warehouseCode", "move.kind", "move.quantity", "move.movedOn", "move.sourceType", "move.sourceId"])
    .select(["move.reason", "move.createdAt"])
    .where("move.companyId", "=", actor.companyId);
  if (filter.warehouseId) rows = rows.where("move.warehouseId", "=", filter.warehouseId);
  if (filter.productId) rows = rows.where("move.productId", "=", filter.productId);
  if (filter.kind) rows = rows.where("move.kind", "=", filter.kind);
  if (filter.from) rows = rows.where("move.movedOn", ">=", filter.from);
  if (filter.to) rows = rows.where("move.movedOn", "<=", filter.to);
  const found = await behind(rows, newest, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  const shown = (row: (typeof found)[number]): StockMove => ({
    ...row,
    kind: row.kind as StockMove["kind"],
    quantity: trimDecimal(row.quantity),
  });
  return done(pageOf(found, filter.limit, ({ movedOn, id }) => [movedOn, id], shown));
});
