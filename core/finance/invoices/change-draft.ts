import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { deleteDraftLines, draftHeader, insertDraftLines } from "./draft-rows.ts";
import type { DraftChange, InvoiceBody, InvoiceInput } from "./invoice.ts";
import { readInvoice } from "./list-invoices.ts";
import { type DraftTarget, lockDraft } from "./lock-draft.ts";
import { draftContext, priceDraft } from "./price-draft.ts";
import { tellDraft } from "./tell-draft.ts";

const mayWrite = (tx: TxCtx, kind: string) => kind !== "bill" || tx.actor.grants.has("finance.bill.write");

const kindStays = invalid("invoice.kind_stays", "A draft keeps its kind; draft another document instead.", "/kind");

const writtenDraft = async (tx: TxCtx, id: string): Promise<InvoiceBody> => {
  const draft = await readInvoice(tx, id);
  if (!draft) throw new Error(`Draft ${id} is gone while it is locked.`);
  return draft;
};

/**
 * Replaces what a draft holds: it is priced and taxed as if it were drafted anew, with the rates of its tax point, or of today. Its kind stays. Refuses what
 * drafting refuses, a draft that has changed, and anything that is issued.
 */
export const updateDraft = command(
  "finance.invoice.write",
  async (tx, { content, ...target }: DraftTarget & { content: DraftChange }): Promise<Outcome<InvoiceBody>> => {
    const draft = await lockDraft(tx, target);
    if (!draft.ok) return draft;
    const kind = draft.value.kind as InvoiceInput["kind"];
    if (!mayWrite(tx, kind)) return refuse(forbidden("finance.bill.write"));
    if (content.kind !== undefined && content.kind !== kind) return refuse(kindStays);
    const input = { ...content, kind };
    const [context, before] = await Promise.all([draftContext(tx, input), readInvoice(tx, target.id)]);
    const priced = await priceDraft(tx, input, context);
    if (!priced.ok) return priced;
    await Promise.all([
      deleteDraftLines(tx, target.id),
      tx.db
        .updateTable("finance.invoice")
        .set({ ...draftHeader(tx, input, priced.value), version: draft.value.version + 1 })
        .where("companyId", "=", tx.actor.companyId)
        .where("id", "=", target.id)
        .execute(),
      insertDraftLines(tx, target.id, priced.value),
    ]);
    const after = await writtenDraft(tx, target.id);
    tellDraft(tx, "draft_updated", { before, after });
    return done(after);
  },
);

/** Throws a draft away with its files. Nothing that was ever issued can be deleted. */
export const deleteDraft = command("finance.invoice.write", async (tx, target: DraftTarget): Promise<Outcome<{ id: string }>> => {
  const draft = await lockDraft(tx, target);
  if (!draft.ok) return draft;
  if (!mayWrite(tx, draft.value.kind)) return refuse(forbidden("finance.bill.write"));
  const before = await writtenDraft(tx, target.id);
  const { companyId } = tx.actor;
  await Promise.all([
    tx.db
      .deleteFrom("shared.attachment")
      .where("companyId", "=", companyId)
      .where("subjectType", "=", "invoice")
      .where("subjectId", "=", target.id)
      .execute(),
    deleteDraftLines(tx, target.id),
    tx.db.deleteFrom("finance.invoice").where("companyId", "=", companyId).where("id", "=", target.id).execute(),
  ]);
  tellDraft(tx, "draft_deleted", { before });
  return done({ id: target.id });
});
