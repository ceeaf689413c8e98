import { createRoute } from "@hono/zod-openapi";
import { closePeriod, reopenPeriod } from "#core/finance/periods/change-period.ts";
import { createFiscalYear } from "#core/finance/periods/create-fiscal-year.ts";
import { getPeriod, listFiscalYears, listPeriods } from "#core/finance/periods/list-periods.ts";
import { FiscalYearBody, FiscalYearInput, FiscalYearQuery, PeriodBody, PeriodQuery, ReopenInput } from "#core/finance/periods/period.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Periods"];
export const fiscalYears = router();
export const periods = router();

const listYears = createRoute({
  operationId: "listFiscalYears",
  method: "get",
  path: "/",
  tags,
  summary: "Fiscal years from the first on",
  request: { query: FiscalYearQuery },
  responses: { 200: json(PageOf(FiscalYearBody)), ...problems(401, 403, 422) },
});
fiscalYears.openapi(listYears, async (c) => answerPage(c, await listFiscalYears(c.var.ctx, c.req.valid("query"))));

const createYear = createRoute({
  operationId: "createFiscalYear",
  method: "post",
  path: "/",
  tags,
  summary: "Open a fiscal year with its monthly periods",
  request: { body: body(FiscalYearInput) },
  responses: { 201: json(FiscalYearBody), ...problems(401, 403, 409, 422) },
});
fiscalYears.openapi(createYear, async (c) => answer(c, await createFiscalYear(c.var.ctx, c.req.valid("json")), 201));

const list = createRoute({
  operationId: "listPeriods",
  method: "get",
  path: "/",
  tags,
  summary: "Periods from the first on",
  request: { query: PeriodQuery },
  responses: { 200: json(PageOf(PeriodBody)), ...problems(401, 403, 422) },
});
periods.openapi(list, async (c) => answerPage(c, await listPeriods(c.var.ctx, c.req.valid("query"))));

const get = createRoute({
  operationId: "getPeriod",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A period",
  request: { params: idParam() },
  responses: { 200: json(PeriodBody), ...problems(401, 403, 404, 422) },
});
periods.openapi(get, async (c) => answer(c, await getPeriod(c.var.ctx, c.req.valid("param")), 200));

const close = createRoute({
  operationId: "closePeriod",
  method: "post",
  path: "/{id}/close",
  tags,
  summary: "Close a period, so that nothing is posted to it any more",
  request: { params: idParam() },
  responses: { 200: json(PeriodBody), ...problems(401, 403, 404, 409, 412, 422) },
});
periods.openapi(close, async (c) =>
  answer(c, await closePeriod(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);

const reopen = createRoute({
  operationId: "reopenPeriod",
  method: "post",
  path: "/{id}/reopen",
  tags,
  summary: "Open a closed period again, for a reason",
  request: { params: idParam(), body: body(ReopenInput) },
  responses: { 200: json(PeriodBody), ...problems(401, 403, 404, 409, 412, 422) },
});
periods.openapi(reopen, async (c) => {
  const change = { ...c.req.valid("param"), expectedVersion: expectedVersion(c), input: c.req.valid("json") };
  return answer(c, await reopenPeriod(c.var.ctx, change), 200);
});
