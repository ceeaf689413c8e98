import { createRoute } from "@hono/zod-openapi";
import { printTaxReport } from "#core/finance/reports/printed/print-tax.ts";
import { TaxBoxBody, TaxBoxInput, TaxBoxPatch, TaxBoxQuery } from "#core/finance/taxes/tax-box.ts";
import { createTaxBox, getTaxBox, listTaxBoxes, removeTaxBox, updateTaxBox } from "#core/finance/taxes/tax-boxes.ts";
import { taxLines } from "#core/finance/taxes/tax-lines.ts";
import { taxReport } from "#core/finance/taxes/tax-report.ts";
import { TaxLines, TaxLinesQuery, TaxReport, TaxReportQuery } from "#core/finance/taxes/tax-report-body.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";
import { answerReport, fileQuery, reportContent } from "./report-files.ts";

const tags = ["Taxes"];
export const taxBoxes = router();
export const taxReports = router();

const list = createRoute({
  operationId: "listTaxBoxes",
  method: "get",
  path: "/",
  tags,
  summary: "The boxes of tax returns and what they add up",
  request: { query: TaxBoxQuery },
  responses: { 200: json(PageOf(TaxBoxBody)), ...problems(401, 403, 422) },
});
taxBoxes.openapi(list, async (c) => answerPage(c, await listTaxBoxes(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createTaxBox",
  method: "post",
  path: "/",
  tags,
  summary: "Add a box to a return",
  request: { body: body(TaxBoxInput) },
  responses: { 201: json(TaxBoxBody), ...problems(401, 403, 404, 409, 422) },
});
taxBoxes.openapi(create, async (c) => answer(c, await createTaxBox(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getTaxBox",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A box of a return",
  request: { params: idParam() },
  responses: { 200: json(TaxBoxBody), ...problems(401, 403, 404, 422) },
});
taxBoxes.openapi(get, async (c) => answer(c, await getTaxBox(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateTaxBox",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change a box's name, place or terms",
  request: { params: idParam(), body: body(TaxBoxPatch) },
  responses: { 200: json(TaxBoxBody), ...problems(401, 403, 404, 409, 412, 422) },
});
taxBoxes.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateTaxBox(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const remove = createRoute({
  operationId: "removeTaxBox",
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take a box off its return",
  request: { params: idParam() },
  responses: { 200: json(TaxBoxBody), ...problems(401, 403, 404, 409, 412, 422) },
});
taxBoxes.openapi(remove, async (c) =>
  answer(c, await removeTaxBox(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);

const reportRoute = createRoute({
  operationId: "getTaxReport",
  method: "get",
  path: "/",
  tags: ["Reports"],
  summary: "Taxes by code and by box of each return, tied to the tax accounts",
  request: { query: TaxReportQuery.extend(fileQuery) },
  responses: { 200: reportContent(TaxReport), ...problems(401, 403, 422) },
});
taxReports.openapi(reportRoute, async (c) => {
  const { format: _, language: __, ...query } = c.req.valid("query");
  return answerReport(c, await taxReport(c.var.ctx, query), (printing, report) =>
    printTaxReport(printing, report, query.knownAt !== undefined),
  );
});

const linesRoute = createRoute({
  operationId: "listTaxLines",
  method: "get",
  path: "/lines",
  tags: ["Reports"],
  summary: "The lines behind a figure of the tax report",
  request: { query: TaxLinesQuery },
  responses: { 200: json(TaxLines), ...problems(401, 403, 404, 422) },
});
taxReports.openapi(linesRoute, async (c) => answerPage(c, await taxLines(c.var.ctx, c.req.valid("query"))));
