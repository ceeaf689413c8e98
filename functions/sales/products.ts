import { createRoute } from "@hono/zod-openapi";
import { BulkBody } from "#core/kernel/bulk.ts";
import { PageOf } from "#core/kernel/page.ts";
import { createProduct, createProducts } from "#core/sales/catalogue/create-product.ts";
import { getProduct } from "#core/sales/catalogue/get-product.ts";
import { listProducts } from "#core/sales/catalogue/list-products.ts";
import { ProductBody, ProductInput, ProductPatch, ProductQuery, ProductRow, ProductsInput } from "#core/sales/catalogue/product.ts";
import { archiveProduct, publishProduct, updateProduct } from "#core/sales/catalogue/update-product.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Catalogue"];
export const products = router();

const list = createRoute({
  operationId: "listProducts",
  tags,
  summary: "Products by SKU, name or age; `q` finds any part of name or SKU.",
  method: "get",
  path: "/",
  request: { query: ProductQuery },
  responses: { 200: json(PageOf(ProductRow)), ...problems(401, 403, 422) },
});
products.openapi(list, async (c) => answerPage(c, await listProducts(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createProduct",
  tags,
  summary: "Enter a product, as a draft.",
  method: "post",
  path: "/",
  request: { body: body(ProductInput) },
  responses: { 201: json(ProductBody), ...problems(401, 403, 409, 422) },
});
products.openapi(create, async (c) => answer(c, await createProduct(c.var.ctx, c.req.valid("json")), 201));

const createMany = createRoute({
  operationId: "createProducts",
  tags,
  summary: "Enter up to a thousand products: all or none, or each on its own.",
  method: "post",
  path: "/bulk",
  request: { body: body(ProductsInput) },
  responses: { 200: json(BulkBody), ...problems(401, 403, 409, 422) },
});
products.openapi(createMany, async (c) => answer(c, await createProducts(c.var.ctx, c.req.valid("json")), 200));

const get = createRoute({
  operationId: "getProduct",
  tags,
  summary: "A product with all its texts and images.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(ProductBody), ...problems(401, 403, 404, 422) },
});
products.openapi(get, async (c) => answer(c, await getProduct(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateProduct",
  tags,
  summary: "Change a product.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(ProductPatch) },
  responses: { 200: json(ProductBody), ...problems(401, 403, 404, 409, 412, 422) },
});
products.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateProduct(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const publish = createRoute({
  operationId: "publishProduct",
  tags,
  summary: "Show a product in the public catalogue.",
  method: "post",
  path: "/{id}/publish",
  request: { params: idParam() },
  responses: { 200: json(ProductBody), ...problems(401, 403, 404, 409, 412, 422) },
});
products.openapi(publish, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await publishProduct(c.var.ctx, { id, expectedVersion: expectedVersion(c) }), 200);
});

const archive = createRoute({
  operationId: "archiveProduct",
  tags,
  summary: "Take a product out of the catalogue.",
  method: "post",
  path: "/{id}/archive",
  request: { params: idParam() },
  responses: { 200: json(ProductBody), ...problems(401, 403, 404, 409, 412, 422) },
});
products.openapi(archive, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await archiveProduct(c.var.ctx, { id, expectedVersion: expectedVersion(c) }), 200);
});
