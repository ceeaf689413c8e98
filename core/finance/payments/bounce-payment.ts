import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, forbidden, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor, positiveAmount } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { determineAccounts } from "../determination/determine-accounts.ts";
import { deferPosting, type Posting } from "../entries/post-entry.ts";
import { deferIssue } from "../invoices/issue-documents.ts";
import { issueSettings } from "../invoices/issue-settings.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { adjustmentEntries, standingEdges, takeBack } from "../open-items/take-back.ts";
import { readPayment } from "./list-payments.ts";
import type { PaymentBody } from "./payment.ts";
import { type PaymentSettings, paymentSettings } from "./payment-settings.ts";

export const BounceInput = z.strictObject({
  bouncedOn: calendarDate().optional().describe("Default: today."),
  reason: line(200),
  fee: z
    .strictObject({ amount: positiveAmount(), charge: z.boolean().default(false).describe("Whether the customer is invoiced for it.") })
    .optional()
    .describe("What the bank took for it, in the payment's currency."),
});
export type BounceInput = z.infer<typeof BounceInput>;
type Fee = Readonly<{ minor: bigint; on: string; charge: boolean }>;
type Bounce = BounceInput & Readonly<{ id: string; on: string }>;

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

const feeEntry = (tx: TxCtx, payment: PaymentBody, settings: PaymentSettings, fee: Fee & Readonly<{ accountId: string }>): Posting => {
  const { currency, id, number } = payment;
  const base = tx.company.baseCurrency;
  const companyAmount = currency === base ? fee.minor : convertMinor(fee.minor, { from: currency, to: base, rate: settings.rate ?? "" });
  return {
    ...{ id: tx.newId(), journalId: settings.journalId, effectiveOn: fee.on, description: `Bank fee for returned payment ${number}` },
    ...{ sourceType: "payment", sourceId: id },
    lines: [
      { accountId: fee.accountId, currency, amount: fee.minor, companyAmount },
      { accountId: settings.methodAccountId ?? "", currency, amount: -fee.minor, companyAmount: -companyAmount },
    ],
  };
};

/** An invoice over the fee, against the account that bore it. */
const chargeFee = async (tx: TxCtx, payment: PaymentBody, settings: PaymentSettings, fee: Fee & Readonly<{ accountId: string }>) => {
  const { party, currency, number } = payment;
  const issue = await issueSettings(tx, {
    on: fee.on,
    sql: "select $3::uuid as party_id, $4::text as currency, 'invoice' as kind",
    parameters: [party.id, currency],
  });
  const base = tx.company.baseCurrency;
  const unitPrice = formatMinor(fee.minor, currency);
  return deferIssue(tx, {
    ...{ id: tx.newId(), kind: "invoice", partyId: party.id, partyName: party.name, issuedOn: fee.on, dueOn: fee.on, currency },
    ...{ rounding: "line", pricesIncludeTax: false, reference: number, sourceType: "payment", sourceId: payment.id },
    ...{ controlAccountId: issue.controlAccountId, journalId: issue.journalId },
    ...(currency === base ? {} : { exchange: { from: currency, to: base, rate: settings.rate ?? "" } }),
    lines: [
      {
        ...{ id: tx.newId(), description: `Bank fee for returned payment ${number}`, quantity: "1", unitPrice, discountPercent: "0" },
        ...{ discountMinor: 0n, netMinor: fee.minor, taxMinor: 0n, accountId: fee.accountId, taxes: [] },
      },
    ],
  });
};

/** What the bank took, when all that could be refused about it is looked at. */
const feeOf = (tx: TxCtx, payment: PaymentBody, settings: PaymentSettings, { fee, on }: Bounce): Outcome<Fee | undefined> => {
  if (!fee) return done(undefined);
  const minor = parseMinor(fee.amount, payment.currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/fee/amount", detail: minor.fault.detail }] });
  if (payment.currency !== tx.company.baseCurrency && settings.rate === null)
    return refuse(invalid("rate.missing", `There is no exchange rate for ${payment.currency} on or before ${on}.`, "/bouncedOn"));
  if (fee.charge && payment.direction === "out")
    return refuse(conflict("payment.fee_not_charged", "Only a customer is charged with a fee."));
  if (fee.charge && !tx.actor.grants.has("finance.invoice.issue")) return refuse(forbidden("finance.invoice.issue"));
  return done({ minor: minor.value, on, charge: fee.charge });
};

const postFee = async (tx: TxCtx, payment: PaymentBody, settings: PaymentSettings, fee: Fee | undefined): Promise<Outcome<unknown>> => {
  if (!fee) return done(undefined);
  const [accountId = ""] = await determineAccounts(tx, [{ purpose: "bank_fees", paymentMethod: payment.method }]);
  const facts = { ...fee, accountId };
  deferPosting(tx, [feeEntry(tx, payment, settings, facts)]);
  return fee.charge ? chargeFee(tx, payment, settings, facts) : done(undefined);
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
      paymentSettings(tx, { partyId: party.id, currency, method, on }),
    ]);
    const item = own?.items[0];
    if (!item || !settings) throw new Error(`Payment ${payment.id} has no item or no party.`);
    if (own.state === "reversed") return refuse(conflict("payment.reversed", `Payment ${payment.number} was taken back already.`));
    const fee = feeOf(tx, payment, settings, { ...input, on });
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
