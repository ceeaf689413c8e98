import type { TxCtx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import type { PaymentBody, PaymentInput } from "./payment.ts";
import { recordPayment } from "./record-payment.ts";
import { asHappened, didHappen } from "./what-happened.ts";

/** Records a payment that the bank tells of. The money has gone already, so there is nothing left for a second person to approve. */
export const recordSettledPayment = async (tx: TxCtx, input: PaymentInput): Promise<Outcome<PaymentBody>> =>
  didHappen(await recordPayment(asHappened(tx), input));
