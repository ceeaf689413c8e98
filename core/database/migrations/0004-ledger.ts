import { type Kysely, sql } from "kysely";

/** The general ledger: entries and lines that only grow, balance, and never enter a closed period. */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  /* The server that made a transaction id. After a restore or copy the system identifier differs, and foreign ids count as committed. */
  create table shared.cluster (
    id         smallint generated always as identity primary key,
    system_id  bigint not null unique,
    current    boolean not null default true
  );
  create unique index one_current_cluster on shared.cluster (current) where current;
  grant select on shared.cluster to enterprise_app, enterprise_sealer, enterprise_reader, enterprise_definer;
  create procedure shared.mark_cluster() language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare here bigint := (select system_identifier from pg_catalog.pg_control_system());
  begin
    if exists (select from shared.cluster where current and system_id = here) then return; end if;
    perform pg_advisory_xact_lock(730832773603);
    update shared.cluster set current = false where current;
    insert into shared.cluster (system_id) values (here) on conflict (system_id) do update set current = true;
  end $$;
  call shared.mark_cluster();
  grant insert, update on shared.cluster to enterprise_definer;
  grant create on schema shared to enterprise_definer;
  alter procedure shared.mark_cluster() owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on procedure shared.mark_cluster() to enterprise_app, enterprise_sealer;

  create table finance.dimension (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    kind       text not null,
    code       text not null,
    name       text not null,
    active     boolean not null default true,
    version    integer not null default 1,
    unique (company_id, id),
    constraint dimension_code_once unique (company_id, kind, code)
  );

  /*
   * The journal proves that the company is there, so the hot row of the company is not locked by every posting. xid orders the entries for the
   * sealer; the application cannot choose it, nor when an entry was posted.
   */
  create table finance.journal_entry (
    id                uuid not null,
    company_id        uuid not null,
    journal_id        uuid not null,
    kind              text not null default 'standard' check (kind in ('standard', 'exchange', 'revaluation', 'opening', 'closing', 'reversal')),
    effective_on      date not null,
    description       text not null,
    source_type       text,
    source_id         uuid,
    reverses_entry_id uuid,
    posted_by         uuid not null,
    posted_at         timestamptz not null default now(),
    external_id       text,
    cluster_id        smallint not null,
    xid               xid8 not null default pg_current_xact_id(),
    primary key (company_id, id),
    unique (company_id, id, effective_on),
    check ((kind = 'reversal') = (reverses_entry_id is not null)),
    foreign key (company_id, journal_id) references finance.journal (company_id, id),
    foreign key (company_id, reverses_entry_id) references finance.journal_entry (company_id, id)
  );
  create unique index entry_reversed_once on finance.journal_entry (company_id, reverses_entry_id) where reverses_entry_id is not null;
  create unique index entry_external_id_once on finance.journal_entry (company_id, external_id) where external_id is not null;
  create index entry_to_seal on finance.journal_entry (company_id, cluster_id, xid, id);
  create index entry_by_date on finance.journal_entry (company_id, effective_on desc, id desc);
  create index entry_of_source on finance.journal_entry (company_id, source_type, source_id) where source_type is not null;
  create index entry_of_journal on finance.journal_entry (company_id, journal_id, effective_on desc, id desc);

  /* A debit is positive. company_amount is the same in company currency. Every amount can be negated, so every entry can be reversed. */
  create table finance.journal_line (
    company_id     uuid     not null,
    entry_id       uuid     not null,
    position       smallint not null check (position > 0),
    effective_on   date     not null,
    account_id     uuid     not null,
    party_id       uuid,
    dimension_id   uuid,
    currency       text     not null check (currency ~ '^[A-Z]{3}$'),
    amount         bigint   not null,
    company_amount bigint   not null,
    description    text,
    tax_code_id    uuid,
    tax_base       bigint,
    primary key (company_id, entry_id, position),
    constraint line_not_zero check (amount <> 0 or company_amount <> 0),
    constraint line_same_side check (sign(amount::numeric) * sign(company_amount::numeric) >= 0),
    constraint line_can_be_negated check (least(amount, company_amount, tax_base) > -9223372036854775808),
    foreign key (company_id, entry_id, effective_on) references finance.journal_entry (company_id, id, effective_on),
    foreign key (company_id, account_id) references finance.account (company_id, id),
    foreign key (company_id, party_id) references finance.party (company_id, id),
    foreign key (company_id, dimension_id) references finance.dimension (company_id, id),
    foreign key (company_id, tax_code_id) references finance.tax_code (company_id, id)
  );
  create index line_of_account on finance.journal_line (company_id, account_id, effective_on, entry_id, position);
  create index line_of_party on finance.journal_line (company_id, party_id, effective_on, entry_id) where party_id is not null;
  create index line_of_dimension on finance.journal_line (company_id, dimension_id, effective_on) where dimension_id is not null;
  create index line_of_tax on finance.journal_line (company_id, tax_code_id, effective_on) where tax_code_id is not null;

  call shared.fence('finance.dimension', 'document');
  call shared.fence('finance.journal_entry', 'append');
  call shared.fence('finance.journal_line', 'append');
  grant select on finance.dimension, finance.journal_entry, finance.journal_line to enterprise_sealer, enterprise_reader;
  revoke insert on finance.journal_entry from enterprise_app;
  grant insert (id, company_id, journal_id, kind, effective_on, description, source_type, source_id, reverses_entry_id, posted_by, external_id, cluster_id)
    on finance.journal_entry to enterprise_app;
  `.execute(db);
  await guards(db);
  await posting(db);
};

/**
 * The triggers read their transition tables and look everything else up by key, one row at a time, by generic plans: a plan made for a small batch, a
 * young table or a company the statistics do not know yet stays right for a large one. search_path is pinned, so no caller's operators or tables stand in for ours.
 */
const guards = (db: Kysely<unknown>) =>
  sql`
  create function shared.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception '%.% is append-only; correct it with a reversing row', tg_table_schema, tg_table_name using constraint = 'append_only', errcode = 'restrict_violation';
  end $$;
  create trigger append_only before update or delete or truncate on finance.journal_entry for each statement execute function shared.refuse_change();
  create trigger append_only before update or delete or truncate on finance.journal_line for each statement execute function shared.refuse_change();

  /* Taken shared by a posting and exclusively by a close, so an entry is in before the close or refused. */
  create function finance.period_lock(company uuid, period uuid) returns bigint language sql immutable
    return hashtextextended('period' || company::text || period::text, 2);

  create function finance.check_entries() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare
    posted record; day record; fiscal record; reversal record; bad uuid; company uuid; cluster smallint;
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
      select p.id, p.ends_on, (select s.xid from finance.seal s where s.company_id = company and s.cluster_id = cluster and s.xid >= pg_current_xact_id() limit 1) as overtaken
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
      perform from finance.period p where p.company_id = company and p.id = fiscal.id and p.state = 'open';
      if not found then
        raise exception 'The period of % is closed.', day.effective_on using constraint = 'entry_in_an_open_period', errcode = 'check_violation';
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

  create function finance.check_reversal(company uuid, reversal uuid, original uuid, reversed_on date) returns void language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    perform from (
       (select account_id, party_id, dimension_id, currency, amount, company_amount, tax_code_id, tax_base
          from finance.journal_line l where l.company_id = company and l.entry_id = reversal
        except all
        select account_id, party_id, dimension_id, currency, -amount, -company_amount, tax_code_id, -tax_base
          from finance.journal_line l where l.company_id = company and l.entry_id = original)
       union all
       (select account_id, party_id, dimension_id, currency, -amount, -company_amount, tax_code_id, -tax_base
          from finance.journal_line l where l.company_id = company and l.entry_id = original
        except all
        select account_id, party_id, dimension_id, currency, amount, company_amount, tax_code_id, tax_base
          from finance.journal_line l where l.company_id = company and l.entry_id = reversal)) difference limit 1;
    if found then
      raise exception 'entry % does not mirror the entry it reverses', reversal using constraint = 'reversal_mirrors', errcode = 'check_violation';
    end if;
    perform from finance.journal_entry e where e.company_id = company and e.id = original and e.effective_on > reversed_on;
    if found then
      raise exception 'A reversal is not dated before the entry it reverses.' using constraint = 'reversal_not_before_entry', errcode = 'check_violation';
    end if;
  end $$;

  /*
   * The lines of a statement count from 1 for each entry. So a second statement would need position 1 again, which the primary key refuses: what is
   * added here is all there is and ever will be of these entries, and its sums are theirs. numeric, so that no sum wraps.
   */
  create function finance.check_lines() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare checked record; bad record;
  begin
    /* Sums by entry and currency; the whole of each entry is looked at only when one of them is not whole by itself. */
    select bool_or(s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines) as doubtful, bool_or(s.differs) as differs
      into checked from (
      select sum(a.amount) as amount, sum(a.company_amount) as company_amount, count(*) as lines, min(a.position) as first, max(a.position) as last,
             bool_or(a.amount = 0 or a.amount <> a.company_amount) as differs
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
    if not checked.differs then return null; end if;
    select a.entry_id into bad from added a
     where (a.amount <> a.company_amount and (select c.base_currency from shared.company c where c.id = a.company_id) is not distinct from a.currency)
        or (a.amount = 0 and (select e.kind in ('exchange', 'revaluation', 'reversal') from finance.journal_entry e
                               where e.company_id = a.company_id and e.id = a.entry_id) is not true) limit 1;
    if found then
      raise exception 'entry % has a line whose amount and company amount do not agree', bad.entry_id using constraint = 'line_amounts_agree', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger entries_checked after insert on finance.journal_entry referencing new table as added for each statement execute function finance.check_entries();
  create trigger lines_checked after insert on finance.journal_line referencing new table as added for each statement execute function finance.check_lines();
  grant execute on function finance.period_lock(uuid, uuid), finance.check_reversal(uuid, uuid, uuid, date) to enterprise_app;
`.execute(db);

const posting = (db: Kysely<unknown>) =>
  sql`
  /*
   * Posts any number of entries with their lines in one statement. Positions count from 1 in the order given. Amounts are minor units, a debit
   * positive. Entry: {id, journalId, kind?, effectiveOn, description, sourceType?, sourceId?, reversesEntryId?, externalId?,
   * lines: [{accountId, partyId?, dimensionId?, currency, amount, companyAmount, description?, taxCodeId?, taxBase?}]}.
   */
  create function finance.post_entries(entries jsonb) returns void language plpgsql as $$
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
    select shared.current_company(), e.id, l.position, e."effectiveOn", l."accountId", l."partyId", l."dimensionId", l.currency, l.amount, l."companyAmount", l.description, l."taxCodeId", l."taxBase"
      from entry e, rows from (jsonb_to_recordset(e.lines) as ("accountId" uuid, "partyId" uuid, "dimensionId" uuid, currency text, amount bigint, "companyAmount" bigint,
                                                               description text, "taxCodeId" uuid, "taxBase" bigint)) with ordinality
           as l ("accountId", "partyId", "dimensionId", currency, amount, "companyAmount", description, "taxCodeId", "taxBase", position);
  end $$;
  grant execute on function finance.post_entries(jsonb) to enterprise_app;
`.execute(db);
