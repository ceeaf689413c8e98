import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Ctx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { createWebhook } from "#core/platform/webhooks/create-webhook.ts";
import { getDelivery, getWebhook, listDeliveries, listWebhooks } from "#core/platform/webhooks/list-webhooks.ts";
import { replayDelivery, replayRange } from "#core/platform/webhooks/replay.ts";
import { newSecret, type Vault } from "#core/platform/webhooks/secrets.ts";
import { disableWebhook, enableWebhook, removeWebhook, rotateSecret, updateWebhook } from "#core/platform/webhooks/update-webhook.ts";
import {
  Delivery,
  DeliveryDetail,
  DeliveryFilter,
  NewWebhook,
  ReplayRange,
  SecretRotation,
  Webhook,
  WebhookChange,
} from "#core/platform/webhooks/webhook.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Webhooks"];
const path = "/{id}" as const;
const refusals = problems(400, 401, 403, 404, 409, 412, 422, 429);
const WebhookWithSecret = Webhook.extend({ secret: z.string() }).meta({ id: "WebhookWithSecret" });
const deliveryParams = z.object({ id: z.uuid(), deliveryId: z.uuid() });
const Replayed = z.object({ replayed: z.number().int() });

const list = createRoute({
  operationId: "listWebhooks",
  method: "get",
  path: "/",
  tags,
  summary: "List webhook endpoints, newest first",
  request: { query: PageQuery.omit({ q: true }) },
  responses: { 200: json(PageOf(Webhook), "A page of endpoints."), ...refusals },
});
const create = createRoute({
  operationId: "createWebhook",
  method: "post",
  path: "/",
  tags,
  summary: "Add an endpoint; its secret is shown this once",
  request: { body: body(NewWebhook) },
  responses: { 201: json(WebhookWithSecret, "The endpoint with its secret."), ...refusals },
});
const read = createRoute({
  operationId: "getWebhook",
  method: "get",
  path,
  tags,
  summary: "Read an endpoint",
  request: { params: idParam() },
  responses: { 200: json(Webhook, "The endpoint."), ...refusals },
});
const change = createRoute({
  operationId: "updateWebhook",
  method: "patch",
  path,
  tags,
  summary: "Change where an endpoint is and what it hears of",
  request: { params: idParam(), body: body(WebhookChange) },
  responses: { 200: json(Webhook, "The endpoint."), ...refusals },
});
const remove = createRoute({
  operationId: "removeWebhook",
  method: "delete",
  path,
  tags,
  summary: "Remove an endpoint",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() }), "It is gone."), ...refusals },
});
const enable = createRoute({
  operationId: "enableWebhook",
  method: "post",
  path: "/{id}/enable",
  tags,
  summary: "Enable a disabled endpoint; what was pending goes out",
  request: { params: idParam() },
  responses: { 200: json(Webhook, "The endpoint."), ...refusals },
});
const disable = createRoute({
  operationId: "disableWebhook",
  method: "post",
  path: "/{id}/disable",
  tags,
  summary: "Stop sending to an endpoint",
  request: { params: idParam() },
  responses: { 200: json(Webhook, "The endpoint."), ...refusals },
});
const rotate = createRoute({
  operationId: "rotateWebhookSecret",
  method: "post",
  path: "/{id}/rotate-secret",
  tags,
  summary: "Give an endpoint a new secret; the old one signs too until the overlap ends",
  request: { params: idParam(), body: body(SecretRotation) },
  responses: { 200: json(WebhookWithSecret, "The endpoint with its new secret."), ...refusals },
});
const deliveries = createRoute({
  operationId: "listWebhookDeliveries",
  method: "get",
  path: "/{id}/deliveries",
  tags,
  summary: "List what was sent to an endpoint, latest first",
  request: { params: idParam(), query: DeliveryFilter },
  responses: { 200: json(PageOf(Delivery), "A page of deliveries."), ...refusals },
});
const delivery = createRoute({
  operationId: "getWebhookDelivery",
  method: "get",
  path: "/{id}/deliveries/{deliveryId}",
  tags,
  summary: "Read a delivery: what is sent, and every answer there was",
  request: { params: deliveryParams },
  responses: { 200: json(DeliveryDetail, "The delivery."), ...refusals },
});
const replayOne = createRoute({
  operationId: "replayWebhookDelivery",
  method: "post",
  path: "/{id}/deliveries/{deliveryId}/replay",
  tags,
  summary: "Send one delivery again, under the same event id",
  request: { params: deliveryParams },
  responses: { 202: json(Replayed, "It is on its way."), ...refusals },
});
const replay = createRoute({
  operationId: "replayWebhook",
  method: "post",
  path: "/{id}/replay",
  tags,
  summary: "Send the events of a span of time again",
  request: { params: idParam(), body: body(ReplayRange) },
  responses: { 202: json(Replayed, "They are on their way."), ...refusals },
});

