import { createRoute } from "@hono/zod-openapi";
import { InvoiceBody, InvoiceFilter, InvoicePage } from "#core/finance/invoices/invoice.ts";
import { getInvoice, listInvoices } from "#core/finance/invoices/list-invoices.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, idParam, json, router } from "#functions/router.ts";

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

export const invoices = router();
invoices.openapi(list, async (c) => answerPage(c, await listInvoices(c.var.ctx, c.req.valid("query"))));
invoices.openapi(read, async (c) => answer(c, await getInvoice(c.var.ctx, c.req.valid("param")), 200));
