import { type Kysely, sql } from "kysely";

/**
 * Periods are open, soft-closed or closed, as a whole and for single modules ahead of it. What a posting belongs to is the kind of its journal. Every change
 * is an event with its instant; what is posted after the first one is noted, so that it can be told without reading the period.
 */
export const up = async (db: Kysely<unknown>) => {
  await states(db);
  await permissions(db);
  await memory(db);
  await guards(db);
};

const states = (db: Kysely<unknown>) =>
  sql`
  alter table finance.period drop constraint period_state_check;
  alter table finance.period
    add column sales_state    text    not null default 'open',
    add column purchase_state text    not null default 'open',
    add column bank_state     text    not null default 'open',
    add column payroll_state  text    not null default 'open',
    add column ever_closed    boolean not null default false,
    add column state_reason   text    check (length(state_reason) between 1 and 500);
  update finance.period p set ever_closed = true
   where p.state = 'closed' or exists (select from shared.row_history h where h.company_id = p.company_id and h.table_name = 'finance.period' and h.row_id = p.id
                                          and h.row_before ->> 'state' = 'closed');
  alter table finance.period
    add constraint period_state_known check (state in ('open', 'soft_closed', 'closed') and sales_state in ('open', 'soft_closed', 'closed')
      and purchase_state in ('open', 'soft_closed', 'closed') and bank_state in ('open', 'soft_closed', 'closed') and payroll_state in ('open', 'soft_closed', 'closed')),
    add constraint closed_is_remembered check (ever_closed or (state, sales_state, purchase_state, bank_state, payroll_state) = ('open', 'open', 'open', 'open', 'open'));

  /* Every change of a state, in order; module 'all' is the period as a whole. */
  create table finance.period_event (
    company_id   uuid        not null,
    period_id    uuid        not null,
    position     bigint      not null generated always as identity,
    module       text        not null check (module in ('all', 'sales', 'purchase', 'bank', 'payroll')),
    state_before text        not null,
    state_after  text        not null,
    reason       text,
    changed_by   uuid,
    changed_at   timestamptz not null default clock_timestamp(),
    primary key (company_id, period_id, position),
    foreign key (company_id, period_id) references finance.period (company_id, id)
  );
  /* What was posted after the period left the open state for the first time, and the state it was posted in. */
  create table finance.late_entry (
    company_id  uuid        not null,
    entry_id    uuid        not null,
    period_id   uuid        not null,
    module      text        not null check (module in ('sales', 'purchase', 'bank', 'payroll', 'finance')),
    state       text        not null check (state in ('open', 'soft_closed')),
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (company_id, entry_id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id),
    foreign key (company_id, period_id) references finance.period (company_id, id)
  );
  create index late_entry_of_period on finance.late_entry (company_id, period_id, recorded_at, entry_id);
  call shared.fence('finance.period_event', 'append');
  call shared.fence('finance.late_entry', 'append');
  revoke insert on finance.period_event, finance.late_entry from enterprise_app;
  grant select on finance.period_event, finance.late_entry to enterprise_sealer, enterprise_reader;
  create trigger append_only before update or delete or truncate on finance.period_event for each statement execute function shared.refuse_change();
  create trigger append_only before update or delete or truncate on finance.late_entry for each statement execute function shared.refuse_change();
`.execute(db);

const permissions = (db: Kysely<unknown>) =>
  sql`
  /* The grants of the system's roles live in the program; those few that Postgres itself must know stand here too. A test holds one against the other. */
  create table shared.system_role_permission (
    system     text not null,
    permission text not null,
    primary key (system, permission)
  );
  insert into shared.system_role_permission (system, permission) values ('administrator', 'finance.period.adjust'), ('accountant', 'finance.period.adjust');
  grant select on shared.system_role_permission to enterprise_app, enterprise_definer, enterprise_reader;

  /* A grant as roles and keys hold it: a star stands for any part, and at the end for all that follows. */
  create function shared.grants_permission(p_pattern text, p_permission text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp
    return p_permission ~ ('^' || replace(replace(rtrim(p_pattern, '*'), '.', '[.]'), '*', '[^.]*') || case when p_pattern like '%*' then '' else '$' end);

  /* Whether somebody who signs in, or an API key, holds a permission now: read from the rows of his roles, not from what a transaction says of itself. */
  create function shared.holds_permission(p_company uuid, p_actor uuid, p_permission text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
    return exists (
      select from shared.membership m
        join shared.membership_role mr on mr.company_id = m.company_id and mr.membership_id = m.id
        join shared.role r on r.company_id = mr.company_id and r.id = mr.role_id
       where m.company_id = p_company and m.user_id = p_actor and m.active
         and (exists (select from shared.system_role_permission s where s.system = r.system and s.permission = p_permission)
              or exists (select from unnest(r.grants) as g (pattern) where shared.grants_permission(g.pattern, p_permission))))
    or exists (
      select from shared.api_key k, unnest(k.scopes) as g (pattern)
       where k.company_id = p_company and k.id = p_actor and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
         and shared.grants_permission(g.pattern, p_permission));
  grant execute on function shared.grants_permission(text, text) to enterprise_app, enterprise_definer;
  grant create on schema shared to enterprise_definer;
  alter function shared.holds_permission(uuid, uuid, text) owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on function shared.holds_permission(uuid, uuid, text) to enterprise_app;
`.execute(db);

