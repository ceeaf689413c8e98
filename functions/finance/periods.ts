import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { closePeriod, reopenPeriod, softClosePeriod } from "#core/finance/periods/change-period.ts";
import { createFiscalYear } from "#core/finance/periods/create-fiscal-year.ts";
import { getPeriod, listFiscalYears, listPeriods } from "#core/finance/periods/list-periods.ts";
import {
  CloseInput,
  FiscalYearBody,
  FiscalYearInput,
  FiscalYearQuery,
  LateEntry,
  PeriodBody,
  PeriodEvent,
  PeriodEventQuery,
  PeriodQuery,
  ReopenInput,
} from "#core/finance/periods/period.ts";
import { listLateEntries, listPeriodEvents } from "#core/finance/periods/period-events.ts";
import { closeYear } from "#core/finance/year-end/close-year.ts";
import { reopenYear } from "#core/finance/year-end/reopen-year.ts";
import { CloseYearInput, ReopenYearInput, YearEndBody } from "#core/finance/year-end/year-end.ts";
import { PageOf } from "#core/kernel/page.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import type { Env } from "#functions/env.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, expectedVersion, idParam, json, optionalBody, router, WAITS } from "#functions/router.ts";

const tags = ["Periods"];
export const fiscalYears = router();
export const periods = router();

const changeOf = <I>(c: Context<Env>, { id }: { id: string }, input: I) => ({ id, input, expectedVersion: expectedVersion(c) });

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
  summary: "Open a fiscal year with its periods",
  request: { body: body(FiscalYearInput) },
  responses: { 201: json(FiscalYearBody), ...problems(401, 403, 409, 422) },
});
fiscalYears.openapi(createYear, async (c) => answer(c, await createFiscalYear(c.var.ctx, c.req.valid("json")), 201));

const closing = createRoute({
  operationId: "closeFiscalYear",
  method: "post",
  path: "/{id}/close",
  tags,
  summary: "Close a fiscal year to retained earnings, and its periods with it",
  description: "With `Prefer: dry-run` it shows the closing entries.",
  request: { params: idParam(), body: optionalBody(CloseYearInput) },
  responses: { 200: json(YearEndBody), ...problems(401, 403, 404, 409, 412, 422) },
});
fiscalYears.openapi(closing, async (c) =>
  answer(c, await closeYear(c.var.ctx, changeOf(c, c.req.valid("param"), c.req.valid("json"))), 200),
);

const reopening = createRoute({
  operationId: "reopenFiscalYear",
  method: "post",
  path: "/{id}/reopen",
  tags,
  summary: "Take the closing of a fiscal year back, for a reason",
  request: { params: idParam(), body: body(ReopenYearInput) },
  responses: { 200: json(YearEndBody), 202: json(PendingApproval, WAITS), ...problems(401, 403, 404, 409, 412, 422) },
});
fiscalYears.openapi(reopening, async (c) =>
  answerOrWait(c, await reopenYear(c.var.ctx, changeOf(c, c.req.valid("param"), c.req.valid("json"))), 200),
);

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
  summary: "Close a period or a module of it, so that nothing is posted to it any more",
  request: { params: idParam(), body: optionalBody(CloseInput) },
  responses: { 200: json(PeriodBody), ...problems(401, 403, 404, 409, 412, 422) },
});
periods.openapi(close, async (c) => answer(c, await closePeriod(c.var.ctx, changeOf(c, c.req.valid("param"), c.req.valid("json"))), 200));

const softClose = createRoute({
  operationId: "softClosePeriod",
  method: "post",
  path: "/{id}/soft-close",
  tags,
  summary: "Leave a period or a module of it to those who may adjust",
  request: { params: idParam(), body: optionalBody(CloseInput) },
  responses: { 200: json(PeriodBody), ...problems(401, 403, 404, 409, 412, 422) },
});
periods.openapi(softClose, async (c) =>
  answer(c, await softClosePeriod(c.var.ctx, changeOf(c, c.req.valid("param"), c.req.valid("json"))), 200),
);

const reopen = createRoute({
  operationId: "reopenPeriod",
  method: "post",
  path: "/{id}/reopen",
  tags,
  summary: "Open a closed period or a module of it again, for a reason",
  request: { params: idParam(), body: body(ReopenInput) },
  responses: { 200: json(PeriodBody), 202: json(PendingApproval, WAITS), ...problems(401, 403, 404, 409, 412, 422) },
});
periods.openapi(reopen, async (c) =>
  answerOrWait(c, await reopenPeriod(c.var.ctx, changeOf(c, c.req.valid("param"), c.req.valid("json"))), 200),
);

const events = createRoute({
  operationId: "listPeriodEvents",
  method: "get",
  path: "/{id}/events",
  tags,
  summary: "When a period was closed and reopened, by whom and why",
  request: { params: idParam(), query: PeriodEventQuery },
  responses: { 200: json(PageOf(PeriodEvent)), ...problems(401, 403, 404, 422) },
});
periods.openapi(events, async (c) =>
  answerPage(c, await listPeriodEvents(c.var.ctx, { ...c.req.valid("param"), filter: c.req.valid("query") })),
);

const late = createRoute({
  operationId: "listLateEntries",
  method: "get",
  path: "/{id}/late-entries",
  tags,
  summary: "Everything posted to a period after it was first closed",
  request: { params: idParam(), query: PeriodEventQuery },
  responses: { 200: json(PageOf(LateEntry)), ...problems(401, 403, 404, 422) },
});
periods.openapi(late, async (c) =>
  answerPage(c, await listLateEntries(c.var.ctx, { ...c.req.valid("param"), filter: c.req.valid("query") })),
);
