import { type Kysely, sql } from "kysely";

/**
 * A fiscal year is closed when its income and expenses have gone to equity: then its periods are closed and stay so. A closing entry takes whatever an
 * account has in a currency, an amount of zero with a value left over included.
 */
export const up = async (db: Kysely<unknown>) => {
  await years(db);
  await lines(db);
};

const years = (db: Kysely<unknown>) =>
  sql`
  alter table finance.fiscal_year
    add column state     text not null default 'open' constraint fiscal_year_state_known check (state in ('open', 'closed')),
    add column closed_at timestamptz,
    add column closed_by uuid,
    add constraint fiscal_year_closed_by_somebody check ((state = 'closed') = (closed_at is not null) and (state = 'closed') = (closed_by is not null));

  create function finance.guard_fiscal_year() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if (new.company_id, new.starts_on, new.ends_on) is distinct from (old.company_id, old.starts_on, old.ends_on) then
      raise exception 'The days of a fiscal year do not change.' using constraint = 'fiscal_year_keeps_its_days', errcode = 'restrict_violation';
    end if;
    if new.state = 'closed' and old.state = 'open' then
      perform from finance.period p where p.company_id = new.company_id and p.fiscal_year_id = new.id and p.state <> 'closed' limit 1;
      if found then
        raise exception 'A fiscal year is closed when all its periods are.' using constraint = 'closed_year_of_closed_periods', errcode = 'check_violation';
      end if;
    end if;
    return new;
  end $$;
  create trigger fiscal_year_guarded before update on finance.fiscal_year for each row execute function finance.guard_fiscal_year();

  create function finance.keep_closed_year() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    perform from finance.fiscal_year y where y.company_id = new.company_id and y.id = new.fiscal_year_id and y.state = 'closed';
    if found then
      raise exception 'The fiscal year of period % is closed; reopen the year first.', new.name using constraint = 'period_of_open_year', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger closed_year_kept before update on finance.period for each row when (new.state is distinct from old.state and new.state <> 'closed')
    execute function finance.keep_closed_year();
`.execute(db);

const lines = (db: Kysely<unknown>) =>
  sql`
  create or replace function finance.check_lines() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare checked record; bad record;
  begin
    /* Sums by entry and currency; the whole of each entry is looked at only when one of them is not whole by itself. */
    select bool_or(s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines) as doubtful, bool_or(s.differs) as differs,
           bool_or(s.restricted) as restricted
      into checked from (
      select sum(a.amount) as amount, sum(a.company_amount) as company_amount, count(*) as lines, min(a.position) as first, max(a.position) as last,
             bool_or(a.amount = 0 or a.amount <> a.company_amount) as differs,
             bool_or((select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.restricted)) as restricted
        from added a group by a.company_id, a.entry_id, a.currency) s;
    if checked.doubtful then
      select s.* into bad from (
        select a.entry_id, a.currency, sum(a.amount) as amount, sum(sum(a.company_amount)) over entry as company_amount,
               sum(count(*)) over entry as lines, min(min(a.position)) over entry as first, max(max(a.position)) over entry as last
          from added a group by a.company_id, a.entry_id, a.currency
        window entry as (partition by a.company_id, a.entry_id)) s
       where s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines limit 1;
      if found then
        if bad.first <> 1 or bad.last <> bad.lines then
          raise exception 'the lines of entry % do not come with it, counted from 1', bad.entry_id using constraint = 'lines_with_their_entry', errcode = 'check_violation';
        end if;
        raise exception 'Entry % does not balance: % off by % (company currency by %), % lines.', bad.entry_id, bad.currency, bad.amount, bad.company_amount, bad.lines
          using constraint = 'entry_balances', errcode = 'check_violation';
      end if;
    end if;
    if checked.restricted then
      for bad in select a.company_id, a.entry_id, a.position from added a
                  where (select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.restricted) loop
        perform finance.check_restricted_line(bad.company_id, bad.entry_id, bad.position);
      end loop;
    end if;
    if not checked.differs then return null; end if;
    select a.entry_id into bad from added a
     where (a.amount <> a.company_amount and (select c.base_currency from shared.company c where c.id = a.company_id) is not distinct from a.currency)
        or (a.amount = 0 and (select e.kind in ('exchange', 'revaluation', 'closing', 'reversal') from finance.journal_entry e
                               where e.company_id = a.company_id and e.id = a.entry_id) is not true) limit 1;
    if found then
      raise exception 'entry % has a line whose amount and company amount do not agree', bad.entry_id using constraint = 'line_amounts_agree', errcode = 'check_violation';
    end if;
    return null;
  end $$;
`.execute(db);
