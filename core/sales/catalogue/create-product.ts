import { sql } from "kysely";
import { type BulkBody, readRows, refusedRow, refusedRows } from "#core/kernel/bulk.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, refuse } from "#core/kernel/fault.ts";
import { type ProductBody, ProductInput, type ProductsInput } from "./product.ts";
import { productExternalIdTaken, skuTaken } from "./read-product.ts";

export type InsertedProduct = Readonly<{ product: ProductBody }> | Readonly<{ fault: Fault<"invalid" | "conflict"> }>;

export const categoryMissing = invalid("product.category", "There is no such category.", "/categoryId");

/** Inserts many products in a number of statements that does not depend on how many they are; answers in the order of the input. */
export const insertProducts = async (tx: TxCtx, inputs: readonly ProductInput[]): Promise<InsertedProduct[]> => {
  const categories = await knownIds(
    tx,
    "sales.category",
    "id",
    inputs.map(({ categoryId }) => categoryId),
  );
  const createdAt = tx.clock.now().toISOString();
  const wanted = inputs.map((input): InsertedProduct => {
    if (input.categoryId !== null && !categories.has(input.categoryId)) return { fault: categoryMissing };
    return { product: { ...input, id: tx.newId(), state: "draft", images: [], createdAt, updatedAt: createdAt, version: 1 } };
  });
  const products = wanted.flatMap((row) => ("product" in row ? [row.product] : []));
  if (products.length === 0) return wanted;
  const { rows } = await sql<{ id: string }>`select sales.insert_products(${JSON.stringify(products)}::jsonb) as id`.execute(tx.db);
  if (rows.length === products.length) return wanted;
  const inserted = new Set(rows.map(({ id }) => id));
  const refused = products.filter(({ id }) => !inserted.has(id));
  const externalIds = await knownIds(
    tx,
    "sales.product",
    "externalId",
    refused.map(({ externalId }) => externalId),
  );
  return wanted.map((row) => {
    if ("fault" in row || inserted.has(row.product.id)) return row;
    return { fault: row.product.externalId !== null && externalIds.has(row.product.externalId) ? productExternalIdTaken : skuTaken };
  });
};

const knownIds = async (
  tx: TxCtx,
  table: "sales.category" | "sales.product",
  column: "id" | "externalId",
  given: readonly (string | null)[],
) => {
  const wanted = [...new Set(given.filter((id) => id !== null))];
  if (wanted.length === 0) return new Set<string>();
  const rows = await tx.db
    .selectFrom(table)
    .select(`${column} as known`)
    .where("companyId", "=", tx.actor.companyId)
    .where(column, "in", wanted)
    .execute();
  return new Set(rows.map(({ known }) => `${known}`));
};

export const recordCreated = (tx: TxCtx, products: readonly ProductBody[]) => {
  for (const product of products) {
    tx.audit({ action: "product.create", subjectType: "product", subjectId: product.id, after: product });
    tx.event({ type: "product.created", subject: product.id, data: product });
  }
};

/** Enters a product, as a draft. */
export const createProduct = command("sales.product.write", async (tx, input: ProductInput) => {
  const [created] = await insertProducts(tx, [input]);
  if (!created) throw new Error("Nothing became of the product.");
  if ("fault" in created) return refuse(created.fault);
  recordCreated(tx, [created.product]);
  return done(created.product);
});

/** Enters up to a thousand products, in the same few statements as one. */
export const createProducts = command("sales.product.write", async (tx, { mode, products }: ProductsInput) => {
  const rows = readRows(ProductInput, products);
  if (mode === "all" && rows.some((row) => "fault" in row)) return refuse(refusedRows("products", rows));
  const inserted = await insertProducts(
    tx,
    rows.flatMap((row) => ("input" in row ? [row.input] : [])),
  );
  const next = inserted.values();
  const results = rows.map((row): InsertedProduct => ("input" in row ? (next.next().value ?? unanswered()) : row));
  if (mode === "all" && results.some((result) => "fault" in result)) return refuse(refusedRows("products", results));
  const created = results.flatMap((result) => ("product" in result ? [result.product] : []));
  recordCreated(tx, created);
  return done<BulkBody>({
    created: created.length,
    refused: results.length - created.length,
    results: results.map((result, index) =>
      "product" in result ? { index, status: "created", id: result.product.id, code: result.product.sku } : refusedRow(index, result.fault),
    ),
  });
});

const unanswered = (): never => {
  throw new Error("Nothing became of a row.");
};
