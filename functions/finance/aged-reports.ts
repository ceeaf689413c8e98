import { createRoute } from "@hono/zod-openapi";
import { AgedQuery, AgedReport, agedPayables, agedReceivables } from "#core/finance/reports/aged.ts";
import { problems } from "#functions/problem.ts";
import { answer, json, router } from "#functions/router.ts";

const tags = ["Reports"];

const receivables = createRoute({
  operationId: "getAgedReceivables",
  method: "get",
  path: "/aged-receivables",
  tags,
  summary: "What customers owe by age of their instalments",
  request: { query: AgedQuery },
  responses: { 200: json(AgedReport), ...problems(401, 403, 422) },
});
const payables = createRoute({
  operationId: "getAgedPayables",
  method: "get",
  path: "/aged-payables",
  tags,
  summary: "What suppliers are owed by age of their instalments",
  request: { query: AgedQuery },
  responses: { 200: json(AgedReport), ...problems(401, 403, 422) },
});

export const agedReports = router();
agedReports.openapi(receivables, async (c) => answer(c, await agedReceivables(c.var.ctx, c.req.valid("query")), 200));
agedReports.openapi(payables, async (c) => answer(c, await agedPayables(c.var.ctx, c.req.valid("query")), 200));
