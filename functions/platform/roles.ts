import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { changeRole, createRole, removeRole } from "#core/identity/roles/change-roles.ts";
import { listPermissions } from "#core/identity/roles/list-permissions.ts";
import { getRole, listRoles } from "#core/identity/roles/list-roles.ts";
import { NewRole, RoleBody, RoleChange } from "#core/identity/roles/role.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";
import { forgetsCallers } from "./identity-writes.ts";

const tags = ["Roles"];
export const roles = router();
roles.use(forgetsCallers);

const list = createRoute({
  operationId: "listRoles",
  tags,
  summary: "The company's roles, by name.",
  method: "get",
  path: "/",
  request: { query: PageQuery },
  responses: { 200: json(PageOf(RoleBody)), ...problems(401, 403, 422) },
});
roles.openapi(list, async (c) => answerPage(c, await listRoles(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createRole",
  tags,
  summary: "Make a role.",
  description: "Of permissions and patterns of them (`sales.*`, `*.*.read`), none beyond what one has oneself.",
  method: "post",
  path: "/",
  request: { body: body(NewRole) },
  responses: { 201: json(RoleBody), ...problems(401, 403, 409, 422) },
});
roles.openapi(create, async (c) => answer(c, await createRole(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getRole",
  tags,
  summary: "A role.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(RoleBody), ...problems(401, 403, 404, 422) },
});
roles.openapi(get, async (c) => answer(c, await getRole(c.var.ctx, c.req.valid("param").id), 200));

const change = createRoute({
  operationId: "changeRole",
  tags,
  summary: "Change a role of the company's own.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(RoleChange) },
  responses: { 200: json(RoleBody), ...problems(401, 403, 404, 409, 412, 422) },
});
roles.openapi(change, async (c) => {
  const input = { id: c.req.valid("param").id, change: c.req.valid("json"), expectedVersion: expectedVersion(c) };
  return answer(c, await changeRole(c.var.ctx, input), 200);
});

const remove = createRoute({
  operationId: "removeRole",
  tags,
  summary: "Remove a role that nobody has.",
  method: "delete",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() })), ...problems(401, 403, 404, 409, 412, 422) },
});
roles.openapi(remove, async (c) => {
  const input = { id: c.req.valid("param").id, expectedVersion: expectedVersion(c) };
  return answer(c, await removeRole(c.var.ctx, input), 200);
});

export const permissions = router();
const listAll = createRoute({
  operationId: "listPermissions",
  tags,
  summary: "Everything a role can be made of.",
  method: "get",
  path: "/",
  responses: { 200: json(z.object({ items: z.array(z.object({ grant: z.string(), description: z.string() })) })), ...problems(401, 403) },
});
permissions.openapi(listAll, (c) => answer(c, listPermissions(c.var.ctx), 200));
