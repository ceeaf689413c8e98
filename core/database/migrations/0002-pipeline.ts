import { type Kysely, sql } from "kysely";

/** What every command writes besides its effect: the idempotency key with the answer, the audit record, the events; and number series. */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  create table shared.idempotency_key (
    company_id   uuid        not null,
    actor_id     uuid        not null,
    key          text        not null check (length(key) between 1 and 255),
    request_hash text        not null,
    answer       jsonb       not null,
    created_at   timestamptz not null default now(),
    primary key (company_id, actor_id, key, created_at)
  ) partition by range (created_at);

  create table shared.audit (
    id           uuid        not null,
    company_id   uuid        not null,
    actor_id     uuid        not null,
    actor_kind   text        not null,
    action       text        not null,
    subject_type text        not null,
    subject_id   text        not null,
    before       jsonb,
    after        jsonb,
    request_id   text        not null,
    at           timestamptz not null,
    primary key (company_id, id, at)
  ) partition by range (at);
  create index audit_of_subject on shared.audit (company_id, subject_type, subject_id, id);

  /* Position orders events of one subject; xid tells the worker which are certainly committed (below pg_snapshot_xmin). */
  create table shared.outbox (
    id         uuid        not null,
    company_id uuid        not null,
    type       text        not null,
    subject    text        not null,
    data       jsonb       not null,
    at         timestamptz not null,
    xid        xid8        not null default pg_current_xact_id(),
    position   bigint      not null generated always as identity,
    primary key (company_id, id, at)
  ) partition by range (at);
  create index outbox_in_order on shared.outbox (xid, position);

  create table shared.number_series (
    company_id uuid    not null references shared.company (id),
    series     text    not null check (series ~ '^[a-z][a-z0-9_]*$'),
    prefix     text    not null default '',
    padding    smallint not null default 6 check (padding between 1 and 18),
    next       bigint  not null default 1 check (next > 0),
    in_date_order boolean not null default false,
    last_on    date,
    primary key (company_id, series)
  );

  create procedure shared.ensure_partitions(months_ahead integer) language plpgsql as $$
  declare
    parent text; month date; name text;
  begin
    foreach parent in array array['idempotency_key', 'audit', 'outbox'] loop
      for ahead in -1 .. months_ahead loop
        month := (date_trunc('month', now() at time zone 'utc') + make_interval(months => ahead))::date;
        name := parent || to_char(month, '_YYYY_MM');
        if to_regclass('shared.' || name) is null then
          execute format('create table shared.%I partition of shared.%I for values from (%L) to (%L)',
                         name, parent, month::timestamp at time zone 'utc', (month + interval '1 month') at time zone 'utc');
        end if;
      end loop;
      if to_regclass('shared.' || parent || '_other') is null then
        execute format('create table shared.%I partition of shared.%I default', parent || '_other', parent);
      end if;
    end loop;
  end $$;
  call shared.ensure_partitions(3);

  call shared.fence('shared.idempotency_key', 'append');
  call shared.fence('shared.audit', 'append');
  call shared.fence('shared.outbox', 'append');
  call shared.fence('shared.number_series', 'plain');
  revoke delete on shared.number_series from enterprise_app;
  `.execute(db);
  await functions(db);
};

const functions = (db: Kysely<unknown>) =>
  sql`
  /* The first statement of every command: company and actor for the policies, then the idempotency key. An equal key in flight is waited for. */
  create function shared.open_command(p_company uuid, p_actor uuid, p_key text, p_hash text, out state text, out answer jsonb)
  language plpgsql as $$
  declare
    lock_key bigint; stored record;
  begin
    /* A plain expression: PERFORM would start a query for it. */
    state := set_config('enterprise.company_id', p_company::text, true) || set_config('enterprise.actor_id', p_actor::text, true);
    if p_key is null then state := 'none'; return; end if;
    lock_key := hashtextextended(p_company::text || p_actor::text || p_key, 1);
    if not pg_try_advisory_xact_lock(lock_key) then
      begin
        perform set_config('lock_timeout', '5s', true);
        perform pg_advisory_xact_lock(lock_key);
        perform set_config('lock_timeout', '0', true);
      exception when lock_not_available then state := 'in_progress'; return;
      end;
    end if;
    select k.request_hash, k.answer into stored from shared.idempotency_key k
     where k.company_id = p_company and k.actor_id = p_actor and k.key = p_key and k.created_at > now() - interval '30 days';
    if not found then state := 'new';
    elsif stored.request_hash = p_hash then state := 'replay'; answer := stored.answer;
    else state := 'mismatch';
    end if;
  end $$;

  /* The last one: late numbers put in place of their tokens, then the answer under its key, the audit records and the events. */
  create function shared.close_command(p_key text, p_hash text, p_answer text, p_audit text, p_events text, p_actor_kind text, p_request text,
                                       p_at timestamptz, p_series text[], p_tokens text[]) returns text[]
  language plpgsql as $$
  declare
    company uuid := shared.current_company(); actor uuid := shared.current_actor(); numbers text[] := '{}'; taken text;
  begin
    for i in 1 .. coalesce(array_length(p_series, 1), 0) loop
      taken := current_setting('enterprise.number_' || p_series[i], true);
      if coalesce(taken, '') = '' then raise exception 'no number of series % was taken', p_series[i]; end if;
      numbers := numbers || taken;
      p_answer := replace(p_answer, p_tokens[i], taken);
      p_audit := replace(p_audit, p_tokens[i], taken);
      p_events := replace(p_events, p_tokens[i], taken);
    end loop;
    if p_key is not null then
      insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer) values (company, actor, p_key, p_hash, p_answer::jsonb);
    end if;
    if p_audit is not null then
      insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, before, after, request_id, at)
      select r.id, company, actor, p_actor_kind, r.action, r."subjectType", r."subjectId", r.before, r.after, p_request, p_at
        from jsonb_to_recordset(p_audit::jsonb) as r (id uuid, action text, "subjectType" text, "subjectId" text, before jsonb, after jsonb);
    end if;
    if p_events is not null then
      insert into shared.outbox (id, company_id, type, subject, data, at)
      select e.id, company, e.type, e.subject, e.data, p_at
        from jsonb_to_recordset(p_events::jsonb) as e (id uuid, type text, subject text, data jsonb);
    end if;
    return numbers;
  end $$;

  /* Holds the counter's row until COMMIT, so the number is taken in the last statement. Gapless; in date order where the series says so. */
  create function shared.take_number(p_company uuid, p_series text, p_on date) returns text language plpgsql as $$
  declare taken text;
  begin
    update shared.number_series s set next = s.next + 1, last_on = greatest(s.last_on, p_on)
     where s.company_id = p_company and s.series = p_series and (not s.in_date_order or s.last_on is null or p_on >= s.last_on)
    returning s.prefix || repeat('0', greatest(0, s.padding - length((s.next - 1)::text))) || (s.next - 1)::text into taken;
    if taken is null then
      raise exception 'The last number of series % has a later date than %.', p_series, p_on using constraint = 'numbers_in_date_order', errcode = 'check_violation';
    end if;
    return set_config('enterprise.number_' || p_series, taken, true);
  end $$;
  grant execute on function shared.open_command(uuid, uuid, text, text), shared.take_number(uuid, text, date),
    shared.close_command(text, text, text, text, text, text, text, timestamptz, text[], text[]) to enterprise_app;
`.execute(db);
