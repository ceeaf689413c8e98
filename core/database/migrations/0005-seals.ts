import { type Kysely, sql } from "kysely";

/**
 * The sealer gives committed entries their gapless number and a hash chained to the one before, and adds them to the balances. Only entries whose
 * transaction is below the snapshot's xmin are sealed, in (xid, id) order, so nothing can still appear before a sealed entry.
 */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  create table finance.seal (
    company_id uuid        not null,
    number     bigint      not null check (number > 0),
    entry_id   uuid        not null,
    hash       bytea       not null check (length(hash) = 32),
    sealed_at  timestamptz not null,
    cluster_id smallint    not null,
    xid        xid8        not null,
    primary key (company_id, number),
    constraint entry_sealed_once unique (company_id, entry_id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id)
  );
  create index seal_watermark on finance.seal (company_id, cluster_id, xid desc, entry_id desc);
  create index seal_by_time on finance.seal (company_id, sealed_at);

  /*
   * Sums of the sealed lines by account, currency, dimension, effective day and sealing day (UTC), and the same by months. nil uuid = no dimension.
   * numeric, so that no sum of lines is ever too large to be sealed. Room is left in the pages for updates in place.
   */
  create table finance.balance_day (
    company_id     uuid    not null,
    effective_on   date    not null,
    account_id     uuid    not null,
    currency       text    not null,
    dimension_id   uuid    not null,
    sealed_on      date    not null,
    amount         numeric not null,
    company_debit  numeric not null,
    company_credit numeric not null,
    primary key (company_id, effective_on, account_id, currency, dimension_id, sealed_on)
  ) with (fillfactor = 70);
  create index balance_of_account on finance.balance_day (company_id, account_id, effective_on);
  create index balance_by_sealing on finance.balance_day (company_id, sealed_on);
  create table finance.balance_month (
    company_id     uuid    not null,
    month          date    not null check (extract(day from month) = 1),
    account_id     uuid    not null,
    currency       text    not null,
    dimension_id   uuid    not null,
    sealed_month   date    not null check (extract(day from sealed_month) = 1),
    amount         numeric not null,
    company_debit  numeric not null,
    company_credit numeric not null,
    primary key (company_id, month, account_id, currency, dimension_id, sealed_month)
  ) with (fillfactor = 70);
  create index balance_month_of_account on finance.balance_month (company_id, account_id, month);
  call shared.fence('finance.seal', 'append');
  call shared.fence('finance.balance_day', 'append');
  call shared.fence('finance.balance_month', 'append');
  /* A new company is unknown to the statistics until the next analyze, which a large table would wait long for. */
  alter table finance.journal_entry set (autovacuum_analyze_scale_factor = 0.02);
  alter table finance.journal_line set (autovacuum_analyze_scale_factor = 0.02);
  alter table finance.seal set (autovacuum_analyze_scale_factor = 0.02);
  alter table finance.balance_day set (autovacuum_analyze_scale_factor = 0.02);
  revoke insert on finance.seal, finance.balance_day, finance.balance_month from enterprise_app;
  grant select, insert on finance.seal to enterprise_sealer;
  grant select, insert, update on finance.balance_day, finance.balance_month to enterprise_sealer;
  grant select on finance.seal, finance.balance_day, finance.balance_month to enterprise_reader;
  create trigger append_only before update or delete or truncate on finance.seal for each statement execute function shared.refuse_change();
  `.execute(db);
  await sealing(db);
};

const sealing = (db: Kysely<unknown>) =>
  sql`
  /*
   * The last seal of each cluster's entries: everything at or before it in (xid, id) order is sealed. Where there is none, zero. No coalesce: behind
   * row-level security Postgres does not look into an index for it.
   */
  create view finance.seal_mark with (security_invoker = true) as
  select c.id as company_id, k.id as cluster_id, k.current, mark.xid, mark.entry_id
    from shared.company c
   cross join shared.cluster k
   cross join lateral (
         select any_seal.xid, any_seal.entry_id
           from ((select s.xid, s.entry_id from finance.seal s where s.company_id = c.id and s.cluster_id = k.id order by s.xid desc, s.entry_id desc limit 1)
                 union all select '0'::xid8, '00000000-0000-0000-0000-000000000000'::uuid) any_seal
          order by any_seal.xid desc, any_seal.entry_id desc limit 1) mark;

  /* Entries without a seal, whatever transaction wrote them: the tail that reports add to the balances. */
  create view finance.unsealed_entry with (security_invoker = true) as
  select m.company_id, e.id, e.effective_on, m.cluster_id, e.xid, e.posted_at
    from finance.seal_mark m
    join lateral (select e.* from finance.journal_entry e
                   where e.company_id = m.company_id and e.cluster_id = m.cluster_id and (e.xid, e.id) > (m.xid, m.entry_id) offset 0) e on true;

  /* Companies with an entry that can be sealed now. One look into an index for each company. */
  create view finance.company_to_seal with (security_invoker = true) as
  select m.company_id from finance.seal_mark m
    join lateral (select e.xid from finance.journal_entry e
                   where e.company_id = m.company_id and e.cluster_id = m.cluster_id and (e.xid, e.id) > (m.xid, m.entry_id) order by e.xid, e.id limit 1) e on true
   where not m.current or e.xid < pg_snapshot_xmin(pg_current_snapshot());
  grant select on finance.seal_mark, finance.unsealed_entry to enterprise_app, enterprise_sealer, enterprise_reader;
  grant select on finance.company_to_seal to enterprise_sealer;

  create function finance.seal_lock(company uuid) returns bigint language sql immutable
    return hashtextextended('seal' || company::text, 3);

  /*
   * Seals up to p_batch entries of a company and returns how many. One sealer at a time for each company; sealed_at is taken under its lock and never
   * goes back, so who holds the lock shared after an instant knows that nothing will be sealed at or before it. hash = sha256(previous || number || entry),
   * the entry as text that verify-ledger builds from the rows by itself: one field a line, JSON where a field may hold anything. Plans are generic: one made
   * for a company the statistics do not know takes it to have no rows, and then any index that begins with company_id looks as good as the right one.
   */
  create function finance.seal_entries(p_company uuid, p_batch integer) returns integer language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare
    horizon xid8; mark record; entry record; last_number bigint; last_hash bytea; last_at timestamptz; now_at timestamptz; left_over integer := p_batch;
    sealed uuid[] := '{}'; hashes bytea[] := '{}'; xids xid8[] := '{}'; clusters smallint[] := '{}';
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'seal in read committed: the last seal must be read after the lock' using constraint = 'sealed_read_committed', errcode = 'invalid_transaction_state';
    end if;
    if not pg_try_advisory_xact_lock(finance.seal_lock(p_company)) then return 0; end if;
    select s.number, s.hash, s.sealed_at into last_number, last_hash, last_at from finance.seal s where s.company_id = p_company order by s.number desc limit 1;
    last_number := coalesce(last_number, 0);
    last_hash := coalesce(last_hash, '');
    now_at := greatest(clock_timestamp(), last_at + interval '1 microsecond');
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    for mark in select m.* from finance.seal_mark m where m.company_id = p_company order by m.cluster_id loop
      for entry in
        select e.id, e.xid,
               concat_ws(E'\\n', e.id, e.journal_id, e.kind, to_char(e.effective_on, 'YYYY-MM-DD'), to_json(e.description), to_json(coalesce(e.source_type, '')),
                         coalesce(e.source_id::text, ''), coalesce(e.reverses_entry_id::text, ''), e.posted_by, (extract(epoch from e.posted_at) * 1000000)::bigint,
                         to_json(coalesce(e.external_id, '')), l.lines) as canonical
          from (select e.* from finance.journal_entry e
                 where e.company_id = p_company and e.cluster_id = mark.cluster_id and (e.xid, e.id) > (mark.xid, mark.entry_id) and (e.xid < horizon or not mark.current)
                 order by e.xid, e.id limit left_over) e
         cross join lateral (
               select string_agg(concat_ws('|', l.position, l.account_id, coalesce(l.party_id::text, ''), coalesce(l.dimension_id::text, ''), l.currency, l.amount, l.company_amount,
                                           coalesce(l.tax_code_id::text, ''), coalesce(l.tax_base::text, ''), to_json(coalesce(l.description, ''))), E'\\n' order by l.position) as lines
                 from finance.journal_line l where l.company_id = p_company and l.entry_id = e.id) l
         order by e.xid, e.id
      loop
        sealed := sealed || entry.id; xids := xids || entry.xid; clusters := clusters || mark.cluster_id;
        last_hash := sha256(last_hash || convert_to((last_number + cardinality(sealed)) || E'\\n' || entry.canonical, 'UTF8'));
        hashes := hashes || last_hash;
      end loop;
      left_over := p_batch - cardinality(sealed);
      exit when left_over <= 0;
    end loop;
    if cardinality(sealed) = 0 then return 0; end if;
    insert into finance.seal (company_id, number, entry_id, hash, sealed_at, cluster_id, xid)
    select p_company, last_number + s.place, s.entry_id, s.hash, now_at, s.cluster_id, s.xid
      from unnest(sealed, hashes, clusters, xids) with ordinality as s (entry_id, hash, cluster_id, xid, place) order by s.place;
    perform finance.add_balances(p_company, sealed, (now_at at time zone 'utc')::date);
    return cardinality(sealed);
  end $$;

  create function finance.add_balances(p_company uuid, p_entries uuid[], p_sealed_on date) returns void language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    with day as (
      select l.account_id, l.currency, coalesce(l.dimension_id, '00000000-0000-0000-0000-000000000000') as dimension_id, l.effective_on, sum(l.amount) as amount,
             sum(greatest(l.company_amount, 0)) as company_debit, sum(-least(l.company_amount, 0)) as company_credit
        from unnest(p_entries) as e (id)
       cross join lateral (select l.* from finance.journal_line l where l.company_id = p_company and l.entry_id = e.id offset 0) l
       group by 1, 2, 3, 4),
    days as (
      insert into finance.balance_day as b (company_id, account_id, currency, dimension_id, effective_on, sealed_on, amount, company_debit, company_credit)
      select p_company, d.account_id, d.currency, d.dimension_id, d.effective_on, p_sealed_on, d.amount, d.company_debit, d.company_credit from day d
      on conflict (company_id, effective_on, account_id, currency, dimension_id, sealed_on)
      do update set amount = b.amount + excluded.amount, company_debit = b.company_debit + excluded.company_debit, company_credit = b.company_credit + excluded.company_credit)
    insert into finance.balance_month as b (company_id, month, account_id, currency, dimension_id, sealed_month, amount, company_debit, company_credit)
    select p_company, date_trunc('month', d.effective_on)::date, d.account_id, d.currency, d.dimension_id, date_trunc('month', p_sealed_on)::date,
           sum(d.amount), sum(d.company_debit), sum(d.company_credit)
      from day d group by 2, 3, 4, 5
    on conflict (company_id, month, account_id, currency, dimension_id, sealed_month)
    do update set amount = b.amount + excluded.amount, company_debit = b.company_debit + excluded.company_debit, company_credit = b.company_credit + excluded.company_credit;
  end $$;
  grant execute on function finance.seal_entries(uuid, integer), finance.add_balances(uuid, uuid[], date) to enterprise_sealer;
  grant execute on function finance.seal_lock(uuid) to enterprise_app, enterprise_sealer;
`.execute(db);
