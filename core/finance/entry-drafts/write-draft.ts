import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { type DraftRow, draftBody, readDraft } from "./draft-body.ts";
import type { EntryDraftBody, EntryDraftInput } from "./entry-draft.ts";

onConstraint("entry_draft_company_id_journal_id_fkey", invalid("journal.missing", "There is no such journal.", "/journalId"));
const alreadyPosted = conflict("entry_draft.posted", "This draft is posted; take the entry back instead.");
onConstraint("posted_draft_stays", alreadyPosted);
const notYours = {
  kind: "refused",
  code: "entry_draft.not_yours",
  detail: "Drafts of others are changed by whoever may post them.",
} as const satisfies Fault<"refused">;

/** Stores a new draft of the caller's. */
export const storeDraft = async (tx: TxCtx, content: EntryDraftInput, copyOfId: string | null = null): Promise<EntryDraftBody> => {
  const id = tx.newId();
  const { effectiveOn = null, journalId = null, description = null } = content;
  await tx.db
    .insertInto("finance.entryDraft")
    .values({
      ...{ id, companyId: tx.actor.companyId, effectiveOn, journalId, description },
      ...{ content: JSON.stringify(content), copyOfId, ownerId: tx.actor.id, changedBy: tx.actor.id },
    })
    .execute();
  const row = await readDraft(tx.db, tx.actor.companyId, id);
  if (!row) throw new Error("A draft that was just stored is not there.");
  const body = await draftBody(tx, row);
  tx.audit({ action: "entry_draft.create", subjectType: "entry", subjectId: id, after: content });
  tx.event({ type: "entry_draft.created", subject: id, data: body });
  return body;
};

/** Keeps an entry as far as it is written. It may lack anything and need not balance. */
export const createDraft = command("finance.entry.draft", async (tx, content: EntryDraftInput) => done(await storeDraft(tx, content)));

export type DraftGuard = Readonly<{ id: string; expectedVersion?: number | undefined }>;
type HeldFault = Fault<"missing" | "stale" | "conflict" | "refused">;

/** The draft, locked, when it is still one, at the version expected, and the caller's or of somebody whose drafts they may post. */
export const holdDraft = async (tx: TxCtx, { id, expectedVersion }: DraftGuard): Promise<Outcome<DraftRow, HeldFault>> => {
  const row = await readDraft(tx.db, tx.actor.companyId, id, "lock");
  if (!row) return refuse(missing("entry draft", id));
  if (row.state !== "draft") return refuse(alreadyPosted);
  if (row.ownerId !== tx.actor.id && !tx.actor.grants.has("finance.entry.post")) return refuse(notYours);
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("entry draft", row.version));
  return done(row);
};

/** Replaces what a draft holds. */
export const updateDraft = command("finance.entry.draft", async (tx, { content, ...guard }: DraftGuard & { content: EntryDraftInput }) => {
  const held = await holdDraft(tx, guard);
  if (!held.ok) return held;
  const before = held.value;
  const { effectiveOn = null, journalId = null, description = null } = content;
  const changedAt = tx.clock.now().toISOString();
  const change = { effectiveOn, journalId, description, changedBy: tx.actor.id, changedAt, version: before.version + 1 };
  await tx.db
    .updateTable("finance.entryDraft")
    .set({ ...change, content: JSON.stringify(content) })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", guard.id)
    .execute();
  const body = await draftBody(tx, { ...before, ...change, content });
  tx.audit({ action: "entry_draft.update", subjectType: "entry", subjectId: guard.id, before: before.content, after: content });
  tx.event({ type: "entry_draft.updated", subject: guard.id, data: body });
  return done(body);
});

/** Throws a draft away with its files; what it held stays in the history of its row. */
export const deleteDraft = command("finance.entry.draft", async (tx, guard: DraftGuard) => {
  const held = await holdDraft(tx, guard);
  if (!held.ok) return held;
  await sql`delete from shared.attachment a where a.company_id = ${tx.actor.companyId} and a.subject_type = 'entry' and a.subject_id = ${guard.id}`.execute(
    tx.db,
  );
  await tx.db.deleteFrom("finance.entryDraft").where("companyId", "=", tx.actor.companyId).where("id", "=", guard.id).execute();
  tx.audit({ action: "entry_draft.delete", subjectType: "entry", subjectId: guard.id, before: held.value.content });
  tx.event({ type: "entry_draft.deleted", subject: guard.id, data: { id: guard.id } });
  return done({ id: guard.id });
});
