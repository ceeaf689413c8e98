import { type Kysely, sql } from "kysely";

/**
 * Several dimensions on one line. A dimension (cost centre, project) has values; a line names a set of values, at most one of each dimension. A set is
 * interned: there is one row for a combination, so balances are kept for each set and reports pick the sets that hold a value. The columns that name
 * a set keep their released name, dimension_id: a set of one value has the id of that value, so lines and seals of before stay what they were.
 */
export const up = async (db: Kysely<unknown>) => {
  await values(db);
  await sets(db);
  await entries(db);
};

const values = (db: Kysely<unknown>) =>
  sql`
  alter table finance.dimension rename to dimension_value;
  alter table finance.dimension_value rename constraint dimension_code_once to dimension_value_code_of_kind_once;
  alter table finance.dimension_value rename constraint dimension_pkey to dimension_value_pkey;
  alter table finance.dimension_value rename constraint dimension_company_id_id_key to dimension_value_company_id_id_key;
  alter table finance.dimension_value rename constraint dimension_company_id_fkey to dimension_value_company_id_fkey;
  update shared.row_history set table_name = 'finance.dimension_value' where table_name = 'finance.dimension';

  create table finance.dimension (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    code       text not null constraint dimension_code_shape check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
    name       text not null constraint dimension_named check (name <> ''),
    required   text not null default 'never' constraint dimension_required_on check (required in ('never', 'income_and_expense', 'always')),
    active     boolean not null default true,
    version    integer not null default 1,
    created_at timestamptz not null default now(),
    unique (company_id, id),
    constraint dimension_code_once unique (company_id, code)
  );
  call shared.fence('finance.dimension', 'document');
  insert into finance.dimension (id, company_id, code, name)
  select gen_random_uuid(), kind.company_id,
         case when kind.kind ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' then kind.kind else 'dimension-' || row_number() over (partition by kind.company_id order by kind.kind) end,
         coalesce(nullif(kind.kind, ''), '?')
    from (select distinct v.company_id, v.kind from finance.dimension_value v) kind;

  alter table finance.dimension_value disable trigger keep_history;
  alter table finance.dimension_value
    add column dimension_id uuid,
    add column parent_id    uuid,
    add column valid_from   date,
    add column valid_to     date,
    add column created_at   timestamptz not null default now(),
    add constraint dimension_value_lasts check (valid_to >= valid_from),
    add constraint dimension_value_not_its_own_parent check (parent_id <> id),
    drop constraint dimension_value_code_of_kind_once;
  update finance.dimension_value v set dimension_id = d.id from finance.dimension d where d.company_id = v.company_id and d.name = coalesce(nullif(v.kind, ''), '?');
  alter table finance.dimension_value
    alter column dimension_id set not null,
    drop column kind,
    add constraint dimension_value_of_dimension unique (company_id, dimension_id, id),
    add constraint dimension_value_code_once unique (company_id, dimension_id, code),
    add constraint dimension_value_of_known_dimension foreign key (company_id, dimension_id) references finance.dimension (company_id, id),
    add constraint dimension_value_below_its_own foreign key (company_id, dimension_id, parent_id) references finance.dimension_value (company_id, dimension_id, id);
  alter table finance.dimension_value enable trigger keep_history;
  create index dimension_value_below on finance.dimension_value (company_id, dimension_id, parent_id) where parent_id is not null;

  /* One change of a tree at a time, so that two that are fine by themselves cannot make a ring together. */
  create function finance.check_dimension_tree() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare above uuid := new.parent_id; steps integer := 0;
  begin
    perform from finance.dimension d where d.company_id = new.company_id and d.id = new.dimension_id for no key update;
    while above is not null loop
      steps := steps + 1;
      if above = new.id or steps > 20 then
        raise exception 'A value cannot be below itself, nor deeper than 20 levels.' using constraint = 'dimension_values_are_a_tree', errcode = 'check_violation';
      end if;
      select v.parent_id into above from finance.dimension_value v where v.company_id = new.company_id and v.id = above;
    end loop;
    return new;
  end $$;
  create trigger tree_checked_on_insert before insert on finance.dimension_value for each row when (new.parent_id is not null) execute function finance.check_dimension_tree();
  create trigger tree_checked_on_update before update on finance.dimension_value for each row
    when (new.parent_id is not null and new.parent_id is distinct from old.parent_id) execute function finance.check_dimension_tree();
  grant select on finance.dimension, finance.dimension_value to enterprise_sealer, enterprise_reader;
`.execute(db);

