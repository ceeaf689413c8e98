import { createRoute } from "@hono/zod-openapi";
import { AllocateEntryInput, allocateEntry, EntryAllocations, listEntryAllocations } from "#core/finance/entries/allocate-entry.ts";
import { EntryBody, EntryInput, EntryQuery, EntrySummary, ReversalInput } from "#core/finance/entries/entry.ts";
import { getEntry } from "#core/finance/entries/get-entry.ts";
import { listEntries } from "#core/finance/entries/list-entries.ts";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { reverseEntry } from "#core/finance/entries/reverse-entry.ts";
import { copyEntry } from "#core/finance/entry-drafts/copy-entry.ts";
import { CopyInput, EntryDraftBody } from "#core/finance/entry-drafts/entry-draft.ts";
import { explainEntry } from "#core/finance/explanations/explain-entry.ts";
import { EntryExplanation } from "#core/finance/explanations/explanation.ts";
import { PageOf } from "#core/kernel/page.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Entries"];
export const entries = router();

const list = createRoute({
  operationId: "listEntries",
  method: "get",
  path: "/",
  tags,
  summary: "Journal entries by date, the latest first",
  request: { query: EntryQuery },
  responses: { 200: json(PageOf(EntrySummary)), ...problems(401, 403, 422) },
});
entries.openapi(list, async (c) => answerPage(c, await listEntries(c.var.ctx, c.req.valid("query"))));

const post = createRoute({
  operationId: "postEntry",
  method: "post",
  path: "/",
  tags,
  summary: "Post a journal entry by hand",
  request: { body: body(EntryInput) },
  responses: { 201: json(EntryBody), 202: json(PendingApproval, WAITS), ...problems(401, 403, 409, 422) },
});
entries.openapi(post, async (c) => answerOrWait(c, await postManualEntry(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getEntry",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A journal entry with its lines",
  request: { params: idParam() },
  responses: { 200: json(EntryBody), ...problems(401, 403, 404, 422) },
});
entries.openapi(get, async (c) => answer(c, await getEntry(c.var.ctx, c.req.valid("param")), 200));

const reverse = createRoute({
  operationId: "reverseEntry",
  method: "post",
  path: "/{id}/reverse",
  tags,
  summary: "Take an entry back by its mirror image",
  request: { params: idParam(), body: body(ReversalInput) },
  responses: { 201: json(EntryBody), 202: json(PendingApproval, WAITS), ...problems(401, 403, 404, 409, 422) },
});
entries.openapi(reverse, async (c) =>
  answerOrWait(c, await reverseEntry(c.var.ctx, { id: c.req.valid("param").id, input: c.req.valid("json") }), 201),
);

const allocations = createRoute({
  operationId: "listEntryAllocations",
  method: "get",
  path: "/{id}/allocations",
  tags,
  summary: "What settled an entry's lines on control accounts",
  request: { params: idParam() },
  responses: { 200: json(EntryAllocations), ...problems(401, 403, 404, 422) },
});
entries.openapi(allocations, async (c) => answer(c, await listEntryAllocations(c.var.ctx, c.req.valid("param")), 200));

const allocate = createRoute({
  operationId: "allocateEntry",
  method: "post",
  path: "/{id}/allocations",
  tags,
  summary: "Settle documents with a line of an entry on a control account",
  request: { params: idParam(), body: body(AllocateEntryInput) },
  responses: { 200: json(EntryAllocations), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});
entries.openapi(allocate, async (c) => answer(c, await allocateEntry(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param") }), 200));

const copy = createRoute({
  operationId: "copyEntry",
  method: "post",
  path: "/{id}/copy",
  tags,
  summary: "Make a draft like an entry, or its mirror image",
  request: { params: idParam(), body: body(CopyInput) },
  responses: { 201: json(EntryDraftBody), ...problems(401, 403, 404, 409, 422) },
});
entries.openapi(copy, async (c) => answer(c, await copyEntry(c.var.ctx, { id: c.req.valid("param").id, input: c.req.valid("json") }), 201));

const explain = createRoute({
  operationId: "explainEntry",
  method: "get",
  path: "/{id}/explain",
  tags,
  summary: "How an entry came about: command, rules, tax versions, rates",
  request: { params: idParam() },
  responses: { 200: json(EntryExplanation), ...problems(401, 403, 404, 422) },
});
entries.openapi(explain, async (c) => answer(c, await explainEntry(c.var.ctx, c.req.valid("param")), 200));
