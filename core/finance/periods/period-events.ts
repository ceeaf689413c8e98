import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, type PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { periodsOf } from "./list-periods.ts";
import type { LateEntry, PeriodEvent } from "./period.ts";

type OfPeriod = Readonly<{ id: string; filter: Pick<PageQuery, "limit" | "after"> }>;
const instantText = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);

/** What became of a period, from the first change on. */
export const listPeriodEvents = query("finance.period.read", async ({ db, actor }, { id, filter }: OfPeriod) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const period = await periodsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  if (!period) return refuse(missing("period", id));
  const { rows } = await sql<PeriodEvent & { position: string }>`
    select v.position::text, v.module, v.state_before as before, v.state_after as after, v.reason, v.changed_by as "changedBy", ${instantText("v.changed_at")} as "changedAt"
      from finance.period_event v
     where v.company_id = ${actor.companyId} and v.period_id = ${id} and v.position > ${cursor?.value[0] ?? "0"}::bigint
     order by v.position limit ${rowsOfPage(filter.limit)}`.execute(db);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ position }) => [position],
      ({ position: _, ...event }): PeriodEvent => event,
    ),
  );
});

type LateRow = Omit<LateEntry, "number" | "total"> & Readonly<{ number: bigint | null; total: string }>;

/**
 * What was posted into a period after it, or the module concerned, first left the open state, in the order of posting. Postgres notes these entries
 * as they enter, so reading them does not read the period.
 */
export const listLateEntries = query("finance.entry.read", async ({ db, actor, company }, { id, filter }: OfPeriod) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 2);
  if (cursor && !cursor.ok) return cursor;
  const period = await periodsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  if (!period) return refuse(missing("period", id));
  const [at = null, entryId = null] = cursor?.value ?? [];
  const { rows } = await sql<LateRow>`
    select l.entry_id as id, s.number, e.effective_on as "effectiveOn", e.description, l.module, l.state, e.source_type as "sourceType", e.source_id as "sourceId",
           e.posted_by as "postedBy", ${instantText("l.recorded_at")} as "postedAt",
           (select sum(greatest(j.company_amount, 0)) from finance.journal_line j where j.company_id = l.company_id and j.entry_id = l.entry_id)::text as total
      from (select late.* from finance.late_entry late
             where late.company_id = ${actor.companyId} and late.period_id = ${id}
               ${at === null ? sql`` : sql`and (late.recorded_at, late.entry_id) > (${at}::timestamptz, ${entryId}::uuid)`}
             order by late.recorded_at, late.entry_id limit ${rowsOfPage(filter.limit)}) l
      join finance.journal_entry e on e.company_id = l.company_id and e.id = l.entry_id
      left join finance.seal s on s.company_id = l.company_id and s.entry_id = l.entry_id
     order by l.recorded_at, l.entry_id`.execute(db);
  return done(
    pageOf(
      rows,
      filter.limit,
      (row) => [row.postedAt, row.id],
      ({ number, total, ...row }): LateEntry => ({
        ...row,
        number: number === null ? null : Number(number),
        total: formatMinor(BigInt(total), company.baseCurrency),
      }),
    ),
  );
});
