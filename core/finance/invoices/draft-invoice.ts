import { command } from "#core/kernel/command.ts";
import { done, forbidden, type Outcome, refuse } from "#core/kernel/fault.ts";
import { draftHeader, insertDraftLines } from "./draft-rows.ts";
import type { InvoiceBody, InvoiceInput } from "./invoice.ts";
import { readInvoice } from "./list-invoices.ts";
import { draftContext, priceDraft } from "./price-draft.ts";
import { tellDraft } from "./tell-draft.ts";

/**
 * Drafts an invoice or a bill: priced and taxed, without number or entry, free to change or delete. Amounts are in the party's currency unless another is
 * given. Taxes have the rates of the tax point, or of today. Refuses an unknown party, account or tax.
 */
export const draftInvoice = command("finance.invoice.write", async (tx, input: InvoiceInput): Promise<Outcome<InvoiceBody>> => {
  if (input.kind === "bill" && !tx.actor.grants.has("finance.bill.write")) return refuse(forbidden("finance.bill.write"));
  const priced = await priceDraft(tx, input, await draftContext(tx, input));
  if (!priced.ok) return priced;
  const id = tx.newId();
  const header = { id, companyId: tx.actor.companyId, kind: input.kind, ...draftHeader(tx, input, priced.value) };
  await Promise.all([tx.db.insertInto("finance.invoice").values(header).execute(), insertDraftLines(tx, id, priced.value)]);
  const after = await readInvoice(tx, id);
  if (!after) throw new Error(`Invoice ${id} is gone after it was written.`);
  tellDraft(tx, "drafted", { after });
  return done(after);
});