/** A secret is shown once and never stored readable, so it cannot be repeated under an idempotency key. */
const withoutKey = ({ request, ...ctx }: Ctx): Ctx => {
  const { idempotencyKey: _, hash: _h, ...rest } = request;
  return { ...ctx, request: rest };
};
const showing = <F extends Fault>(outcome: Outcome<Webhook, F>, secret: string) =>
  outcome.ok ? done({ ...outcome.value, secret }) : outcome;

/** Webhook endpoints and their deliveries; secrets are sealed by the vault. */
export const webhooksRouter = (vault: Vault) => {
  const webhooks = router();
  webhooks.openapi(list, async (c) => answerPage(c, await listWebhooks(c.var.ctx, c.req.valid("query"))));
  webhooks.openapi(create, async (c) => {
    const { plain, sealed } = newSecret(vault);
    return answer(c, showing(await createWebhook(withoutKey(c.var.ctx), { ...c.req.valid("json"), sealedSecret: sealed }), plain), 201);
  });
  webhooks.openapi(read, async (c) => answer(c, await getWebhook(c.var.ctx, c.req.valid("param")), 200));
  webhooks.openapi(change, async (c) => {
    const which = { ...c.req.valid("param"), expectedVersion: expectedVersion(c) };
    return answer(c, await updateWebhook(c.var.ctx, { ...which, change: c.req.valid("json") }), 200);
  });
  webhooks.openapi(remove, async (c) =>
    answer(c, await removeWebhook(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
  );
  webhooks.openapi(enable, async (c) => answer(c, await enableWebhook(c.var.ctx, c.req.valid("param")), 200));
  webhooks.openapi(disable, async (c) =>
    answer(c, await disableWebhook(c.var.ctx, { ...c.req.valid("param"), reason: "Disabled by hand." }), 200),
  );
  webhooks.openapi(rotate, async (c) => {
    const { plain, sealed } = newSecret(vault);
    const input = { ...c.req.valid("param"), ...c.req.valid("json"), sealedSecret: sealed };
    return answer(c, showing(await rotateSecret(withoutKey(c.var.ctx), input), plain), 200);
  });
  webhooks.openapi(deliveries, async (c) =>
    answerPage(c, await listDeliveries(c.var.ctx, { ...c.req.valid("query"), webhookId: c.req.valid("param").id })),
  );
  webhooks.openapi(delivery, async (c) => {
    const { id, deliveryId } = c.req.valid("param");
    return answer(c, await getDelivery(c.var.ctx, { webhookId: id, id: deliveryId }), 200);
  });
  webhooks.openapi(replayOne, async (c) => {
    const { id, deliveryId } = c.req.valid("param");
    return answer(c, await replayDelivery(c.var.ctx, { webhookId: id, id: deliveryId }), 202);
  });
  webhooks.openapi(replay, async (c) =>
    answer(c, await replayRange(c.var.ctx, { webhookId: c.req.valid("param").id, range: c.req.valid("json") }), 202),
  );
  return webhooks;
};
