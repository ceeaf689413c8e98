import { composeEntry } from "#core/finance/entries/compose-entry.ts";
import { type EntryBody, EntryInput } from "#core/finance/entries/entry.ts";
import { debitsOf, deferPosting } from "#core/finance/entries/post-entry.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import type { DraftRow } from "./draft-body.ts";
import { type DraftGuard, holdDraft } from "./write-draft.ts";

/** What a draft still lacks to be an entry, with a pointer to each place. */
const wholeOf = ({ content }: DraftRow): Outcome<EntryInput, Fault<"invalid">> => {
  const read = EntryInput.safeParse(content);
  if (read.success) return done(read.data);
  const errors = read.error.issues
    .slice(0, 100)
    .map(({ path, message }) => ({ pointer: path.map((part) => `/${String(part)}`).join(""), detail: message }));
  return refuse({ kind: "invalid", code: "entry_draft.unfinished", detail: "The draft is not finished.", errors } as const);
};

const markPosted = (tx: TxCtx, { id, version }: DraftRow): Statement => ({
  sql: `update finance.entry_draft set state = 'posted', entry_id = id, changed_by = $3, changed_at = $4::timestamptz, version = $5
         where company_id = $1 and id = $2`,
  parameters: [tx.actor.companyId, id, tx.actor.id, tx.clock.now().toISOString(), version + 1],
});

type Posted = Promise<Outcome<EntryBody | PendingApproval, Fault<"conflict" | "invalid" | "missing" | "refused" | "stale">>>;

/**
 * Posts a draft, which becomes the entry of its id: everything is checked now, as if it were entered now. Three round trips. Where the company wants a second
 * person for it, it waits for one, who posts the draft as it is now or, when it changes meanwhile, is refused.
 */
export const postDraft = command("finance.entry.post", async (tx, guard: DraftGuard): Posted => {
  const held = await holdDraft(tx, guard);
  if (!held.ok) return held;
  const input = wholeOf(held.value);
  if (!input.ok) return input;
  const composed = await composeEntry(tx, input.value, { id: guard.id, effectiveOn: input.value.effectiveOn ?? todayOf(tx) });
  if (!composed.ok) return composed;
  const { posting, body, interning } = composed.value;
  const waiting = secondPerson(tx, {
    action: "finance.entry.post",
    summary: posting.description,
    amountMinor: debitsOf(posting),
    subject: { type: "entry_draft", id: guard.id },
    request: { draft: { id: guard.id, expectedVersion: held.value.version } },
  });
  if (waiting) return waiting;
  if (interning) tx.defer(interning);
  deferPosting(tx, [posting]);
  tx.defer(markPosted(tx, held.value));
  tx.audit({ action: "entry.post", subjectType: "entry", subjectId: body.id, after: body });
  tx.event({ type: "entry.posted", subject: body.id, data: body });
  return done(body);
});
