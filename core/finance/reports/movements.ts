import { type RawBuilder, sql } from "kysely";
import { amongSets, NO_SET } from "#core/finance/dimensions/dimension-filter.ts";
import { dayAfter, monthStartOf } from "#core/kernel/dates.ts";

type Scope = Readonly<{
  companyId: string;
  accountId?: string | undefined;
  /** Of accounts of one type alone. */
  accountType?: "asset" | "liability" | "equity" | "income" | "expense" | undefined;
  /** As known at an instant; else now, with the tail. */
  knownAt?: string | undefined;
  /** Of these dimension sets alone; see `matchingSets`. */
  sets?: readonly string[] | undefined;
  /** As if no closing entry had moved income and expenses to equity. */
  withoutClosing?: boolean | undefined;
}>;

/** Which movements: effective from a day (or the beginning) to a day, of one account or all. */
export type Movements = Scope & Readonly<{ from?: string | undefined; to: string }>;

/**
 * Movements cut into segments. `bounds` are days in order, each the first of a segment: segment n begins with the nth and ends before the next; what is
 * from the last one on is left out. Segment 0, what is before the first, is read only when `sinceBeginning`.
 */
export type Segments = Scope & Readonly<{ bounds: readonly string[]; sinceBeginning: boolean }>;

/** The movements of one span as rows (account_id, dimension_id, company_debit, company_credit), to be summed. */
export const movementRows = ({ from, to, ...scope }: Movements): RawBuilder<unknown> =>
  segmentRows({ ...scope, bounds: [...(from === undefined ? [] : [from]), dayAfter(to)], sinceBeginning: from === undefined });

/**
 * The movements as rows (account_id, dimension_id, segment, source, company_debit, company_credit), to be summed: totals of whole months, the days of months in
 * which a bound falls, and the entries not in them yet. Read in one snapshot they are exact; their number grows neither with the lines nor with the
 * segments.
 */
export const segmentRows = (segments: Segments): RawBuilder<unknown> => {
  const { companyId, knownAt, sets, withoutClosing } = segments;
  const owned = sql`company_id = ${companyId} ${ofAccounts(segments)} ${amongSets("dimension_id", sets)}`;
  const sealedBefore = knownAt === undefined ? undefined : monthStartOf(knownAt.slice(0, 10));
  const sealed = (column: string) => (sealedBefore === undefined ? sql`` : sql`and ${sql.ref(column)} < ${sealedBefore}::date`);
  const later = knownAt === undefined ? [tail(segments)] : [sealedInMonth(segments, knownAt, owned), sealedOnDay(segments, knownAt)];
  return sql.join(
    [
      sql`select account_id, dimension_id, ${segmentOf("month", segments)} as segment, 'months' as source, company_debit, company_credit from finance.balance_month
           where ${owned} and ${within("month", segments)} and month <> all (${cutMonths(segments)}::date[]) ${sealed("sealed_month")}`,
      ...daysOfCutMonths(segments, owned, sealed("sealed_on")),
      ...later,
      ...(withoutClosing ? [closingTakenBack(segments)] : []),
    ],
    sql` union all `,
  );
};

const ofAccounts = ({ companyId, accountId, accountType }: Segments) =>
  sql`${accountId === undefined ? sql`` : sql`and account_id = ${accountId}`}
      ${accountType === undefined ? sql`` : sql`and account_id = any (array(select a.id from finance.account a where a.company_id = ${companyId} and a.type = ${accountType}))`}`;

const beginning = "0001-01-01";
const firstOf = ({ bounds, sinceBeginning }: Segments) => (sinceBeginning ? beginning : (bounds[0] ?? beginning));
const endOf = ({ bounds }: Segments) => bounds.at(-1) ?? beginning;

const within = (column: string, segments: Segments) =>
  sql`${sql.ref(column)} >= ${firstOf(segments)}::date and ${sql.ref(column)} < ${endOf(segments)}::date`;

const segmentOf = (column: string, { bounds, sinceBeginning }: Segments) => {
  if (bounds.length === 1 || (bounds.length === 2 && !sinceBeginning)) return sql`${sinceBeginning ? 0 : 1}::integer`;
  return sql`width_bucket(${sql.ref(column)}, ${bounds}::date[])`;
};

/** Months that a bound cuts in two: their days are read one by one. */
const cutMonths = ({ bounds }: Segments) => [...new Set(bounds.filter((day) => day !== monthStartOf(day)).map(monthStartOf))];

