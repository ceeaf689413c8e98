import { createRoute } from "@hono/zod-openapi";
import { BulkBody } from "#core/kernel/bulk.ts";
import { PageOf } from "#core/kernel/page.ts";
import { createCustomer } from "#core/sales/customers/create-customer.ts";
import { CustomersInput, createCustomers } from "#core/sales/customers/create-customers.ts";
import { CustomerBody, CustomerInput, CustomerPatch, CustomerQuery, CustomerRow } from "#core/sales/customers/customer.ts";
import { deactivateCustomer, reactivateCustomer } from "#core/sales/customers/deactivate-customer.ts";
import { getCustomer } from "#core/sales/customers/get-customer.ts";
import { listCustomers } from "#core/sales/customers/list-customers.ts";
import { updateCustomer } from "#core/sales/customers/update-customer.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Customers"];
export const customers = router();

const list = createRoute({
  operationId: "listCustomers",
  tags,
  summary: "Customers by name, code or age; `q` finds any part of name or code.",
  method: "get",
  path: "/",
  request: { query: CustomerQuery },
  responses: { 200: json(PageOf(CustomerRow)), ...problems(401, 403, 422) },
});
customers.openapi(list, async (c) => answerPage(c, await listCustomers(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createCustomer",
  tags,
  summary: "Enter a customer.",
  method: "post",
  path: "/",
  request: { body: body(CustomerInput) },
  responses: { 201: json(CustomerBody), ...problems(401, 403, 409, 422) },
});
customers.openapi(create, async (c) => answer(c, await createCustomer(c.var.ctx, c.req.valid("json")), 201));

const createMany = createRoute({
  operationId: "createCustomers",
  tags,
  summary: "Enter up to a thousand customers: all or none, or each on its own.",
  method: "post",
  path: "/bulk",
  request: { body: body(CustomersInput) },
  responses: { 200: json(BulkBody), ...problems(401, 403, 409, 422) },
});
customers.openapi(createMany, async (c) => answer(c, await createCustomers(c.var.ctx, c.req.valid("json")), 200));

const get = createRoute({
  operationId: "getCustomer",
  tags,
  summary: "A customer with addresses and contacts.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(CustomerBody), ...problems(401, 403, 404, 422) },
});
customers.openapi(get, async (c) => answer(c, await getCustomer(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateCustomer",
  tags,
  summary: "Change a customer. Addresses and contacts are replaced as a whole.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(CustomerPatch) },
  responses: { 200: json(CustomerBody), ...problems(401, 403, 404, 409, 412, 422) },
});
customers.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateCustomer(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const deactivate = createRoute({
  operationId: "deactivateCustomer",
  tags,
  summary: "Sell nothing more to a customer.",
  method: "post",
  path: "/{id}/deactivate",
  request: { params: idParam() },
  responses: { 200: json(CustomerBody), ...problems(401, 403, 404, 409, 412, 422) },
});
customers.openapi(deactivate, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await deactivateCustomer(c.var.ctx, { id, expectedVersion: expectedVersion(c) }), 200);
});

const reactivate = createRoute({
  operationId: "reactivateCustomer",
  tags,
  summary: "Sell to a customer again.",
  method: "post",
  path: "/{id}/reactivate",
  request: { params: idParam() },
  responses: { 200: json(CustomerBody), ...problems(401, 403, 404, 409, 412, 422) },
});
customers.openapi(reactivate, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await reactivateCustomer(c.var.ctx, { id, expectedVersion: expectedVersion(c) }), 200);
});
