import type { TxCtx } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { bouncePayment } from "../payments/bounce-payment.ts";
import { readPayment } from "../payments/list-payments.ts";
import { asHappened, didHappen } from "../payments/what-happened.ts";
import type { UndoInput } from "./confirmation.ts";
import { runNow } from "./run-now.ts";

/**
 * Takes back a payment that a confirmation recorded: what it settled is open again, from the day of the payment or of what it settled last unless another is named.
 * One that was taken back elsewhere already stays so.
 */
export const takeBackPayment = async (tx: TxCtx, paymentId: string, { reason, on }: UndoInput): Promise<Outcome<undefined>> => {
  const payment = await readPayment(tx, paymentId);
  if (!payment) return refuse(missing("payment", paymentId));
  if (payment.state === "reversed") return done(undefined);
  const latest = [payment.paidOn, ...payment.allocations.map(({ allocatedOn }) => allocatedOn)].sort().at(-1);
  // Whether two people are needed was asked for the whole confirmation.
  const bounced = await runNow(tx, async (inner) =>
    didHappen(await bouncePayment(asHappened(inner), { id: paymentId, reason: reason.slice(0, 200), bouncedOn: on ?? latest })),
  );
  return bounced.ok ? done(undefined) : bounced;
};
