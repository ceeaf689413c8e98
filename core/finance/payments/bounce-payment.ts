import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, positiveAmount } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { adjustmentEntries, standingEdges, takeBack } from "../open-items/take-back.ts";
import { feeOf, postFee } from "./bounce-fee.ts";
import { readPayment } from "./list-payments.ts";
import type { PaymentBody } from "./payment.ts";
import { paymentSettings } from "./payment-settings.ts";

export const BounceInput = z.strictObject({
  bouncedOn: calendarDate().optional().describe("Default: today."),
  reason: line(200),
  fee: z
    .strictObject({ amount: positiveAmount(), charge: z.boolean().default(false).describe("Whether the customer is invoiced for it.") })
    .optional()
    .describe(
      "What the bank took for it from the account, in the currency of `accountAmount` where the payment has one, else in its own. An invoice over it is in the payment's.",
    ),
});
export type BounceInput = z.infer<typeof BounceInput>;

/** Locks the payment and all it settled, then reads what stands: that statement sees what was settled until the locks were held. */
const lockSettled = async (tx: TxCtx, payment: PaymentBody) => {
  const documents = payment.allocations.flatMap(({ invoiceId, paymentId }) => invoiceId ?? paymentId ?? []);
  const [locked, adjustments] = await Promise.all([
    lockOpenDocuments(tx, payment.party.id, [...new Set(documents)], [payment.id]),
    adjustmentEntries(tx, payment.id),
  ]);
  const edges = await standingEdges(tx, { entryIds: [payment.entryId, ...adjustments] });
  return { own: locked.find(({ id }) => id === payment.id), adjustments, edges };
};

/** Undefined when one person is enough. */
const waitFor = async (tx: TxCtx, payment: PaymentBody, input: BounceInput & Readonly<{ id: string }>, on: string) => {
  const { companyMinor } = await tx.db
    .selectFrom("finance.payment")
    .select("companyMinor")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", payment.id)
    .executeTakeFirstOrThrow();
  return secondPerson(tx, {
    action: "finance.payment.reverse",
    summary: `Take payment ${payment.number} of ${payment.party.name} back: ${input.reason}`,
    amountMinor: companyMinor,
    subject: { type: "payment", id: payment.id },
    request: { ...input, bouncedOn: on },
  });
};

/**
 * Takes back a payment that the bank returned: its entry is reversed, and so are the discounts and write-offs that came with it; exactly what it settled is
 * open again from that day on. The bank's fee is an expense, or invoiced to the customer. Refuses a payment taken back already, a day before the payment or
 * to come, a closed period. Locks: the documents and the payment in key order, then the counter.
 */
export const bouncePayment = command(
  "finance.payment.reverse",
  async (tx, input: BounceInput & Readonly<{ id: string }>): Promise<Outcome<PaymentBody | PendingApproval>> => {
    const on = input.bouncedOn ?? todayOf(tx);
    const payment = await readPayment(tx, input.id);
    if (!payment) return refuse(missing("payment", input.id));
    if (on > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/bouncedOn"));
    const settled = payment.allocations.map(({ allocatedOn }) => allocatedOn);
    const earliest = [payment.paidOn, ...settled].toSorted().at(-1) ?? payment.paidOn;
    if (on < earliest)
      return refuse(
        invalid("payment.bounced_before", `What it settled was settled on ${earliest}; it cannot come back before.`, "/bouncedOn"),
      );
    const { party, currency, method } = payment;
    const [{ own, adjustments, edges }, settings] = await Promise.all([
      lockSettled(tx, payment),
      paymentSettings(tx, { partyId: party.id, currency, method, on, accountCurrency: payment.accountAmount?.currency }),
    ]);
    const item = own?.items[0];
    if (!item || !settings) throw new Error(`Payment ${payment.id} has no item or no party.`);
    if (own.state === "reversed") return refuse(conflict("payment.reversed", `Payment ${payment.number} was taken back already.`));
    const fee = feeOf(tx, payment, settings, { fee: input.fee, on });
    if (!fee.ok) return fee;
    const waiting = await waitFor(tx, payment, input, on);
    if (waiting) return waiting;
    const { ledger } = item;
    const entries = [payment.entryId, ...adjustments].map((entryId) => ({ entryId, ledger, documentId: payment.id }));
    const facts = { ...settings, partyId: party.id, currency, controlAccountId: item.accountId };
    await takeBack(tx, edges, entries, { ...facts, on, reason: `Payment ${payment.number} returned: ${input.reason}` });
    tx.defer({
      sql: "update finance.payment set state = 'reversed', version = version + 1 where company_id = $1 and id = $2",
      parameters: [tx.actor.companyId, payment.id],
    });
    const posted = await postFee(tx, payment, settings, fee.value);
    if (!posted.ok) return posted;
    const allocations = payment.allocations.map((one) => ({ ...one, undoneOn: one.undoneOn ?? on }));
    const body: PaymentBody = {
      ...payment,
      state: "reversed",
      unallocated: formatMinor(0n, currency),
      version: payment.version + 2,
      allocations,
    };
    tx.audit({
      action: "payment.bounced",
      subjectType: "payment",
      subjectId: payment.id,
      before: payment,
      after: { ...body, reason: input.reason },
    });
    tx.event({
      type: "payment.bounced",
      subject: payment.id,
      data: { id: payment.id, number: payment.number, partyId: party.id, bouncedOn: on, amount: payment.amount, currency },
    });
    return done(body);
  },
);
