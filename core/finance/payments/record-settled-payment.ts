import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { isPending } from "#core/platform/approvals/approval.ts";
import type { PaymentBody, PaymentInput } from "./payment.ts";
import { recordPayment } from "./record-payment.ts";

/** Records a payment that the bank tells of. The money has gone already, so there is nothing left for a second person to approve. */
export const recordSettledPayment = async (tx: TxCtx, input: PaymentInput): Promise<Outcome<PaymentBody>> => {
  const recorded = await recordPayment({ ...tx, approved: "finance.payment.pay" }, input);
  if (!recorded.ok) return recorded;
  if (isPending(recorded.value)) throw new Error("What the bank has paid waits for nobody.");
  return done(recorded.value);
};
