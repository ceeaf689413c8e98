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

  /* Sums of the sealed lines by account, currency, dimension, effective day and sealing day (UTC). nil uuid = no dimension. */
  create table finance.balance_day (
    company_id     uuid   not null,
    account_id     uuid   not null,
    currency       text   not null,
    dimension_id   uuid   not null,
    effective_on   date   not null,
    sealed_on      date   not null,
    amount         bigint not null,
    company_debit  bigint not null,
    company_credit bigint not null,
    primary key (company_id, effective_on, account_id, currency, dimension_id, sealed_on)
  );
  create index balance_of_account on finance.balance_day (company_id, account_id, effective_on);
  create table finance.balance_month (
    company_id     uuid   not null,
    month          date   not null check (extract(day from month) = 1),
    account_id     uuid   not null,
    currency       text   not null,
    dimension_id   uuid   not null,
    amount         bigint not null,
    company_debit  bigint not null,
    company_credit bigint not null,
    primary key (company_id, month, account_id, currency, dimension_id)
  );
  call shared.fence('finance.seal', 'append');
  call shared.fence('finance.balance_day', 'append');
  call shared.fence('finance.balance_month', 'append');
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
  /* Entries without a seal, whatever transaction wrote them. Cheap: everything at or below the watermark of its cluster is sealed. */
  create view finance.unsealed_entry with (security_invoker = true) as
  select e.company_id, e.id, e.effective_on, e.cluster_id, e.xid, e.posted_at
    from shared.company c
   cross join shared.cluster k
    left join lateral (select s.xid, s.entry_id from finance.seal s where s.company_id = c.id and s.cluster_id = k.id
                        order by s.xid desc, s.entry_id desc limit 1) mark on true
    join lateral (
      select e.* from finance.journal_entry e where mark.xid is null and e.company_id = c.id and e.cluster_id = k.id
      union all
      select e.* from finance.journal_entry e where mark.xid is not null and e.company_id = c.id and e.cluster_id = k.id and (e.xid, e.id) > (mark.xid, mark.entry_id)) e on true;
  grant select on finance.unsealed_entry to enterprise_app, enterprise_sealer, enterprise_reader;

  /* The text that is hashed; verify-ledger builds the same from the lines. One field a line of text, JSON where a field may hold anything. */
  create function finance.canonical_entry(company uuid, entry uuid) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
    select concat_ws(E'\\n', e.id, e.journal_id, e.kind, to_char(e.effective_on, 'YYYY-MM-DD'), to_json(e.description), coalesce(e.source_type, ''), coalesce(e.source_id::text, ''),
             coalesce(e.reverses_entry_id::text, ''),
             (select string_agg(concat_ws('|', l.position, l.account_id, coalesce(l.party_id::text, ''), coalesce(l.dimension_id::text, ''), l.currency, l.amount, l.company_amount,
                                          coalesce(l.tax_code_id::text, ''), coalesce(l.tax_base::text, '')), E'\\n' order by l.position)
                from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id))
      from finance.journal_entry e where e.company_id = company and e.id = entry
  $$;

  /* Seals up to batch entries of a company and returns how many. One sealer at a time per company. hash = sha256(previous hash || number || canonical). */
  create function finance.seal_entries(p_company uuid, p_batch integer) returns integer language plpgsql as $$
  declare
    horizon xid8; next_entry record; last_number bigint; last_hash bytea; now_at timestamptz; sealed uuid[] := '{}';
    numbers bigint[] := '{}'; hashes bytea[] := '{}'; clusters smallint[] := '{}'; xids xid8[] := '{}';
  begin
    if not pg_try_advisory_xact_lock(hashtextextended('seal' || p_company::text, 3)) then return 0; end if;
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    now_at := clock_timestamp();
    select s.number, s.hash, greatest(now_at, s.sealed_at) into last_number, last_hash, now_at from finance.seal s where s.company_id = p_company order by s.number desc limit 1;
    last_number := coalesce(last_number, 0);
    last_hash := coalesce(last_hash, '\\x'::bytea);
    now_at := coalesce(now_at, clock_timestamp());
    for next_entry in
      select u.id, u.cluster_id, u.xid, finance.canonical_entry(p_company, u.id) as canonical
        from (select u.* from finance.unsealed_entry u where u.company_id = p_company and (u.xid < horizon or u.cluster_id <> (select c.id from shared.cluster c where c.current))
               order by u.cluster_id, u.xid, u.id limit p_batch) u
       order by u.cluster_id, u.xid, u.id
    loop
      last_number := last_number + 1;
      last_hash := sha256(last_hash || convert_to(last_number || E'\\n' || next_entry.canonical, 'UTF8'));
      sealed := sealed || next_entry.id; numbers := numbers || last_number; hashes := hashes || last_hash;
      clusters := clusters || next_entry.cluster_id; xids := xids || next_entry.xid;
    end loop;
    if sealed = '{}' then return 0; end if;
    insert into finance.seal (company_id, number, entry_id, hash, sealed_at, cluster_id, xid)
    select p_company, s.number, s.entry_id, s.hash, now_at, s.cluster_id, s.xid from unnest(numbers, sealed, hashes, clusters, xids) as s (number, entry_id, hash, cluster_id, xid);
    perform finance.add_balances(p_company, sealed, (now_at at time zone 'utc')::date);
    return array_length(sealed, 1);
  end $$;

  create function finance.add_balances(p_company uuid, p_entries uuid[], p_sealed_on date) returns void language plpgsql as $$
  begin
    with day as (
      select l.account_id, l.currency, coalesce(l.dimension_id, '00000000-0000-0000-0000-000000000000') as dimension_id, l.effective_on, sum(l.amount)::bigint as amount,
             sum(greatest(l.company_amount, 0))::bigint as company_debit, sum(greatest(-l.company_amount, 0))::bigint as company_credit
        from unnest(p_entries) as e (id) join finance.journal_line l on l.company_id = p_company and l.entry_id = e.id
       group by 1, 2, 3, 4),
    days as (
      insert into finance.balance_day as b (company_id, account_id, currency, dimension_id, effective_on, sealed_on, amount, company_debit, company_credit)
      select p_company, d.account_id, d.currency, d.dimension_id, d.effective_on, p_sealed_on, d.amount, d.company_debit, d.company_credit from day d
      on conflict (company_id, effective_on, account_id, currency, dimension_id, sealed_on)
      do update set amount = b.amount + excluded.amount, company_debit = b.company_debit + excluded.company_debit, company_credit = b.company_credit + excluded.company_credit)
    insert into finance.balance_month as b (company_id, month, account_id, currency, dimension_id, amount, company_debit, company_credit)
    select p_company, date_trunc('month', d.effective_on)::date, d.account_id, d.currency, d.dimension_id, sum(d.amount)::bigint, sum(d.company_debit)::bigint, sum(d.company_credit)::bigint
      from day d group by 2, 3, 4, 5
    on conflict (company_id, month, account_id, currency, dimension_id)
    do update set amount = b.amount + excluded.amount, company_debit = b.company_debit + excluded.company_debit, company_credit = b.company_credit + excluded.company_credit;
  end $$;
  grant execute on function finance.seal_entries(uuid, integer), finance.add_balances(uuid, uuid[], date), finance.canonical_entry(uuid, uuid) to enterprise_sealer;
  grant select on shared.company to enterprise_sealer;
`.execute(db);
