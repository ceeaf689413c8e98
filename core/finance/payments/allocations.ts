import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import { callStatement } from "#core/kernel/join-calls.ts";
import { deferPosting, jsonWithIntegers, type Posting } from "../entries/post-entry.ts";

onConstraint("invoice_not_over_allocated", conflict("invoice.over_allocated", "That is more than is open on the invoice."));
onConstraint("payment_not_over_allocated", conflict("payment.over_allocated", "That is more than is left of the payment."));

/** `companyMinor` is what the invoice loses in company currency, `settledCompanyMinor` what the payment or credit note loses. */
export type Edge = Readonly<{
  id: string;
  invoiceId: string;
  paymentId?: string | undefined;
  creditNoteId?: string | undefined;
  amountMinor: bigint;
  companyMinor: bigint;
  settledCompanyMinor: bigint;
  allocatedOn: string;
}>;

/** Settles documents by edges. Postgres refuses more than is open on either side, whatever other transactions do. */
export const allocationStatement = (edges: readonly Edge[]): Statement =>
  callStatement("finance.write_allocations($1::jsonb)", [jsonWithIntegers(edges)]);

/** The company-currency part of an open amount, rounded half away from zero; the last part takes what is left. */
export const companyShare = (amount: bigint, open: bigint, openCompany: bigint): bigint =>
  amount === open ? openCompany : (openCompany * amount * 2n + open) / (open * 2n);

export type ExchangeFacts = Readonly<{
  partyId: string;
  partyName: string;
  on: string;
  currency: string;
  controlAccountId: string;
  exchangeAccountId: string;
  exchangeJournalId: string;
  /** Whether the settled documents stand on the debit side of the control account (invoices do, bills do not). */
  debit: boolean;
}>;

/**
 * The gain or loss between the rates of a document and of what settled it: an entry of kind "exchange" whose lines have an amount of zero and carry company
 * currency alone, against the company's exchange account. Nothing when the rates agree.
 */
export const exchangePosting = (tx: Pick<TxCtx, "newId">, edges: readonly Edge[], facts: ExchangeFacts): Posting | undefined => {
  const difference = edges.reduce((sum, edge) => sum + edge.settledCompanyMinor - edge.companyMinor, 0n) * (facts.debit ? 1n : -1n);
  if (difference === 0n) return undefined;
  const { partyId, currency } = facts;
  return {
    id: tx.newId(),
    journalId: facts.exchangeJournalId,
    kind: "exchange",
    effectiveOn: facts.on,
    description: `Exchange difference with ${facts.partyName}`,
    sourceType: "allocation",
    sourceId: edges[0]?.id,
    lines: [
      { accountId: facts.controlAccountId, partyId, currency, amount: 0n, companyAmount: difference },
      { accountId: facts.exchangeAccountId, currency, amount: 0n, companyAmount: -difference },
    ],
  };
};

/** Posts the exchange difference in the last round trip. */
export const deferExchange = (tx: TxCtx, edges: readonly Edge[], facts: ExchangeFacts): void => {
  const posting = exchangePosting(tx, edges, facts);
  if (posting) deferPosting(tx, [posting]);
};
