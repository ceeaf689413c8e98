import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { WarehouseBody, WarehouseInput, WarehousePatch, WarehouseQuery } from "#core/sales/stock/warehouse.ts";
import { createWarehouse, getWarehouse, listWarehouses, updateWarehouse } from "#core/sales/stock/warehouses.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Stock"];
export const warehouses = router();

const list = createRoute({
  operationId: "listWarehouses",
  tags,
  summary: "Warehouses by code.",
  method: "get",
  path: "/",
  request: { query: WarehouseQuery },
  responses: { 200: json(PageOf(WarehouseBody)), ...problems(401, 403, 422) },
});
warehouses.openapi(list, async (c) => answerPage(c, await listWarehouses(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createWarehouse",
  tags,
  summary: "Open a warehouse.",
  method: "post",
  path: "/",
  request: { body: body(WarehouseInput) },
  responses: { 201: json(WarehouseBody), ...problems(401, 403, 409, 422) },
});
warehouses.openapi(create, async (c) => answer(c, await createWarehouse(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getWarehouse",
  tags,
  summary: "A warehouse.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(WarehouseBody), ...problems(401, 403, 404, 422) },
});
warehouses.openapi(get, async (c) => answer(c, await getWarehouse(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateWarehouse",
  tags,
  summary: "Rename a warehouse, make it the default, or close it when empty.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(WarehousePatch) },
  responses: { 200: json(WarehouseBody), ...problems(401, 403, 404, 409, 412, 422) },
});
warehouses.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateWarehouse(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
