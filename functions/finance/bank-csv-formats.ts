import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { CsvFormatBody, CsvFormatInput, CsvFormatPage, CsvFormatPatch, CsvFormatQuery } from "#core/finance/bank-statements/csv-format.ts";
import {
  createCsvFormat,
  getCsvFormat,
  listCsvFormats,
  removeCsvFormat,
  updateCsvFormat,
} from "#core/finance/bank-statements/csv-formats.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Bank statements"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);

const list = createRoute({
  operationId: "listBankCsvFormats",
  tags,
  summary: "List the forms of banks' CSV files",
  method: "get",
  path: "/",
  request: { query: CsvFormatQuery },
  responses: { 200: json(CsvFormatPage, "A page of forms."), ...refusals },
});
const create = createRoute({
  operationId: "createBankCsvFormat",
  tags,
  summary: "Save how a bank writes its CSV",
  method: "post",
  path: "/",
  request: { body: body(CsvFormatInput) },
  responses: { 201: json(CsvFormatBody, "The form."), ...refusals },
});
const read = createRoute({
  operationId: "getBankCsvFormat",
  tags,
  summary: "Read a form of CSV files",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(CsvFormatBody, "The form."), ...refusals },
});
const update = createRoute({
  operationId: "updateBankCsvFormat",
  tags,
  summary: "Change how a bank's CSV is read from now on",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(CsvFormatPatch) },
  responses: { 200: json(CsvFormatBody, "The form."), ...refusals },
});
const remove = createRoute({
  operationId: "removeBankCsvFormat",
  tags,
  summary: "Forget a form of CSV files",
  method: "delete",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() }), "It is gone."), ...refusals },
});

export const bankCsvFormats = router();
bankCsvFormats.openapi(list, async (c) => answerPage(c, await listCsvFormats(c.var.ctx, c.req.valid("query"))));
bankCsvFormats.openapi(create, async (c) => answer(c, await createCsvFormat(c.var.ctx, c.req.valid("json")), 201));
bankCsvFormats.openapi(read, async (c) => answer(c, await getCsvFormat(c.var.ctx, c.req.valid("param")), 200));
bankCsvFormats.openapi(update, async (c) => {
  const change = { ...c.req.valid("param"), expectedVersion: expectedVersion(c), changes: c.req.valid("json") };
  return answer(c, await updateCsvFormat(c.var.ctx, change), 200);
});
bankCsvFormats.openapi(remove, async (c) =>
  answer(c, await removeCsvFormat(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
