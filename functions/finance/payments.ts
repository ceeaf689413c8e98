import { createRoute } from "@hono/zod-openapi";
import { WriteOffBody, WriteOffInput, writeOff } from "#core/finance/open-items/write-off.ts";
import { allocatePayment } from "#core/finance/payments/allocate-payment.ts";
import { BounceInput, bouncePayment } from "#core/finance/payments/bounce-payment.ts";
import { getPayment, listPayments } from "#core/finance/payments/list-payments.ts";
import { AllocateInput, PaymentBody, PaymentFilter, PaymentInput, PaymentPage } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Payments"];
const everyProblem = problems(400, 401, 403, 404, 409, 412, 422, 429);

const record = createRoute({
  operationId: "recordPayment",
  method: "post",
  path: "/",
  tags,
  summary: "Record money received or paid and settle documents with it",
  request: { body: body(PaymentInput) },
  responses: { 201: json(PaymentBody, "The payment with its allocations."), 202: json(PendingApproval, WAITS), ...everyProblem },
});
const list = createRoute({
  operationId: "listPayments",
  method: "get",
  path: "/",
  tags,
  summary: "List payments, newest first",
  request: { query: PaymentFilter },
  responses: { 200: json(PaymentPage, "A page of payments."), ...everyProblem },
});
const read = createRoute({
  operationId: "getPayment",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read a payment",
  request: { params: idParam() },
  responses: { 200: json(PaymentBody, "The payment."), ...everyProblem },
});
const allocate = createRoute({
  operationId: "allocatePayment",
  method: "post",
  path: "/{id}/allocations",
  tags,
  summary: "Settle documents with what is left of a payment",
  request: { params: idParam(), body: body(AllocateInput) },
  responses: { 200: json(PaymentBody, "The payment with its new allocations."), ...everyProblem },
});

const bounce = createRoute({
  operationId: "bouncePayment",
  method: "post",
  path: "/{id}/bounce",
  tags,
  summary: "Take back a payment that the bank returned; what it settled is open again",
  request: { params: idParam(), body: body(BounceInput) },
  responses: { 200: json(PaymentBody, "The payment, taken back."), 202: json(PendingApproval, WAITS), ...everyProblem },
});
const giveUp = createRoute({
  operationId: "writeOffPayment",
  method: "post",
  path: "/{id}/write-offs",
  tags,
  summary: "Write off what is left of a payment",
  request: { params: idParam(), body: body(WriteOffInput) },
  responses: { 201: json(WriteOffBody, "The write-off."), 202: json(PendingApproval, WAITS), ...everyProblem },
});

export const payments = router();
payments.openapi(bounce, async (c) =>
  answerOrWait(c, await bouncePayment(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 200),
);
payments.openapi(giveUp, async (c) => answerOrWait(c, await writeOff(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 201));
payments.openapi(record, async (c) => answerOrWait(c, await recordPayment(c.var.ctx, c.req.valid("json")), 201));
payments.openapi(list, async (c) => answerPage(c, await listPayments(c.var.ctx, c.req.valid("query"))));
payments.openapi(read, async (c) => answer(c, await getPayment(c.var.ctx, c.req.valid("param")), 200));
payments.openapi(allocate, async (c) =>
  answer(c, await allocatePayment(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 200),
);
