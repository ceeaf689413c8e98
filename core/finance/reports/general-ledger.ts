import { type RawBuilder, sql } from "kysely";
import { amongSets, matchingSets, NO_SET } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { dayBefore, isCalendarDate } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, encodeCursor } from "#core/kernel/page.ts";
import type { GeneralLedger, GeneralLedgerQuery } from "./report.ts";
import { fiscalYearStart, formatterOf, movementSums, report, viewOf } from "./view.ts";

type LineRow = {
  entryId: string;
  number: bigint | null;
  effectiveOn: string;
  position: number;
  description: string;
  sourceType: string | null;
  sourceId: string | null;
  partyId: string | null;
  currency: string;
  amount: bigint;
  companyAmount: bigint;
};
type Place = Readonly<{ day: string; entryId: string; position: number }>;
type Span = Readonly<{
  companyId: string;
  accountId: string;
  from: string;
  to: string;
  knownAt: string | undefined;
  sets: readonly string[] | undefined;
}>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const placeOf = (cursor: string): Outcome<Place, Fault<"invalid">> => {
  const decoded = decodeCursor(cursor, 3);
  if (!decoded.ok) return decoded;
  const [day = "", entryId = "", position = ""] = decoded.value.map((value) => value ?? "");
  if (isCalendarDate(day) && UUID.test(entryId) && /^\d{1,5}$/.test(position)) return done({ day, entryId, position: Number(position) });
  return refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

const linesOfAccount = ({ companyId, accountId, knownAt, sets }: Span): RawBuilder<unknown> => sql`
  finance.journal_line l ${knownAt === undefined ? sql`` : sql`join finance.seal k on k.company_id = l.company_id and k.entry_id = l.entry_id and k.sealed_at <= ${knownAt}::timestamptz`}
  where l.company_id = ${companyId} and l.account_id = ${accountId} ${amongSets("l.dimension_id", sets)}`;

/** Sets are looked into one by one, by index; lines without any are filtered out of the account's. */
const isOfSets = ({ sets }: Span) => sets !== undefined && !sets.includes(NO_SET);

const pageOfLines = async (db: Db, span: Span, after: Place | undefined, limit: number): Promise<LineRow[]> => {
  const behind = after
    ? sql`and (l.effective_on, l.entry_id, l.position) > (${after.day}::date, ${after.entryId}::uuid, ${after.position}::smallint)`
    : sql``;
  const within = sql`and l.effective_on between ${span.from}::date and ${span.to}::date ${behind} order by l.effective_on, l.entry_id, l.position limit ${limit}`;
  const page = isOfSets(span)
    ? sql`unnest(${span.sets}::uuid[]) as one (id) cross join lateral (select l.* from ${linesOfAccount({ ...span, sets: undefined })} and l.dimension_id = one.id ${within}) l`
    : sql`(select l.* from ${linesOfAccount(span)} ${within}) l`;
  const { rows } = await sql<LineRow>`
    select p.entry_id, s.number, p.effective_on, p.position, coalesce(p.description, e.description) as description, e.source_type, e.source_id, p.party_id, p.currency, p.amount, p.company_amount
      from (select l.* from ${page} order by l.effective_on, l.entry_id, l.position limit ${limit}) p
      join finance.journal_entry e on e.company_id = p.company_id and e.id = p.entry_id
      left join finance.seal s on s.company_id = p.company_id and s.entry_id = p.entry_id
     order by p.effective_on, p.entry_id, p.position`.execute(db);
  return rows;
};

/** The balance right behind a place: the sums up to the day before, and the lines of that one day. */
const balanceBehind = async (db: Db, span: Span, { day, entryId, position }: Place): Promise<bigint> => {
  const { companyId, accountId, knownAt, sets } = span;
  const [before, ofDay] = await Promise.all([
    movementSums(db, { companyId, accountId, knownAt, sets, to: dayBefore(day) }),
    sql<{ sum: string }>`
      select coalesce(sum(l.company_amount), 0)::text as sum from ${linesOfAccount(span)}
         and l.effective_on = ${day}::date and (l.entry_id, l.position) <= (${entryId}::uuid, ${position}::smallint)`.execute(db),
  ]);
  return before.debit - before.credit + BigInt(ofDay.rows[0]?.sum ?? 0);
};

const rowsOf = (ctx: ReadCtx, lines: readonly LineRow[], start: bigint): GeneralLedger["rows"] => {
  const format = formatterOf(ctx);
  let balance = start;
  return lines.map((line) => {
    balance += line.companyAmount;
    return {
      entryId: line.entryId,
      number: line.number === null ? null : Number(line.number),
      date: line.effectiveOn,
      position: line.position,
      description: line.description,
      sourceType: line.sourceType,
      sourceId: line.sourceId,
      partyId: line.partyId,
      currency: line.currency,
      amount: formatMinor(line.amount, line.currency),
      debit: format(line.companyAmount > 0n ? line.companyAmount : 0n),
      credit: format(line.companyAmount < 0n ? -line.companyAmount : 0n),
      balance: format(balance),
    };
  });
};

/** The lines of one account in order of date, each with the balance it leaves. A page costs the same wherever it is: balances come from the sums. */
export const generalLedger = report(
  async (
    ctx,
    { accountId, from: wanted, to: last, knownAt, limit, after, ...filter }: GeneralLedgerQuery,
  ): Promise<Outcome<GeneralLedger, Fault<"invalid" | "missing">>> => {
    const { db } = ctx;
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const place = after === undefined ? undefined : placeOf(after);
    if (place && !place.ok) return place;
    const [account, yearStart, sets] = await Promise.all([
      db
        .selectFrom("finance.account")
        .select(["id", "code", "name", "type"])
        .where("companyId", "=", companyId)
        .where("id", "=", accountId)
        .executeTakeFirst(),
      wanted === undefined ? fiscalYearStart(db, companyId, to) : wanted,
      matchingSets(db, companyId, filter),
    ]);
    if (!account) return refuse(missing("account", accountId));
    if (!sets.ok) return sets;
    const from = yearStart ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const span: Span = { companyId, accountId, from, to, knownAt, sets: sets.value };
    const [before, within, lines, behind] = await Promise.all([
      movementSums(db, { ...span, from: undefined, to: dayBefore(from) }),
      movementSums(db, span),
      pageOfLines(db, span, place?.value, limit + 1),
      place ? balanceBehind(db, span, place.value) : undefined,
    ]);
    const format = formatterOf(ctx);
    const opening = before.debit - before.credit;
    const shown = lines.slice(0, limit);
    const end = lines.length > limit ? shown.at(-1) : undefined;
    const value: GeneralLedger = {
      ...viewOf(ctx, to, knownAt),
      from,
      account: { ...account, type: account.type as GeneralLedger["account"]["type"] },
      opening: format(opening),
      rows: rowsOf(ctx, shown, behind ?? opening),
      totals: { debit: format(within.debit), credit: format(within.credit), balance: format(opening + within.debit - within.credit) },
      ...(end ? { next: encodeCursor([end.effectiveOn, end.entryId, end.position]) } : {}),
    };
    return done(value);
  },
);