const daysOfCutMonths = (segments: Segments, owned: RawBuilder<unknown>, sealed: RawBuilder<unknown>) => {
  const months = cutMonths(segments);
  if (months.length === 0) return [];
  return [
    sql`select day.account_id, day.dimension_id, ${segmentOf("day.effective_on", segments)} as segment, 'days', day.company_debit, day.company_credit
          from unnest(${months}::date[]) as cut (month)
         cross join lateral (select account_id, dimension_id, effective_on, company_debit, company_credit from finance.balance_day
                              where ${owned} and effective_on >= greatest(cut.month, ${firstOf(segments)}::date)
                                and effective_on < least((cut.month + interval '1 month')::date, ${endOf(segments)}::date) ${sealed} offset 0) day`,
  ];
};

const lineSums = (segments: Segments, entry: string) => sql`
  lateral (select account_id, coalesce(dimension_id, ${NO_SET}::uuid) as dimension_id, line.effective_on, greatest(company_amount, 0)::numeric as company_debit, greatest(-company_amount::numeric, 0) as company_credit
             from finance.journal_line line where line.company_id = ${sql.ref(`${entry}.company_id`)} and line.entry_id = ${sql.ref(`${entry}.entry_id`)}
              and line.effective_on between ${sql.ref("span.first")} and ${sql.ref("span.last")}
              ${ofAccounts(segments)} ${amongSets("line.dimension_id", segments.sets)} offset 0) l`;

const spanOf = (segments: Segments) => sql`(select ${firstOf(segments)}::date as first, ${endOf(segments)}::date - 1 as last) span`;

const sumsOfLines = (segments: Segments, source: "unsealed" | "sealed_that_day") =>
  sql`l.account_id, l.dimension_id, ${segmentOf("l.effective_on", segments)}, ${source}::text, l.company_debit, l.company_credit`;

/** Entries without a seal yet. */
const tail = (segments: Segments) => sql`
  select ${sumsOfLines(segments, "unsealed")}
    from ${spanOf(segments)}
   cross join (select u.company_id, u.id as entry_id, u.effective_on from finance.unsealed_entry u where u.company_id = ${segments.companyId}) e
   cross join ${lineSums(segments, "e")}
   where e.effective_on between span.first and span.last`;

/** What was sealed in the month of the instant, up to the day before it. */
const sealedInMonth = (segments: Segments, knownAt: string, owned: RawBuilder<unknown>) => sql`
  select account_id, dimension_id, ${segmentOf("effective_on", segments)}, 'days', company_debit, company_credit from finance.balance_day
   where ${owned} and sealed_on >= ${monthStartOf(knownAt.slice(0, 10))}::date and sealed_on < ${knownAt.slice(0, 10)}::date and ${within("effective_on", segments)}`;

/** What was sealed on the very day of the instant, up to it: from the lines themselves. */
const sealedOnDay = (segments: Segments, knownAt: string) => sql`
  select ${sumsOfLines(segments, "sealed_that_day")}
    from ${spanOf(segments)}
   cross join (select s.company_id, s.entry_id from finance.seal s
                where s.company_id = ${segments.companyId} and s.sealed_at >= ${`${knownAt.slice(0, 10)}T00:00:00Z`}::timestamptz and s.sealed_at <= ${knownAt}::timestamptz) s
   cross join ${lineSums(segments, "s")}`;

/** The lines of closing entries, and of reversals of them, with their signs turned. There are few; an index holds them. */
export const closingTakenBack = (segments: Segments) => {
  const known =
    segments.knownAt === undefined
      ? sql``
      : sql`and exists (select from finance.seal k where k.company_id = e.company_id and k.entry_id = e.id and k.sealed_at <= ${segments.knownAt}::timestamptz)`;
  return sql`
  select l.account_id, l.dimension_id, ${segmentOf("l.effective_on", segments)}, 'closing', -l.company_debit, -l.company_credit
    from ${spanOf(segments)}
   cross join (select e.company_id, e.id as entry_id from finance.journal_entry e where e.company_id = ${segments.companyId} and e.kind = 'closing' ${known}
                union all
               select e.company_id, e.id from finance.journal_entry c
                 join finance.journal_entry e on e.company_id = c.company_id and e.reverses_entry_id = c.id
                where c.company_id = ${segments.companyId} and c.kind = 'closing' ${known}) e
   cross join ${lineSums(segments, "e")}`;
};
