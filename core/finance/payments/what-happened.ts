import type { Grant, TxCtx } from "#core/kernel/context.ts";
import { type Done, done, type Outcome } from "#core/kernel/fault.ts";
import { isPending, type PendingApproval } from "#core/platform/approvals/approval.ts";

const MONEY: readonly Grant[] = ["finance.payment.pay", "finance.payment.refund", "finance.payment.reverse"];

/** A context in which money moves without a second person: the bank moved it already, or two people have agreed on the whole of it. */
export const asHappened = (tx: TxCtx): TxCtx => ({
  ...tx,
  company: {
    ...tx.company,
    approvals: Object.fromEntries(Object.entries(tx.company.approvals ?? {}).filter(([action]) => !MONEY.some((one) => one === action))),
  },
});

/** What a command answered in such a context. */
export const didHappen = <T extends object>(outcome: Outcome<T | PendingApproval>): Outcome<T> => {
  if (!outcome.ok) return outcome;
  if (isPending(outcome.value)) throw new Error("What the bank has done waits for nobody.");
  return done(outcome.value) as Done<T>;
};
