import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { callStatement } from "#core/kernel/join-calls.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { deferPosting, jsonWithIntegers, type Posting } from "../entries/post-entry.ts";
import type { Adjusted } from "../open-items/adjustments.ts";
import { allocationStatement, type Edge, exchangeOf, openingStatement } from "../open-items/allocations.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { type Funds, settle } from "../open-items/settle.ts";
import { type Payee, payeeOn } from "../payee-accounts/payee-on.ts";
import { type Chosen, chooseItems, wantedBy } from "./choose-items.ts";
import { heldBack } from "./pay-out.ts";
import type { PaymentBody, PaymentInput } from "./payment.ts";
import { allocationBodies } from "./payment-body.ts";
import { ledgerOf, type PaymentSettings, paymentSettings } from "./payment-settings.ts";
import { takeOff, takeOffFacts } from "./take-off.ts";

onConstraint("payment_external_id_once", conflict("payment.external_id_taken", "A payment with this external id exists already."));

/** The statement that writes payments with their numbers, after their entries. */
export const paymentStatement = (payments: readonly Readonly<Record<string, unknown>>[]): Statement =>
  callStatement("finance.write_payments($1::jsonb)", [jsonWithIntegers(payments)]);

/** What the account of the method moved by, in a currency of its own. */
type Moved = Readonly<{ currency: string; amountMinor: bigint; companyMinor: bigint }>;
type Prepared = Readonly<{
  settings: PaymentSettings;
  currency: string;
  amountMinor: bigint;
  companyMinor: bigint;
  moved: Moved | undefined;
  paidOn: string;
}>;

const amountOf = (amount: string, currency: string, pointer: string): Outcome<bigint> => {
  const minor = parseMinor(amount, currency);
  return minor.ok ? minor : refuse({ ...minor.fault, errors: [{ pointer, detail: minor.fault.detail }] });
};

const inCompanyCurrency = (tx: TxCtx, minor: bigint, from: string, rate: string | null, on: string, pointer: string): Outcome<bigint> => {
  const to = tx.company.baseCurrency;
  if (from === to) return done(minor);
  if (rate === null) return refuse(invalid("rate.missing", `There is no exchange rate for ${from} on or before ${on}.`, pointer));
  return done(convertMinor(minor, { from, to, rate }));
};

const movedOf = (tx: TxCtx, wanted: PaymentInput["accountAmount"], currency: string, on: string, settings: PaymentSettings) => {
  if (wanted === undefined) return done(undefined);
  if (wanted.currency === currency) return refuse(sameCurrency);
  const minor = amountOf(wanted.amount, wanted.currency, "/accountAmount/amount");
  if (!minor.ok) return minor;
  const company = inCompanyCurrency(tx, minor.value, wanted.currency, settings.accountRate, on, "/accountAmount/currency");
  return company.ok ? done<Moved>({ currency: wanted.currency, amountMinor: minor.value, companyMinor: company.value }) : company;
};

const sameCurrency = invalid(
  "payment.account_amount_same_currency",
  "The account is kept in the currency of the payment: its amount says all.",
  "/accountAmount/currency",
);

/** Money that an account in company currency says the worth of needs no rate: what the bank took is what it was worth. */
const prepare = (tx: TxCtx, input: PaymentInput, paidOn: string, settings: PaymentSettings | undefined): Outcome<Prepared> => {
  if (!settings) return refuse(invalid("payment.party_missing", `There is no party ${input.partyId}.`, "/partyId"));
  if (!settings.methodId) return refuse(invalid("payment.method_missing", `There is no active payment method ${input.method}.`, "/method"));
  if (paidOn > todayOf(tx)) return refuse(invalid("payment.future_date", "A payment is recorded when it has happened.", "/paidOn"));
  const currency = settings.partyCurrency;
  const minor = amountOf(input.amount, currency, "/amount");
  if (!minor.ok) return minor;
  const moved = movedOf(tx, input.accountAmount, currency, paidOn, settings);
  if (!moved.ok) return moved;
  const isWorth = moved.value?.currency === tx.company.baseCurrency;
  const company = isWorth
    ? done(moved.value.companyMinor)
    : inCompanyCurrency(tx, minor.value, currency, settings.rate, paidOn, "/currency");
  if (!company.ok) return company;
  return done({ settings, currency, amountMinor: minor.value, companyMinor: company.value, moved: moved.value, paidOn });
};

