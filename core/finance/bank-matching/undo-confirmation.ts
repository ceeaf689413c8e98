import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, forbidden, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { needsSecondPerson, secondPerson } from "#core/platform/approvals/second-person.ts";
import { lockBankAccount } from "../bank-accounts/find-bank-account.ts";
import { readEntry } from "../entries/get-entry.ts";
import { postEntries } from "../entries/post-entry.ts";
import { reversalOf } from "../entries/reverse-entry.ts";
import type { ConfirmationBody, UndoInput } from "./confirmation.ts";
import { findConfirmation } from "./list-confirmations.ts";
import { takeBackPayment } from "./take-back-payment.ts";

type Part = Readonly<{ entryId: string; paymentId: string | null; posted: "payment" | "entry" | "return" | "nothing" }>;

/** Takes an entry of a confirmation back, on its own day unless another is named. One that was taken back elsewhere already stays so. */
const takeBackEntry = async (tx: TxCtx, entryId: string, { reason, on }: UndoInput): Promise<Outcome<undefined>> => {
  const entry = await readEntry(tx.db, tx.actor.companyId, entryId);
  if (!entry) throw new Error(`Entry ${entryId} of a confirmation is not there.`);
  if (entry.head.reversedByEntryId !== null) return done(undefined);
  const effectiveOn = on ?? entry.head.effectiveOn;
  if (effectiveOn < entry.head.effectiveOn)
    return refuse(conflict("entry.reversal_before_entry", "What is taken back is not dated before what it takes back."));
  const { sourceType, sourceId } = entry.head;
  await postEntries(tx, [
    {
      ...reversalOf(entry, { id: tx.newId(), effectiveOn, description: reason }),
      sourceType: sourceType ?? undefined,
      sourceId: sourceId ?? undefined,
    },
  ]);
  return done(undefined);
};

/** What was posted goes back in the opposite order. A payment in another currency has an entry beside its own. */
const takeBack = async (tx: TxCtx, part: Part, input: UndoInput): Promise<Outcome<undefined>> => {
  if (part.posted === "nothing") return done(undefined);
  if (part.posted === "return")
    return refuse(conflict("bank_confirmation.returned", "A payment that came back stays so. Record it anew if it came in after all."));
  if (part.posted === "entry") return takeBackEntry(tx, part.entryId, input);
  const payment = await takeBackPayment(tx, part.paymentId ?? "", input);
  if (!payment.ok) return payment;
  return takeBackEntry(tx, part.entryId, input);
};

const undoMatches = async (tx: TxCtx, id: string): Promise<void> => {
  const { companyId } = tx.actor;
  const matches = await tx.db
    .selectFrom("finance.bankMatch")
    .select(["id", "lineId", "entryId", "entryPosition", "amountMinor"])
    .where("companyId", "=", companyId)
    .where("confirmationId", "=", id)
    .where("undoesId", "is", null)
    .orderBy("id")
    .execute();
  await tx.db
    .insertInto("finance.bankMatch")
    .values(
      matches.map(({ id: undoesId, amountMinor, ...match }) => ({
        ...match,
        id: tx.newId(),
        companyId,
        confirmationId: id,
        undoesId,
        amountMinor: -amountMinor,
      })),
    )
    .execute();
};

const REVERSE = "finance.payment.reverse";

/** Payments that go back with it are payments taken back, which a company may want two people for. Undefined: one is enough. */
const waitFor = async (tx: TxCtx, parts: readonly Part[], { id, input }: Undo): Promise<Outcome<PendingApproval> | undefined> => {
  const ids = parts.flatMap(({ posted, paymentId }) => (posted === "payment" && paymentId !== null ? [paymentId] : []));
  if (ids.length === 0) return undefined;
  if (!tx.actor.grants.has(REVERSE)) return refuse(forbidden(REVERSE));
  if (!needsSecondPerson(tx, REVERSE)) return undefined;
  const payments = await tx.db
    .selectFrom("finance.payment")
    .select(["number", "companyMinor"])
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "in", ids)
    .where("state", "<>", "reversed")
    .orderBy("number")
    .execute();
  if (payments.length === 0) return undefined;
  return secondPerson(tx, {
    action: REVERSE,
    summary: `Take ${payments.map(({ number }) => number).join(", ")} back with its bank line: ${input.reason}`,
    amountMinor: payments.reduce((sum, { companyMinor }) => sum + companyMinor, 0n),
    subject: { type: "bank_confirmation", id },
    request: { confirmation: { id, input } },
  });
};

type Undo = Readonly<{ id: string; input: UndoInput }>;

/**
 * Takes a confirmation back: what it posted is reversed, with what it settled, and its lines are open again. Postings that were there before stay and can be matched
 * anew. Refuses what is reconciled, closed periods, and doing it twice. Locks the bank account first.
 */
export const undoConfirmation = command(
  "finance.bank.reconcile",
  async (tx, { id, input }: Undo): Promise<Outcome<ConfirmationBody | PendingApproval>> => {
    const { companyId } = tx.actor;
    const found = await findConfirmation(tx.db, companyId, id);
    if (!found) return refuse(missing("bank confirmation", id));
    await lockBankAccount(tx.db, companyId, found.bankAccountId);
    const row = await tx.db
      .selectFrom("finance.bankConfirmation")
      .select(["state", "parts", "version"])
      .where("companyId", "=", companyId)
      .where("id", "=", id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (row.state !== "confirmed") return refuse(conflict("bank_confirmation.undone", "This was taken back already."));
    const parts = row.parts as unknown as readonly Part[];
    const waiting = await waitFor(tx, parts, { id, input });
    if (waiting) return waiting;
    await undoMatches(tx, id);
    for (const part of parts.toReversed()) {
      const taken = await takeBack(tx, part, input);
      if (!taken.ok) return taken;
    }
    await tx.db
      .updateTable("finance.bankConfirmation")
      .set({
        state: "undone",
        undoneBy: tx.actor.id,
        undoneAt: tx.clock.now().toISOString(),
        undoReason: input.reason,
        version: row.version + 1,
      })
      .where("companyId", "=", companyId)
      .where("id", "=", id)
      .execute();
    const after = await findConfirmation(tx.db, companyId, id);
    if (!after) throw new Error("A confirmation is gone.");
    tx.audit({ action: "bank_line.undo", subjectType: "bank_confirmation", subjectId: id, before: found, after });
    tx.event({ type: "bank_line.undone", subject: id, data: after });
    return done(after);
  },
);
