import { CompiledQuery } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { LineKey } from "./allocations.ts";

export type Ledger = "receivable" | "payable";

/** A line of a control account and what of it is still to be settled, in minor units; a debit is positive. */
export type OpenItem = LineKey &
  Readonly<{
    ledger: Ledger;
    accountId: string;
    effectiveOn: string;
    dueOn: string;
    amountMinor: bigint;
    openMinor: bigint;
    openCompanyMinor: bigint;
  }>;

/**
 * An issued document or a payment with its items in order of their due dates; a draft has none. Of an entry by hand, what it opened of the party on one side of
 * one account in one currency; several are of the same id.
 */
export type OpenDocument = Readonly<{
  id: string;
  partyId: string;
  kind: "invoice" | "credit_note" | "bill" | "debit_note" | "payment" | "entry";
  number: string | null;
  state: string;
  currency: string;
  items: readonly OpenItem[];
}>;

type Row = OpenItem &
  Readonly<{
    documentId: string;
    partyId: string;
    kind: OpenDocument["kind"];
    number: string | null;
    state: string;
    currency: string;
    entryId: string | null;
  }>;

/** Those named, or all that a party has open on one side (debits are what it owes us) in a currency. */
export type Wanted = readonly string[] | Readonly<{ debit: boolean; currency: string | undefined }>;

/**
 * Locks documents of a party, those wanted and those named `also`, in key order until COMMIT and reads what is open of them, in one statement. Documents of
 * others than the party are not there.
 */
export const lockOpenDocuments = async (
  tx: Pick<TxCtx, "db">,
  partyId: string | null,
  wanted: Wanted,
  also: readonly string[] = [],
): Promise<OpenDocument[]> => {
  const named = "debit" in wanted ? undefined : wanted;
  if (named?.length === 0 && also.length === 0) return [];
  const side = "debit" in wanted ? wanted : undefined;
  const { rows } = await tx.db.executeQuery<Row>(
    CompiledQuery.raw("select * from finance.lock_items($1::uuid, $2::uuid[], $3::boolean, $4::text, $5::uuid[])", [
      partyId,
      named ?? null,
      side?.debit ?? null,
      side?.currency ?? null,
      also,
    ]),
  );
  const nameOf = ({ documentId, kind, currency, accountId, amountMinor }: Row) =>
    kind === "entry" ? [documentId, currency, accountId, amountMinor > 0n].join() : documentId;
  return [...Map.groupBy(rows, nameOf).values()].map((items): OpenDocument => {
    const { documentId: id, partyId: party, kind, number, state, currency } = items[0] as Row;
    return { id, partyId: party, kind, number, state, currency, items: items.filter(({ entryId }) => entryId !== null) };
  });
};

/** What people call it. */
export const calledOf = ({ kind, number }: Pick<OpenDocument, "kind" | "number">): string =>
  kind === "entry" ? `entry ${number ?? "by hand"}` : `${number}`;

/** Where an answer shows which document stands on the other side: one of the three, the others null. */
export const namedBy = (kind: string, id: string) => ({
  invoiceId: kind === "payment" || kind === "entry" ? null : id,
  paymentId: kind === "payment" ? id : null,
  entryId: kind === "entry" ? id : null,
});

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);

/** What is open of documents, whatever their side. */
export const openOf = (documents: readonly OpenDocument[]): bigint =>
  documents.reduce((sum, { items }) => sum + items.reduce((part, { openMinor }) => part + magnitude(openMinor), 0n), 0n);
