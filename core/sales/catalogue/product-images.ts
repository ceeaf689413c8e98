import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import { conflict, done, invalid, missing, refuse } from "#core/kernel/fault.ts";
import { imageTypeOf } from "#core/kernel/image-type.ts";
import { query } from "#core/kernel/query.ts";
import type { ProductBody } from "./product.ts";
import { storeProduct } from "./read-product.ts";
import { holdProduct, type ProductGuard } from "./update-product.ts";

export const MAX_IMAGE_BYTES = 4 * 1024 * 1024;
const MAX_IMAGES = 20;

export type NewImage = ProductGuard & Readonly<{ bytes: Uint8Array; mediaType: string; alt: string }>;

/** Adds an image behind the others. It must be what it says it is: browsers are told so and believe it. */
export const addProductImage = command("sales.product.write", async (tx, input: NewImage) => {
  const { bytes, mediaType, alt } = input;
  if (bytes.length > MAX_IMAGE_BYTES) return refuse(invalid("image.size", `An image has at most ${MAX_IMAGE_BYTES / 1024 / 1024} MB.`));
  const found = imageTypeOf(bytes);
  if (found === undefined) return refuse(invalid("image.type", "Send a JPEG, PNG, WebP or AVIF image."));
  if (found !== mediaType) return refuse(invalid("image.type", `This is ${found}, not ${mediaType.slice(0, 100)}.`));
  const held = await holdProduct(tx, input);
  if (!held.ok) return held;
  const product = held.value;
  if (product.images.length >= MAX_IMAGES) return refuse(conflict("product.images_full", `A product has at most ${MAX_IMAGES} images.`));
  const id = tx.newId();
  const position = (product.images.at(-1)?.position ?? 0) + 1;
  await sql`
    insert into sales.product_image (id, company_id, product_id, position, media_type, alt, bytes, sha256)
    values (${id}, ${tx.actor.companyId}, ${product.id}, ${position}, ${found}, ${alt}, ${bytes}, sha256(${bytes}))`.execute(tx.db);
  const image = { id, position, mediaType: found, alt, url: `/sales/products/${product.id}/images/${id}` };
  const changed = await storeProduct(tx, product, { images: [...product.images, image] });
  tx.audit({ action: "product.add_image", subjectType: "product", subjectId: product.id, after: image });
  tx.event({ type: "product.updated", subject: product.id, data: changed });
  return done<ProductBody>(changed);
});

/** Removes an image. */
export const removeProductImage = command("sales.product.write", async (tx, input: ProductGuard & Readonly<{ imageId: string }>) => {
  const held = await holdProduct(tx, input);
  if (!held.ok) return held;
  const product = held.value;
  const image = product.images.find(({ id }) => id === input.imageId);
  if (!image) return refuse(missing("image", input.imageId));
  await tx.db.deleteFrom("sales.productImage").where("companyId", "=", tx.actor.companyId).where("id", "=", image.id).execute();
  const changed = await storeProduct(tx, product, { images: product.images.filter(({ id }) => id !== image.id) });
  tx.audit({ action: "product.remove_image", subjectType: "product", subjectId: product.id, before: image });
  tx.event({ type: "product.updated", subject: product.id, data: changed });
  return done<ProductBody>(changed);
});

/** An image's bytes with a strong tag made of them. */
export const getProductImage = query("sales.product.read", async ({ db, actor }, input: Readonly<{ id: string; imageId: string }>) => {
  const image = await db
    .selectFrom("sales.productImage")
    .select(["bytes", "mediaType", sql<string>`encode(sha256, 'hex')`.as("hash")])
    .where("companyId", "=", actor.companyId)
    .where("productId", "=", input.id)
    .where("id", "=", input.imageId)
    .executeTakeFirst();
  return image ? done(image) : refuse(missing("image", input.imageId));
});
