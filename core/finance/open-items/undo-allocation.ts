import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { paymentSettings } from "../payments/payment-settings.ts";
import { lockOpenDocuments } from "./open-item.ts";
import { adjustmentEntries, type StandingEdge, standingEdges, takeBack } from "./take-back.ts";

export const UndoInput = z.strictObject({ undoneOn: calendarDate().optional().describe("Default: today."), reason: line(200) });
export type UndoInput = z.infer<typeof UndoInput>;

export const UndoneBody = z
  .object({
    undoneOn: z.iso.date(),
    allocations: z.array(z.object({ id: z.uuid(), amount: z.string() })).describe("All that was taken back with it."),
    currency: z.string(),
  })
  .meta({ id: "UndoneAllocation" });
export type UndoneBody = z.infer<typeof UndoneBody>;

const isTakenOff = ({ kind }: StandingEdge["debit"]) => kind === "discount" || kind === "write_off";

/** The lines of both documents, what was taken off with either included. */
const partyOf = async (tx: TxCtx, { debitEntryId, debitPosition }: StandingEdge) =>
  tx.db
    .selectFrom("finance.openItem as o")
    .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "o.companyId").onRef("p.id", "=", "o.partyId"))
    .select(["o.partyId", "o.currency", "o.accountId"])
    .where("o.companyId", "=", tx.actor.companyId)
    .where("o.entryId", "=", debitEntryId)
    .where("o.position", "=", debitPosition)
    .executeTakeFirstOrThrow();

/** All edges between the same two documents, and the discounts and write-offs that the money brought with it. */
const together = async (tx: TxCtx, edge: StandingEdge): Promise<{ edges: StandingEdge[]; entries: string[] }> => {
  const ends = [edge.debit, edge.credit];
  const taken = ends.find(isTakenOff);
  if (taken) {
    const entryId = taken === edge.debit ? edge.debitEntryId : edge.creditEntryId;
    return { edges: await standingEdges(tx, { entryIds: [entryId] }), entries: [entryId] };
  }
  const sources = ends.filter(({ kind }) => kind === "payment").map(({ documentId }) => documentId);
  const adjustments = (await Promise.all(sources.map((id) => adjustmentEntries(tx, id)))).flat();
  const near = await standingEdges(tx, { entryIds: [edge.debitEntryId, edge.creditEntryId, ...adjustments] });
  const documents = new Set(ends.map(({ documentId }) => documentId));
  const isBetween = (one: StandingEdge) =>
    documents.has(one.debit.documentId) && documents.has(one.credit.documentId) && one.debit.documentId !== one.credit.documentId;
  const edges = near.filter(isBetween);
  const entries = adjustments.filter((id) => edges.some(({ debitEntryId, creditEntryId }) => debitEntryId === id || creditEntryId === id));
  return { edges, entries };
};

/**
 * Takes an allocation back: what it settled is open again on both sides from that day on, by edges that mirror it. Everything the same money settled of
 * that document goes with it, and the discounts and write-offs it earned, whose entries are reversed. Of a discount or write-off alone, that one. Refuses
 * one taken back already and a day before it. Locks: both documents in key order.
 */
export const undoAllocation = command(
  "finance.allocation.undo",
  async (tx, { id, reason, ...input }: UndoInput & Readonly<{ id: string }>): Promise<Outcome<UndoneBody | PendingApproval>> => {
    const undoneOn = input.undoneOn ?? todayOf(tx);
    if (undoneOn > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/undoneOn"));
    const known = await tx.db
      .selectFrom("finance.allocation")
      .select("undoesId")
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!known) return refuse(missing("allocation", id));
    const [first] = await standingEdges(tx, { id });
    if (!first) return refuse(conflict("allocation.undone", "This allocation has been undone already."));
    const { partyId, currency, accountId } = await partyOf(tx, first);
    const documentIds = [first.debit.documentId, first.credit.documentId];
    const [, settings] = await Promise.all([
      lockOpenDocuments(tx, partyId, documentIds),
      paymentSettings(tx, { partyId, currency, method: "", on: undoneOn }),
    ]);
    const { edges, entries } = await together(tx, first);
    if (!settings || !edges.some((edge) => edge.id === id))
      return refuse(conflict("allocation.undone", "This allocation has been undone already."));
    const latest =
      edges
        .map(({ allocatedOn }) => allocatedOn)
        .toSorted()
        .at(-1) ?? undoneOn;
    if (undoneOn < latest) return refuse(invalid("allocation.undone_before", `It was allocated on ${latest}.`, "/undoneOn"));
    const amountMinor = edges.reduce((sum, edge) => sum + edge.debitCompanyMinor, 0n);
    const waiting = secondPerson(tx, {
      action: "finance.allocation.undo",
      summary: `Take back what was settled of ${settings.partyName}: ${reason}`,
      amountMinor,
      subject: { type: "allocation", id },
      request: { id, reason, undoneOn },
    });
    if (waiting) return waiting;
    const { ledger, documentId } = isTakenOff(first.debit) ? first.debit : first.credit;
    const reversed = entries.map((entryId) => ({ entryId, ledger, documentId }));
    await takeBack(tx, edges, reversed, { ...settings, partyId, currency, controlAccountId: accountId, on: undoneOn, reason });
    const body: UndoneBody = {
      undoneOn,
      currency,
      allocations: edges.map((edge) => ({ id: edge.id, amount: formatMinor(edge.amountMinor, currency) })),
    };
    tx.audit({ action: "allocation.undone", subjectType: "allocation", subjectId: id, after: { ...body, reason } });
    tx.event({ type: "allocation.undone", subject: id, data: { id, partyId, ...body } });
    return done(body);
  },
);
