import { createRoute } from "@hono/zod-openapi";
import { JournalBody, JournalInput, JournalPatch, JournalQuery } from "#core/finance/journals/journal.ts";
import { getJournal, listJournals } from "#core/finance/journals/list-journals.ts";
import { createJournal, updateJournal } from "#core/finance/journals/write-journal.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Accounts"];
export const journals = router();

const list = createRoute({
  operationId: "listJournals",
  method: "get",
  path: "/",
  tags,
  summary: "The journals in order of code",
  request: { query: JournalQuery },
  responses: { 200: json(PageOf(JournalBody)), ...problems(401, 403, 422) },
});
journals.openapi(list, async (c) => answerPage(c, await listJournals(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createJournal",
  method: "post",
  path: "/",
  tags,
  summary: "Add a journal",
  request: { body: body(JournalInput) },
  responses: { 201: json(JournalBody), ...problems(401, 403, 409, 422) },
});
journals.openapi(create, async (c) => answer(c, await createJournal(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getJournal",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A journal",
  request: { params: idParam() },
  responses: { 200: json(JournalBody), ...problems(401, 403, 404, 422) },
});
journals.openapi(get, async (c) => answer(c, await getJournal(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateJournal",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Rename a journal, or take it out of use",
  request: { params: idParam(), body: body(JournalPatch) },
  responses: { 200: json(JournalBody), ...problems(401, 403, 404, 409, 412, 422) },
});
journals.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateJournal(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});
