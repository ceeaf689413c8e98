import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { AgedQuery, AgedReport, agedPayables, agedReceivables } from "#core/finance/reports/aged.ts";
import { printAged } from "#core/finance/reports/printed/print-aged.ts";
import { problems } from "#functions/problem.ts";
import { router } from "#functions/router.ts";
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

export const agedReports = router();
agedReports.openapi(receivables, async (c) => {
  const { format: _, language: __, ...asked } = c.req.valid("query");
  return answerReport(c, await agedReceivables(c.var.ctx, asked), (printing, report) => printAged(printing, "receivables", asked, report));
});
agedReports.openapi(payables, async (c) => {
  const { format: _, language: __, ...asked } = c.req.valid("query");
  return answerReport(c, await agedPayables(c.var.ctx, asked), (printing, report) => printAged(printing, "payables", asked, report));
});
