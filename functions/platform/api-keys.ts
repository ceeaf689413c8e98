import { createRoute } from "@hono/zod-openapi";
import { ApiKeyBody, CreatedApiKeyBody, NewApiKey } from "#core/identity/api-keys/api-key.ts";
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from "#core/identity/api-keys/api-keys.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, idParam, json, router } from "#functions/router.ts";
import { forgetsCallers, withoutKey } from "./identity-writes.ts";

const tags = ["API keys"];
export const apiKeys = router();
apiKeys.use(forgetsCallers);

const list = createRoute({
  operationId: "listApiKeys",
  tags,
  summary: "The company's API keys, newest first.",
  method: "get",
  path: "/",
  request: { query: PageQuery },
  responses: { 200: json(PageOf(ApiKeyBody)), ...problems(401, 403, 422) },
});
apiKeys.openapi(list, async (c) => answerPage(c, await listApiKeys(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createApiKey",
  tags,
  summary: "Make an API key.",
  description: "The answer holds the key, this once. Its scopes are permissions or patterns of them, none beyond what one has oneself.",
  method: "post",
  path: "/",
  request: { body: body(NewApiKey) },
  responses: { 201: json(CreatedApiKeyBody), ...problems(401, 403, 409, 422) },
});
apiKeys.openapi(create, async (c) => answer(c, await createApiKey(withoutKey(c.var.ctx), c.var.identity, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getApiKey",
  tags,
  summary: "An API key, but not the key itself.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(ApiKeyBody), ...problems(401, 403, 404, 422) },
});
apiKeys.openapi(get, async (c) => answer(c, await getApiKey(c.var.ctx, c.req.valid("param").id), 200));

const revoke = createRoute({
  operationId: "revokeApiKey",
  tags,
  summary: "Revoke an API key.",
  method: "post",
  path: "/{id}/revoke",
  request: { params: idParam() },
  responses: { 200: json(ApiKeyBody), ...problems(401, 403, 404, 409, 422) },
});
apiKeys.openapi(revoke, async (c) => answer(c, await revokeApiKey(c.var.ctx, c.req.valid("param").id), 200));
