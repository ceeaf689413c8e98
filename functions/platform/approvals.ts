import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { grantsOf } from "#core/identity/roles/grant-patterns.ts";
import { patternsOfRole } from "#core/identity/roles/granting.ts";
import { PageOf } from "#core/kernel/page.ts";
import {
  ApprovalBody,
  ApprovalDetail,
  ApprovalQuery,
  ApprovalRuleBody,
  ApprovalRuleInput,
  ListedApprovalRule,
  PendingApproval,
  RejectInput,
} from "#core/platform/approvals/approval.ts";
import { type Holds, listApprovalRules, setApprovalRule } from "#core/platform/approvals/approval-rules.ts";
import { approve, reject, withdraw } from "#core/platform/approvals/decide-approval.ts";
import { getApproval, listApprovals } from "#core/platform/approvals/read-approvals.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, expectedVersion, idParam, json, router, WAITS } from "#functions/router.ts";
import { forgetsCallers } from "./identity-writes.ts";

const tags = ["Approvals"];
const everyProblem = problems(400, 401, 403, 404, 409, 412, 422, 429);
export const approvals = router();
export const approvalRules = router();
approvals.use(forgetsCallers);
approvalRules.use(forgetsCallers);

const list = createRoute({
  operationId: "listApprovals",
  tags,
  summary: "What waits for a second person, or waited, the latest first",
  method: "get",
  path: "/",
  request: { query: ApprovalQuery },
  responses: { 200: json(PageOf(ApprovalBody)), ...everyProblem },
});
approvals.openapi(list, async (c) => answerPage(c, await listApprovals(c.var.ctx, c.req.valid("query"))));

const get = createRoute({
  operationId: "getApproval",
  tags,
  summary: "A request with what was asked for",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(ApprovalDetail), ...everyProblem },
});
approvals.openapi(get, async (c) => answer(c, await getApproval(c.var.ctx, c.req.valid("param")), 200));

const approving = createRoute({
  operationId: "approve",
  tags,
  summary: "Approve what somebody else asked for: it happens now",
  description: "With `Prefer: dry-run` it shows what would happen, journal entries included.",
  method: "post",
  path: "/{id}/approve",
  request: { params: idParam() },
  responses: { 200: json(ApprovalBody), ...everyProblem },
});
approvals.openapi(approving, async (c) =>
  answer(c, await approve(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);

const rejecting = createRoute({
  operationId: "reject",
  tags,
  summary: "Say no to what somebody else asked for, and why",
  method: "post",
  path: "/{id}/reject",
  request: { params: idParam(), body: body(RejectInput) },
  responses: { 200: json(ApprovalBody), ...everyProblem },
});
approvals.openapi(rejecting, async (c) =>
  answer(c, await reject(c.var.ctx, { ...c.req.valid("param"), input: c.req.valid("json"), expectedVersion: expectedVersion(c) }), 200),
);

const withdrawing = createRoute({
  operationId: "withdraw",
  tags,
  summary: "Take one's own request back",
  method: "post",
  path: "/{id}/withdraw",
  request: { params: idParam() },
  responses: { 200: json(ApprovalBody), ...everyProblem },
});
approvals.openapi(withdrawing, async (c) =>
  answer(c, await withdraw(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);

const holds: Holds = (role, grant) => grantsOf(patternsOfRole(role)).has(grant);
const rules = createRoute({
  operationId: "listApprovalRules",
  tags,
  summary: "For which actions two people are needed",
  method: "get",
  path: "/",
  responses: { 200: json(z.object({ items: z.array(ListedApprovalRule) })), ...everyProblem },
});
approvalRules.openapi(rules, async (c) => answer(c, await listApprovalRules(c.var.ctx, { holds }), 200));

const setRule = createRoute({
  operationId: "setApprovalRule",
  tags,
  summary: "Say whether an action needs two people, above which amount",
  method: "put",
  path: "/{action}",
  request: { params: z.object({ action: z.string().min(1).max(100) }), body: body(ApprovalRuleInput) },
  responses: { 200: json(ApprovalRuleBody), 202: json(PendingApproval, WAITS), ...everyProblem },
});
approvalRules.openapi(setRule, async (c) => {
  const rule = { ...c.req.valid("param"), input: c.req.valid("json"), expectedVersion: expectedVersion(c) };
  return answerOrWait(c, await setApprovalRule(c.var.ctx, rule), 200);
});
