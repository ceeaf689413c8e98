import { type Kysely, sql } from "kysely";

/**
 * The answer under a key is kept as it was written, as json: asked again, a request hears the same text as the first time, fields in the same order, and what
 * nobody looks into is not parsed into jsonb to be written out again.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  drop function shared.open_command(uuid, uuid, text, text);
  alter table shared.idempotency_key alter column answer type json using answer::json;

  /* The first statement of every command: company and actor for the policies, then the idempotency key. An equal key in flight is waited for. */
  create function shared.open_command(p_company uuid, p_actor uuid, p_key text, p_hash text, out state text, out answer json)
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
     where k.company_id = p_company and k.actor_id = p_actor and k.key = p_key
       and k.created_at > now() - interval '30 days' and k.created_at < now() + interval '1 hour';
    if not found then state := 'new';
    elsif stored.request_hash = p_hash then state := 'replay'; answer := stored.answer;
    else state := 'mismatch';
    end if;
  end $$;
  grant execute on function shared.open_command(uuid, uuid, text, text) to enterprise_app;

  /*
   * The last statement of one command or of a group: late numbers put in place of their tokens, then the answers under their keys, the audit records and the
   * events. The numbers of a series go to its tokens in their order; in a group there must be as many of both, or somebody would get another's number.
   * What an audit record or an event says is often the answer itself (answered): it comes once, and is parsed only for them.
   */
  create or replace function shared.close_commands(p_commands text, p_actor_kind text, p_series text[], p_tokens text[]) returns text[] language plpgsql as $$
  declare
    company uuid := shared.current_company(); actor uuid := shared.current_actor(); grouped boolean := current_setting('enterprise.grouped', true) = 'on';
    numbers text[] := '{}'; taken text[]; place integer;
  begin
    for i in 1 .. coalesce(array_length(p_series, 1), 0) loop
      taken := string_to_array(nullif(current_setting('enterprise.number_' || p_series[i], true), ''), E'\n');
      place := cardinality(array_positions(p_series[1:i], p_series[i]));
      if taken[place] is null or (grouped and cardinality(taken) <> cardinality(array_positions(p_series, p_series[i]))) then
        raise exception 'no number of series % was taken', p_series[i];
      end if;
      numbers := numbers || taken[place];
      p_commands := replace(p_commands, p_tokens[i], taken[place]);
    end loop;
    with c as materialized (
      select c.* from json_to_recordset(p_commands::json) as c (key text, hash text, answer json, audit json, events json, request text, at timestamptz)),
    kept as (
      insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer)
      select company, actor, c.key, c.hash, coalesce(c.answer, 'null') from c where c.key is not null),
    recorded as (
      insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, before, after, request_id, at)
      select r.id, company, actor, p_actor_kind, r.action, r."subjectType", r."subjectId", r.before, case when r.answered then c.answer::jsonb else r.after end, c.request, c.at
        from c, json_to_recordset(c.audit) as r (id uuid, action text, "subjectType" text, "subjectId" text, before jsonb, after jsonb, answered boolean))
    insert into shared.outbox (id, company_id, type, subject, data, at)
    select e.id, company, e.type, e.subject, case when e.answered then c.answer::jsonb else e.data end, c.at
      from c, json_to_recordset(c.events) as e (id uuid, type text, subject text, data jsonb, answered boolean);
    return numbers;
  end $$;
`.execute(db);
