import type { TxCtx } from "#core/kernel/context.ts";
import type { InvoiceBody } from "./invoice.ts";

type Change = Readonly<{ before?: InvoiceBody | undefined; after?: InvoiceBody | undefined }>;

/** Tells what was done to a draft: the audit keeps it as it was and as it is, the event says which document and what it comes to. */
export const tellDraft = (tx: TxCtx, what: "drafted" | "draft_updated" | "draft_deleted", { before, after }: Change): void => {
  const draft = after ?? before;
  if (!draft) return;
  const { id, kind, party, reference, net, tax, total, currency, version } = draft;
  tx.audit({ action: `${kind}.${what}`, subjectType: "invoice", subjectId: id, before, after });
  tx.event({ type: `${kind}.${what}`, subject: id, data: { id, kind, partyId: party.id, reference, net, tax, total, currency, version } });
};