/** Line 1 is the money, line 2 the control account. */
const CONTROL_LINE = 2;

/** Between two currencies stands the exchange account, so that each balances by itself; what the two are worth differently is left there. */
const entryOf = (
  input: PaymentInput,
  prepared: Prepared,
  ids: Readonly<{ entryId: string; paymentId: string }>,
  accountId: string,
): Posting => {
  const { settings, currency, amountMinor, companyMinor, moved, paidOn } = prepared;
  const side = input.direction === "in" ? 1n : -1n;
  const paid = { currency, amount: side * amountMinor, companyAmount: side * companyMinor };
  const money = moved ? { currency: moved.currency, amount: side * moved.amountMinor, companyAmount: side * moved.companyMinor } : paid;
  const opposite = (of: typeof paid) => ({ ...of, amount: -of.amount, companyAmount: -of.companyAmount });
  const exchange = settings.exchangeAccountId;
  return {
    id: ids.entryId,
    journalId: settings.journalId,
    effectiveOn: paidOn,
    description: `Payment ${input.direction === "in" ? "from" : "to"} ${settings.partyName}`,
    sourceType: "payment",
    sourceId: ids.paymentId,
    lines: [
      { accountId: settings.methodAccountId ?? "", ...money },
      { accountId, partyId: input.partyId, ...opposite(paid) },
      ...(moved
        ? [
            { accountId: exchange, ...paid },
            { accountId: exchange, ...opposite(money) },
          ]
        : []),
    ],
  };
};

const paymentOf = (
  { direction, partyId, reference }: PaymentInput,
  { settings, currency, amountMinor, companyMinor, paidOn }: Prepared,
  { entryId, paymentId }: Readonly<{ entryId: string; paymentId: string }>,
  { ledger, payee }: Readonly<{ ledger: string; payee: Payee | undefined }>,
): Statement =>
  paymentStatement([
    {
      ...{ id: paymentId, entryId, direction, ledger, partyId, methodId: settings.methodId },
      ...{ paidOn, currency, amountMinor, companyMinor, reference, payeeAccountId: payee?.id },
    },
  ]);

type Recorded = Promise<Outcome<PaymentBody | PendingApproval>>;

/**
 * Records money received or paid and settles documents with it, in two round trips. What is not allocated stays on account. In another currency the gain or
 * loss between the rates goes to the company's exchange account; `accountAmount` is what an account in another currency moved by (IAS 21 §28). Refuses an unknown party or method, a day to come, a missing rate, a closed period, more
 * than is open. Locks: the documents in key order, then the payment counter.
 */
