import { createRoute } from "@hono/zod-openapi";
import { getRevaluation, listRevaluations } from "#core/finance/revaluations/list-revaluations.ts";
import { RevaluationBody, RevaluationInput, RevaluationQuery, RevaluationSummary } from "#core/finance/revaluations/revaluation.ts";
import { revalue } from "#core/finance/revaluations/revalue.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, idParam, json, router } from "#functions/router.ts";

const tags = ["Rates"];
export const revaluations = router();

const list = createRoute({
  operationId: "listRevaluations",
  method: "get",
  path: "/",
  tags,
  summary: "Revaluations, the latest day first",
  request: { query: RevaluationQuery },
  responses: { 200: json(PageOf(RevaluationSummary)), ...problems(401, 403, 422) },
});
revaluations.openapi(list, async (c) => answerPage(c, await listRevaluations(c.var.ctx, c.req.valid("query"))));

const run = createRoute({
  operationId: "createRevaluation",
  method: "post",
  path: "/",
  tags,
  summary: "Revalue what is open in other currencies at the rates of a day; it is reversed on the day after",
  request: { body: body(RevaluationInput) },
  responses: { 201: json(RevaluationBody), ...problems(401, 403, 404, 409, 422) },
});
revaluations.openapi(run, async (c) => answer(c, await revalue(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getRevaluation",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A revaluation with how each difference came about",
  request: { params: idParam() },
  responses: { 200: json(RevaluationBody), ...problems(401, 403, 404, 422) },
});
revaluations.openapi(get, async (c) => answer(c, await getRevaluation(c.var.ctx, c.req.valid("param")), 200));
