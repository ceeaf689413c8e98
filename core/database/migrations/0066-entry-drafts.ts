import { type Kysely, sql } from "kysely";

/** Entries that are not posted yet, keys by which a line is split over dimensions, and journals that are for documents alone. */
export const up = async (db: Kysely<unknown>) => {
  await journals(db);
  await splits(db);
  await drafts(db);
};

const journals = (db: Kysely<unknown>) =>
  sql`
  alter table finance.journal add column manual_posting boolean not null default true;

  /* As before, and whether the journal is for entries by hand; the default journal is one of those. */
  create or replace function finance.entry_context(p_accounts uuid[], p_journal uuid, p_currencies text[], p_on date, out accounts jsonb, out journal jsonb, out rates jsonb)
  language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company();
  begin
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'active', a.active, 'manualPosting', a.manual_posting)), '[]') into accounts
      from unnest(p_accounts) as wanted (id) join finance.account a on a.company_id = company and a.id = wanted.id;
    if p_journal is null then
      select jsonb_build_object('id', j.id, 'kind', j.kind, 'code', j.code, 'manualPosting', j.manual_posting) into journal from finance.journal j
       where j.company_id = company and j.kind = 'general' and j.active and j.manual_posting order by j.code limit 1;
    else
      select jsonb_build_object('id', j.id, 'kind', j.kind, 'code', j.code, 'manualPosting', j.manual_posting) into journal
        from finance.journal j where j.company_id = company and j.id = p_journal and j.active;
    end if;
    rates := '{}';
    if cardinality(p_currencies) > 0 then
      select jsonb_object_agg(wanted.currency, (select r.rate::text from finance.exchange_rate r
                                                 where r.company_id = company and r.currency = wanted.currency and r.valid_on <= p_on order by r.valid_on desc limit 1)) into rates
        from unnest(p_currencies) as wanted (currency);
    end if;
  end $$;
`.execute(db);

const splits = (db: Kysely<unknown>) =>
  sql`
  create function finance.share_total(shares jsonb) returns numeric language sql immutable
    return (select sum((share.value ->> 'percent')::numeric) from jsonb_array_elements(shares) as share (value));

  /* shares: [{percent, dimensions: [value, …]}], 100 in all. */
  create table finance.dimension_split (
    id         uuid primary key,
    company_id uuid    not null references shared.company (id),
    code       text    not null constraint split_code_shape check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
    name       text    not null constraint split_named check (name <> ''),
    shares     jsonb   not null,
    active     boolean not null default true,
    version    integer not null default 1,
    created_at timestamptz not null default now(),
    unique (company_id, id),
    constraint split_code_once unique (company_id, code),
    constraint split_has_shares check (jsonb_typeof(shares) = 'array' and jsonb_array_length(shares) between 2 and 100),
    constraint split_adds_up check (finance.share_total(shares) = 100)
  );
  call shared.fence('finance.dimension_split', 'document');
  grant select on finance.dimension_split to enterprise_reader;
  grant execute on function finance.share_total(jsonb) to enterprise_app;
`.execute(db);

const drafts = (db: Kysely<unknown>) =>
  sql`
  /* content is what was entered, as the API takes it, and need not be postable. The entry a draft becomes has its id. */
  create table finance.entry_draft (
    id            uuid not null,
    company_id    uuid not null references shared.company (id),
    state         text not null default 'draft' check (state in ('draft', 'posted')),
    effective_on  date,
    journal_id    uuid,
    description   text,
    content       jsonb not null constraint draft_content check (jsonb_typeof(content) = 'object'),
    copy_of_id    uuid,
    entry_id      uuid,
    owner_id      uuid not null,
    changed_by    uuid not null,
    version       integer not null default 1,
    created_at    timestamptz not null default now(),
    changed_at    timestamptz not null default now(),
    primary key (company_id, id),
    constraint posted_draft_has_its_entry check ((state = 'posted') = (entry_id is not null) and entry_id is not distinct from case when state = 'posted' then id end),
    foreign key (company_id, journal_id) references finance.journal (company_id, id),
    foreign key (company_id, copy_of_id) references finance.journal_entry (company_id, id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id)
  );
  create index entry_draft_newest on finance.entry_draft (company_id, id desc) where state = 'draft';
  create index entry_draft_of_owner on finance.entry_draft (company_id, owner_id, id desc) where state = 'draft';
  create index entry_draft_of_journal on finance.entry_draft (company_id, journal_id);
  create index entry_draft_copied on finance.entry_draft (company_id, copy_of_id) where copy_of_id is not null;
  create index entry_draft_posted on finance.entry_draft (company_id, entry_id) where entry_id is not null;
  call shared.fence('finance.entry_draft', 'row');
  grant select on finance.entry_draft to enterprise_reader;

  create function finance.keep_posted_draft() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'This draft is posted; take the entry back instead.' using constraint = 'posted_draft_stays', errcode = 'restrict_violation';
  end $$;
  create trigger posted_draft_stays before update or delete on finance.entry_draft for each row when (old.state = 'posted') execute function finance.keep_posted_draft();
`.execute(db);
