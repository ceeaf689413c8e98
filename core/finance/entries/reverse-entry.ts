import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import type { EntryBody, ReversalInput } from "./entry.ts";
import { bodyOfPosting } from "./entry-body.ts";
import { readEntry, type StoredEntry } from "./get-entry.ts";
import { debitsOf, deferPosting, type Posting } from "./post-entry.ts";

const beforeEntry = invalid("entry.reversal_before_entry", "A reversal is not dated before the entry it reverses.", "/effectiveOn");
const alreadyReversed = conflict("entry.already_reversed", "This entry has been reversed already.");
onConstraint("reversal_not_before_entry", beforeEntry);
const settledAlready = conflict(
  "entry.settled",
  "What this entry put on the account of the customer or supplier has been settled. Undo that first.",
);
onConstraint("reversed_item_is_open", settledAlready);

/** The entry that takes another one back: each line negated. */
export const reversalOf = (
  { head, lines }: StoredEntry,
  { id, effectiveOn, description }: Pick<Posting, "id" | "effectiveOn" | "description">,
): Posting => ({
  id,
  journalId: head.journalId,
  kind: "reversal",
  effectiveOn,
  description,
  reversesEntryId: head.id,
  lines: lines.map(({ accountId, partyId, dimensionSetId, currency, amount, companyAmount, description: text, taxCodeId, taxBase }) => ({
    accountId,
    partyId: partyId ?? undefined,
    dimensionSetId: dimensionSetId ?? undefined,
    currency,
    amount: -amount,
    companyAmount: -companyAmount,
    description: text ?? undefined,
    taxCodeId: taxCodeId ?? undefined,
    taxBase: taxBase === null ? undefined : -taxBase,
  })),
});

/** Takes back an entry posted by hand, with a date and a reason of its own, once. What a document posted is corrected by a document. */
export const reverseEntry = command(
  "finance.entry.reverse",
  async (
    tx,
    { id, input }: Readonly<{ id: string; input: ReversalInput }>,
  ): Promise<Outcome<EntryBody | PendingApproval, Fault<"conflict" | "invalid" | "missing">>> => {
    const entry = await readEntry(tx.db, tx.actor.companyId, id);
    if (!entry) return refuse(missing("entry", id));
    if (entry.head.sourceType !== null)
      return refuse(
        conflict("entry.of_document", `This entry belongs to a document (${entry.head.sourceType}); correct that, and its entry follows.`),
      );
    if (entry.head.reversedByEntryId !== null) return refuse(alreadyReversed);
    const effectiveOn = input.effectiveOn ?? todayOf(tx);
    if (effectiveOn < entry.head.effectiveOn) return refuse(beforeEntry);
    if (entry.lines.some(({ openMinor, amount }) => openMinor !== null && openMinor !== amount)) return refuse(settledAlready);
    const posting = reversalOf(entry, { id: tx.newId(), effectiveOn, description: input.reason });
    const waiting = secondPerson(tx, {
      action: "finance.entry.reverse",
      summary: `Reverse: ${entry.head.description}`,
      amountMinor: debitsOf(entry),
      subject: { type: "entry", id },
      request: { id, input: { ...input, effectiveOn } },
    });
    if (waiting) return waiting;
    deferPosting(tx, [posting]);
    const body = bodyOfPosting(
      tx,
      posting,
      entry.lines.map(({ accountId, code, name, control }) => ({ id: accountId, code, name, control })),
      new Map(entry.lines.map(({ dimensionSetId, dimensions }) => [dimensionSetId ?? "", dimensions ?? []])),
    );
    tx.audit({ action: "entry.reverse", subjectType: "entry", subjectId: id, after: body });
    tx.event({ type: "entry.reversed", subject: id, data: body });
    return done(body);
  },
);
