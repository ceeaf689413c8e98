import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { changeUser, resetPassword } from "#core/identity/users/change-user.ts";
import { createUser } from "#core/identity/users/create-user.ts";
import { getUser, listUsers, UserList } from "#core/identity/users/list-users.ts";
import { InvitedUserBody, NewUser, UserBody, UserChange } from "#core/identity/users/user.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";
import { forgetsCallers, withoutKey } from "./identity-writes.ts";

const tags = ["Users"];
export const users = router();
users.use(forgetsCallers);

const list = createRoute({
  operationId: "listUsers",
  tags,
  summary: "The company's people, by name.",
  method: "get",
  path: "/",
  request: { query: UserList },
  responses: { 200: json(PageOf(UserBody)), ...problems(401, 403, 422) },
});
users.openapi(list, async (c) => answerPage(c, await listUsers(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createUser",
  tags,
  summary: "Invite somebody.",
  description: "The answer holds a one-time password, this once. Somebody who has an account already keeps his password.",
  method: "post",
  path: "/",
  request: { body: body(NewUser) },
  responses: { 201: json(InvitedUserBody), ...problems(401, 403, 404, 409, 422, 429) },
});
users.openapi(create, async (c) => answer(c, await createUser(withoutKey(c.var.ctx), c.var.identity, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getUser",
  tags,
  summary: "One of the company's people.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(UserBody), ...problems(401, 403, 404, 422) },
});
users.openapi(get, async (c) => answer(c, await getUser(c.var.ctx, c.req.valid("param").id), 200));

const change = createRoute({
  operationId: "changeUser",
  tags,
  summary: "Change name or roles, deactivate or bring back.",
  description: "Deactivating ends the person's sessions here and revokes the API keys he made.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(UserChange) },
  responses: { 200: json(UserBody), ...problems(401, 403, 404, 409, 412, 422) },
});
users.openapi(change, async (c) => {
  const input = { id: c.req.valid("param").id, change: c.req.valid("json"), expectedVersion: expectedVersion(c) };
  return answer(c, await changeUser(c.var.ctx, input), 200);
});

const reset = createRoute({
  operationId: "resetPassword",
  tags,
  summary: "Give somebody a one-time password, and unlock his account.",
  method: "post",
  path: "/{id}/reset-password",
  request: { params: idParam() },
  responses: { 200: json(z.object({ oneTimePassword: z.string() })), ...problems(401, 403, 404, 409, 422, 429) },
});
users.openapi(reset, async (c) => answer(c, await resetPassword(withoutKey(c.var.ctx), c.var.identity, c.req.valid("param").id), 200));