const sets = (db: Kysely<unknown>) =>
  sql`
  create function finance.canonical_values(value_ids uuid[]) returns uuid[] language sql immutable parallel safe
    return array(select distinct v.id from unnest(value_ids) as v (id) order by v.id);
  /* A set of one value has its id; of more, an id made of theirs (UUID version 8), so that a writer knows it before the set is there. */
  create function finance.dimension_set_id(value_ids uuid[]) returns uuid language sql immutable parallel safe
    return case when cardinality(value_ids) = 1 then value_ids[1] else
      (select encode(set_byte(set_byte(hash.bytes, 6, (get_byte(hash.bytes, 6) & 15) | 128), 8, (get_byte(hash.bytes, 8) & 63) | 128), 'hex')::uuid
         from (select substring(sha256(string_agg(uuid_send(v.id), ''::bytea order by v.id)) from 1 for 16) as bytes from unnest(value_ids) as v (id)) hash) end;

  /* The key is the canonical combination itself: its id follows from it. */
  create table finance.dimension_set (
    company_id uuid   not null,
    id         uuid   not null,
    value_ids  uuid[] not null,
    constraint dimension_set_once primary key (company_id, id),
    constraint dimension_set_not_empty check (cardinality(value_ids) between 1 and 20),
    constraint dimension_set_canonical check (value_ids = finance.canonical_values(value_ids)),
    constraint dimension_set_follows_values check (id = finance.dimension_set_id(value_ids))
  );
  create table finance.dimension_set_member (
    company_id   uuid not null,
    set_id       uuid not null,
    dimension_id uuid not null,
    value_id     uuid not null,
    constraint one_value_of_a_dimension primary key (company_id, set_id, dimension_id),
    foreign key (company_id, set_id) references finance.dimension_set (company_id, id),
    foreign key (company_id, dimension_id, value_id) references finance.dimension_value (company_id, dimension_id, id)
  );
  create index dimension_set_with_value on finance.dimension_set_member (company_id, value_id, set_id);
  create index dimension_set_member_value on finance.dimension_set_member (company_id, dimension_id, value_id);
  call shared.fence('finance.dimension_set', 'append');
  call shared.fence('finance.dimension_set_member', 'append');
  revoke insert on finance.dimension_set_member from enterprise_app;
  grant insert on finance.dimension_set_member to enterprise_definer;
  grant select on finance.dimension_value to enterprise_definer;
  grant select on finance.dimension_set, finance.dimension_set_member to enterprise_sealer, enterprise_reader;
  create trigger append_only before update or delete or truncate on finance.dimension_set for each statement execute function shared.refuse_change();
  create trigger append_only before update or delete or truncate on finance.dimension_set_member for each statement execute function shared.refuse_change();

  /* The members are the set's values with their dimensions; only this writes them. */
  create function finance.write_set_members() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare missing uuid;
  begin
    select v.id into missing from added a cross join unnest(a.value_ids) as v (id)
     where not exists (select from finance.dimension_value known where known.company_id = a.company_id and known.id = v.id) limit 1;
    if found then
      raise exception 'There is no dimension value %.', missing using constraint = 'dimension_set_of_known_values', errcode = 'foreign_key_violation';
    end if;
    insert into finance.dimension_set_member (company_id, set_id, dimension_id, value_id)
    select a.company_id, a.id, known.dimension_id, known.id
      from added a cross join unnest(a.value_ids) as v (id) join finance.dimension_value known on known.company_id = a.company_id and known.id = v.id;
    return null;
  end $$;
  grant create on schema finance to enterprise_definer;
  alter function finance.write_set_members() owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  create trigger members_written after insert on finance.dimension_set referencing new table as added for each statement execute function finance.write_set_members();
  grant execute on function finance.canonical_values(uuid[]), finance.dimension_set_id(uuid[]) to enterprise_app, enterprise_sealer, enterprise_reader;

  insert into finance.dimension_set (company_id, id, value_ids) select v.company_id, v.id, array[v.id] from finance.dimension_value v;

  /* Takes combinations of values ([[value, …], …]) and sees to it that their sets are there, in the order of ids, so that two at once wait rather than deadlock. */
  create function finance.intern_dimension_sets(sets jsonb) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
  begin
    insert into finance.dimension_set (company_id, id, value_ids)
    select shared.current_company(), wanted.id, wanted.value_ids
      from (select distinct finance.dimension_set_id(canonical.value_ids) as id, canonical.value_ids
              from jsonb_array_elements(sets) as given (value_ids)
             cross join lateral (select finance.canonical_values(array(select v.id::uuid from jsonb_array_elements_text(given.value_ids) as v (id))) as value_ids) canonical) wanted
     where not exists (select from finance.dimension_set known where known.company_id = shared.current_company() and known.id = wanted.id)
     order by wanted.id
    on conflict (company_id, id) do nothing;
  end $$;

  /*
   * What combinations of values mean, in the order given, which dimensions a line must name, and which of the accounts are of income and expense (only when
   * a dimension is required). p_sets: [[value, …], …]. dimension_sets: [{id, values: [{id, code, name, active, validFrom, validTo, dimension: {id, code, name, active}}]}].
   */
  create function finance.dimension_context(p_sets jsonb, p_accounts uuid[], out required_dimensions jsonb, out earning_accounts jsonb, out dimension_sets jsonb)
  language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company();
  begin
    select jsonb_agg(jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name, 'required', d.required) order by d.code) into required_dimensions
      from finance.dimension d where d.company_id = company and d.active and d.required <> 'never';
    if required_dimensions is not null then
      select jsonb_agg(a.id) into earning_accounts
        from unnest(p_accounts) as wanted (id) join finance.account a on a.company_id = company and a.id = wanted.id where a.type in ('income', 'expense');
    end if;
    if p_sets is null then return; end if;
    select jsonb_agg(jsonb_build_object('id', finance.dimension_set_id(canonical.value_ids), 'values', coalesce(known.list, '[]')) order by given.place) into dimension_sets
      from jsonb_array_elements(p_sets) with ordinality as given (value_ids, place)
     cross join lateral (select finance.canonical_values(array(select v.id::uuid from jsonb_array_elements_text(given.value_ids) as v (id))) as value_ids) canonical
     cross join lateral (
           select jsonb_agg(jsonb_build_object('id', v.id, 'code', v.code, 'name', v.name, 'active', v.active, 'validFrom', v.valid_from, 'validTo', v.valid_to,
                                               'dimension', jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name, 'active', d.active)) order by d.code, v.code) as list
             from unnest(canonical.value_ids) as one (id)
             join finance.dimension_value v on v.company_id = company and v.id = one.id
             join finance.dimension d on d.company_id = company and d.id = v.dimension_id) known;
  end $$;
  grant execute on function finance.intern_dimension_sets(jsonb), finance.dimension_context(jsonb, uuid[]) to enterprise_app;
`.execute(db);

