import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { explainInvoice, InvoiceExplanation } from "#core/finance/explanations/explain-invoice.ts";
import { allocateNote } from "#core/finance/invoices/allocate-note.ts";
import { deleteDraft, updateDraft } from "#core/finance/invoices/change-draft.ts";
import { CreditInput, creditInvoice } from "#core/finance/invoices/credit-invoice.ts";
import { draftInvoice } from "#core/finance/invoices/draft-invoice.ts";
import { DraftChange, InvoiceBody, InvoiceFilter, InvoiceInput, InvoicePage, IssueInput } from "#core/finance/invoices/invoice.ts";
import { issueInvoice } from "#core/finance/invoices/issue-invoice.ts";
import { getInvoice, listInvoices } from "#core/finance/invoices/list-invoices.ts";
import { WriteOffBody, WriteOffInput, writeOff } from "#core/finance/open-items/write-off.ts";
import { AllocateInput } from "#core/finance/payments/payment.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, expectedVersion, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Invoices"];
const everyProblem = problems(400, 401, 403, 404, 409, 412, 422, 429);

const list = createRoute({
  operationId: "listInvoices",
  method: "get",
  path: "/",
  tags,
  summary: "List invoices, credit notes and bills, newest first",
  request: { query: InvoiceFilter },
  responses: { 200: json(InvoicePage, "A page of invoices."), ...everyProblem },
});
const read = createRoute({
  operationId: "getInvoice",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read an invoice with its lines, taxes and what settled it",
  request: { params: idParam() },
  responses: { 200: json(InvoiceBody, "The invoice."), ...everyProblem },
});

const draft = createRoute({
  operationId: "draftInvoice",
  method: "post",
  path: "/",
  tags,
  summary: "Draft an invoice or a bill",
  request: { body: body(InvoiceInput) },
  responses: { 201: json(InvoiceBody, "The draft."), ...everyProblem },
});
const update = createRoute({
  operationId: "updateInvoiceDraft",
  method: "put",
  path: "/{id}",
  tags,
  summary: "Replace what a draft holds; it is priced and taxed anew",
  request: { params: idParam(), body: body(DraftChange) },
  responses: { 200: json(InvoiceBody, "The draft."), ...everyProblem },
});
const remove = createRoute({
  operationId: "deleteInvoiceDraft",
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Delete a draft",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() }), "The draft is gone."), ...everyProblem },
});
const issue = createRoute({
  operationId: "issueInvoice",
  method: "post",
  path: "/{id}/issue",
  tags,
  summary: "Issue a draft: it gets its number and is posted",
  request: { params: idParam(), body: body(IssueInput) },
  responses: { 200: json(InvoiceBody, "The issued invoice."), ...everyProblem },
});
const credit = createRoute({
  operationId: "creditInvoice",
  method: "post",
  path: "/{id}/credit-notes",
  tags,
  summary: "Credit an issued invoice, whole or by line",
  request: { params: idParam(), body: body(CreditInput) },
  responses: { 201: json(InvoiceBody, "The credit note."), ...everyProblem },
});

const explain = createRoute({
  operationId: "explainInvoice",
  method: "get",
  path: "/{id}/explain",
  tags,
  summary: "How an invoice's figures came about, and the entry they made",
  request: { params: idParam() },
  responses: { 200: json(InvoiceExplanation), ...problems(401, 403, 404, 422) },
});

const giveUp = createRoute({
  operationId: "writeOffInvoice",
  method: "post",
  path: "/{id}/write-offs",
  tags,
  summary: "Write off what is open of a document",
  request: { params: idParam(), body: body(WriteOffInput) },
  responses: { 201: json(WriteOffBody, "The write-off."), 202: json(PendingApproval, WAITS), ...everyProblem },
});
const allocate = createRoute({
  operationId: "allocateNote",
  method: "post",
  path: "/{id}/allocations",
  tags,
  summary: "Settle documents with what is open of a credit note",
  request: { params: idParam(), body: body(AllocateInput) },
  responses: { 200: json(InvoiceBody, "The note with its new allocations."), ...everyProblem },
});

export const invoices = router();
invoices.openapi(explain, async (c) => answer(c, await explainInvoice(c.var.ctx, c.req.valid("param")), 200));
invoices.openapi(giveUp, async (c) => answerOrWait(c, await writeOff(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 201));
invoices.openapi(allocate, async (c) => answer(c, await allocateNote(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 200));
invoices.openapi(draft, async (c) => answer(c, await draftInvoice(c.var.ctx, c.req.valid("json")), 201));
invoices.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateDraft(c.var.ctx, { id, expectedVersion: expectedVersion(c), content: c.req.valid("json") }), 200);
});
invoices.openapi(remove, async (c) =>
  answer(c, await deleteDraft(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
invoices.openapi(issue, async (c) =>
  answer(c, await issueInvoice(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
invoices.openapi(credit, async (c) =>
  answer(c, await creditInvoice(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 201),
);
invoices.openapi(list, async (c) => answerPage(c, await listInvoices(c.var.ctx, c.req.valid("query"))));
invoices.openapi(read, async (c) => answer(c, await getInvoice(c.var.ctx, c.req.valid("param")), 200));
