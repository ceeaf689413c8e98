import { createRoute } from "@hono/zod-openapi";
import { UndoInput, UndoneBody, undoAllocation } from "#core/finance/open-items/undo-allocation.ts";
import {
  getSettlementRule,
  SettlementRuleBody,
  SettlementRulePatch,
  updateSettlementRule,
} from "#core/finance/settlement-rules/settlement-rule.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, body, expectedVersion, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Settlement"];

const undo = createRoute({
  operationId: "undoAllocation",
  tags,
  summary: "Take an allocation back, with the discounts and write-offs it earned.",
  method: "post",
  path: "/{id}/undo",
  request: { params: idParam(), body: body(UndoInput) },
  responses: { 200: json(UndoneBody), 202: json(PendingApproval, WAITS), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});
export const allocations = router();
allocations.openapi(undo, async (c) =>
  answerOrWait(c, await undoAllocation(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 200),
);

const read = createRoute({
  operationId: "getSettlementRule",
  tags,
  summary: "The limit of write-offs, and how ages are told.",
  method: "get",
  path: "/",
  responses: { 200: json(SettlementRuleBody), ...problems(401, 403) },
});
const change = createRoute({
  operationId: "updateSettlementRule",
  tags,
  summary: "Change the limit of write-offs, or how ages are told.",
  method: "patch",
  path: "/",
  request: { body: body(SettlementRulePatch) },
  responses: { 200: json(SettlementRuleBody), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});
export const settlementRule = router();
settlementRule.openapi(read, async (c) => answer(c, await getSettlementRule(c.var.ctx, undefined), 200));
settlementRule.openapi(change, async (c) =>
  answer(c, await updateSettlementRule(c.var.ctx, { expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200),
);