/** Lines name sets from here on. The index finds the lines of a set on an account in the order of a ledger. */
const entries = (db: Kysely<unknown>) =>
  sql`
  alter table finance.journal_line drop constraint journal_line_company_id_dimension_id_fkey,
    add constraint line_of_known_dimension_set foreign key (company_id, dimension_id) references finance.dimension_set (company_id, id);
  drop index finance.line_of_dimension;
  create index line_of_dimension_set on finance.journal_line (company_id, dimension_id, account_id, effective_on, entry_id, position) where dimension_id is not null;
  alter table finance.invoice_line drop constraint invoice_line_company_id_dimension_id_fkey,
    add constraint invoice_line_of_known_dimension_set foreign key (company_id, dimension_id) references finance.dimension_set (company_id, id);
  comment on column finance.journal_line.dimension_id is 'The dimension set';
  comment on column finance.invoice_line.dimension_id is 'The dimension set';
  comment on column finance.balance_day.dimension_id is 'The dimension set; nil is none';
  comment on column finance.balance_month.dimension_id is 'The dimension set; nil is none';

  /* As before, but a line's set is called dimensionSetId. Nothing has ever sent a dimensionId, for no value could be made. */
  create or replace function finance.post_entries(entries jsonb) returns void language plpgsql as $$
  begin
    with entry as materialized (
      select e.* from jsonb_to_recordset(entries) as e (id uuid, "journalId" uuid, kind text, "effectiveOn" date, description text, "sourceType" text, "sourceId" uuid,
                                                        "reversesEntryId" uuid, "externalId" text, lines jsonb)),
    header as (
      insert into finance.journal_entry (id, company_id, journal_id, kind, effective_on, description, source_type, source_id, reverses_entry_id, external_id, posted_by, cluster_id)
      select e.id, shared.current_company(), e."journalId", coalesce(e.kind, 'standard'), e."effectiveOn", e.description, e."sourceType", e."sourceId", e."reversesEntryId",
             e."externalId", shared.current_actor(), (select c.id from shared.cluster c where c.current)
        from entry e)
    insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, party_id, dimension_id, currency, amount, company_amount, description, tax_code_id, tax_base)
    select shared.current_company(), e.id, l.position, e."effectiveOn", l."accountId", l."partyId", l."dimensionSetId", l.currency, l.amount, l."companyAmount", l.description, l."taxCodeId", l."taxBase"
      from entry e, rows from (jsonb_to_recordset(e.lines) as ("accountId" uuid, "partyId" uuid, "dimensionSetId" uuid, currency text, amount bigint, "companyAmount" bigint,
                                                               description text, "taxCodeId" uuid, "taxBase" bigint)) with ordinality
           as l ("accountId", "partyId", "dimensionSetId", currency, amount, "companyAmount", description, "taxCodeId", "taxBase", position);
  end $$;
`.execute(db);
