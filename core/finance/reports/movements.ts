import { type RawBuilder, sql } from "kysely";
import { amongSets, NO_SET } from "#core/finance/dimensions/dimension-filter.ts";
import { monthStartOf, nextMonthOf } from "#core/kernel/dates.ts";

/** Which movements: effective from a day (or the beginning) to a day, of one account or all, as known at an instant (or now, with the tail). */
export type Movements = Readonly<{
  companyId: string;
  from?: string | undefined;
  to: string;
  accountId?: string | undefined;
  knownAt?: string | undefined;
  /** Of these dimension sets alone; see `matchingSets`. */
  sets?: readonly string[] | undefined;
}>;

type Span = Readonly<{ from: string | undefined; before: string }>;
type Split = Readonly<{ months: Span | undefined; days: readonly Span[] }>;

const beginning = "0001-01-01";
const dayAfter = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Whole months of the span come from the month totals, the days around them from the daily ones. */
export const splitSpan = (from: string | undefined, to: string): Split => {
  const end = dayAfter(to);
  const firstMonth = from === undefined || from === monthStartOf(from) ? from : nextMonthOf(from);
  const endMonth = monthStartOf(end);
  if (firstMonth !== undefined && firstMonth >= endMonth)
    return { months: undefined, days: from !== undefined && from < end ? [{ from, before: end }] : [] };
  const days: Span[] = [];
  if (from !== undefined && firstMonth !== undefined && from < firstMonth) days.push({ from, before: firstMonth });
  if (endMonth < end) days.push({ from: endMonth, before: end });
  return { months: { from: firstMonth, before: endMonth }, days };
};

const spanned = (column: string, { from, before }: Span) =>
  sql`${sql.ref(column)} >= ${from ?? beginning}::date and ${sql.ref(column)} < ${before}::date`;

/**
 * The movements as rows (account_id, dimension_id, company_debit, company_credit), to be summed: month totals, days around them, and the entries not in them
 * yet. Read in one snapshot they are exact, and their number does not grow with the number of lines.
 */
export const movementRows = (movements: Movements): RawBuilder<unknown> => {
  const { companyId, from, to, accountId, knownAt, sets } = movements;
  const { months, days } = splitSpan(from, to);
  const owned = sql`company_id = ${companyId} ${accountId === undefined ? sql`` : sql`and account_id = ${accountId}`} ${amongSets("dimension_id", sets)}`;
  const sealedBefore = knownAt === undefined ? undefined : monthStartOf(knownAt.slice(0, 10));
  const sealed = (column: string) => (sealedBefore === undefined ? sql`` : sql`and ${sql.ref(column)} < ${sealedBefore}::date`);
  const sums = sql`account_id, dimension_id, company_debit, company_credit`;
  const parts = [
    ...(months
      ? [sql`select ${sums} from finance.balance_month where ${owned} and ${spanned("month", months)} ${sealed("sealed_month")}`]
      : []),
    ...days.map(
      (span) => sql`select ${sums} from finance.balance_day where ${owned} and ${spanned("effective_on", span)} ${sealed("sealed_on")}`,
    ),
    ...(knownAt === undefined ? [tail(movements)] : [sealedInMonth(movements, knownAt, owned), sealedOnDay(movements, knownAt)]),
  ];
  return sql.join(parts, sql` union all `);
};

const lineSums = ({ accountId, sets }: Movements, entry: string) => sql`
  lateral (select account_id, coalesce(dimension_id, ${NO_SET}::uuid) as dimension_id, greatest(company_amount, 0)::numeric as company_debit, greatest(-company_amount::numeric, 0) as company_credit
             from finance.journal_line line where line.company_id = ${sql.ref(`${entry}.company_id`)} and line.entry_id = ${sql.ref(`${entry}.entry_id`)}
              and line.effective_on between ${sql.ref("span.first")} and ${sql.ref("span.last")}
              ${accountId === undefined ? sql`` : sql`and line.account_id = ${accountId}`} ${amongSets("line.dimension_id", sets)} offset 0) l`;

const spanOf = ({ from, to }: Movements) => sql`(select ${from ?? beginning}::date as first, ${to}::date as last) span`;

/** Entries without a seal yet. */
const tail = (movements: Movements) => sql`
  select l.account_id, l.dimension_id, l.company_debit, l.company_credit
    from ${spanOf(movements)}
   cross join (select u.company_id, u.id as entry_id, u.effective_on from finance.unsealed_entry u where u.company_id = ${movements.companyId}) e
   cross join ${lineSums(movements, "e")}
   where e.effective_on between span.first and span.last`;

/** What was sealed in the month of the instant, up to the day before it. */
const sealedInMonth = ({ from, to }: Movements, knownAt: string, owned: RawBuilder<unknown>) => sql`
  select account_id, dimension_id, company_debit, company_credit from finance.balance_day
   where ${owned} and sealed_on >= ${monthStartOf(knownAt.slice(0, 10))}::date and sealed_on < ${knownAt.slice(0, 10)}::date
     and effective_on between ${from ?? beginning}::date and ${to}::date`;

/** What was sealed on the very day of the instant, up to it: from the lines themselves. */
const sealedOnDay = (movements: Movements, knownAt: string) => sql`
  select l.account_id, l.dimension_id, l.company_debit, l.company_credit
    from ${spanOf(movements)}
   cross join (select s.company_id, s.entry_id from finance.seal s
                where s.company_id = ${movements.companyId} and s.sealed_at >= ${`${knownAt.slice(0, 10)}T00:00:00Z`}::timestamptz and s.sealed_at <= ${knownAt}::timestamptz) s
   cross join ${lineSums(movements, "s")}`;
