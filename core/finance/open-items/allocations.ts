import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import { callStatement } from "#core/kernel/join-calls.ts";
import { deferPosting, jsonWithIntegers, type Posting } from "../entries/post-entry.ts";

onConstraint("line_never_over_allocated", conflict("invoice.over_allocated", "That is more than is still open."));
onConstraint("allocation_undone_once", conflict("allocation.undone", "This allocation has been undone already."));

/** A line of an entry, as edges refer to it. */
export type LineKey = Readonly<{ entryId: string; position: number }>;

/**
 * Joins a debit and a credit of one party, account and currency. `amountMinor` is what both lose in their currency, negative when it undoes another edge;
 * `debitCompanyMinor` and `creditCompanyMinor` what each loses in company currency.
 */
export type Edge = Readonly<{
  id: string;
  debitEntryId: string;
  debitPosition: number;
  creditEntryId: string;
  creditPosition: number;
  amountMinor: bigint;
  debitCompanyMinor: bigint;
  creditCompanyMinor: bigint;
  allocatedOn: string;
  undoesId?: string | undefined;
  exchangeEntryId?: string | undefined;
}>;

/** One side of an edge: the line and what it loses in company currency. */
export type Side = LineKey & Readonly<{ companyMinor: bigint }>;

export const edgeOf = (
  tx: Pick<TxCtx, "newId">,
  debit: Side,
  credit: Side,
  { amountMinor, allocatedOn }: Pick<Edge, "amountMinor" | "allocatedOn">,
): Edge => ({
  id: tx.newId(),
  debitEntryId: debit.entryId,
  debitPosition: debit.position,
  creditEntryId: credit.entryId,
  creditPosition: credit.position,
  amountMinor,
  debitCompanyMinor: debit.companyMinor,
  creditCompanyMinor: credit.companyMinor,
  allocatedOn,
});

/** The edge that takes another one back, on a day of its own. */
export const undoingEdge = (tx: Pick<TxCtx, "newId">, edge: Edge, allocatedOn: string): Edge => ({
  ...edge,
  id: tx.newId(),
  amountMinor: -edge.amountMinor,
  debitCompanyMinor: -edge.debitCompanyMinor,
  creditCompanyMinor: -edge.creditCompanyMinor,
  allocatedOn,
  undoesId: edge.id,
  exchangeEntryId: undefined,
});

/** Settles lines by edges. Postgres refuses more than is open on either side, whatever other transactions do. */
export const allocationStatement = (edges: readonly Edge[]): Statement =>
  callStatement("finance.write_allocations($1::jsonb)", [jsonWithIntegers(edges)]);

/** Opens the lines with a party of entries posted in this transaction that no document or payment opens. */
export const openingStatement = (
  items: readonly Readonly<{
    entryId: string;
    ledger: "receivable" | "payable";
    kind: "discount" | "write_off" | "reversal" | "entry";
    documentId: string;
  }>[],
): Statement => callStatement("finance.open_entries($1::jsonb)", [JSON.stringify(items)]);

/** The company-currency part of an open amount, rounded half away from zero; the last part takes what is left. */
export const companyShare = (amount: bigint, open: bigint, openCompany: bigint): bigint =>
  amount === open ? openCompany : (openCompany * amount * 2n + open) / (open * 2n);

export type ExchangeFacts = Readonly<{
  partyId: string;
  partyName: string;
  currency: string;
  controlAccountId: string;
  exchangeAccountId: string;
  exchangeJournalId: string;
}>;

const exchangePosting = (
  tx: Pick<TxCtx, "newId">,
  edges: readonly Edge[],
  effectiveOn: string,
  facts: ExchangeFacts,
): Posting | undefined => {
  const difference = edges.reduce((sum, edge) => sum + edge.creditCompanyMinor - edge.debitCompanyMinor, 0n);
  if (difference === 0n) return undefined;
  const { partyId, currency } = facts;
  return {
    id: tx.newId(),
    journalId: facts.exchangeJournalId,
    kind: "exchange",
    effectiveOn,
    description: `Exchange difference with ${facts.partyName}`,
    sourceType: "allocation",
    sourceId: edges[0]?.id,
    lines: [
      { accountId: facts.controlAccountId, partyId, currency, amount: 0n, companyAmount: difference },
      { accountId: facts.exchangeAccountId, currency, amount: 0n, companyAmount: -difference },
    ],
  };
};

/**
 * The gain or loss between the rates of what edges join, by day: an entry of kind "exchange" whose lines have an amount of zero and carry company currency
 * alone, against the company's exchange account. None where the rates agree. The edges come back with the entry they belong to.
 */
export const exchangeOf = (
  tx: Pick<TxCtx, "newId">,
  edges: readonly Edge[],
  facts: ExchangeFacts,
): Readonly<{ edges: Edge[]; postings: Posting[] }> => {
  const days = [...Map.groupBy(edges, ({ allocatedOn }) => allocatedOn)].map(([day, ofDay]) => ({
    ofDay,
    posting: exchangePosting(tx, ofDay, day, facts),
  }));
  return {
    edges: days.flatMap(({ ofDay, posting }) => ofDay.map((edge) => ({ ...edge, exchangeEntryId: posting?.id }))),
    postings: days.flatMap(({ posting }) => posting ?? []),
  };
};

/** Posts the exchange difference of edges and writes them, in the last round trip. */
export const deferAllocations = (tx: TxCtx, edges: readonly Edge[], facts: ExchangeFacts): void => {
  if (edges.length === 0) return;
  const settled = exchangeOf(tx, edges, facts);
  if (settled.postings.length > 0) deferPosting(tx, settled.postings);
  tx.defer(allocationStatement(settled.edges));
};
