import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { JournalBody, JournalInput, JournalPatch } from "./journal.ts";
import { journalsOf } from "./list-journals.ts";

onConstraint("journal_code_once", conflict("journal.code_taken", "There is a journal of this code already."));

/** Adds a journal. */
export const createJournal = command("finance.account.write", async (tx, input: JournalInput) => {
  const journal: JournalBody = { ...input, id: tx.newId(), active: true, version: 1 };
  await tx.db
    .insertInto("finance.journal")
    .values({ ...journal, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "journal.create", subjectType: "journal", subjectId: journal.id, after: journal });
  tx.event({ type: "journal.created", subject: journal.id, data: journal });
  return done(journal);
});

type JournalUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: JournalPatch }>;

/** Renames a journal, takes it out of use, or says that it is for documents alone. */
export const updateJournal = command("finance.account.write", async (tx, { id, expectedVersion, changes }: JournalUpdate) => {
  const before = await journalsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!before) return refuse(missing("journal", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("journal", before.version));
  const { name = before.name, active = before.active, manualPosting = before.manualPosting } = changes;
  if (name === before.name && active === before.active && manualPosting === before.manualPosting) return done<JournalBody>(before);
  const after: JournalBody = { ...before, name, active, manualPosting, version: before.version + 1 };
  await tx.db
    .updateTable("finance.journal")
    .set({ name, active, manualPosting, version: after.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "journal.update", subjectType: "journal", subjectId: id, before, after });
  tx.event({ type: "journal.updated", subject: id, data: after });
  return done(after);
});
