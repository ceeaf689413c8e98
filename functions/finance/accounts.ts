import { createRoute } from "@hono/zod-openapi";
import { AccountBody, AccountInput, AccountPatch, AccountQuery } from "#core/finance/accounts/account.ts";
import { AccountTree, AccountTreeQuery, accountTree } from "#core/finance/accounts/account-tree.ts";
import { addHeadings, HeadingsAdded } from "#core/finance/accounts/add-headings.ts";
import { createAccount } from "#core/finance/accounts/create-account.ts";
import { getAccount, listAccounts } from "#core/finance/accounts/list-accounts.ts";
import { AccountChoiceQuery, AccountChoices, listAccountChoices } from "#core/finance/accounts/list-choices.ts";
import { updateAccount } from "#core/finance/accounts/update-account.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Accounts"];
export const accounts = router();

const list = createRoute({
  operationId: "listAccounts",
  method: "get",
  path: "/",
  tags,
  summary: "The chart of accounts in order of code",
  request: { query: AccountQuery },
  responses: { 200: json(PageOf(AccountBody)), ...problems(401, 403, 422) },
});
accounts.openapi(list, async (c) => answerPage(c, await listAccounts(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createAccount",
  method: "post",
  path: "/",
  tags,
  summary: "Add an account to the chart",
  request: { body: body(AccountInput) },
  responses: { 201: json(AccountBody), ...problems(401, 403, 404, 409, 422) },
});
accounts.openapi(create, async (c) => answer(c, await createAccount(c.var.ctx, c.req.valid("json")), 201));

const tree = createRoute({
  operationId: "getAccountTree",
  method: "get",
  path: "/tree",
  tags,
  summary: "The chart of accounts as a tree, with balances",
  request: { query: AccountTreeQuery },
  responses: { 200: json(AccountTree), ...problems(401, 403, 422) },
});
accounts.openapi(tree, async (c) => answer(c, await accountTree(c.var.ctx, c.req.valid("query")), 200));

const choices = createRoute({
  operationId: "listAccountChoices",
  method: "get",
  path: "/choices",
  tags,
  summary: "Accounts to choose for an entry by hand, with the reason where one cannot be posted to",
  request: { query: AccountChoiceQuery },
  responses: { 200: json(AccountChoices), ...problems(401, 403, 422) },
});
accounts.openapi(choices, async (c) => answer(c, await listAccountChoices(c.var.ctx, c.req.valid("query")), 200));

const headings = createRoute({
  operationId: "addHeadings",
  method: "post",
  path: "/headings",
  tags,
  summary: "Add the headings of the company's chart template and place accounts that have none below them",
  responses: { 200: json(HeadingsAdded), ...problems(401, 403, 404, 409, 422) },
});
accounts.openapi(headings, async (c) => answer(c, await addHeadings(c.var.ctx, undefined), 200));

const get = createRoute({
  operationId: "getAccount",
  method: "get",
  path: "/{id}",
  tags,
  summary: "An account",
  request: { params: idParam() },
  responses: { 200: json(AccountBody), ...problems(401, 403, 404, 422) },
});
accounts.openapi(get, async (c) => answer(c, await getAccount(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateAccount",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change an account, or take it out of use",
  request: { params: idParam(), body: body(AccountPatch) },
  responses: { 200: json(AccountBody), ...problems(401, 403, 404, 409, 412, 422) },
});
accounts.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateAccount(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
