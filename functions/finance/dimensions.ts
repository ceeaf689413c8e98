import { createRoute } from "@hono/zod-openapi";
import {
  DimensionBody,
  DimensionInput,
  DimensionPatch,
  DimensionQuery,
  DimensionValueBody,
  DimensionValueInput,
  DimensionValuePatch,
  DimensionValueQuery,
} from "#core/finance/dimensions/dimension.ts";
import { getDimension, getDimensionValue, listDimensions, listDimensionValues } from "#core/finance/dimensions/list-dimensions.ts";
import { createDimension, updateDimension } from "#core/finance/dimensions/write-dimension.ts";
import { createDimensionValue, updateDimensionValue } from "#core/finance/dimensions/write-dimension-value.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Dimensions"];
export const dimensions = router();
export const dimensionValues = router();

const list = createRoute({
  operationId: "listDimensions",
  method: "get",
  path: "/",
  tags,
  summary: "The dimensions in order of code",
  request: { query: DimensionQuery },
  responses: { 200: json(PageOf(DimensionBody)), ...problems(401, 403, 422) },
});
dimensions.openapi(list, async (c) => answerPage(c, await listDimensions(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createDimension",
  method: "post",
  path: "/",
  tags,
  summary: "Add a dimension",
  request: { body: body(DimensionInput) },
  responses: { 201: json(DimensionBody), ...problems(401, 403, 409, 422) },
});
dimensions.openapi(create, async (c) => answer(c, await createDimension(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getDimension",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A dimension",
  request: { params: idParam() },
  responses: { 200: json(DimensionBody), ...problems(401, 403, 404, 422) },
});
dimensions.openapi(get, async (c) => answer(c, await getDimension(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateDimension",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Rename a dimension, require it, or take it out of use",
  request: { params: idParam(), body: body(DimensionPatch) },
  responses: { 200: json(DimensionBody), ...problems(401, 403, 404, 409, 412, 422) },
});
dimensions.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateDimension(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const listValues = createRoute({
  operationId: "listDimensionValues",
  method: "get",
  path: "/{id}/values",
  tags,
  summary: "The values of a dimension in order of code",
  request: { params: idParam(), query: DimensionValueQuery },
  responses: { 200: json(PageOf(DimensionValueBody)), ...problems(401, 403, 404, 422) },
});
dimensions.openapi(listValues, async (c) =>
  answerPage(c, await listDimensionValues(c.var.ctx, { dimensionId: c.req.valid("param").id, filter: c.req.valid("query") })),
);

const createValue = createRoute({
  operationId: "createDimensionValue",
  method: "post",
  path: "/{id}/values",
  tags,
  summary: "Add a value to a dimension",
  request: { params: idParam(), body: body(DimensionValueInput) },
  responses: { 201: json(DimensionValueBody), ...problems(401, 403, 404, 409, 422) },
});
dimensions.openapi(createValue, async (c) =>
  answer(c, await createDimensionValue(c.var.ctx, { dimensionId: c.req.valid("param").id, input: c.req.valid("json") }), 201),
);

const getValue = createRoute({
  operationId: "getDimensionValue",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A value of a dimension",
  request: { params: idParam() },
  responses: { 200: json(DimensionValueBody), ...problems(401, 403, 404, 422) },
});
dimensionValues.openapi(getValue, async (c) => answer(c, await getDimensionValue(c.var.ctx, c.req.valid("param")), 200));

const updateValue = createRoute({
  operationId: "updateDimensionValue",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Rename a value, move it in its tree, limit its days, or take it out of use",
  request: { params: idParam(), body: body(DimensionValuePatch) },
  responses: { 200: json(DimensionValueBody), ...problems(401, 403, 404, 409, 412, 422) },
});
dimensionValues.openapi(updateValue, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateDimensionValue(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
