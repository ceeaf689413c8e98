import type { TxCtx } from "#core/kernel/context.ts";
import { type Done, type Fault, forbidden, type Refusal, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { needsOwnRequest, needsSecondPerson, secondPerson } from "#core/platform/approvals/second-person.ts";
import type { PaymentInput } from "./payment.ts";

const PAY = "finance.payment.pay";

type Payee = Readonly<{ settings: Readonly<{ partyName: string; partyCurrency: string }>; companyMinor: bigint }>;

/** Why money does not go out at once: the permission is another one than for money coming in, and the company may want a second person. Undefined: it does. */
export const heldBack = (
  tx: TxCtx,
  input: PaymentInput,
  { settings, companyMinor }: Payee,
): Done<PendingApproval> | Refusal<Fault<"refused">> | undefined => {
  if (input.direction === "in") return undefined;
  if (!tx.actor.grants.has(PAY)) return refuse(forbidden(PAY));
  return secondPerson(tx, {
    action: PAY,
    summary: `Pay ${input.amount} ${settings.partyCurrency} to ${settings.partyName}`,
    amountMinor: companyMinor,
    subject: { type: "party", id: input.partyId },
    request: input,
  });
};

/** The same for a payment that is imported, which cannot wait. */
export const refusedOut = (tx: TxCtx, direction: "in" | "out", companyMinor: bigint): Fault | undefined => {
  if (direction === "in") return undefined;
  if (!tx.actor.grants.has(PAY)) return forbidden(PAY);
  return needsSecondPerson(tx, PAY, companyMinor) ? needsOwnRequest : undefined;
};
