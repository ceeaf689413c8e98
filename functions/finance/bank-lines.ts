import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { SuggestionBody } from "#core/finance/bank-matching/confirmation.ts";
import { suggestForLine } from "#core/finance/bank-matching/suggest.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { BankLineBody, BankLinePage, BankLineQuery } from "#core/finance/bank-statements/bank-statement.ts";
import { getBankLine, listBankLines } from "#core/finance/bank-statements/list-bank-lines.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, idParam, json, router } from "#functions/router.ts";

const tags = ["Bank statements"];
const refusals = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429);

const list = createRoute({
  operationId: "listBankLines",
  method: "get",
  path: "/",
  tags,
  summary: "List lines of bank statements; with left=true those that are to be reconciled",
  request: { query: BankLineQuery },
  responses: { 200: json(BankLinePage, "A page of lines."), ...refusals },
});
const read = createRoute({
  operationId: "getBankLine",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read a line, with the other side's number in full",
  request: { params: idParam() },
  responses: { 200: json(BankLineBody, "The line."), ...refusals },
});

const suggest = createRoute({
  operationId: "suggestForBankLine",
  method: "get",
  path: "/{id}/suggestions",
  tags: ["Bank reconciliation"],
  summary: "What a line may be, scored and with reasons, best first",
  request: { params: idParam() },
  responses: { 200: json(z.object({ items: z.array(SuggestionBody) }), "The suggestions."), ...refusals },
});

export const bankLines = (numbers: BankNumbers) => {
  const routes = router();
  routes.openapi(list, async (c) => answerPage(c, await listBankLines(c.var.ctx, c.req.valid("query"))));
  routes.openapi(read, async (c) => answer(c, await getBankLine(c.var.ctx, { ...c.req.valid("param"), numbers }), 200));
  routes.openapi(suggest, async (c) => answer(c, await suggestForLine(c.var.ctx, { ...c.req.valid("param"), numbers }), 200));
  return routes;
};
