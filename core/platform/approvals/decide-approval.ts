import { command } from "#core/kernel/command.ts";
import type { Actor, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, forbidden, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { type ApprovalBody, isPending, type RejectInput } from "./approval.ts";
import { type AnyApprovalAction, approvalAction } from "./approval-action.ts";
import { type ApprovalRow, approvalBody, readApproval } from "./read-approvals.ts";

export type Decision = Readonly<{ id: string; expectedVersion?: number | undefined }>;

const ownRequest = {
  kind: "refused",
  code: "approval.own",
  detail: "Somebody else than who asked for it decides.",
} as const satisfies Fault<"refused">;
const notAPerson = {
  kind: "refused",
  code: "approval.not_a_person",
  detail: "A person who signs in decides, not an API key.",
} as const satisfies Fault<"refused">;
onConstraint("approval_by_another_person", conflict(ownRequest.code, ownRequest.detail));
onConstraint("approval_decided_by_a_person", conflict(notAPerson.code, notAPerson.detail));
const outdated = conflict("approval.outdated", "This was asked for under older rules; reject it and ask again.");
const actionGone = conflict("approval.action_missing", "This action is not part of this program any more; reject the request.");

const lockPending = async (tx: TxCtx, { id, expectedVersion }: Decision): Promise<Outcome<ApprovalRow>> => {
  const row = await readApproval(tx.db, tx.actor, id, true);
  if (!row) return refuse(missing("approval", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("approval", row.version));
  if (row.state !== "pending") return refuse(conflict(`approval.is_${row.state}`, `This request is ${row.state} already.`));
  return done(row);
};

const lockToDecide = async (tx: TxCtx, decision: Decision): Promise<Outcome<Readonly<{ row: ApprovalRow; action: AnyApprovalAction }>>> => {
  const found = await lockPending(tx, decision);
  if (!found.ok) return found;
  const action = approvalAction(found.value.action);
  if (!action) return refuse(actionGone);
  if (!tx.actor.grants.has(action.approve)) return refuse(forbidden(action.approve));
  if (tx.actor.kind !== "user") return refuse(notAPerson);
  if (found.value.requestedPerson === tx.actor.id) return refuse(ownRequest);
  return done({ row: found.value, action });
};

type Settled = Readonly<{ state: "approved" | "rejected" | "withdrawn"; reason?: string; result?: ApprovalBody["result"] }>;

const settle = async (tx: TxCtx, row: ApprovalRow, { state, reason, result = null }: Settled): Promise<ApprovalBody> => {
  const decidedAt = tx.clock.now().toISOString();
  const changes = { state, decidedBy: tx.actor.id, decidedAt, reason: reason ?? null, version: row.version + 1 };
  const came = { resultType: result?.type ?? null, resultId: result?.id ?? null };
  await tx.db
    .updateTable("shared.approval")
    .set({ ...changes, ...came })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", row.id)
    .execute();
  const after = approvalBody(tx.actor, { ...row, ...changes, ...came, decidedName: tx.actor.name });
  const told = { ...after, requestedBy: row.requestedPerson, decidedBy: tx.actor.id };
  tx.audit({ action: `approval.${verbs[state]}`, subjectType: "approval", subjectId: row.id, after: told });
  tx.event({ type: `approval.${state}`, subject: row.id, data: told });
  return after;
};
const verbs = { approved: "approve", rejected: "reject", withdrawn: "withdraw" } as const;

/** Who asked was allowed it when he asked; the second person is asked for the approval, not for the act. */
const actingFor = (actor: Actor, { action, acts = [] }: AnyApprovalAction): Actor => ({
  ...actor,
  grants: { has: (grant) => grant === action || acts.includes(grant) || actor.grants.has(grant) },
});

/**
 * Approves what somebody else asked for, and does it in the same transaction, in the name of who approves. What cannot be done any more is refused and
 * stays pending. Locks: the request, then whatever the action locks.
 */
export const approve = command("platform.approval.read", async (tx, decision: Decision): Promise<Outcome<ApprovalBody>> => {
  const found = await lockToDecide(tx, decision);
  if (!found.ok) return found;
  const { row, action } = found.value;
  const request = action.request.safeParse(row.request);
  if (!request.success) return refuse(outdated);
  const outcome = await action.run({ ...tx, approved: row.action, actor: actingFor(tx.actor, action) }, request.data);
  if (!outcome.ok) return outcome;
  if (isPending(outcome.value)) return refuse(outdated);
  const { id, entryId } = outcome.value as { id?: unknown; entryId?: unknown };
  const made = id ?? entryId;
  const type = action.resultOf?.(request.data) ?? action.result;
  return done(await settle(tx, row, { state: "approved", result: typeof made === "string" ? { type, id: made } : null }));
});

/** Says no, and why. Nothing happens. */
export const reject = command(
  "platform.approval.read",
  async (tx, { input, ...decision }: Decision & Readonly<{ input: RejectInput }>): Promise<Outcome<ApprovalBody>> => {
    const found = await lockToDecide(tx, decision);
    return found.ok ? done(await settle(tx, found.value.row, { state: "rejected", reason: input.reason })) : found;
  },
);

/** Takes one's own request back. */
export const withdraw = command("platform.approval.read", async (tx, decision: Decision): Promise<Outcome<ApprovalBody>> => {
  const found = await lockPending(tx, decision);
  if (!found.ok) return found;
  if (found.value.requestedPerson !== tx.actor.id)
    return refuse({ kind: "refused", code: "approval.not_yours", detail: "Who asked for it takes it back." });
  return done(await settle(tx, found.value, { state: "withdrawn" }));
});
