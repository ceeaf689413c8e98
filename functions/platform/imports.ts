import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { done } from "#core/kernel/fault.ts";
import { PageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { ImportBody, ImportFilter, ImportKindBody, ImportRequest } from "#core/platform/imports/import.ts";
import { getImport, getRefusedRows, listImports } from "#core/platform/imports/list-imports.ts";
import { csvText } from "#functions/adapters/csv.ts";
import { IMPORT_KINDS } from "#functions/imports/kinds.ts";
import { startImport } from "#functions/imports/start-import.ts";
import { problem, problems } from "#functions/problem.ts";
import { answer, answerPage, idParam, json, router } from "#functions/router.ts";

const tags = ["Imports"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);
/** Described only: it is read where the bare file is. */
const form = {
  schema: { type: "object" as const, required: ["file"], properties: { file: { type: "string" as const, format: "binary" } } },
};
const file = { schema: z.string().meta({ format: "binary" }) };

const create = createRoute({
  operationId: "createImport",
  method: "post",
  path: "/",
  tags,
  summary: "Import a CSV file of up to 10 MB; a job does it",
  description:
    "The bare file as text/csv with the fields in the query, or a form with the file in `file`. Encoding and delimiter are found out.",
  request: {
    query: ImportRequest.partial(),
    body: { required: true, content: { "text/csv": file, "multipart/form-data": form } },
  },
  responses: { 202: json(ImportBody, "The import; follow it by its id."), ...refusals },
});
const kinds = createRoute({
  operationId: "listImportKinds",
  method: "get",
  path: "/kinds",
  tags,
  summary: "What can be imported, with its columns",
  responses: { 200: json(z.object({ items: z.array(ImportKindBody) }), "The kinds."), ...refusals },
});
const list = createRoute({
  operationId: "listImports",
  method: "get",
  path: "/",
  tags,
  summary: "List imports, newest first",
  request: { query: ImportFilter },
  responses: { 200: json(PageOf(ImportBody), "A page of imports."), ...refusals },
});
const read = createRoute({
  operationId: "getImport",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read an import and how far it is",
  request: { params: idParam() },
  responses: { 200: json(ImportBody, "The import."), ...refusals },
});
const refused = createRoute({
  operationId: "getRefusedRows",
  method: "get",
  path: "/{id}/refused",
  tags,
  summary: "Download the refused rows with their reasons, to correct and import again",
  request: { params: idParam() },
  responses: { 200: { description: "The rows as CSV.", content: { "text/csv": file } }, ...refusals },
});

const kindBodies = IMPORT_KINDS.map(({ name, title, columns }) => ({
  name,
  title,
  columns: columns.map(({ required = false, also = [], ...column }) => ({ ...column, required, also: [...also] })),
}));

const listKinds = query("platform.import.read", async () => done({ items: kindBodies }));

export const imports = router();
imports.openapi(create, async (c) => answer(c, await startImport(c), 202));
imports.openapi(kinds, async (c) => answer(c, await listKinds(c.var.ctx, undefined), 200));
imports.openapi(list, async (c) => answerPage(c, await listImports(c.var.ctx, c.req.valid("query"))));
imports.openapi(read, async (c) => answer(c, await getImport(c.var.ctx, c.req.valid("param")), 200));
imports.openapi(refused, async (c) => {
  const found = await getRefusedRows(c.var.ctx, c.req.valid("param"));
  if (!found.ok) return problem(c, found.fault);
  const name = `${found.value.fileName.replace(/\.csv$/i, "").replaceAll(/[^\w.-]/g, "_")}.refused.csv`;
  return c.body(csvText(found.value.rows), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
});
