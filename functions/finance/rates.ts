import { createRoute } from "@hono/zod-openapi";
import { getRate, listRates } from "#core/finance/currencies/list-rates.ts";
import { RateBody, RateInput, RatePatch, RateQuery } from "#core/finance/currencies/rate.ts";
import { createRate, removeRate, updateRate } from "#core/finance/currencies/write-rate.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Rates"];
export const rates = router();

const list = createRoute({
  operationId: "listRates",
  method: "get",
  path: "/",
  tags,
  summary: "Exchange rates, the newest first",
  request: { query: RateQuery },
  responses: { 200: json(PageOf(RateBody)), ...problems(401, 403, 422) },
});
rates.openapi(list, async (c) => answerPage(c, await listRates(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createRate",
  method: "post",
  path: "/",
  tags,
  summary: "Enter the rate of a currency from a day on",
  request: { body: body(RateInput) },
  responses: { 201: json(RateBody), ...problems(401, 403, 409, 422) },
});
rates.openapi(create, async (c) => answer(c, await createRate(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getRate",
  method: "get",
  path: "/{id}",
  tags,
  summary: "An exchange rate",
  request: { params: idParam() },
  responses: { 200: json(RateBody), ...problems(401, 403, 404, 422) },
});
rates.openapi(get, async (c) => answer(c, await getRate(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateRate",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Correct an exchange rate",
  request: { params: idParam(), body: body(RatePatch) },
  responses: { 200: json(RateBody), ...problems(401, 403, 404, 409, 412, 422) },
});
rates.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateRate(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const remove = createRoute({
  operationId: "removeRate",
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take an exchange rate away; the one before it applies again",
  request: { params: idParam() },
  responses: { 200: json(RateBody), ...problems(401, 403, 404, 409, 412, 422) },
});
rates.openapi(remove, async (c) =>
  answer(c, await removeRate(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
