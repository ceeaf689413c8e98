import type { Grant, TxCtx } from "#core/kernel/context.ts";
import { conflict, type Done, type Fault, forbidden, type Refusal, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { needsOwnRequest, needsSecondPerson, secondPerson } from "#core/platform/approvals/second-person.ts";
import type { Ledger } from "../open-items/open-item.ts";
import type { Payee } from "../payee-accounts/payee-on.ts";
import type { PaymentInput } from "./payment.ts";

/** Money that goes back to a customer is a refund: another duty than paying what is owed. */
export const dutyOf = (ledger: Ledger): Grant => (ledger === "receivable" ? "finance.payment.refund" : "finance.payment.pay");

type Going = Readonly<{
  settings: Readonly<{ partyName: string; partyCurrency: string }>;
  companyMinor: bigint;
  ledger: Ledger;
  payee: Payee | undefined;
}>;

const otherAccount = conflict("payment.payee_account_changed", "Another account of the payee holds on this day; look at it and pay again.");

/** Why money does not go out at once: the permission is another one than for money coming in, and the company may want a second person. Undefined: it does. */
export const heldBack = (
  tx: TxCtx,
  input: PaymentInput,
  { settings, companyMinor, ledger, payee }: Going,
): Done<PendingApproval> | Refusal<Fault<"refused" | "conflict">> | undefined => {
  if (input.direction === "in") return undefined;
  const action = dutyOf(ledger);
  if (!tx.actor.grants.has(action)) return refuse(forbidden(action));
  if (input.payeeAccountId !== undefined && input.payeeAccountId !== payee?.id) return refuse(otherAccount);
  const to = payee ? `${settings.partyName}, ${payee.hint}` : settings.partyName;
  return secondPerson(tx, {
    action,
    summary: `${ledger === "receivable" ? "Refund" : "Pay"} ${input.amount} ${settings.partyCurrency} to ${to}`,
    amountMinor: companyMinor,
    subject: { type: "party", id: input.partyId },
    request: payee ? { ...input, payeeAccountId: payee.id } : input,
  });
};

/** The same for a payment that is imported, which cannot wait. */
export const refusedOut = (
  tx: TxCtx,
  { direction, ledger }: Readonly<{ direction: "in" | "out"; ledger: Ledger }>,
  companyMinor: bigint,
): Fault | undefined => {
  if (direction === "in") return undefined;
  const action = dutyOf(ledger);
  if (!tx.actor.grants.has(action)) return forbidden(action);
  return needsSecondPerson(tx, action, companyMinor) ? needsOwnRequest : undefined;
};
