import { type Kysely, sql } from "kysely";

/**
 * An edge keeps since when there was something to settle: the earlier day of the two items it joins. What was open on a past day is told by edges made after
 * the day on items that were there by then; of a busy quarter these are few, for most of what it settled came after the day as well. The index by day tells
 * them without looking at edges or items.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  alter table finance.allocation add column since date;
  alter table finance.allocation disable trigger append_only;
  update finance.allocation a set since = least(d.effective_on, c.effective_on)
    from finance.open_item d, finance.open_item c
   where d.company_id = a.company_id and d.entry_id = a.debit_entry_id and d.position = a.debit_position
     and c.company_id = a.company_id and c.entry_id = a.credit_entry_id and c.position = a.credit_position;
  alter table finance.allocation enable trigger append_only;
  alter table finance.allocation alter column since set not null;

  create function finance.allocation_since() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    -- Of an item that is not there the key says so.
    new.since := coalesce(least(
      (select o.effective_on from finance.open_item o where o.company_id = new.company_id and o.entry_id = new.debit_entry_id and o.position = new.debit_position),
      (select o.effective_on from finance.open_item o where o.company_id = new.company_id and o.entry_id = new.credit_entry_id and o.position = new.credit_position)), new.allocated_on);
    return new;
  end $$;
  create trigger allocation_since before insert on finance.allocation for each row execute function finance.allocation_since();

  drop index finance.allocation_by_day;
  create index allocation_by_day on finance.allocation (company_id, allocated_on, since);
`.execute(db);