export const recordPayment = command("finance.payment.write", async (tx, input: PaymentInput): Recorded => {
  const paidOn = input.paidOn ?? todayOf(tx);
  const debit = input.direction === "out";
  const [found, documents, off, payee] = await Promise.all([
    paymentSettings(tx, {
      partyId: input.partyId,
      currency: input.currency,
      method: input.method,
      on: paidOn,
      accountCurrency: input.accountAmount?.currency,
    }),
    lockOpenDocuments(tx, input.partyId, wantedBy(input.allocations, debit, input.currency)),
    takeOffFacts(tx, input.partyId, input.allocations),
    debit ? payeeOn(tx, input.partyId, paidOn) : undefined,
  ]);
  const prepared = prepare(tx, input, paidOn, found);
  if (!prepared.ok) return prepared;
  const { settings, currency, amountMinor, companyMinor } = prepared.value;
  const chosen = chooseItems(input.allocations, documents, { debit, currency, leftMinor: amountMinor });
  if (!chosen.ok) return chosen;
  const first = chosen.value[0]?.shares[0]?.item;
  const ledger = first?.ledger ?? ledgerOf(input.direction, settings);
  const held = heldBack(tx, { ...input, paidOn }, { ...prepared.value, ledger, payee });
  if (held) return held;
  const controlAccountId = first?.accountId ?? (ledger === "receivable" ? settings.receivableAccountId : settings.payableAccountId);
  const ids = { entryId: tx.newId(), paymentId: tx.newId() };
  const funds: Funds = {
    entryId: ids.entryId,
    position: CONTROL_LINE,
    debit,
    leftMinor: amountMinor,
    leftCompanyMinor: companyMinor,
    effectiveOn: paidOn,
  };
  const shares = chosen.value.flatMap((one) => one.shares);
  const money = settle(tx, funds, shares, paidOn).edges;
  const party = { partyId: input.partyId, partyName: settings.partyName };
  const how = { ...party, documentId: ids.paymentId, on: paidOn, earnedOn: paidOn, journalId: settings.exchangeJournalId };
  const taken = takeOff(tx, input.allocations, chosen.value, money, off, how);
  if (!taken.ok) return taken;
  const edges = [...money, ...taken.value.flatMap((one) => one.edges)];
  const settled = exchangeOf(tx, edges, { ...settings, ...party, currency, controlAccountId });
  const entry = entryOf(input, prepared.value, ids, controlAccountId);
  deferPosting(tx, [entry, ...taken.value.map(({ posting }) => posting), ...settled.postings]);
  const number = tx.lateNumber("payment");
  tx.defer(paymentOf(input, prepared.value, ids, { ledger, payee }));
  if (taken.value.length > 0) tx.defer(openingStatement(taken.value.map(({ opening }) => opening)));
  if (settled.edges.length > 0) tx.defer(allocationStatement(settled.edges));
  const body = bodyOf(input, { ...prepared.value, payee }, { ...ids, number }, chosen.value, edges, taken.value);
  tellPayment(tx, "payment.recorded", body);
  return done(body);
});

const bodyOf = (
  input: PaymentInput,
  { settings, currency, amountMinor, moved, paidOn, payee }: Prepared & Readonly<{ payee: Payee | undefined }>,
  { entryId, paymentId, number }: Readonly<{ entryId: string; paymentId: string; number: string }>,
  chosen: readonly Chosen[],
  edges: readonly Edge[],
  taken: readonly Adjusted[],
): PaymentBody => ({
  id: paymentId,
  number,
  direction: input.direction,
  state: "posted",
  party: { id: input.partyId, name: settings.partyName },
  method: input.method,
  paidOn,
  currency,
  amount: formatMinor(amountMinor, currency),
  unallocated: formatMinor(amountMinor - chosen.reduce((sum, one) => sum + one.amountMinor, 0n), currency),
  reference: input.reference ?? null,
  version: edges.length > 0 ? 2 : 1,
  entryId,
  accountAmount: moved ? { currency: moved.currency, amount: formatMinor(moved.amountMinor, moved.currency) } : null,
  payeeAccount: payee ?? null,
  allocations: allocationBodies(chosen, edges, taken, currency),
});

/** Audit and event of what happened to a payment. */
export const tellPayment = (
  tx: TxCtx,
  type: string,
  { id, number, party, amount, currency, accountAmount, allocations, direction, paidOn }: PaymentBody,
): void => {
  const money = { amount, currency, ...(accountAmount ? { accountAmount } : {}) };
  tx.audit({ action: type, subjectType: "payment", subjectId: id, after: { number, ...money, allocations } });
  tx.event({ type, subject: id, data: { id, number, direction, partyId: party.id, paidOn, ...money, allocations } });
};
