import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { line } from "#core/kernel/text.ts";
import { ProductBody } from "#core/sales/catalogue/product.ts";
import { addProductImage, getProductImage, removeProductImage } from "#core/sales/catalogue/product-images.ts";
import { answerImage } from "#functions/images.ts";
import { problem, problems } from "#functions/problem.ts";
import { answer, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Catalogue"];
export const productImages = router();

const bytes = { schema: z.string().meta({ format: "binary" }) };
const imageParams = idParam().extend({ imageId: z.uuid() });

const add = createRoute({
  operationId: "addProductImage",
  tags,
  summary: "Add an image to a product: the bytes as body, their kind as Content-Type.",
  method: "post",
  path: "/{id}/images",
  request: {
    params: idParam(),
    query: z.object({ alt: line(200).optional() }),
    body: { required: true, content: { "image/jpeg": bytes, "image/png": bytes, "image/webp": bytes, "image/avif": bytes } },
  },
  responses: { 201: json(ProductBody), ...problems(401, 403, 404, 409, 412, 413, 415, 422) },
});
productImages.openapi(add, async (c) => {
  const mediaType = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const image = { bytes: new Uint8Array(await c.req.arrayBuffer()), mediaType, alt: c.req.valid("query").alt ?? "" };
  const { id } = c.req.valid("param");
  return answer(c, await addProductImage(c.var.ctx, { id, expectedVersion: expectedVersion(c), ...image }), 201);
});

const get = createRoute({
  operationId: "getProductImage",
  tags,
  summary: "An image of a product.",
  method: "get",
  path: "/{id}/images/{imageId}",
  request: { params: imageParams },
  responses: { 200: { description: "The image.", content: { "image/*": bytes } }, ...problems(401, 403, 404, 422) },
});
productImages.openapi(get, async (c) => {
  const image = await getProductImage(c.var.ctx, c.req.valid("param"));
  return image.ok ? answerImage(c, image.value, "private") : problem(c, image.fault);
});

const remove = createRoute({
  operationId: "removeProductImage",
  tags,
  summary: "Remove an image of a product.",
  method: "delete",
  path: "/{id}/images/{imageId}",
  request: { params: imageParams },
  responses: { 200: json(ProductBody), ...problems(401, 403, 404, 409, 412, 422) },
});
productImages.openapi(remove, async (c) =>
  answer(c, await removeProductImage(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
