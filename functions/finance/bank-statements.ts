import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { reconcileStatement, reopenStatement } from "#core/finance/bank-matching/reconcile-statement.ts";
import { getBankFile } from "#core/finance/bank-statements/bank-file.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import {
  BankStatementBody,
  BankStatementPage,
  BankStatementQuery,
  DiscardInput,
  ImportedFileBody,
  ImportFields,
} from "#core/finance/bank-statements/bank-statement.ts";
import { discardBankStatement } from "#core/finance/bank-statements/discard-bank-statement.ts";
import { getBankStatement, listBankStatements } from "#core/finance/bank-statements/list-bank-statements.ts";
import { importSentFile } from "#functions/imports/import-bank-file.ts";
import { problem, problems } from "#functions/problem.ts";
import { answer, answerPage, body, idParam, json, router } from "#functions/router.ts";

const tags = ["Bank statements"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);
const file = { schema: z.string().meta({ format: "binary" }) };
/** Described only: it is read where the bare file is. */
const form = {
  schema: { type: "object" as const, required: ["file"], properties: { file: { type: "string" as const, format: "binary" } } },
};

const load = createRoute({
  operationId: "importBankStatements",
  method: "post",
  path: "/",
  tags,
  summary: "Import a file of a bank: camt.053, camt.054, OFX or CSV, up to 10 MB",
  description:
    "The bare file as application/octet-stream (or text/csv) with the fields in the query, or a form with the file in `file`. What kind of file it is is found out. No line comes in twice, whichever files tell it; with `Prefer: dry-run` you see what would come in.",
  request: {
    query: ImportFields,
    body: { required: true, content: { "application/octet-stream": file, "text/csv": file, "multipart/form-data": form } },
  },
  responses: { 201: json(ImportedFileBody, "The statements of the file, with warnings."), ...refusals },
});
const list = createRoute({
  operationId: "listBankStatements",
  method: "get",
  path: "/",
  tags,
  summary: "List bank statements, latest first",
  request: { query: BankStatementQuery },
  responses: { 200: json(BankStatementPage, "A page of statements."), ...refusals },
});
const read = createRoute({
  operationId: "getBankStatement",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read a bank statement",
  request: { params: idParam() },
  responses: { 200: json(BankStatementBody, "The statement."), ...refusals },
});
const evidence = createRoute({
  operationId: "getBankStatementFile",
  method: "get",
  path: "/{id}/file",
  tags,
  summary: "Download the file that a statement came in, as the bank sent it",
  request: { params: idParam() },
  responses: { 200: { description: "The file.", content: { "application/octet-stream": file } }, ...refusals },
});
const discard = createRoute({
  operationId: "discardBankStatement",
  method: "post",
  path: "/{id}/discard",
  tags,
  summary: "Take a statement that should not have come in out again, while nothing of it is matched",
  request: { params: idParam(), body: body(DiscardInput) },
  responses: { 200: json(BankStatementBody, "The statement, discarded."), ...refusals },
});

const reconcile = createRoute({
  operationId: "reconcileBankStatement",
  method: "post",
  path: "/{id}/reconcile",
  tags: ["Bank reconciliation"],
  summary: "Close a statement as reconciled; its lines are locked from then on",
  request: { params: idParam() },
  responses: { 200: json(BankStatementBody, "The statement, reconciled."), ...refusals },
});
const reopen = createRoute({
  operationId: "reopenBankStatement",
  method: "post",
  path: "/{id}/reopen",
  tags: ["Bank reconciliation"],
  summary: "Open the last reconciled statement of an account again",
  request: { params: idParam(), body: body(DiscardInput) },
  responses: { 200: json(BankStatementBody, "The statement, open again."), ...refusals },
});

export const bankStatements = (numbers: BankNumbers) => {
  const routes = router();
  routes.openapi(load, async (c) => answer(c, await importSentFile(c, numbers), 201));
  routes.openapi(list, async (c) => answerPage(c, await listBankStatements(c.var.ctx, c.req.valid("query"))));
  routes.openapi(read, async (c) => answer(c, await getBankStatement(c.var.ctx, c.req.valid("param")), 200));
  routes.openapi(evidence, async (c) => {
    const found = await getBankFile(c.var.ctx, { ...c.req.valid("param"), numbers });
    if (!found.ok) return problem(c, found.fault);
    const name = found.value.name.replaceAll(/[^\w.-]/g, "_");
    const headers = { "content-type": "application/octet-stream", "content-disposition": `attachment; filename="${name}"` };
    return c.body(new Uint8Array(found.value.bytes), 200, { ...headers, "x-content-type-options": "nosniff" });
  });
  routes.openapi(discard, async (c) =>
    answer(c, await discardBankStatement(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") }), 200),
  );
  routes.openapi(reconcile, async (c) => answer(c, await reconcileStatement(c.var.ctx, c.req.valid("param")), 200));
  routes.openapi(reopen, async (c) =>
    answer(c, await reopenStatement(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") }), 200),
  );
  return routes;
};
