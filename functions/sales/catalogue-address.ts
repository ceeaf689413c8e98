import { createRoute } from "@hono/zod-openapi";
import { CatalogueAddress, getCatalogueAddress, setCatalogueAddress } from "#core/sales/catalogue/catalogue-address.ts";
import { problems } from "#functions/problem.ts";
import { answer, body, json, router } from "#functions/router.ts";

const tags = ["Catalogue"];
export const catalogueAddress = router();

const get = createRoute({
  operationId: "getCatalogueAddress",
  tags,
  summary: "The name of the company's public catalogue.",
  method: "get",
  path: "/",
  responses: { 200: json(CatalogueAddress), ...problems(401, 403) },
});
catalogueAddress.openapi(get, async (c) => answer(c, await getCatalogueAddress(c.var.ctx, {}), 200));

const set = createRoute({
  operationId: "setCatalogueAddress",
  tags,
  summary: "Name the company's public catalogue.",
  method: "put",
  path: "/",
  request: { body: body(CatalogueAddress) },
  responses: { 200: json(CatalogueAddress), ...problems(401, 403, 409, 422) },
});
catalogueAddress.openapi(set, async (c) => answer(c, await setCatalogueAddress(c.var.ctx, c.req.valid("json")), 200));
