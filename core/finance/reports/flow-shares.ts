import { type RawBuilder, sql } from "kysely";
import { amongSets, NO_SET } from "#core/finance/dimensions/dimension-filter.ts";

/** Entries on accounts of cash, effective from a day and before another; of these dimension sets alone, as known at an instant. */
export type SharesWanted = Readonly<{
  companyId: string;
  cash: readonly string[];
  from: string;
  before: string;
  knownAt?: string | undefined;
  sets?: readonly string[] | undefined;
}>;

/**
 * Of some dimensions: what lines of theirs have of the account's share, in proportion to all of its lines in the entry that stand against cash, by largest
 * remainder again, so that all dimensions together come to the whole.
 */
const ofSets = (companyId: string, sets: readonly string[]) => sql`
    , split as (
      select w.*, d.set_id, div(abs(w.amount) * abs(d.net), d.whole) as part, mod(abs(w.amount) * abs(d.net), d.whole) as rest
        from whole_shares w
       cross join lateral (select l.set_id, l.net, sum(abs(l.net)) over () as whole
                             from (select coalesce(l.dimension_id, ${NO_SET}::uuid) as set_id, sum(l.company_amount) as net from finance.journal_line l
                                    where l.company_id = ${companyId} and l.entry_id = w.entry_id and l.account_id = w.account_id group by 1 offset 0) l
                            where sign(l.net) = sign(w.net)) d),
    ranked as (
      select s.*, abs(s.amount) - sum(s.part) over (partition by s.entry_id, s.account_id) as missing,
             row_number() over (partition by s.entry_id, s.account_id order by s.rest desc, s.set_id) as place from split s),
    shares as (
      select r.entry_id, r.effective_on, r.account_id, r.flow, r.net, r.whole, r.is_reversal,
             sum(sign(r.amount) * (r.part + case when r.place <= r.missing then 1 else 0 end)) as amount
        from ranked r where r.set_id = any (${[...sets]}::uuid[]) group by 1, 2, 3, 4, 5, 6, 7)`;

/**
 * Cash of each entry against the accounts on its other side, as table expressions `shares` and `revalued` (entry_id, effective_on, account_id, amount). Of an
 * entry whose other side is more than its cash (a bill paid in part, a discount, a bank's fee), those accounts share the cash in proportion, by largest
 * remainder, so that nothing is lost; an account on both sides counts with what is left of it. Lines without an amount only say what cash is worth: a
 * revaluation moves none. A reversal takes away from what it reverses.
 */
export const flowShares = ({ companyId, cash, from, before, knownAt, sets }: SharesWanted): RawBuilder<unknown> => {
  const known =
    knownAt === undefined
      ? sql``
      : sql`and exists (select from finance.seal k where k.company_id = l.company_id and k.entry_id = l.entry_id and k.sealed_at <= ${knownAt}::timestamptz)`;
  const own = amongSets("l.dimension_id", sets);
  return sql`
    cash as materialized (
      select l.entry_id, l.effective_on, l.account_id, coalesce(sum(l.company_amount) filter (where l.amount <> 0), 0) as flow,
             coalesce(sum(l.company_amount) filter (where l.amount <> 0 ${own}), 0) as own_flow,
             coalesce(sum(l.company_amount) filter (where l.amount = 0 ${own}), 0) as revalued
        from unnest(${[...cash]}::uuid[]) as own (id)
       cross join lateral (select * from finance.journal_line l where l.company_id = ${companyId} and l.account_id = own.id
                              and l.effective_on >= ${from}::date and l.effective_on < ${before}::date ${known} offset 0) l
       group by 1, 2, 3),
    moved as (
      select c.entry_id, c.effective_on, sum(c.flow) as flow from cash c group by c.entry_id, c.effective_on having sum(c.flow) <> 0),
    against as (
      select m.entry_id, m.effective_on, m.flow, l.account_id, l.net, r.is_reversal
        from moved m
       cross join lateral (select l.account_id, sum(l.company_amount) as net from finance.journal_line l
                            where l.company_id = ${companyId} and l.entry_id = m.entry_id and l.account_id <> all (${[...cash]}::uuid[])
                            group by l.account_id offset 0) l
       cross join lateral (select e.reverses_entry_id is not null as is_reversal from finance.journal_entry e
                            where e.company_id = ${companyId} and e.id = m.entry_id offset 0) r
       where sign(l.net) = -sign(m.flow)),
    weighed as materialized (
      select a.*, sum(abs(a.net)) over (partition by a.entry_id) as whole from against a),
    cut as (
      select w.*, div(abs(w.flow) * abs(w.net), w.whole) as part, mod(abs(w.flow) * abs(w.net), w.whole) as rest from weighed w),
    parts as (
      select c.*, abs(c.flow) - sum(c.part) over (partition by c.entry_id) as missing,
             row_number() over (partition by c.entry_id order by c.rest desc, c.account_id) as place from cut c),
    whole_shares as (
      select p.entry_id, p.effective_on, p.account_id, p.flow, p.net, p.whole, p.is_reversal,
             sign(p.flow) * (p.part + case when p.place <= p.missing then 1 else 0 end) as amount from parts p)
    ${sets === undefined ? sql`, shares as (select * from whole_shares)` : ofSets(companyId, sets)},
    revalued as (
      select c.entry_id, c.effective_on, c.account_id,
             c.revalued + case when m.entry_id is not null and w.entry_id is null then c.own_flow else 0 end as amount
        from cash c
        left join moved m on m.entry_id = c.entry_id
        left join (select distinct entry_id from weighed) w on w.entry_id = c.entry_id)`;
};

/** Which way a share went, over `shares`. */
export const sideOfShare = sql`case when (s.flow > 0) <> s.is_reversal then 'receipts' else 'payments' end`;
