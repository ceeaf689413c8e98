import { pageByCode } from "#core/database/code-page.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
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
  let journals = journalsOf(db, actor.companyId);
  if (filter.kind) journals = journals.where("kind", "=", filter.kind);
  if (filter.active !== undefined) journals = journals.where("active", "=", filter.active);
  return pageByCode(journals, filter);
});

export const getJournal = query("finance.account.read", async ({ db, actor }, { id }: { id: string }) => {
  const journal = await journalsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return journal ? done<JournalBody>(journal) : refuse(missing("journal", id));
});
