import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { done } from "#core/kernel/fault.ts";
import { composeEntry } from "./compose-entry.ts";
import type { EntryInput } from "./entry.ts";
import { deferPosting } from "./post-entry.ts";

/**
 * Posts a journal entry written by hand, in any currencies; each balances by itself and is converted at one rate. Two round trips: what must be
 * known is read with BEGIN, what is written goes with COMMIT. Its period, and that it balances, is Postgres's to decide.
 */
export const postManualEntry = command("finance.entry.post", async (tx, input: EntryInput) => {
  const composed = await composeEntry(tx, input, { id: tx.newId(), effectiveOn: input.effectiveOn ?? todayOf(tx) });
  if (!composed.ok) return composed;
  const { posting, body, interning } = composed.value;
  if (interning) tx.defer(interning);
  deferPosting(tx, [posting]);
  tx.audit({ action: "entry.post", subjectType: "entry", subjectId: body.id, after: body });
  tx.event({ type: "entry.posted", subject: body.id, data: body });
  return done(body);
});
