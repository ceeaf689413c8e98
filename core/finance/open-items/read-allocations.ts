import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";

/** One edge at a line of a document, with what stands on its other side. `undoneOn` is the day another edge took it back. */
export type Allocation = Readonly<{
  id: string;
  /** What stands on the side that was asked about: a payment's own line, or what was taken off with it. */
  own: "invoice" | "payment" | "discount" | "write_off" | "entry";
  kind: "invoice" | "payment" | "discount" | "write_off" | "reversal" | "entry";
  /** The line on the side that was asked about. */
  position: number;
  documentId: string;
  invoiceKind: string | null;
  number: string | null;
  amountMinor: bigint;
  allocatedOn: string;
  undoneOn: string | null;
}>;

type Reader = Readonly<{ db: Db; actor: Readonly<{ companyId: string }> }>;

/** What was settled of an invoice (or by a payment, or of an entry by hand), in the order it happened. */
export const allocationsOf = async (
  { db, actor }: Reader,
  document: Readonly<{ invoice: string } | { payment: string } | { entry: string }>,
): Promise<readonly Allocation[]> => {
  const company = actor.companyId;
  const entry =
    "invoice" in document
      ? sql`any (array(select d.entry_id from finance.invoice d where d.company_id = ${company} and d.id = ${document.invoice}))`
      : "entry" in document
        ? sql`${document.entry}`
        : sql`any (array(select d.entry_id from finance.payment d where d.company_id = ${company} and d.id = ${document.payment}
              union all select n.id from finance.journal_entry n where n.company_id = ${company} and n.source_type in ('discount', 'write_off') and n.source_id = ${document.payment}))`;
  const { rows } = await sql<Allocation>`
    select e.id, own.document_kind as own, e.own_position as position, o.document_kind as kind, o.document_id, i.kind as invoice_kind, coalesce(i.number, p.number, (select s.number::text from finance.seal s where o.document_kind = 'entry' and s.company_id = ${company} and s.entry_id = o.entry_id)) as number, e.amount_minor, e.allocated_on, u.allocated_on as undone_on
      from (select a.id, a.debit_entry_id as own_entry, a.debit_position as own_position, a.credit_entry_id as entry_id, a.credit_position as position, a.amount_minor, a.allocated_on from finance.allocation a
             where a.company_id = ${company} and a.debit_entry_id = ${entry} and a.undoes_id is null
            union all
            select a.id, a.credit_entry_id, a.credit_position, a.debit_entry_id, a.debit_position, a.amount_minor, a.allocated_on from finance.allocation a
             where a.company_id = ${company} and a.credit_entry_id = ${entry} and a.undoes_id is null) e
      join finance.open_item own on own.company_id = ${company} and own.entry_id = e.own_entry and own.position = e.own_position
      join finance.open_item o on o.company_id = ${company} and o.entry_id = e.entry_id and o.position = e.position
      left join finance.invoice i on i.company_id = ${company} and i.id = o.document_id
      left join finance.payment p on p.company_id = ${company} and p.id = o.document_id
      left join finance.allocation u on u.company_id = ${company} and u.undoes_id = e.id
     order by e.id`.execute(db);
  return rows;
};
