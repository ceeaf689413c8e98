import { sql } from "kysely";
import type { Db, TxCtx } from "#core/kernel/context.ts";
import { readEntry } from "../entries/get-entry.ts";
import type { Posting } from "../entries/post-entry.ts";
import { deferPosting } from "../entries/post-entry.ts";
import { reversalOf } from "../entries/reverse-entry.ts";
import { allocationStatement, type Edge, type ExchangeFacts, edgeOf, exchangeOf, openingStatement, undoingEdge } from "./allocations.ts";
import type { Ledger } from "./open-item.ts";

type End = Readonly<{ kind: string; documentId: string; ledger: Ledger }>;
/** An edge that stands, with what it joins. */
export type StandingEdge = Edge & Readonly<{ debit: End; credit: End }>;

type Row = Edge & Readonly<{ debitKind: string; debitDocument: string; creditKind: string; creditDocument: string; ledger: Ledger }>;
type Reader = Readonly<{ db: Db; actor: Readonly<{ companyId: string }> }>;

/** The edges at lines of entries (and those of one id) that nothing has taken back, in the order they were made. */
export const standingEdges = async (
  { db, actor }: Reader,
  at: Readonly<{ entryIds: readonly string[] } | { id: string }>,
): Promise<StandingEdge[]> => {
  const company = actor.companyId;
  const found =
    "id" in at
      ? sql`select a.* from finance.allocation a where a.company_id = ${company} and a.id = ${at.id}`
      : sql`select a.* from finance.allocation a where a.company_id = ${company} and a.debit_entry_id = any (${[...at.entryIds]}::uuid[])
            union select a.* from finance.allocation a where a.company_id = ${company} and a.credit_entry_id = any (${[...at.entryIds]}::uuid[])`;
  const { rows } = await sql<Row>`
    select a.id, a.debit_entry_id, a.debit_position, a.credit_entry_id, a.credit_position, a.amount_minor, a.debit_company_minor, a.credit_company_minor, a.allocated_on,
           d.document_kind as debit_kind, d.document_id as debit_document, c.document_kind as credit_kind, c.document_id as credit_document, d.ledger
      from (${found}) a
      join finance.open_item d on d.company_id = ${company} and d.entry_id = a.debit_entry_id and d.position = a.debit_position
      join finance.open_item c on c.company_id = ${company} and c.entry_id = a.credit_entry_id and c.position = a.credit_position
     where a.undoes_id is null and not exists (select from finance.allocation u where u.company_id = ${company} and u.undoes_id = a.id)
     order by a.id`.execute(db);
  return rows.map(({ debitKind, debitDocument, creditKind, creditDocument, ledger, ...edge }) => ({
    ...edge,
    debit: { kind: debitKind, documentId: debitDocument, ledger },
    credit: { kind: creditKind, documentId: creditDocument, ledger },
  }));
};

/** Entries to be reversed, each with its control line and what that stands for. */
export type ToReverse = Readonly<{ entryId: string; ledger: Ledger; documentId: string }>;

/** The entries of discounts and write-offs that came with a payment or document, as far as nothing has reversed them. */
export const adjustmentEntries = async ({ db, actor }: Reader, sourceId: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select e.id from finance.journal_entry e
     where e.company_id = ${actor.companyId} and e.source_type in ('discount', 'write_off') and e.source_id = ${sourceId}
       and not exists (select from finance.journal_entry r where r.company_id = e.company_id and r.reverses_entry_id = e.id)
     order by e.id`.execute(db);
  return rows.map(({ id }) => id);
};

const reversed = async (tx: TxCtx, { entryId, ledger, documentId }: ToReverse, on: string, reason: string) => {
  const entry = await readEntry(tx.db, tx.actor.companyId, entryId);
  const control = entry?.lines.find(({ partyId }) => partyId !== null);
  if (!entry || !control) throw new Error(`Entry ${entryId} has no control line.`);
  const posting: Posting = reversalOf(entry, { id: tx.newId(), effectiveOn: on, description: reason });
  const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);
  const ends = [entryId, posting.id].map((id) => ({
    entryId: id,
    position: control.position,
    companyMinor: magnitude(control.companyAmount),
  }));
  const [own, other] = control.amount > 0n ? ends : ends.toReversed();
  if (!own || !other) throw new Error("An entry and its reversal are two.");
  return {
    posting,
    opening: { entryId: posting.id, ledger, kind: "reversal" as const, documentId },
    edge: edgeOf(tx, own, other, { amountMinor: magnitude(control.amount), allocatedOn: on }),
  };
};

/**
 * Takes back edges by their mirror images, and reverses entries whose control lines they leave open again: each is settled with its reversal. Everything
 * is dated the same day and leaves in the last round trip; exchange differences that the edges left are taken back with them.
 */
export const takeBack = async (
  tx: TxCtx,
  edges: readonly Edge[],
  entries: readonly ToReverse[],
  { on, reason, ...facts }: ExchangeFacts & Readonly<{ on: string; reason: string }>,
): Promise<void> => {
  const reversals = await Promise.all(entries.map((entry) => reversed(tx, entry, on, reason)));
  const all = [...edges.map((edge) => undoingEdge(tx, edge, on)), ...reversals.map(({ edge }) => edge)];
  const settled = exchangeOf(tx, all, facts);
  const postings = [...reversals.map(({ posting }) => posting), ...settled.postings];
  if (postings.length > 0) deferPosting(tx, postings);
  if (reversals.length > 0) tx.defer(openingStatement(reversals.map(({ opening }) => opening)));
  if (settled.edges.length > 0) tx.defer(allocationStatement(settled.edges));
};
