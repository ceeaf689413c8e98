import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { headColumns, joinReversal } from "#core/finance/entries/get-entry.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import type { DifferenceEntries, DifferenceEntriesQuery } from "./difference.ts";
import { inOrder } from "./statement-difference.ts";
import { formatterOf, report } from "./view.ts";

type Row = Omit<DifferenceEntries["items"][number], "number" | "total"> & { number: bigint | null; total: string };

/**
 * The entries that are in the later of two views and not in the earlier one, by effective date. The sums tell on which days something was sealed between
 * the two; only entries of those days are looked at.
 */
export const differenceEntries = report(
  async (
    ctx,
    { knownAt, until, from = "0001-01-01", to: last, accountId, limit, after }: DifferenceEntriesQuery,
  ): Promise<Outcome<DifferenceEntries, Fault<"invalid">>> => {
    const ordered = inOrder(knownAt, until);
    if (!ordered.ok) return ordered;
    const cursor = after === undefined ? undefined : decodeDayCursor(after);
    if (cursor && !cursor.ok) return cursor;
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const start = cursor?.value.day ?? from;
    const ofAccount = accountId === undefined ? sql`` : sql`and account_id = ${accountId}`;
    const onAccount =
      accountId === undefined
        ? sql``
        : sql`and exists (select from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id and l.account_id = ${accountId})`;
    const unsealed =
      until === undefined
        ? sql`union select u.effective_on from finance.unsealed_entry u where u.company_id = ${companyId} and u.effective_on between ${start}::date and ${to}::date`
        : sql``;
    const { rows } = await sql<Row>`
      with day as (
        select effective_on from finance.balance_day
         where company_id = ${companyId} and sealed_on >= ${knownAt.slice(0, 10)}::date ${until === undefined ? sql`` : sql`and sealed_on <= ${until.slice(0, 10)}::date`}
           and effective_on between ${start}::date and ${to}::date ${ofAccount}
         group by 1 ${unsealed}),
      one as (
        select e.* from (select effective_on from day order by 1) day
         cross join lateral (
           select e.*, k.sealed_at from finance.journal_entry e left join finance.seal k on k.company_id = e.company_id and k.entry_id = e.id
            where e.company_id = ${companyId} and e.effective_on = day.effective_on ${onAccount}
              and ${until === undefined ? sql`(k.sealed_at > ${knownAt}::timestamptz or k.entry_id is null)` : sql`k.sealed_at > ${knownAt}::timestamptz and k.sealed_at <= ${until}::timestamptz`}
              ${cursor ? sql`and (e.effective_on, e.id) > (${cursor.value.day}::date, ${cursor.value.id}::uuid)` : sql``}
            order by e.id limit ${rowsOfPage(limit)} offset 0) e
         order by e.effective_on, e.id limit ${rowsOfPage(limit)})
      select ${headColumns}, e.sealed_at,
             (select sum(greatest(l.company_amount, 0)) from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id)::text as total
        from one e ${joinReversal} order by e.effective_on, e.id`.execute(ctx.db);
    const format = formatterOf(ctx);
    const body = (row: Row) => ({ ...row, number: row.number === null ? null : Number(row.number), total: format(BigInt(row.total)) });
    return done(pageOf(rows, limit, (row) => [row.effectiveOn, row.id], body));
  },
);
