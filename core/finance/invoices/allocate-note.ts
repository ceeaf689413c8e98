import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { conflict, done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { deferAllocations } from "../open-items/allocations.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { settle } from "../open-items/settle.ts";
import { chooseItems, wantedBy } from "../payments/choose-items.ts";
import type { AllocateInput } from "../payments/payment.ts";
import { paymentSettings } from "../payments/payment-settings.ts";
import type { InvoiceBody } from "./invoice.ts";
import { settlementBody } from "./invoice-body.ts";
import { readInvoice } from "./list-invoices.ts";

/**
 * Settles documents with what is open of a credit note (or debit note), as with money on account. Refuses other documents and more than is open. Locks: the
 * documents and the note in key order.
 */
export const allocateNote = command(
  "finance.invoice.credit",
  async (tx, { id, allocations: wish }: AllocateInput & Readonly<{ id: string }>): Promise<Outcome<InvoiceBody>> => {
    const note = await readInvoice(tx, id);
    if (!note) return refuse(missing("invoice", id));
    if (note.state === "draft" || (note.kind !== "credit_note" && note.kind !== "debit_note"))
      return refuse(conflict("invoice.not_a_note", "Only a credit note or a debit note settles other documents."));
    const { party, currency } = note;
    const debit = note.kind === "debit_note";
    const on = todayOf(tx);
    const [settings, locked] = await Promise.all([
      paymentSettings(tx, { partyId: party.id, currency, method: "", on }),
      lockOpenDocuments(tx, party.id, wantedBy(wish, debit, currency), [id]),
    ]);
    const item = locked.find((document) => document.id === id)?.items[0];
    if (!settings || !item) throw new Error(`Note ${id} has no party or no item.`);
    const sign = debit ? 1n : -1n;
    const funds = { ...item, debit, leftMinor: sign * item.openMinor, leftCompanyMinor: sign * item.openCompanyMinor };
    const documents = locked.filter((document) => document.id !== id);
    const chosen = chooseItems(wish, documents, { debit, currency, leftMinor: funds.leftMinor, accountId: item.accountId });
    if (!chosen.ok) return chosen;
    const shares = chosen.value.flatMap((one) => one.shares.map((share) => ({ ...share, document: one.document })));
    if (shares.length === 0) return refuse(conflict("payment.nothing_open", "There is nothing open that this could settle."));
    const { edges, left } = settle(tx, funds, shares, on);
    deferAllocations(tx, edges, { ...settings, partyId: party.id, currency, controlAccountId: item.accountId });
    const fresh = edges.map((edge, index) => {
      const document = shares[index]?.document;
      const other = {
        kind: document?.kind === "payment" || document?.kind === "entry" ? document.kind : "invoice",
        documentId: document?.id ?? "",
        invoiceKind: document?.kind ?? null,
      } as const;
      const { id: edgeId, amountMinor, allocatedOn } = edge;
      return settlementBody(note, {
        ...other,
        id: edgeId,
        own: "invoice",
        position: item.position,
        number: document?.number ?? null,
        amountMinor,
        allocatedOn,
        undoneOn: null,
      });
    });
    const open = formatMinor(left.leftMinor, currency);
    const state = left.leftMinor === 0n ? ("paid" as const) : ("part_paid" as const);
    const instalments = note.instalments.map((one) => ({ ...one, open }));
    const after = { ...note, open, state, instalments, version: note.version + 1, allocations: [...note.allocations, ...fresh] };
    tx.audit({ action: `${note.kind}.allocated`, subjectType: "invoice", subjectId: id, after: { allocations: fresh } });
    tx.event({
      type: `${note.kind}.allocated`,
      subject: id,
      data: { id, number: note.number, partyId: party.id, currency, allocations: fresh },
    });
    return done(after);
  },
);
