import { createRoute } from "@hono/zod-openapi";
import { getPaymentTerm, listPaymentTerms } from "#core/finance/payment-terms/list-terms.ts";
import { PaymentTermBody, PaymentTermInput, PaymentTermPatch, PaymentTermQuery } from "#core/finance/payment-terms/payment-term.ts";
import { createPaymentTerm, updatePaymentTerm } from "#core/finance/payment-terms/write-term.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Payment terms"];
export const paymentTerms = router();

const list = createRoute({
  operationId: "listPaymentTerms",
  tags,
  summary: "Payment terms by code.",
  method: "get",
  path: "/",
  request: { query: PaymentTermQuery },
  responses: { 200: json(PageOf(PaymentTermBody)), ...problems(401, 403, 422) },
});
paymentTerms.openapi(list, async (c) => answerPage(c, await listPaymentTerms(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createPaymentTerm",
  tags,
  summary: "Add payment terms.",
  method: "post",
  path: "/",
  request: { body: body(PaymentTermInput) },
  responses: { 201: json(PaymentTermBody), ...problems(401, 403, 409, 422) },
});
paymentTerms.openapi(create, async (c) => answer(c, await createPaymentTerm(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getPaymentTerm",
  tags,
  summary: "Payment terms.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(PaymentTermBody), ...problems(401, 403, 404, 422) },
});
paymentTerms.openapi(get, async (c) => answer(c, await getPaymentTerm(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updatePaymentTerm",
  tags,
  summary: "Change payment terms, or take them out of use.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(PaymentTermPatch) },
  responses: { 200: json(PaymentTermBody), ...problems(401, 403, 404, 409, 412, 422) },
});
paymentTerms.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updatePaymentTerm(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
