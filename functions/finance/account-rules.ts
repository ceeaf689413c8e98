import { createRoute } from "@hono/zod-openapi";
import { AccountRuleBody, AccountRuleInput, AccountRulePatch, AccountRuleQuery } from "#core/finance/determination/account-rule.ts";
import { createAccountRule, listAccountRules, removeAccountRule, updateAccountRule } from "#core/finance/determination/account-rules.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Accounts"];
export const accountRules = router();

const list = createRoute({
  operationId: "listAccountRules",
  method: "get",
  path: "/",
  tags,
  summary: "The rules that find the account of a posting",
  request: { query: AccountRuleQuery },
  responses: { 200: json(PageOf(AccountRuleBody)), ...problems(401, 403, 422) },
});
accountRules.openapi(list, async (c) => answerPage(c, await listAccountRules(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createAccountRule",
  method: "post",
  path: "/",
  tags,
  summary: "Add a rule for a category, party, tax or payment method",
  request: { body: body(AccountRuleInput) },
  responses: { 201: json(AccountRuleBody), ...problems(401, 403, 409, 422) },
});
accountRules.openapi(create, async (c) => answer(c, await createAccountRule(c.var.ctx, c.req.valid("json")), 201));

const update = createRoute({
  operationId: "updateAccountRule",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Give a rule another account",
  request: { params: idParam(), body: body(AccountRulePatch) },
  responses: { 200: json(AccountRuleBody), ...problems(401, 403, 404, 409, 412, 422) },
});
accountRules.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateAccountRule(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const remove = createRoute({
  operationId: "removeAccountRule",
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take a rule away; the next more general one applies",
  request: { params: idParam() },
  responses: { 200: json(AccountRuleBody), ...problems(401, 403, 404, 409, 412, 422) },
});
accountRules.openapi(remove, async (c) =>
  answer(c, await removeAccountRule(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
