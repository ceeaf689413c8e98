import { type RawBuilder, sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, invalid, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, encodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { EntryQuery, EntrySummary } from "./entry.ts";
import { headColumns, joinReversal } from "./get-entry.ts";

type Row = Omit<EntrySummary, "number" | "total"> & { number: bigint | null; total: string };
type Place = Readonly<{ day: string; id: string }>;

/**
 * How many entries a search looks through for one page. Texts have no index, which every posting would pay for; so a search costs the same on any ledger,
 * and a page with fewer hits than asked for says where to look on.
 */
const SEARCHED = 3_000;

const conditionsOf = (companyId: string, filter: EntryQuery, after: Place | undefined) => [
  sql`e.company_id = ${companyId}`,
  ...(filter.from ? [sql`e.effective_on >= ${filter.from}::date`] : []),
  ...(filter.to ? [sql`e.effective_on <= ${filter.to}::date`] : []),
  ...(filter.journalId ? [sql`e.journal_id = ${filter.journalId}`] : []),
  ...(filter.sourceType ? [sql`e.source_type = ${filter.sourceType}`] : []),
  ...(filter.sourceId ? [sql`e.source_id = ${filter.sourceId}`] : []),
  ...(filter.number
    ? [sql`e.id = (select s.entry_id from finance.seal s where s.company_id = ${companyId} and s.number = ${filter.number})`]
    : []),
  ...(after ? [sql`(e.effective_on, e.id) ${isDescending(filter) ? sql`<` : sql`>`} (${after.day}::date, ${after.id}::uuid)`] : []),
];
const isDescending = ({ sort }: EntryQuery) => sort === "-effectiveOn";
const orderOf = (filter: EntryQuery, day: string, id: string) => {
  const direction = isDescending(filter) ? sql`desc` : sql`asc`;
  return sql`order by ${sql.ref(day)} ${direction}, ${sql.ref(id)} ${direction}`;
};

/** The first entries that fit: in the order of the list's index, or of that of an account's lines. */
const found = (companyId: string, filter: EntryQuery, after: Place | undefined, limit: number): RawBuilder<unknown> => {
  const conditions = sql.join(conditionsOf(companyId, filter, after), sql` and `);
  if (filter.accountId === undefined)
    return sql`select e.* from finance.journal_entry e where ${conditions} ${orderOf(filter, "e.effective_on", "e.id")} limit ${limit}`;
  // Days and cursor bound the lines too: theirs is the index that is read.
  const ofLines = conditionsOf(
    companyId,
    { ...filter, journalId: undefined, sourceType: undefined, sourceId: undefined, number: undefined },
    after,
  );
  return sql`
    select e.* from (
      select e.effective_on, e.id from (select company_id, effective_on, entry_id as id, account_id from finance.journal_line) e
       where ${sql.join(ofLines, sql` and `)} and e.account_id = ${filter.accountId}
         and exists (select from finance.journal_entry h where h.company_id = e.company_id and h.id = e.id
                        ${filter.journalId ? sql`and h.journal_id = ${filter.journalId}` : sql``}
                        ${filter.sourceType ? sql`and h.source_type = ${filter.sourceType}` : sql``}
                        ${filter.sourceId ? sql`and h.source_id = ${filter.sourceId}` : sql``}
                        ${filter.number ? sql`and h.id = (select s.entry_id from finance.seal s where s.company_id = ${companyId} and s.number = ${filter.number})` : sql``})
       group by e.effective_on, e.id ${orderOf(filter, "e.effective_on", "e.id")} limit ${limit}) p
      join finance.journal_entry e on e.company_id = ${companyId} and e.id = p.id`;
};

const searched = (companyId: string, q: string) => sql`
  (e.description ilike shared.search_pattern(${q}) or e.external_id = ${q}
   ${/^\d{1,15}$/.test(q) ? sql`or e.id = (select s.entry_id from finance.seal s where s.company_id = ${companyId} and s.number = ${q}::bigint)` : sql``})`;

type End = Readonly<{ lastDay: string | null; lastId: string | null }>;
type Found = Readonly<{ rows: readonly Row[]; end: End | undefined }>;

const columns = sql`
  ${headColumns}, (select sum(greatest(l.company_amount, 0)) from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id)::text as total`;

/** Looks through a stretch of the ledger; `end` is where it ended when there is more behind it. */
const search = async (db: Db, companyId: string, filter: EntryQuery & { q: string }, after: Place | undefined): Promise<Found> => {
  const first = isDescending(filter) ? sql`asc` : sql`desc`;
  const { rows } = await sql<Row & End>`
    with stretch as materialized (${found(companyId, filter, after, SEARCHED)}),
    hit as (select e.* from stretch e where ${searched(companyId, filter.q)} ${orderOf(filter, "e.effective_on", "e.id")} limit ${rowsOfPage(filter.limit)}),
    stop as (select s.effective_on as last_day, s.id as last_id from stretch s where (select count(*) from stretch) = ${SEARCHED} order by s.effective_on ${first}, s.id ${first} limit 1)
    select ${columns}, stop.last_day, stop.last_id
      from (select 1) one left join stop on true left join hit e on true ${joinReversal} ${orderOf(filter, "e.effective_on", "e.id")}`.execute(
    db,
  );
  return { rows: rows.filter(({ id }) => id !== null), end: rows[0] };
};

const listed = async (db: Db, companyId: string, filter: EntryQuery, after: Place | undefined): Promise<Found> => {
  const { rows } = await sql<Row>`
    select ${columns} from (${found(companyId, filter, after, filter.limit + 1)}) e ${joinReversal} ${orderOf(filter, "e.effective_on", "e.id")}`.execute(
    db,
  );
  return { rows, end: undefined };
};

/** Entries by effective date, the latest first unless asked otherwise. */
export const listEntries = query("finance.entry.read", async ({ db, actor, company }, filter: EntryQuery) => {
  if (filter.sourceId !== undefined && filter.sourceType === undefined)
    return refuse(invalid("entry.source", "Name the type of the source too.", "/sourceType"));
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const { q, limit } = filter;
  const { rows, end } = await (q === undefined
    ? listed(db, actor.companyId, filter, cursor?.value)
    : search(db, actor.companyId, { ...filter, q }, cursor?.value));
  const page = pageOf(
    rows,
    limit,
    (row) => [row.effectiveOn, row.id],
    (row) => summaryOf(row, company.baseCurrency),
  );
  return done(page.next === undefined && end?.lastId ? { ...page, next: encodeCursor([end.lastDay, end.lastId]) } : page);
});

const summaryOf = (row: Row & Partial<End>, baseCurrency: string): EntrySummary => {
  const { lastDay: _, lastId: __, ...shown } = row;
  return { ...shown, number: row.number === null ? null : Number(row.number), total: formatMinor(BigInt(row.total), baseCurrency) };
};
