import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { readProduct } from "./read-product.ts";

/** A product with all its texts and the places of its images. */
export const getProduct = query("sales.product.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const product = await readProduct(db, actor.companyId, id);
  return product ? done(product) : refuse(missing("product", id));
});
