import type { TxCtx } from "#core/kernel/context.ts";
import { convertBack, convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { determineAccounts } from "../determination/determine-accounts.ts";
import { deferPosting, type Posting } from "../entries/post-entry.ts";
import { deferIssue } from "../invoices/issue-documents.ts";
import { issueSettings } from "../invoices/issue-settings.ts";
import type { PaymentBody } from "./payment.ts";
import type { PaymentSettings } from "./payment-settings.ts";

/** What the bank took from the account, in the account's currency, what that is worth, and what of it the customer is charged with, in the payment's. */
type Fee = Readonly<{ currency: string; minor: bigint; companyMinor: bigint; chargedMinor: bigint | undefined; on: string }>;
type Asked = Readonly<{ fee?: Readonly<{ amount: string; charge: boolean }> | undefined; on: string }>;

const rateMissing = (currency: string, on: string) =>
  invalid("rate.missing", `There is no exchange rate for ${currency} on or before ${on}.`, "/bouncedOn");

/** What an amount of another currency is in company currency. */
const worthOf = (tx: TxCtx, minor: bigint, from: string, rate: string | null, on: string): Outcome<bigint> => {
  const to = tx.company.baseCurrency;
  if (from === to) return done(minor);
  return rate === null ? refuse(rateMissing(from, on)) : done(convertMinor(minor, { from, to, rate }));
};

/** The same worth in the payment's currency: the fee itself where the account is kept in it. */
const chargedOf = (tx: TxCtx, { currency }: PaymentBody, fee: Omit<Fee, "chargedMinor">, rate: string | null): Outcome<bigint> => {
  const base = tx.company.baseCurrency;
  if (currency === fee.currency) return done(fee.minor);
  if (currency === base) return done(fee.companyMinor);
  return rate === null ? refuse(rateMissing(currency, fee.on)) : done(convertBack(fee.companyMinor, { from: currency, to: base, rate }));
};

/** What the bank took, when all that could be refused about it is looked at. */
export const feeOf = (tx: TxCtx, payment: PaymentBody, settings: PaymentSettings, { fee, on }: Asked): Outcome<Fee | undefined> => {
  if (!fee) return done(undefined);
  const { accountAmount, direction } = payment;
  const currency = accountAmount?.currency ?? payment.currency;
  const minor = parseMinor(fee.amount, currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/fee/amount", detail: minor.fault.detail }] });
  const company = worthOf(tx, minor.value, currency, accountAmount ? settings.accountRate : settings.rate, on);
  if (!company.ok) return company;
  const taken = { currency, minor: minor.value, companyMinor: company.value, on };
  if (!fee.charge) return done({ ...taken, chargedMinor: undefined });
  if (direction === "out") return refuse(conflict("payment.fee_not_charged", "Only a customer is charged with a fee."));
  if (!tx.actor.grants.has("finance.invoice.issue")) return refuse(forbidden("finance.invoice.issue"));
  const charged = chargedOf(tx, payment, taken, settings.rate);
  return charged.ok ? done({ ...taken, chargedMinor: charged.value }) : charged;
};

const feeEntry = (tx: TxCtx, { id, number }: PaymentBody, settings: PaymentSettings, fee: Fee, accountId: string): Posting => {
  const { currency, minor, companyMinor } = fee;
  return {
    ...{ id: tx.newId(), journalId: settings.journalId, effectiveOn: fee.on, description: `Bank fee for returned payment ${number}` },
    ...{ sourceType: "payment", sourceId: id },
    lines: [
      { accountId, currency, amount: minor, companyAmount: companyMinor },
      { accountId: settings.methodAccountId ?? "", currency, amount: -minor, companyAmount: -companyMinor },
    ],
  };
};

/** An invoice over the fee, against the account that bore it. */
const chargeFee = async (tx: TxCtx, payment: PaymentBody, { rate }: PaymentSettings, on: string, minor: bigint, accountId: string) => {
  const { party, currency, number } = payment;
  const issue = await issueSettings(tx, {
    on,
    sql: "select $3::uuid as party_id, $4::text as currency, 'invoice' as kind",
    parameters: [party.id, currency],
  });
  const base = tx.company.baseCurrency;
  const unitPrice = formatMinor(minor, currency);
  return deferIssue(tx, {
    ...{ id: tx.newId(), kind: "invoice", partyId: party.id, partyName: party.name, issuedOn: on, dueOn: on, currency },
    ...{ rounding: "line", pricesIncludeTax: false, reference: number, sourceType: "payment", sourceId: payment.id },
    ...{ controlAccountId: issue.controlAccountId, journalId: issue.journalId },
    ...(currency === base ? {} : { exchange: { from: currency, to: base, rate: rate ?? "" } }),
    lines: [
      {
        ...{ id: tx.newId(), description: `Bank fee for returned payment ${number}`, quantity: "1", unitPrice, discountPercent: "0" },
        ...{ discountMinor: 0n, netMinor: minor, taxMinor: 0n, accountId, taxes: [] },
      },
    ],
  });
};

/** The fee as an expense, and charged on where that is wanted. */
export const postFee = async (
  tx: TxCtx,
  payment: PaymentBody,
  settings: PaymentSettings,
  fee: Fee | undefined,
): Promise<Outcome<unknown>> => {
  if (!fee) return done(undefined);
  const [accountId = ""] = await determineAccounts(tx, [{ purpose: "bank_fees", paymentMethod: payment.method }]);
  deferPosting(tx, [feeEntry(tx, payment, settings, fee, accountId)]);
  return fee.chargedMinor === undefined ? done(undefined) : chargeFee(tx, payment, settings, fee.on, fee.chargedMinor, accountId);
};
