import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { testBankRule } from "#core/finance/bank-matching/apply-rules.ts";
import {
  BankRuleBody,
  BankRuleInput,
  BankRulePage,
  BankRulePatch,
  BankRuleQuery,
  RuleTestInput,
} from "#core/finance/bank-matching/bank-rule.ts";
import { createBankRule, getBankRule, listBankRules, removeBankRule, updateBankRule } from "#core/finance/bank-matching/write-rule.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { BankLineBody } from "#core/finance/bank-statements/bank-statement.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Bank reconciliation"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);

const list = createRoute({
  operationId: "listBankRules",
  tags,
  summary: "List rules for lines of bank statements, in the order in which they are tried",
  method: "get",
  path: "/",
  request: { query: BankRuleQuery },
  responses: { 200: json(BankRulePage, "A page of rules."), ...refusals },
});
const create = createRoute({
  operationId: "createBankRule",
  tags,
  summary: "Add a rule for lines of bank statements",
  method: "post",
  path: "/",
  request: { body: body(BankRuleInput) },
  responses: { 201: json(BankRuleBody, "The rule."), ...refusals },
});
const test = createRoute({
  operationId: "testBankRule",
  tags,
  summary: "Try conditions on the latest 500 lines; nothing changes",
  method: "post",
  path: "/test",
  request: { body: body(RuleTestInput) },
  responses: {
    200: json(
      z.object({ tested: z.number().int(), items: z.array(BankLineBody) }).meta({ id: "BankRuleTest" }),
      "The lines they hold for.",
    ),
    ...refusals,
  },
});
const read = createRoute({
  operationId: "getBankRule",
  tags,
  summary: "Read a rule",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(BankRuleBody, "The rule."), ...refusals },
});
const update = createRoute({
  operationId: "updateBankRule",
  tags,
  summary: "Change a rule for lines that are still to be matched",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(BankRulePatch) },
  responses: { 200: json(BankRuleBody, "The rule."), ...refusals },
});
const remove = createRoute({
  operationId: "removeBankRule",
  tags,
  summary: "Remove a rule",
  method: "delete",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() }), "It is gone."), ...refusals },
});

export const bankRules = (numbers: BankNumbers) => {
  const rules = router();
  rules.openapi(list, async (c) => answerPage(c, await listBankRules(c.var.ctx, c.req.valid("query"))));
  rules.openapi(create, async (c) => answer(c, await createBankRule(c.var.ctx, { ...c.req.valid("json"), numbers }), 201));
  rules.openapi(test, async (c) => answer(c, await testBankRule(c.var.ctx, { ...c.req.valid("json"), numbers }), 200));
  rules.openapi(read, async (c) => answer(c, await getBankRule(c.var.ctx, c.req.valid("param")), 200));
  rules.openapi(update, async (c) => {
    const change = { ...c.req.valid("param"), expectedVersion: expectedVersion(c), changes: c.req.valid("json"), numbers };
    return answer(c, await updateBankRule(c.var.ctx, change), 200);
  });
  rules.openapi(remove, async (c) =>
    answer(c, await removeBankRule(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
  );
  return rules;
};
