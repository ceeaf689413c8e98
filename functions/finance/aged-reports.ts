import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { AgedQuery, AgedReport, agedPayables, agedReceivables } from "#core/finance/reports/aged.ts";
import { AgedItems, AgedItemsQuery, agedPayableItems, agedReceivableItems } from "#core/finance/reports/aged-item-list.ts";
import { printAged } from "#core/finance/reports/printed/print-aged.ts";
import { problems } from "#functions/problem.ts";
import { answerPage, json, router } from "#functions/router.ts";
import { answerReport, fileQuery, reportContent } from "./report-files.ts";

const tags = ["Reports"];
const query = AgedQuery.extend({
  ...fileQuery,
  detail: z
    .enum(["party", "instalment"])
    .optional()
    .describe("Of a file: sums by party, or each open instalment. Default: by party; of one party its instalments."),
});

const receivables = createRoute({
  operationId: "getAgedReceivables",
  method: "get",
  path: "/aged-receivables",
  tags,
  summary: "What customers owe by age of their instalments",
  request: { query },
  responses: { 200: reportContent(AgedReport), ...problems(401, 403, 422) },
});
const payables = createRoute({
  operationId: "getAgedPayables",
  method: "get",
  path: "/aged-payables",
  tags,
  summary: "What suppliers are owed by age of their instalments",
  request: { query },
  responses: { 200: reportContent(AgedReport), ...problems(401, 403, 422) },
});

const receivableItems = createRoute({
  operationId: "listAgedReceivableItems",
  method: "get",
  path: "/aged-receivables/items",
  tags,
  summary: "The open items behind a figure of aged receivables",
  request: { query: AgedItemsQuery },
  responses: { 200: json(AgedItems), ...problems(401, 403, 422) },
});
const payableItems = createRoute({
  operationId: "listAgedPayableItems",
  method: "get",
  path: "/aged-payables/items",
  tags,
  summary: "The open items behind a figure of aged payables",
  request: { query: AgedItemsQuery },
  responses: { 200: json(AgedItems), ...problems(401, 403, 422) },
});

export const agedReports = router();
agedReports.openapi(receivableItems, async (c) => answerPage(c, await agedReceivableItems(c.var.ctx, c.req.valid("query"))));
agedReports.openapi(payableItems, async (c) => answerPage(c, await agedPayableItems(c.var.ctx, c.req.valid("query"))));
agedReports.openapi(receivables, async (c) => {
  const { format: _, language: __, ...asked } = c.req.valid("query");
  return answerReport(c, await agedReceivables(c.var.ctx, asked), (printing, report) => printAged(printing, "receivables", asked, report));
});
agedReports.openapi(payables, async (c) => {
  const { format: _, language: __, ...asked } = c.req.valid("query");
  return answerReport(c, await agedPayables(c.var.ctx, asked), (printing, report) => printAged(printing, "payables", asked, report));
});
