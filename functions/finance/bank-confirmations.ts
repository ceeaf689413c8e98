import { createRoute } from "@hono/zod-openapi";
import { confirmLines } from "#core/finance/bank-matching/confirm-lines.ts";
import {
  ConfirmationBody,
  ConfirmationPage,
  ConfirmationQuery,
  ConfirmInput,
  UndoInput,
} from "#core/finance/bank-matching/confirmation.ts";
import { getConfirmation, listConfirmations } from "#core/finance/bank-matching/list-confirmations.ts";
import { undoConfirmation } from "#core/finance/bank-matching/undo-confirmation.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Bank reconciliation"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);

const list = createRoute({
  operationId: "listBankConfirmations",
  method: "get",
  path: "/",
  tags,
  summary: "List what lines were matched with, newest first",
  request: { query: ConfirmationQuery },
  responses: { 200: json(ConfirmationPage, "A page of confirmations."), ...refusals },
});
const confirm = createRoute({
  operationId: "confirmBankLines",
  method: "post",
  path: "/",
  tags,
  summary: "Match lines with payments, entries, transfers or postings that are there, in one transaction",
  description:
    "Confirm a suggestion as it is, or say yourself what a line is. Parts that come to less than a line leave the rest of it open.",
  request: { body: body(ConfirmInput) },
  responses: { 201: json(ConfirmationBody, "What was matched."), ...refusals },
});
const read = createRoute({
  operationId: "getBankConfirmation",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read what was matched",
  request: { params: idParam() },
  responses: { 200: json(ConfirmationBody, "The confirmation."), ...refusals },
});
const undo = createRoute({
  operationId: "undoBankConfirmation",
  method: "post",
  path: "/{id}/undo",
  tags,
  summary: "Take a confirmation back: what it posted is reversed, its lines are open again",
  request: { params: idParam(), body: body(UndoInput) },
  responses: { 200: json(ConfirmationBody, "The confirmation, undone."), 202: json(PendingApproval, WAITS), ...refusals },
});

export const bankConfirmations = router();
bankConfirmations.openapi(list, async (c) => answerPage(c, await listConfirmations(c.var.ctx, c.req.valid("query"))));
bankConfirmations.openapi(confirm, async (c) => answer(c, await confirmLines(c.var.ctx, c.req.valid("json")), 201));
bankConfirmations.openapi(read, async (c) => answer(c, await getConfirmation(c.var.ctx, c.req.valid("param")), 200));
bankConfirmations.openapi(undo, async (c) =>
  answerOrWait(c, await undoConfirmation(c.var.ctx, { ...c.req.valid("param"), input: c.req.valid("json") }), 200),
);
