import { createRoute } from "@hono/zod-openapi";
import { getSplit, listSplits } from "#core/finance/splits/list-splits.ts";
import { SplitBody, SplitInput, SplitPatch, SplitQuery } from "#core/finance/splits/split.ts";
import { createSplit, updateSplit } from "#core/finance/splits/write-split.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Dimensions"];
export const splits = router();

const list = createRoute({
  operationId: "listSplits",
  method: "get",
  path: "/",
  tags,
  summary: "The saved splits in order of code",
  request: { query: SplitQuery },
  responses: { 200: json(PageOf(SplitBody)), ...problems(401, 403, 422) },
});
splits.openapi(list, async (c) => answerPage(c, await listSplits(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createSplit",
  method: "post",
  path: "/",
  tags,
  summary: "Save a split by percentages",
  request: { body: body(SplitInput) },
  responses: { 201: json(SplitBody), ...problems(401, 403, 409, 422) },
});
splits.openapi(create, async (c) => answer(c, await createSplit(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getSplit",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A saved split",
  request: { params: idParam() },
  responses: { 200: json(SplitBody), ...problems(401, 403, 404, 422) },
});
splits.openapi(get, async (c) => answer(c, await getSplit(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateSplit",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change a saved split, or take it out of use",
  request: { params: idParam(), body: body(SplitPatch) },
  responses: { 200: json(SplitBody), ...problems(401, 403, 404, 409, 412, 422) },
});
splits.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateSplit(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
