import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { JournalBody, JournalQuery } from "./journal.ts";

export const journalsOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.journal")
    .select(["id", "code", "name", "kind", "manualPosting", "active", "version"])
    .$narrowType<Pick<JournalBody, "kind">>()
    .where("companyId", "=", companyId);

/** The journals in order of code. */
export const listJournals = query("finance.account.read", async ({ db, actor }, filter: JournalQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let journals = journalsOf(db, actor.companyId);
  if (filter.kind) journals = journals.where("kind", "=", filter.kind);
  if (filter.active !== undefined) journals = journals.where("active", "=", filter.active);
  if (cursor) journals = journals.where("code", ">", cursor.value[0] ?? "");
  const rows = await journals
    .orderBy("code")
    .limit(filter.limit + 1)
    .execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (journal): JournalBody => journal,
    ),
  );
});

export const getJournal = query("finance.account.read", async ({ db, actor }, { id }: { id: string }) => {
  const journal = await journalsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return journal ? done<JournalBody>(journal) : refuse(missing("journal", id));
});
