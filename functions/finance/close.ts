import { createRoute, z } from "@hono/zod-openapi";
import {
  Checklist,
  ChecklistQuery,
  CloseItemBody,
  CloseItemInput,
  CloseItemOrder,
  CloseItemPatch,
  CloseProof,
  CloseRuleBody,
  CloseRuleInput,
  ItemResult,
  TickInput,
  UntickInput,
} from "#core/finance/close/checklist.ts";
import { getChecklist, listCloseItems, listCloseProofs, listCloseRules } from "#core/finance/close/read-checklist.ts";
import { tickCloseItem, untickCloseItem } from "#core/finance/close/tick-item.ts";
import { createCloseItem, orderCloseItems, updateCloseItem } from "#core/finance/close/write-items.ts";
import { setCloseRule } from "#core/finance/close/write-rules.ts";
import { problems } from "#functions/problem.ts";
import { answer, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Closing"];
const all = <T extends z.ZodType>(item: T) => json(z.object({ items: z.array(item) }));
const written = problems(400, 401, 403, 404, 409, 412, 422, 429);
export const checklists = router();
export const closeRules = router();
export const closeItems = router();

const checklist = createRoute({
  operationId: "getCloseChecklist",
  method: "get",
  path: "/{id}/checklist",
  tags,
  summary: "What the close of a period asks for, and how it stands now",
  request: { params: idParam(), query: ChecklistQuery },
  responses: { 200: json(Checklist), ...written },
});
checklists.openapi(checklist, async (c) =>
  answer(c, await getChecklist(c.var.ctx, { ...c.req.valid("query"), ...c.req.valid("param") }), 200),
);

const proofs = createRoute({
  operationId: "listCloseProofs",
  method: "get",
  path: "/{id}/close-proofs",
  tags,
  summary: "What the checklist said whenever the period was closed",
  request: { params: idParam() },
  responses: { 200: all(CloseProof), ...problems(401, 403, 404, 422) },
});
checklists.openapi(proofs, async (c) => answer(c, await listCloseProofs(c.var.ctx, c.req.valid("param")), 200));

const tick = createRoute({
  operationId: "tickCloseItem",
  method: "post",
  path: "/{id}/checklist/tick",
  tags,
  summary: "Tick an item of the checklist for a period",
  request: { params: idParam(), body: body(TickInput) },
  responses: { 200: json(ItemResult), ...written },
});
checklists.openapi(tick, async (c) =>
  answer(c, await tickCloseItem(c.var.ctx, { ...c.req.valid("param"), input: c.req.valid("json") }), 200),
);

const untick = createRoute({
  operationId: "untickCloseItem",
  method: "post",
  path: "/{id}/checklist/untick",
  tags,
  summary: "Take a tick back, for a reason",
  request: { params: idParam(), body: body(UntickInput) },
  responses: { 200: json(ItemResult), ...written },
});
checklists.openapi(untick, async (c) =>
  answer(c, await untickCloseItem(c.var.ctx, { ...c.req.valid("param"), input: c.req.valid("json") }), 200),
);

const rules = createRoute({
  operationId: "listCloseRules",
  method: "get",
  path: "/",
  tags,
  summary: "Every check of a close, and what it does when it fails",
  responses: { 200: all(CloseRuleBody), ...problems(401, 403) },
});
closeRules.openapi(rules, async (c) => answer(c, await listCloseRules(c.var.ctx, undefined), 200));

const setRule = createRoute({
  operationId: "setCloseRule",
  method: "put",
  path: "/{check}",
  tags,
  summary: "Say what a check that fails does to a soft close and to a close",
  request: { params: z.object({ check: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/) }), body: body(CloseRuleInput) },
  responses: { 200: json(CloseRuleBody), ...written },
});
closeRules.openapi(setRule, async (c) =>
  answer(
    c,
    await setCloseRule(c.var.ctx, { ...c.req.valid("param"), input: c.req.valid("json"), expectedVersion: expectedVersion(c) }),
    200,
  ),
);

const items = createRoute({
  operationId: "listCloseItems",
  method: "get",
  path: "/",
  tags,
  summary: "What people tick before a close, in its order",
  responses: { 200: all(CloseItemBody), ...problems(401, 403) },
});
closeItems.openapi(items, async (c) => answer(c, await listCloseItems(c.var.ctx, undefined), 200));

const create = createRoute({
  operationId: "createCloseItem",
  method: "post",
  path: "/",
  tags,
  summary: "Add something that people tick",
  request: { body: body(CloseItemInput) },
  responses: { 201: json(CloseItemBody), ...written },
});
closeItems.openapi(create, async (c) => answer(c, await createCloseItem(c.var.ctx, c.req.valid("json")), 201));

const order = createRoute({
  operationId: "orderCloseItems",
  method: "post",
  path: "/order",
  tags,
  summary: "Put the items in use in an order",
  request: { body: body(CloseItemOrder) },
  responses: { 200: all(CloseItemBody), ...written },
});
closeItems.openapi(order, async (c) => answer(c, await orderCloseItems(c.var.ctx, c.req.valid("json")), 200));

const update = createRoute({
  operationId: "updateCloseItem",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Rename an item, say what it refuses, or take it out of use",
  request: { params: idParam(), body: body(CloseItemPatch) },
  responses: { 200: json(CloseItemBody), ...written },
});
closeItems.openapi(update, async (c) =>
  answer(
    c,
    await updateCloseItem(c.var.ctx, { ...c.req.valid("param"), changes: c.req.valid("json"), expectedVersion: expectedVersion(c) }),
    200,
  ),
);
