import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { PriceListBody, PriceListInput, PriceListPatch, PriceListQuery } from "#core/sales/prices/price-list.ts";
import { createPriceList, getPriceList, listPriceLists, updatePriceList } from "#core/sales/prices/price-lists.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Prices"];
export const priceLists = router();

const list = createRoute({
  operationId: "listPriceLists",
  tags,
  summary: "Price lists by code.",
  method: "get",
  path: "/",
  request: { query: PriceListQuery },
  responses: { 200: json(PageOf(PriceListBody)), ...problems(401, 403, 422) },
});
priceLists.openapi(list, async (c) => answerPage(c, await listPriceLists(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createPriceList",
  tags,
  summary: "Make a price list; a default one takes over in its currency.",
  method: "post",
  path: "/",
  request: { body: body(PriceListInput) },
  responses: { 201: json(PriceListBody), ...problems(401, 403, 409, 422) },
});
priceLists.openapi(create, async (c) => answer(c, await createPriceList(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getPriceList",
  tags,
  summary: "A price list.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(PriceListBody), ...problems(401, 403, 404, 422) },
});
priceLists.openapi(get, async (c) => answer(c, await getPriceList(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updatePriceList",
  tags,
  summary: "Rename a price list, take it out of use, or make it the default.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(PriceListPatch) },
  responses: { 200: json(PriceListBody), ...problems(401, 403, 404, 409, 412, 422) },
});
priceLists.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updatePriceList(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