/** What happened before this migration, as far as the history of the rows tells it. */
const memory = (db: Kysely<unknown>) =>
  sql`
  insert into finance.period_event (company_id, period_id, module, state_before, state_after, reason, changed_by, changed_at)
  select c.company_id, c.row_id, 'all', c.state_before, c.state_after, case when c.state_after = 'open' then 'Reopened; the audit trail has the reason.' end, c.changed_by, c.changed_at
    from (select h.company_id, h.row_id, h.row_before ->> 'state' as state_before, h.changed_by, h.changed_at,
                 lead(h.row_before ->> 'state', 1, p.state) over (partition by h.company_id, h.row_id order by h.changed_at) as state_after
            from shared.row_history h join finance.period p on p.company_id = h.company_id and p.id = h.row_id
           where h.table_name = 'finance.period') c
   where c.state_before <> c.state_after order by c.changed_at;
  insert into finance.late_entry (company_id, entry_id, period_id, module, state, recorded_at)
  select e.company_id, e.id, p.id,
         case j.kind when 'sales' then 'sales' when 'purchase' then 'purchase' when 'bank' then 'bank' when 'cash' then 'bank' when 'payroll' then 'payroll' else 'finance' end,
         'open', e.posted_at
    from (select v.company_id, v.period_id, min(v.changed_at) as closed_at from finance.period_event v where v.state_after = 'closed' group by 1, 2) f
    join finance.period p on p.company_id = f.company_id and p.id = f.period_id
    join finance.journal_entry e on e.company_id = p.company_id and e.effective_on between p.starts_on and p.ends_on and e.posted_at > f.closed_at
    join finance.journal j on j.company_id = e.company_id and j.id = e.journal_id;
`.execute(db);

