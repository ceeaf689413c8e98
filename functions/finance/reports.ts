import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { ExplainedReport, explainFigure, FigureExplanation, FigureQuery } from "#core/finance/explanations/explain-figure.ts";
import { explainSum, SumExplanation, SumQuery } from "#core/finance/explanations/explain-sum.ts";
import { balanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { cashFlow } from "#core/finance/reports/cash-flow.ts";
import { DifferenceEntries, DifferenceEntriesQuery, DifferenceQuery, StatementDifference } from "#core/finance/reports/difference.ts";
import { differenceEntries } from "#core/finance/reports/difference-entries.ts";
import { FlowEntries, FlowEntriesQuery, flowEntries } from "#core/finance/reports/flow-entries.ts";
import { generalLedger } from "#core/finance/reports/general-ledger.ts";
import { JournalReport, JournalReportQuery, journalReport } from "#core/finance/reports/journal.ts";
import { printDifference } from "#core/finance/reports/printed/print-difference.ts";
import { printJournal, printLedger } from "#core/finance/reports/printed/print-ledger.ts";
import { printSideBySide } from "#core/finance/reports/printed/print-side-by-side.ts";
import { printStatement, printTrialBalance } from "#core/finance/reports/printed/print-statement.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import {
  BalanceSheet,
  BalanceSheetQuery,
  CashFlow,
  CashFlowQuery,
  GeneralLedger,
  GeneralLedgerQuery,
  ProfitAndLoss,
  ProfitAndLossQuery,
  TrialBalance,
  TrialBalanceQuery,
} from "#core/finance/reports/report.ts";
import { sideBySide } from "#core/finance/reports/side-by-side.ts";
import { SideBySide, SideBySideQuery } from "#core/finance/reports/side-by-side-body.ts";
import { statementDifference } from "#core/finance/reports/statement-difference.ts";
import { trialBalance } from "#core/finance/reports/trial-balance.ts";
import { MAX_LIMIT } from "#core/kernel/page.ts";
import type { Env } from "#functions/env.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, json, router } from "#functions/router.ts";
import { answerReport, fileFormat, fileQuery, reportContent } from "./report-files.ts";

const tags = ["Reports"];

const trialBalanceRoute = createRoute({
  operationId: "getTrialBalance",
  method: "get",
  path: "/trial-balance",
  tags,
  summary: "Debits, credits and balance of every account",
  request: { query: TrialBalanceQuery.extend(fileQuery) },
  responses: { 200: reportContent(TrialBalance), ...problems(401, 403, 422) },
});
const generalLedgerRoute = createRoute({
  operationId: "getGeneralLedger",
  method: "get",
  path: "/general-ledger",
  tags,
  summary: "The lines of one account with its running balance",
  request: { query: GeneralLedgerQuery.extend(fileQuery) },
  responses: { 200: reportContent(GeneralLedger), ...problems(401, 403, 404, 422) },
});
const profitAndLossRoute = createRoute({
  operationId: "getProfitAndLoss",
  method: "get",
  path: "/profit-and-loss",
  tags,
  summary: "Income, expenses and the result between two days",
  request: { query: ProfitAndLossQuery.extend(fileQuery) },
  responses: { 200: reportContent(ProfitAndLoss), ...problems(401, 403, 422) },
});
const balanceSheetRoute = createRoute({
  operationId: "getBalanceSheet",
  method: "get",
  path: "/balance-sheet",
  tags,
  summary: "What the company has, owes and is worth on a day",
  request: { query: BalanceSheetQuery.extend(fileQuery) },
  responses: { 200: reportContent(BalanceSheet), ...problems(401, 403, 422) },
});
const cashFlowRoute = createRoute({
  operationId: "getCashFlow",
  method: "get",
  path: "/cash-flow",
  tags,
  summary: "Where cash came from and went to, by the indirect method",
  request: { query: CashFlowQuery.extend(fileQuery) },
  responses: { 200: reportContent(CashFlow), ...problems(401, 403, 422) },
});
const journalRoute = createRoute({
  operationId: "getJournalReport",
  method: "get",
  path: "/journal",
  tags,
  summary: "The daybook: entries with their lines, by date",
  request: { query: JournalReportQuery.extend(fileQuery) },
  responses: { 200: reportContent(JournalReport), ...problems(401, 403, 422) },
});
const differenceRoute = createRoute({
  operationId: "getStatementDifference",
  method: "get",
  path: "/differences",
  tags,
  summary: "What a statement says now and what it said before",
  request: { query: DifferenceQuery.extend(fileQuery) },
  responses: { 200: reportContent(StatementDifference), ...problems(401, 403, 422) },
});
const differenceEntriesRoute = createRoute({
  operationId: "listDifferenceEntries",
  method: "get",
  path: "/differences/entries",
  tags,
  summary: "The entries that made the difference between two views",
  request: { query: DifferenceEntriesQuery },
  responses: { 200: json(DifferenceEntries), ...problems(401, 403, 422) },
});

