import { createRoute } from "@hono/zod-openapi";
import { createParty } from "#core/finance/parties/create-party.ts";
import { getParty } from "#core/finance/parties/get-party.ts";
import { listParties } from "#core/finance/parties/list-parties.ts";
import { PartyBody, PartyInput, PartyPatch, PartyQuery } from "#core/finance/parties/party.ts";
import { StatementBody, StatementQuery, statementOfAccount } from "#core/finance/parties/statement.ts";
import { updateParty } from "#core/finance/parties/update-party.ts";
import { printAccount } from "#core/finance/reports/printed/print-account.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";
import { answerReport, fileFormat, fileQuery, reportContent } from "./report-files.ts";

const tags = ["Parties"];
export const parties = router();

const list = createRoute({
  operationId: "listParties",
  tags,
  summary: "Customers, suppliers and others, by name or code.",
  method: "get",
  path: "/",
  request: { query: PartyQuery },
  responses: { 200: json(PageOf(PartyBody)), ...problems(401, 403, 422) },
});
parties.openapi(list, async (c) => answerPage(c, await listParties(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createParty",
  tags,
  summary: "Enter a supplier or another party.",
  method: "post",
  path: "/",
  request: { body: body(PartyInput) },
  responses: { 201: json(PartyBody), ...problems(401, 403, 409, 422) },
});
parties.openapi(create, async (c) => answer(c, await createParty(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getParty",
  tags,
  summary: "A party.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(PartyBody), ...problems(401, 403, 404, 422) },
});
parties.openapi(get, async (c) => answer(c, await getParty(c.var.ctx, c.req.valid("param")), 200));

const statement = createRoute({
  operationId: "getStatement",
  tags,
  summary: "The account of a customer or supplier, with what is open by age.",
  method: "get",
  path: "/{id}/statement",
  request: { params: idParam(), query: StatementQuery.extend(fileQuery) },
  responses: { 200: reportContent(StatementBody), ...problems(401, 403, 404, 422) },
});
parties.openapi(statement, async (c) => {
  const { format: _, language: __, ...query } = c.req.valid("query");
  const asked =
    fileFormat(c) === undefined ? { ...query, ...c.req.valid("param") } : { ...query, after: undefined, ...c.req.valid("param") };
  return answerReport(c, await statementOfAccount(c.var.ctx, asked), (printing, first) => printAccount(printing, asked, first));
});

const update = createRoute({
  operationId: "updateParty",
  tags,
  summary: "Change a party.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(PartyPatch) },
  responses: { 200: json(PartyBody), ...problems(401, 403, 404, 409, 412, 422) },
});
parties.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateParty(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
