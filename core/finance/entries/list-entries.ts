import { sql } from "kysely";
import { done, invalid, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { EntryQuery, EntrySummary } from "./entry.ts";
import { headColumns } from "./get-entry.ts";

type Row = Omit<EntrySummary, "number" | "total"> & { number: bigint | null; total: string };

/** Entries by effective date, the latest first unless asked otherwise. */
export const listEntries = singleQuery("finance.entry.read", async ({ db, actor, company }, filter: EntryQuery) => {
  if (filter.sourceId !== undefined && filter.sourceType === undefined)
    return refuse(invalid("entry.source", "Name the type of the source too.", "/sourceType"));
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const descending = filter.sort === "-effectiveOn";
  const direction = sql.raw(descending ? "desc" : "asc");
  const conditions = [
    sql`e.company_id = ${actor.companyId}`,
    ...(filter.from ? [sql`e.effective_on >= ${filter.from}::date`] : []),
    ...(filter.to ? [sql`e.effective_on <= ${filter.to}::date`] : []),
    ...(filter.journalId ? [sql`e.journal_id = ${filter.journalId}`] : []),
    ...(filter.sourceType ? [sql`e.source_type = ${filter.sourceType}`] : []),
    ...(filter.sourceId ? [sql`e.source_id = ${filter.sourceId}`] : []),
    ...(filter.number
      ? [sql`e.id = (select s.entry_id from finance.seal s where s.company_id = ${actor.companyId} and s.number = ${filter.number})`]
      : []),
    ...(cursor
      ? [sql`(e.effective_on, e.id) ${sql.raw(descending ? "<" : ">")} (${cursor.value.day}::date, ${cursor.value.id}::uuid)`]
      : []),
  ];
  const { rows } = await sql<Row>`
    select ${headColumns}, (select sum(greatest(l.company_amount, 0)) from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id)::text as total
      from (select e.* from finance.journal_entry e where ${sql.join(conditions, sql` and `)}
             order by e.effective_on ${direction}, e.id ${direction} limit ${filter.limit + 1}) e
     order by e.effective_on ${direction}, e.id ${direction}`.execute(db);
  return done(
    pageOf(
      rows,
      filter.limit,
      (row) => [row.effectiveOn, row.id],
      (row): EntrySummary => ({
        ...row,
        number: row.number === null ? null : Number(row.number),
        total: formatMinor(BigInt(row.total), company.baseCurrency),
      }),
    ),
  );
});