const guards = (db: Kysely<unknown>) =>
  sql`
  grant select on finance.period, finance.journal, finance.journal_entry to enterprise_definer;
  grant select, insert on finance.period_event, finance.late_entry to enterprise_definer;

  /* The module that posts through a journal. What is neither sales, purchase, bank nor payroll is finance's own. */
  create function finance.module_of_journal(kind text) returns text language sql immutable
    return case kind when 'sales' then 'sales' when 'purchase' then 'purchase' when 'bank' then 'bank' when 'cash' then 'bank' when 'payroll' then 'payroll' else 'finance' end;

  /* Whoever changes the state of a period does so alone: postings into it are in before, or see its new state. What changed is told here, whoever did it. */
  create or replace function finance.guard_period() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    modules text[] := array['all', 'sales', 'purchase', 'bank', 'payroll'];
    before text[] := array[old.state, old.sales_state, old.purchase_state, old.bank_state, old.payroll_state];
    after text[] := array[new.state, new.sales_state, new.purchase_state, new.bank_state, new.payroll_state];
    ranks text[] := array['open', 'soft_closed', 'closed'];
  begin
    if (new.company_id, new.id, new.starts_on, new.ends_on) is distinct from (old.company_id, old.id, old.starts_on, old.ends_on) then
      raise exception 'The days of a period do not change.' using constraint = 'period_keeps_its_days', errcode = 'restrict_violation';
    end if;
    perform pg_advisory_xact_lock(finance.period_lock(old.company_id, old.id));
    new.ever_closed := old.ever_closed or after <> array['open', 'open', 'open', 'open', 'open'];
    for i in 1 .. cardinality(modules) loop
      continue when before[i] = after[i];
      if array_position(ranks, after[i]) < array_position(ranks, before[i]) and new.state_reason is null then
        raise exception 'Reopening a period needs a reason.' using constraint = 'reopened_for_a_reason', errcode = 'check_violation';
      end if;
      insert into finance.period_event (company_id, period_id, module, state_before, state_after, reason, changed_by)
      values (old.company_id, old.id, modules[i], before[i], after[i], new.state_reason, shared.current_actor());
    end loop;
    return new;
  end $$;

  /*
   * Entries of one module on their way into a period that was closed before, or is: refused, or noted. The caller holds the period's lock shared, so
   * what is read here is the state they enter. In a soft-closed period post those whose roles say so now, whatever else the transaction claims.
   */
  create function finance.enter_closed_period(p_company uuid, p_period uuid, p_module text, p_entries uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare period record;
  begin
    select p.name, p.starts_on, p.ends_on,
           array[p.state, case p_module when 'sales' then p.sales_state when 'purchase' then p.purchase_state when 'bank' then p.bank_state when 'payroll' then p.payroll_state else p.state end] as states
      into period from finance.period p where p.company_id = p_company and p.id = p_period;
    if 'closed' = any (period.states) then
      raise exception 'The period % is closed%.', period.name, case when period.states[1] = 'closed' then '' else ' for ' || p_module end
        using constraint = 'entry_in_an_open_period', errcode = 'check_violation';
    end if;
    if 'soft_closed' = any (period.states) and not shared.holds_permission(p_company, shared.current_actor(), 'finance.period.adjust') then
      raise exception 'The period % is soft-closed%; only adjustments are posted to it.', period.name, case when period.states[1] = 'soft_closed' then '' else ' for ' || p_module end
        using constraint = 'entry_in_an_adjustable_period', errcode = 'check_violation';
    end if;
    perform from finance.period_event v
      where v.company_id = p_company and v.period_id = p_period and v.module in ('all', p_module) and v.state_after <> 'open' limit 1;
    if not found then return; end if;
    insert into finance.late_entry (company_id, entry_id, period_id, module, state)
    select e.company_id, e.id, p_period, p_module, case when 'soft_closed' = any (period.states) then 'soft_closed' else 'open' end
      from unnest(p_entries) as entered (id)
      join finance.journal_entry e on e.company_id = p_company and e.id = entered.id
     where e.xid = pg_current_xact_id() and e.effective_on between period.starts_on and period.ends_on
    on conflict do nothing;
  end $$;

  grant create on schema finance to enterprise_definer;
  alter function finance.guard_period() owner to enterprise_definer;
  alter function finance.enter_closed_period(uuid, uuid, text, uuid[]) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  grant execute on function finance.period_lock(uuid, uuid) to enterprise_definer;
  grant execute on function finance.module_of_journal(text) to enterprise_app, enterprise_definer;
  grant execute on function finance.enter_closed_period(uuid, uuid, text, uuid[]) to enterprise_app;

  /* As before, but for the state: a period that was never closed is open to everything, and costs what it always did. */
  create or replace function finance.check_entries() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare
    posted record; day record; fiscal record; module record; reversal record; bad uuid; company uuid; cluster smallint;
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'post in read committed: the state of the period must be read after its lock' using constraint = 'posted_read_committed', errcode = 'invalid_transaction_state';
    end if;
    /* What every statement must pass is looked at in one query; what is rare is looked at again only when there is any. */
    select c.id as cluster_id, bool_or(a.kind = 'reversal') as reverses,
           bool_or(a.xid is distinct from pg_current_xact_id() or a.cluster_id is distinct from c.id or a.posted_by is distinct from shared.current_actor()
                   or (select l.position from finance.journal_line l where l.company_id = a.company_id and l.entry_id = a.id and l.position = 1) is null) as misposted
      into posted from added a left join shared.cluster c on c.current group by c.id;
    if not found then return null; end if;
    cluster := posted.cluster_id;
    for day in select a.company_id, a.effective_on from added a group by a.company_id, a.effective_on order by a.company_id, a.effective_on loop
      if company is distinct from day.company_id then company := day.company_id;
      elsif day.effective_on <= fiscal.ends_on then continue;
      end if;
      select p.id, p.starts_on, p.ends_on, (select s.xid from finance.seal s where s.company_id = company and s.cluster_id = cluster and s.xid >= pg_current_xact_id() limit 1) as overtaken
        into fiscal from finance.period p
       where p.company_id = company and p.starts_on <= day.effective_on and p.ends_on >= day.effective_on order by p.starts_on desc limit 1;
      if not found then
        raise exception 'There is no fiscal period for %.', day.effective_on using constraint = 'entry_in_a_period', errcode = 'check_violation';
      end if;
      if fiscal.overtaken is not null then
        raise exception 'this is a copy of another server''s database; call shared.mark_cluster() first' using constraint = 'entry_after_its_seals', errcode = 'check_violation';
      end if;
      /* Locked before the state is read, by a statement that sees what was committed until then. */
      if pg_advisory_xact_lock_shared(finance.period_lock(company, fiscal.id)) is null then null; end if;
      perform from finance.period p where p.company_id = company and p.id = fiscal.id and not p.ever_closed;
      if not found then
        for module in
          select finance.module_of_journal((select j.kind from finance.journal j where j.company_id = a.company_id and j.id = a.journal_id)) as name, array_agg(a.id) as entries
            from added a where a.company_id = company and a.effective_on between fiscal.starts_on and fiscal.ends_on group by 1 order by 1 loop
          perform finance.enter_closed_period(company, fiscal.id, module.name, module.entries);
        end loop;
      end if;
    end loop;
    if posted.misposted then
      select a.id into bad from added a
       where a.xid is distinct from pg_current_xact_id() or a.cluster_id is distinct from cluster or a.posted_by is distinct from shared.current_actor()
          or (select l.position from finance.journal_line l where l.company_id = a.company_id and l.entry_id = a.id and l.position = 1) is null limit 1;
      raise exception 'entry % must be posted by the actor, with its lines in one statement', bad using constraint = 'entry_with_its_lines', errcode = 'check_violation';
    end if;
    if posted.reverses then
      for reversal in select a.company_id, a.id, a.reverses_entry_id, a.effective_on from added a where a.kind = 'reversal' loop
        perform finance.check_reversal(reversal.company_id, reversal.id, reversal.reverses_entry_id, reversal.effective_on);
      end loop;
    end if;
    return null;
  end $$;
`.execute(db);
