import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { EntryBody } from "#core/finance/entries/entry.ts";
import { EntryDraftBody, EntryDraftInput, EntryDraftQuery, EntryDraftSummary } from "#core/finance/entry-drafts/entry-draft.ts";
import { getDraft, listDrafts } from "#core/finance/entry-drafts/list-drafts.ts";
import { postDraft } from "#core/finance/entry-drafts/post-draft.ts";
import { createDraft, deleteDraft, updateDraft } from "#core/finance/entry-drafts/write-draft.ts";
import { PageOf } from "#core/kernel/page.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, expectedVersion, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Entries"];
export const entryDrafts = router();

const list = createRoute({
  operationId: "listEntryDrafts",
  method: "get",
  path: "/",
  tags,
  summary: "Drafts of entries, the newest first",
  request: { query: EntryDraftQuery },
  responses: { 200: json(PageOf(EntryDraftSummary)), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});
entryDrafts.openapi(list, async (c) => answerPage(c, await listDrafts(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createEntryDraft",
  method: "post",
  path: "/",
  tags,
  summary: "Keep an entry as a draft, finished or not",
  request: { body: body(EntryDraftInput) },
  responses: { 201: json(EntryDraftBody), ...problems(401, 403, 409, 422) },
});
entryDrafts.openapi(create, async (c) => answer(c, await createDraft(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getEntryDraft",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A draft of an entry",
  request: { params: idParam() },
  responses: { 200: json(EntryDraftBody), ...problems(401, 403, 404, 422) },
});
entryDrafts.openapi(get, async (c) => answer(c, await getDraft(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateEntryDraft",
  method: "put",
  path: "/{id}",
  tags,
  summary: "Replace what a draft holds",
  request: { params: idParam(), body: body(EntryDraftInput) },
  responses: { 200: json(EntryDraftBody), ...problems(401, 403, 404, 409, 412, 422) },
});
entryDrafts.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateDraft(c.var.ctx, { id, expectedVersion: expectedVersion(c), content: c.req.valid("json") }), 200);
});

const remove = createRoute({
  operationId: "deleteEntryDraft",
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Throw a draft away",
  request: { params: idParam() },
  responses: { 200: json(z.object({ id: z.uuid() })), ...problems(401, 403, 404, 409, 412, 422) },
});
entryDrafts.openapi(remove, async (c) =>
  answer(c, await deleteDraft(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);

const post = createRoute({
  operationId: "postEntryDraft",
  method: "post",
  path: "/{id}/post",
  tags,
  summary: "Post a draft: it becomes the entry of its id",
  request: { params: idParam() },
  responses: { 202: json(PendingApproval, WAITS), 201: json(EntryBody), ...problems(401, 403, 404, 409, 412, 422) },
});
entryDrafts.openapi(post, async (c) =>
  answerOrWait(c, await postDraft(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 201),
);
