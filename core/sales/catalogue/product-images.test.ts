import { expect, test } from "vitest";
import { imageTypeOf } from "#core/kernel/image-type.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { createProduct } from "./create-product.ts";
import { getProduct } from "./get-product.ts";
import { ProductInput } from "./product.ts";
import { addProductImage, getProductImage, MAX_IMAGE_BYTES, removeProductImage } from "./product-images.ts";

const png = (...more: number[]) => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...more]);
const text = (value: string) => new TextEncoder().encode(value);

test.each([
  [new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
  [png(), "image/png"],
  [text("RIFF0000WEBPVP8 "), "image/webp"],
  [text("0000ftypavif"), "image/avif"],
  [text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), undefined],
  [text("GIF89a"), undefined],
  [new Uint8Array(), undefined],
])("the first bytes tell what an image is (%#)", (bytes, type) => {
  expect(imageTypeOf(bytes)).toBe(type);
});

test("images are added in order, served as they came, and removed", async () => {
  const company = await aCompany();
  const { id } = resultOf(await createProduct(company.as(), ProductInput.parse({ sku: "A", name: "A" })));
  const add = (bytes: Uint8Array, mediaType = "image/png") => addProductImage(company.as(), { id, bytes, mediaType, alt: "Front" });
  resultOf(await add(png(1)));
  const [one, two] = resultOf(await add(png(2))).images;
  expect([one?.position, two?.position]).toEqual([1, 2]);
  const image = resultOf(await getProductImage(company.as(), { id, imageId: two?.id ?? "" }));
  expect([...image.bytes]).toEqual([...png(2)]);
  expect(image).toMatchObject({ mediaType: "image/png", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  resultOf(await removeProductImage(company.as(), { id, imageId: one?.id ?? "" }));
  const product = resultOf(await getProduct(company.as(), { id }));
  expect(product.images.map((left) => left.id)).toEqual([two?.id]);
  expect(product.version).toBe(4);
});

test("what is not an image, is called something else or is too large is refused; so are strangers", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  const { id } = resultOf(await createProduct(company.as(), ProductInput.parse({ sku: "A", name: "A" })));
  const add = (bytes: Uint8Array, mediaType: string, ctx = company.as()) => addProductImage(ctx, { id, bytes, mediaType, alt: "" });
  expect(await add(text("<html>"), "image/png")).toMatchObject({ fault: { code: "image.type" } });
  expect(await add(png(), "image/jpeg")).toMatchObject({ fault: { code: "image.type" } });
  const large = new Uint8Array(MAX_IMAGE_BYTES + 1);
  large.set(png());
  expect(await add(large, "image/png")).toMatchObject({ fault: { code: "image.size" } });
  expect(await add(png(), "image/png", rival.as())).toMatchObject({ fault: { code: "product.missing" } });
  expect(await add(png(), "image/png", company.as({ grants: ["sales.product.read"] }))).toMatchObject({ fault: { kind: "refused" } });
  const [image] = resultOf(await add(png(), "image/png")).images;
  expect(await getProductImage(rival.as(), { id, imageId: image?.id ?? "" })).toMatchObject({ fault: { code: "image.missing" } });
});

test("images added at once get places of their own", async () => {
  const company = await aCompany();
  const { id } = resultOf(await createProduct(company.as(), ProductInput.parse({ sku: "A", name: "A" })));
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, (_, index) => addProductImage(company.as(), { id, bytes: png(index), mediaType: "image/png", alt: "" })),
  );
  outcomes.map(resultOf);
  const product = resultOf(await getProduct(company.as(), { id }));
  expect(product.images.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
});
