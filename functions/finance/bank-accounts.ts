import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import {
  BankAccountBody,
  BankAccountInput,
  BankAccountPage,
  BankAccountPatch,
  BankAccountQuery,
} from "#core/finance/bank-accounts/bank-account.ts";
import { createBankAccount } from "#core/finance/bank-accounts/create-bank-account.ts";
import { getBankAccount, listBankAccounts } from "#core/finance/bank-accounts/list-bank-accounts.ts";
import { updateBankAccount } from "#core/finance/bank-accounts/update-bank-account.ts";
import { applyBankRules } from "#core/finance/bank-matching/apply-rules.ts";
import { getReconciliation, ReconciliationBody, ReconciliationQuery } from "#core/finance/bank-matching/reconciliation.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Bank accounts"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);

const list = createRoute({
  operationId: "listBankAccounts",
  tags,
  summary: "List bank accounts with their balance at the bank",
  method: "get",
  path: "/",
  request: { query: BankAccountQuery },
  responses: { 200: json(BankAccountPage, "A page of bank accounts."), ...refusals },
});
const create = createRoute({
  operationId: "createBankAccount",
  tags,
  summary: "Enter a bank account, with its opening balance",
  method: "post",
  path: "/",
  request: { body: body(BankAccountInput) },
  responses: { 201: json(BankAccountBody, "The bank account."), ...refusals },
});
const read = createRoute({
  operationId: "getBankAccount",
  tags,
  summary: "Read a bank account",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(BankAccountBody, "The bank account."), ...refusals },
});
const update = createRoute({
  operationId: "updateBankAccount",
  tags,
  summary: "Change how a bank account is called and numbered",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(BankAccountPatch) },
  responses: { 200: json(BankAccountBody, "The bank account."), ...refusals },
});

const reconciliation = createRoute({
  operationId: "getBankReconciliation",
  tags: ["Bank reconciliation"],
  summary: "The reconciliation statement: what ties the bank's balance on a day to the ledger's",
  method: "get",
  path: "/{id}/reconciliation",
  request: { params: idParam(), query: ReconciliationQuery },
  responses: { 200: json(ReconciliationBody, "The reconciliation statement."), ...refusals },
});
const applyRules = createRoute({
  operationId: "applyBankRules",
  tags: ["Bank reconciliation"],
  summary: "Match open lines by the rules that do so by themselves, up to 200 at a time",
  method: "post",
  path: "/{id}/apply-rules",
  request: { params: idParam() },
  responses: {
    200: json(
      z
        .object({ matched: z.number().int(), refused: z.array(z.object({ lineId: z.uuid(), code: z.string(), detail: z.string() })) })
        .meta({ id: "AppliedBankRules" }),
      "How many lines were matched, and why others were not.",
    ),
    ...refusals,
  },
});

export const bankAccounts = (numbers: BankNumbers) => {
  const accounts = router();
  accounts.openapi(list, async (c) => answerPage(c, await listBankAccounts(c.var.ctx, c.req.valid("query"))));
  accounts.openapi(create, async (c) => answer(c, await createBankAccount(c.var.ctx, c.req.valid("json")), 201));
  accounts.openapi(read, async (c) => answer(c, await getBankAccount(c.var.ctx, c.req.valid("param")), 200));
  accounts.openapi(update, async (c) => {
    const change = { ...c.req.valid("param"), expectedVersion: expectedVersion(c), changes: c.req.valid("json") };
    return answer(c, await updateBankAccount(c.var.ctx, change), 200);
  });
  accounts.openapi(reconciliation, async (c) =>
    answer(c, await getReconciliation(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("query") }), 200),
  );
  accounts.openapi(applyRules, async (c) => answer(c, await applyBankRules(c.var.ctx, { ...c.req.valid("param"), numbers }), 200));
  return accounts;
};
