import { createRoute } from "@hono/zod-openapi";
import { BulkBody } from "#core/kernel/bulk.ts";
import { PageOf } from "#core/kernel/page.ts";
import { listPrices } from "#core/sales/prices/list-prices.ts";
import { PriceBody, PriceInput, PriceQuery, PriceQuestion, PricesInput, ResolvedPrices } from "#core/sales/prices/price.ts";
import { resolvePrices } from "#core/sales/prices/resolve-prices.ts";
import { removePrice, setPrice, setPrices } from "#core/sales/prices/set-prices.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, idParam, json, router } from "#functions/router.ts";

const tags = ["Prices"];
export const prices = router();

const list = createRoute({
  operationId: "listPrices",
  tags,
  summary: "Prices product by product: all ever known, or those that hold on a day.",
  method: "get",
  path: "/",
  request: { query: PriceQuery },
  responses: { 200: json(PageOf(PriceBody)), ...problems(401, 403, 422) },
});
prices.openapi(list, async (c) => answerPage(c, await listPrices(c.var.ctx, c.req.valid("query"))));

const set = createRoute({
  operationId: "setPrice",
  tags,
  summary: "Set a price from a day on; the one before it ends there.",
  method: "post",
  path: "/",
  request: { body: body(PriceInput) },
  responses: { 201: json(PriceBody), ...problems(401, 403, 409, 422) },
});
prices.openapi(set, async (c) => answer(c, await setPrice(c.var.ctx, c.req.valid("json")), 201));

const setMany = createRoute({
  operationId: "setPrices",
  tags,
  summary: "Set up to a thousand prices: all or none, or each on its own.",
  method: "post",
  path: "/bulk",
  request: { body: body(PricesInput) },
  responses: { 200: json(BulkBody), ...problems(401, 403, 409, 422) },
});
prices.openapi(setMany, async (c) => answer(c, await setPrices(c.var.ctx, c.req.valid("json")), 200));

const resolve = createRoute({
  operationId: "resolvePrices",
  tags,
  summary: "What a customer would pay for products in quantities on a day. Writes nothing.",
  method: "post",
  path: "/resolve",
  request: { body: body(PriceQuestion) },
  responses: { 200: json(ResolvedPrices), ...problems(401, 403, 404, 422) },
});
prices.openapi(resolve, async (c) => answer(c, await resolvePrices(c.var.ctx, c.req.valid("json")), 200));

const remove = createRoute({
  operationId: "removePrice",
  tags,
  summary: "Take a price back.",
  method: "delete",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(PriceBody), ...problems(401, 403, 404, 409, 422) },
});
prices.openapi(remove, async (c) => answer(c, await removePrice(c.var.ctx, c.req.valid("param")), 200));
