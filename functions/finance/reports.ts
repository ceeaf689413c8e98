import { createRoute } from "@hono/zod-openapi";
import { balanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { generalLedger } from "#core/finance/reports/general-ledger.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import {
  BalanceSheet,
  BalanceSheetQuery,
  GeneralLedger,
  GeneralLedgerQuery,
  ProfitAndLoss,
  ProfitAndLossQuery,
  TrialBalance,
  TrialBalanceQuery,
} from "#core/finance/reports/report.ts";
import { trialBalance } from "#core/finance/reports/trial-balance.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, json, router } from "#functions/router.ts";

const tags = ["Reports"];

const trialBalanceRoute = createRoute({
  operationId: "getTrialBalance",
  method: "get",
  path: "/trial-balance",
  tags,
  summary: "Debits, credits and balance of every account",
  request: { query: TrialBalanceQuery },
  responses: { 200: json(TrialBalance), ...problems(401, 403, 422) },
});
const generalLedgerRoute = createRoute({
  operationId: "getGeneralLedger",
  method: "get",
  path: "/general-ledger",
  tags,
  summary: "The lines of one account with its running balance",
  request: { query: GeneralLedgerQuery },
  responses: { 200: json(GeneralLedger), ...problems(401, 403, 404, 422) },
});
const profitAndLossRoute = createRoute({
  operationId: "getProfitAndLoss",
  method: "get",
  path: "/profit-and-loss",
  tags,
  summary: "Income, expenses and the result between two days",
  request: { query: ProfitAndLossQuery },
  responses: { 200: json(ProfitAndLoss), ...problems(401, 403, 422) },
});
const balanceSheetRoute = createRoute({
  operationId: "getBalanceSheet",
  method: "get",
  path: "/balance-sheet",
  tags,
  summary: "What the company has, owes and is worth on a day",
  request: { query: BalanceSheetQuery },
  responses: { 200: json(BalanceSheet), ...problems(401, 403, 422) },
});

export const reports = router();
reports.openapi(trialBalanceRoute, async (c) => answer(c, await trialBalance(c.var.ctx, c.req.valid("query")), 200));
reports.openapi(generalLedgerRoute, async (c) => answerPage(c, await generalLedger(c.var.ctx, c.req.valid("query"))));
reports.openapi(profitAndLossRoute, async (c) => answer(c, await profitAndLoss(c.var.ctx, c.req.valid("query")), 200));
reports.openapi(balanceSheetRoute, async (c) => answer(c, await balanceSheet(c.var.ctx, c.req.valid("query")), 200));
