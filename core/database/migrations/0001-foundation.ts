import { type Kysely, sql } from "kysely";

/**
 * Schemas, who may do what, and the procedure that fences a table. Roles themselves are made once by `roles.sql`.
 * A company's rows are visible only to a transaction that set `enterprise.company_id`, even to a careless query.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create schema if not exists shared;
  create schema if not exists sales;
  create schema if not exists finance;
  create schema if not exists hr;
  create extension if not exists btree_gist with schema shared;
  create extension if not exists pg_trgm with schema shared;
  grant usage on schema shared, sales, finance, hr to enterprise_app, enterprise_sealer, enterprise_reader, enterprise_definer;
  revoke all on schema public from public;
  alter default privileges revoke execute on functions from public;

  create function shared.current_company() returns uuid language sql stable
    return nullif(current_setting('enterprise.company_id', true), '')::uuid;
  create function shared.current_actor() returns uuid language sql stable
    return nullif(current_setting('enterprise.actor_id', true), '')::uuid;
  grant execute on function shared.current_company(), shared.current_actor() to public;

  create table shared.company (
    id                     uuid primary key,
    name                   text        not null constraint company_named check (name <> ''),
    legal_name             text,
    country                text        not null check (country ~ '^[A-Z]{2}$'),
    base_currency          text        not null check (base_currency ~ '^[A-Z]{3}$'),
    time_zone              text        not null,
    locale                 text        not null default 'en',
    tax_number             text,
    rounding               text        not null default 'line' check (rounding in ('line', 'document')),
    fiscal_year_start      smallint    not null default 1 check (fiscal_year_start between 1 and 12),
    chart                  text,
    version                integer     not null default 1,
    created_at             timestamptz not null default now()
  );

  create table shared.row_history (
    company_id uuid        not null,
    table_name text        not null,
    row_id     uuid        not null,
    row_before jsonb       not null,
    operation  text        not null check (operation in ('UPDATE', 'DELETE')),
    changed_by uuid,
    changed_at timestamptz not null default clock_timestamp()
  );
  create index row_history_of_row on shared.row_history (company_id, table_name, row_id, changed_at);

  create function shared.keep_history() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if tg_op = 'DELETE' or old is distinct from new then
      insert into shared.row_history (company_id, table_name, row_id, row_before, operation, changed_by)
      values (coalesce((to_jsonb(old) ->> 'company_id')::uuid, old.id), tg_table_schema || '.' || tg_table_name, old.id, to_jsonb(old), tg_op, shared.current_actor());
    end if;
    return null;
  end $$;

  /* kind: 'append' (select, insert), 'document' (also update, its history kept), 'row' (also delete, its history kept), 'plain' (all, no history) */
  create procedure shared.fence(target regclass, kind text) language plpgsql as $$
  declare
    company_column text := case when target = 'shared.company'::regclass then 'id' else 'company_id' end;
    privileges text := case kind when 'append' then 'select, insert' when 'document' then 'select, insert, update'
                                 when 'row' then 'select, insert, update, delete' when 'plain' then 'select, insert, update, delete' end;
  begin
    if privileges is null then raise exception 'unknown kind %', kind; end if;
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy own_company on %s to enterprise_app using (%I = (select shared.current_company())) with check (%I = (select shared.current_company()))',
                   target, company_column, company_column);
    execute format('create policy everything on %s to enterprise_owner, enterprise_sealer, enterprise_reader, enterprise_definer using (true) with check (true)', target);
    execute format('grant %s on %s to enterprise_app', privileges, target);
    if kind in ('document', 'row') then
      execute format('create trigger keep_history after update or delete on %s for each row execute function shared.keep_history()', target);
    end if;
  end $$;

  call shared.fence('shared.company', 'document');
  call shared.fence('shared.row_history', 'append');
  revoke insert on shared.row_history from enterprise_app;
  grant insert on shared.row_history to enterprise_definer;
  grant select on shared.company to enterprise_sealer, enterprise_reader, enterprise_definer;
  grant create on schema shared to enterprise_definer;
  alter function shared.keep_history() owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on function shared.keep_history() to public;
`.execute(db);
