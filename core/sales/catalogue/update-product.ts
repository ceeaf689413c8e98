import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import "#core/sales/stock/stock-faults.ts";
import { categoryMissing } from "./create-product.ts";
import type { ProductPatch, ProductState } from "./product.ts";
import { categoryExists } from "./read-category.ts";
import { lockProduct, storeProduct } from "./read-product.ts";

export type ProductGuard = Readonly<{ id: string; expectedVersion?: number | undefined }>;

/** A product held for a change, unless it is missing or has changed since it was read. */
export const holdProduct = async (tx: TxCtx, { id, expectedVersion }: ProductGuard) => {
  const product = await lockProduct(tx, id);
  if (!product) return refuse(missing("product", id));
  if (expectedVersion !== undefined && expectedVersion !== product.version) return refuse(stale("product", product.version));
  return done(product);
};

/** Changes a product. Whether it may go below zero follows to all its stock; the database refuses when something is below zero already. */
export const updateProduct = command("sales.product.write", async (tx, input: ProductGuard & Readonly<{ changes: ProductPatch }>) => {
  const held = await holdProduct(tx, input);
  if (!held.ok) return held;
  const product = held.value;
  const { categoryId } = input.changes;
  if (categoryId && categoryId !== product.categoryId && !(await categoryExists(tx, categoryId))) return refuse(categoryMissing);
  const given = Object.fromEntries(Object.entries(input.changes).filter(([, value]) => value !== undefined));
  if (JSON.stringify({ ...product, ...given }) === JSON.stringify(product)) return done(product);
  const changed = await storeProduct(tx, product, given);
  tx.audit({ action: "product.update", subjectType: "product", subjectId: product.id, before: product, after: changed });
  tx.event({ type: "product.updated", subject: product.id, data: changed });
  return done(changed);
});

const to = (state: ProductState, action: string, event: string) => async (tx: TxCtx, guard: ProductGuard) => {
  const held = await holdProduct(tx, guard);
  if (!held.ok) return held;
  const product = held.value;
  if (product.state === state) return refuse(conflict(`product.already_${state}`, `This product is ${state} already.`));
  const changed = await storeProduct(tx, product, { state });
  tx.audit({ action, subjectType: "product", subjectId: product.id, before: product, after: changed });
  tx.event({ type: event, subject: product.id, data: changed });
  return done(changed);
};

/** Shows a draft or archived product in the public catalogue. */
export const publishProduct = command("sales.product.write", to("published", "product.publish", "product.published"));

/** Takes a product out of the catalogue and out of new orders; what was sold keeps it. */
export const archiveProduct = command("sales.product.write", to("archived", "product.archive", "product.updated"));
