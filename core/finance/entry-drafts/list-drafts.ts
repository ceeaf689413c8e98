import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeIdCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { type DraftRow, draftBody, draftColumns, draftSummary, readDraft } from "./draft-body.ts";
import type { EntryDraftQuery } from "./entry-draft.ts";

/** Drafts that are not posted, the newest first. */
export const listDrafts = query("finance.entry.read", async (ctx, filter: EntryDraftQuery) => {
  const companyId = ctx.actor.companyId;
  const cursor = filter.after === undefined ? undefined : decodeIdCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`d.company_id = ${companyId} and d.state = 'draft'`,
    ...(filter.ownerId ? [sql`d.owner_id = ${filter.ownerId}`] : []),
    ...(filter.journalId ? [sql`d.journal_id = ${filter.journalId}`] : []),
    ...(cursor ? [sql`d.id < ${cursor.value}::uuid`] : []),
  ];
  const { rows } = await sql<DraftRow>`
    select ${draftColumns} from finance.entry_draft d where ${sql.join(conditions, sql` and `)} order by d.id desc limit ${rowsOfPage(filter.limit)}`.execute(
    ctx.db,
  );
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ id }) => [id],
      (row) => draftSummary(ctx, row),
    ),
  );
});

export const getDraft = query("finance.entry.read", async (ctx, { id }: { id: string }) => {
  const row = await readDraft(ctx.db, ctx.actor.companyId, id);
  return row ? done(await draftBody(ctx, row)) : refuse(missing("entry draft", id));
});
