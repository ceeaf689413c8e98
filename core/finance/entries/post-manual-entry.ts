import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { composeEntry } from "./compose-entry.ts";
import type { EntryBody, EntryInput } from "./entry.ts";
import { debitsOf, deferPosting } from "./post-entry.ts";

/**
 * Posts a journal entry written by hand, in any currencies; each balances by itself and is converted at one rate. Two round trips: what must be
 * known is read with BEGIN, what is written goes with COMMIT. Its period, and that it balances, is Postgres's to decide. Where the company wants a second
 * person for it, it waits for one.
 */
export const postManualEntry = command(
  "finance.entry.post",
  async (tx, input: EntryInput): Promise<Outcome<EntryBody | PendingApproval, Fault<"invalid">>> => {
    const effectiveOn = input.effectiveOn ?? todayOf(tx);
    const composed = await composeEntry(tx, input, { id: tx.newId(), effectiveOn });
    if (!composed.ok) return composed;
    const { posting, body, interning } = composed.value;
    const waiting = secondPerson(tx, {
      action: "finance.entry.post",
      summary: input.description,
      amountMinor: debitsOf(posting),
      request: { ...input, effectiveOn },
    });
    if (waiting) return waiting;
    if (interning) tx.defer(interning);
    deferPosting(tx, [posting]);
    tx.audit({ action: "entry.post", subjectType: "entry", subjectId: body.id, after: body });
    tx.event({ type: "entry.posted", subject: body.id, data: body });
    return done(body);
  },
  { grouped: true },
);