const sideBySideRoute = createRoute({
  operationId: "getCompaniesSideBySide",
  method: "get",
  path: "/side-by-side",
  tags,
  summary: "A statement of several companies beside each other, with their simple sum",
  request: { query: SideBySideQuery.extend(fileQuery) },
  responses: { 200: reportContent(SideBySide), ...problems(401, 403, 422) },
});

const explainRoute = createRoute({
  operationId: "explainFigure",
  method: "get",
  path: "/{report}/explain",
  tags,
  summary: "How a figure of a statement comes about",
  request: { params: z.object({ report: ExplainedReport }), query: FigureQuery },
  responses: { 200: json(FigureExplanation), ...problems(401, 403, 404, 422) },
});

const explainSumRoute = createRoute({
  operationId: "explainSum",
  method: "get",
  path: "/explain-sum",
  tags,
  summary: "How a heading, total or figure of a statement comes about",
  request: { query: SumQuery },
  responses: { 200: json(SumExplanation), ...problems(401, 403, 404, 422) },
});

const flowEntriesRoute = createRoute({
  operationId: "listCashFlowEntries",
  method: "get",
  path: "/cash-flow/entries",
  tags,
  summary: "The entries behind a figure of the cash flow statement by the direct method",
  request: { query: FlowEntriesQuery },
  responses: { 200: json(FlowEntries), ...problems(401, 403, 404, 422) },
});

/** Without what says how it is answered, and whether an instant was named. */
const asked = <Q extends { format?: unknown; language?: unknown; knownAt?: string | undefined }>({
  format: _,
  language: __,
  ...query
}: Q) => [query, query.knownAt !== undefined] as const;
/** A file holds every page. */
const paged = <Q extends { limit: number; after?: string | undefined }>(c: Context<Env>, query: Q): Q =>
  fileFormat(c) === undefined ? query : { ...query, limit: MAX_LIMIT, after: undefined };

export const reports = router();
reports.openapi(trialBalanceRoute, async (c) => {
  const [query, known] = asked(c.req.valid("query"));
  return answerReport(c, await trialBalance(c.var.ctx, query), (printing, report) => printTrialBalance(printing, report, known));
});
reports.openapi(profitAndLossRoute, async (c) => {
  const [query, known] = asked(c.req.valid("query"));
  return answerReport(c, await profitAndLoss(c.var.ctx, query), (printing, report) =>
    printStatement(printing, "profitAndLoss", report, known),
  );
});
reports.openapi(balanceSheetRoute, async (c) => {
  const [query, known] = asked(c.req.valid("query"));
  return answerReport(c, await balanceSheet(c.var.ctx, query), (printing, report) =>
    printStatement(printing, "balanceSheet", report, known),
  );
});
reports.openapi(cashFlowRoute, async (c) => {
  const [query, known] = asked(c.req.valid("query"));
  return answerReport(c, await cashFlow(c.var.ctx, query), (printing, report) => printStatement(printing, "cashFlow", report, known));
});
reports.openapi(generalLedgerRoute, async (c) => {
  const query = paged(c, asked(c.req.valid("query"))[0]);
  return answerReport(c, await generalLedger(c.var.ctx, query), (printing, first) => printLedger(printing, query, first));
});
reports.openapi(journalRoute, async (c) => {
  const query = paged(c, asked(c.req.valid("query"))[0]);
  return answerReport(c, await journalReport(c.var.ctx, query), (printing, first) => printJournal(printing, query, first));
});
reports.openapi(differenceRoute, async (c) => {
  const [query] = asked(c.req.valid("query"));
  return answerReport(c, await statementDifference(c.var.ctx, query), printDifference);
});
reports.openapi(sideBySideRoute, async (c) => {
  const [query, known] = asked(c.req.valid("query"));
  const { ctx, inCompany } = c.var;
  return answerReport(c, await sideBySide(ctx, { ...query, inCompany }), (printing, report) => printSideBySide(printing, report, known));
});
reports.openapi(differenceEntriesRoute, async (c) => answerPage(c, await differenceEntries(c.var.ctx, c.req.valid("query"))));
reports.openapi(flowEntriesRoute, async (c) => answerPage(c, await flowEntries(c.var.ctx, c.req.valid("query"))));
reports.openapi(explainRoute, async (c) =>
  answer(c, await explainFigure(c.var.ctx, { ...c.req.valid("query"), ...c.req.valid("param") }), 200),
);
reports.openapi(explainSumRoute, async (c) => answer(c, await explainSum(c.var.ctx, c.req.valid("query")), 200));
