import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "../open-items/open-item.ts";

/** Which open items: of one ledger, on a day, as known at an instant, of these parties or all. */
export type View = Readonly<{
  companyId: string;
  ledger: Ledger;
  asOf: string;
  knownAt: string | undefined;
  partyIds: readonly string[] | undefined;
}>;

/** One party by itself is a plain equality, which its index orders by day due. */
const ofParties = (column: string, partyIds: View["partyIds"]) => {
  if (partyIds === undefined) return sql``;
  const [only, ...more] = partyIds;
  return more.length === 0 ? sql`and ${sql.ref(column)} = ${only}` : sql`and ${sql.ref(column)} = any (${[...partyIds]}::uuid[])`;
};

/** Entries that were not sealed at an instant. */
const unknownAt = ({ companyId, knownAt }: View) => sql`
  select s.entry_id from finance.seal s where s.company_id = ${companyId} and s.sealed_at > ${knownAt}::timestamptz
  union all select u.id from finance.unsealed_entry u where u.company_id = ${companyId}`;

/** The edges that a view does not see: of a later day, or not known yet, themselves or by what they join. */
const laterEdges = ({ companyId, asOf, knownAt }: View): RawBuilder<unknown> => {
  const edges = (condition: RawBuilder<unknown>) =>
    sql`select a.* from finance.allocation a where a.company_id = ${companyId} and ${condition}`;
  // Of items that came after the day as well nothing was open on it.
  const byDay = edges(sql`a.allocated_on > ${asOf}::date and a.since <= ${asOf}::date`);
  if (knownAt === undefined) return byDay;
  const touching = (column: string) => sql`
    select a.* from unknown u cross join lateral (
      select a.* from finance.allocation a where a.company_id = ${companyId} and ${sql.ref(`a.${column}`)} = u.entry_id offset 0) a`;
  const parts = [
    byDay,
    edges(sql`a.allocated_at > ${knownAt}::timestamptz`),
    ...["debit_entry_id", "credit_entry_id", "exchange_entry_id"].map(touching),
  ];
  return sql.join(parts, sql` union `);
};

/**
 * What was open on a day: what is open now, and what edges that the view does not see took of it since. So it costs what is open and what happened since the
 * day, never the settled history. Rows of one item are to be summed.
 */
export const openOn = (view: View): RawBuilder<unknown> => {
  const { companyId, ledger, asOf, knownAt, partyIds } = view;
  const seen = sql`o.ledger = ${ledger} and o.effective_on <= ${asOf}::date ${ofParties("o.party_id", partyIds)}
    ${knownAt === undefined ? sql`` : sql`and not exists (select from unknown u where u.entry_id = o.entry_id)`}`;
  const item = sql`o.entry_id, o.position, o.party_id, o.currency, o.due_on, o.document_kind, o.document_id, o.effective_on, o.amount_minor`;
  return sql`
    ${knownAt === undefined ? sql`with` : sql`with unknown as materialized (${unknownAt(view)}),`}
    later as materialized (${laterEdges(view)}),
    open as (
      select ${item}, o.open_minor, o.open_company_minor from finance.open_item o where o.company_id = ${companyId} and o.open_minor <> 0 and ${seen}
      union all
      select ${item}, e.amount, e.company_amount
        from (select debit_entry_id as entry_id, debit_position as position, amount_minor as amount, debit_company_minor as company_amount from later
              union all select credit_entry_id, credit_position, -amount_minor, -credit_company_minor from later) e
       cross join lateral (select o.* from finance.open_item o where o.company_id = ${companyId} and o.entry_id = e.entry_id and o.position = e.position offset 0) o
       where ${seen})`;
};

/**
 * What revaluations made of control accounts and nothing has taken back on the day: only one posted on it, for its reversal is of the day after. It is of no
 * single item, but without it the total would not be the control account. Needs what `openOn` begins with.
 */
export const unrealisedOn = ({ companyId, ledger, asOf, knownAt, partyIds }: View): RawBuilder<unknown> => {
  const [standing, seen] =
    knownAt === undefined
      ? [sql`r.revalued_on = ${asOf}::date`, sql``]
      : [
          sql`r.revalued_on <= ${asOf}::date and (r.revalued_on = ${asOf}::date or exists (select from unknown u where u.entry_id = r.reversal_entry_id))`,
          sql`and not exists (select from unknown u where u.entry_id = e.id)`,
        ];
  return sql`
    select l.party_id, l.currency, sum(l.company_amount) as company
      from finance.revaluation r cross join lateral (values (r.entry_id), (r.reversal_entry_id)) e (id)
     cross join lateral (select l.* from finance.journal_line l where l.company_id = ${companyId} and l.entry_id = e.id offset 0) l
      join finance.account a on a.company_id = ${companyId} and a.id = l.account_id and a.control = ${ledger}
     where r.company_id = ${companyId} and ${standing} and l.effective_on <= ${asOf}::date and l.party_id is not null
       ${ofParties("l.party_id", partyIds)} ${seen}
     group by l.party_id, l.currency`;
};
