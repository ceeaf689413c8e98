import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor, positiveAmount } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { deferPosting } from "../entries/post-entry.ts";
import { paymentSettings } from "../payments/payment-settings.ts";
import { worthOf, writeOffFacts, writtenOff } from "../payments/take-off.ts";
import { allocationStatement, openingStatement } from "./allocations.ts";
import { lockOpenDocuments, openOf } from "./open-item.ts";

export const WriteOffInput = z.strictObject({
  amount: positiveAmount().optional().describe("Default: all that is open."),
  reason: line(200),
  accountId: z.uuid().optional().describe("Default: the company's account for write-offs."),
  writtenOffOn: calendarDate().optional().describe("Default: today."),
});
export type WriteOffInput = z.infer<typeof WriteOffInput>;

export const WriteOffBody = z
  .object({
    entryId: z.uuid(),
    document: z.object({ id: z.uuid(), number: z.string().nullable() }),
    amount: z.string(),
    currency: z.string(),
    open: z.string().describe("What is left open of the document."),
    writtenOffOn: z.iso.date(),
    reason: z.string(),
  })
  .meta({ id: "WriteOff" });
export type WriteOffBody = z.infer<typeof WriteOffBody>;

/**
 * Gives up what is open of an issued document or left of a payment, in part or whole: an entry against the account for write-offs settles it. Refuses more
 * than is open and, without the permission to go beyond it, more than the company's limit. Undone like any allocation. Locks: the document.
 */
export const writeOff = command(
  "finance.write_off.write",
  async (tx, asked: WriteOffInput & Readonly<{ id: string }>): Promise<Outcome<WriteOffBody | PendingApproval>> => {
    const { id, reason, accountId, ...input } = asked;
    const on = input.writtenOffOn ?? todayOf(tx);
    if (on > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/writtenOffOn"));
    const [document] = await lockOpenDocuments(tx, null, [id]);
    if (!document) return refuse(missing("invoice", id));
    const open = openOf([document]);
    if (open === 0n) return refuse(conflict("invoice.nothing_open", "There is nothing open that could be written off."));
    const { currency, partyId } = document;
    const minor = input.amount === undefined ? done(open) : parseMinor(input.amount, currency);
    if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/amount", detail: minor.fault.detail }] });
    const [facts, settings] = await Promise.all([
      writeOffFacts(tx, partyId, { documents: [id] }),
      paymentSettings(tx, { partyId, currency, method: "", on }),
    ]);
    if (!settings) throw new Error(`Document ${id} has no party.`);
    const how = { documentId: id, on, journalId: settings.exchangeJournalId, partyId, partyName: settings.partyName };
    const off = writtenOff(tx, document, document.items, facts, { ...how, amountMinor: minor.value, reason, accountId });
    if (!off.ok) return off;
    const amount = formatMinor(minor.value, currency);
    const waiting = secondPerson(tx, {
      action: "finance.write_off.write",
      summary: `Write off ${amount} ${currency} of ${document.number ?? ""}, ${settings.partyName}: ${reason}`,
      amountMinor: worthOf(off.value) + (facts.writtenOff.get(id) ?? 0n),
      subject: { type: document.kind === "payment" || document.kind === "entry" ? document.kind : "invoice", id },
      request: { ...asked, amount, writtenOffOn: on },
    });
    if (waiting) return waiting;
    deferPosting(tx, [off.value.posting]);
    tx.defer(openingStatement([off.value.opening]));
    tx.defer(allocationStatement(off.value.edges));
    const body: WriteOffBody = {
      ...{ entryId: off.value.posting.id, document: { id, number: document.number }, currency, writtenOffOn: on, reason },
      amount,
      open: formatMinor(open - minor.value, currency),
    };
    tx.audit({ action: "document.written_off", subjectType: "invoice", subjectId: id, after: body });
    tx.event({ type: "document.written_off", subject: id, data: { ...body, partyId } });
    return done(body);
  },
);
