import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";

/**
 * What has been written off of a party's documents and stands, in company currency, by document; of an entry by hand, by the entry. Called with the
 * documents locked.
 */
export const writtenOffOf = async (
  { db, actor }: TxCtx,
  partyId: string,
  documents: readonly string[],
): Promise<ReadonlyMap<string, bigint>> => {
  if (documents.length === 0) return new Map();
  const company = actor.companyId;
  const stands = sql`a.undoes_id is null and not exists (select from finance.allocation u where u.company_id = a.company_id and u.undoes_id = a.id)`;
  const isWriteOff = sql`w.company_id = a.company_id and w.document_kind = 'write_off'`;
  const { rows } = await sql<{ documentId: string; minor: bigint }>`
    with document as (select i.id, i.entry_id from finance.invoice i where i.company_id = ${company} and i.id = any (${[...documents]}::uuid[])
                      union all select p.id, p.entry_id from finance.payment p where p.company_id = ${company} and p.id = any (${[...documents]}::uuid[])
                      union all select d.id, d.id from unnest(${[...documents]}::uuid[]) as d (id)),
         item as (select d.id as document_id, o.entry_id, o.position from document d
                    join finance.open_item o on o.company_id = ${company} and o.entry_id = d.entry_id and o.party_id = ${partyId})
    select s.document_id as "documentId", sum(s.minor)::bigint as minor from (
      select i.document_id, a.debit_company_minor as minor from item i
        join finance.allocation a on a.company_id = ${company} and a.debit_entry_id = i.entry_id and a.debit_position = i.position and ${stands}
        join finance.open_item w on ${isWriteOff} and w.entry_id = a.credit_entry_id and w.position = a.credit_position
      union all
      select i.document_id, a.credit_company_minor from item i
        join finance.allocation a on a.company_id = ${company} and a.credit_entry_id = i.entry_id and a.credit_position = i.position and ${stands}
        join finance.open_item w on ${isWriteOff} and w.entry_id = a.debit_entry_id and w.position = a.debit_position) s
     group by 1`.execute(db);
  return new Map(rows.map(({ documentId, minor }) => [documentId, minor]));
};
