import { type RawBuilder, sql } from "kysely";
import type { NamedDimension } from "#core/finance/dimensions/dimension.ts";
import type { Db } from "#core/kernel/context.ts";

/** A part of what a line is posted as: how much of a hundred, and the set that its part names. */
export type LineShare = Readonly<{ percent: string; setId: string | null; dimensions: readonly NamedDimension[] }>;

/** What a set holds, by name; an empty list for none. */
const named = (setId: RawBuilder<unknown>) => sql<NamedDimension[]>`
  (select coalesce(jsonb_agg(jsonb_build_object('dimension', jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name),
                                                'value', jsonb_build_object('id', v.id, 'code', v.code, 'name', v.name)) order by d.code), '[]')
     from finance.dimension_set_member m
     join finance.dimension d on d.company_id = m.company_id and d.id = m.dimension_id
     join finance.dimension_value v on v.company_id = m.company_id and v.id = m.value_id
    where m.company_id = l.company_id and m.set_id = ${setId})`;

/** The lines of a document in order, with the names of their dimensions. */
export const linesOf = (db: Db, companyId: string, invoiceId: string) =>
  db
    .selectFrom("finance.invoiceLine as l")
    .selectAll("l")
    .select([
      named(sql`l.dimension_id`).as("dimensions"),
      sql<LineShare[] | null>`
        (select jsonb_agg(share.value || jsonb_build_object('dimensions', ${named(sql`(share.value ->> 'setId')::uuid`)}) order by share.place)
           from jsonb_array_elements(l.shares) with ordinality as share (value, place))`.as("shares"),
    ])
    .where("l.companyId", "=", companyId)
    .where("l.invoiceId", "=", invoiceId)
    .orderBy("l.position");
