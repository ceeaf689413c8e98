import { type Kysely, sql } from "kysely";

/**
 * Commands of one caller that arrive together share a transaction: its first statement holds all their keys, its last writes all their keys, records and
 * events. `shared.close_command` stays for programs of the release before, which may still run beside this one.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  /* The first statement of a group: company and actor for the policies, then the keys of its commands. A key that is in use or answered refuses the group. */
  create function shared.open_commands(p_company uuid, p_actor uuid, p_keys text[]) returns void language plpgsql as $$
  declare
    settings text; key text;
  begin
    settings := set_config('enterprise.company_id', p_company::text, true) || set_config('enterprise.actor_id', p_actor::text, true)
             || set_config('enterprise.grouped', 'on', true);
    foreach key in array p_keys loop
      if not pg_try_advisory_xact_lock(hashtextextended(p_company::text || p_actor::text || key, 1)) then
        raise exception 'A request with this Idempotency-Key is still running.' using errcode = 'lock_not_available';
      end if;
    end loop;
    if exists (select from shared.idempotency_key k
                where k.company_id = p_company and k.actor_id = p_actor and k.key = any (p_keys)
                  and k.created_at > now() - interval '30 days' and k.created_at < now() + interval '1 hour') then
      raise exception 'A request with this Idempotency-Key has been answered.' using errcode = 'lock_not_available';
    end if;
  end $$;

  /* Of a group all numbers are kept that were taken, in their order; otherwise the last one of each series. */
  create or replace function shared.take_number(p_company uuid, p_series text, p_on date) returns text language plpgsql as $$
  declare taken text; setting text := 'enterprise.number_' || p_series;
  begin
    update shared.number_series s set next = s.next + 1, last_on = greatest(s.last_on, p_on)
     where s.company_id = p_company and s.series = p_series and (not s.in_date_order or s.last_on is null or p_on >= s.last_on)
    returning s.prefix || repeat('0', greatest(0, s.padding - length((s.next - 1)::text))) || (s.next - 1)::text into taken;
    if taken is null then
      raise exception 'The last number of series % has a later date than %.', p_series, p_on using constraint = 'numbers_in_date_order', errcode = 'check_violation';
    end if;
    if current_setting('enterprise.grouped', true) = 'on' then
      setting := set_config(setting, concat_ws(E'\n', nullif(current_setting(setting, true), ''), taken), true);
    else
      setting := set_config(setting, taken, true);
    end if;
    return taken;
  end $$;

  /*
   * The last statement of one command or of a group: late numbers put in place of their tokens, then the answers under their keys, the audit records and the
   * events. The numbers of a series go to its tokens in their order; in a group there must be as many of both, or somebody would get another's number.
   * What an audit record or an event says is often the answer itself (answered): it comes once and is parsed once.
   */
  create function shared.close_commands(p_commands text, p_actor_kind text, p_series text[], p_tokens text[]) returns text[] language plpgsql as $$
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
      select c.* from jsonb_to_recordset(p_commands::jsonb) as c (key text, hash text, answer jsonb, audit jsonb, events jsonb, request text, at timestamptz)),
    kept as (
      insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer)
      select company, actor, c.key, c.hash, coalesce(c.answer, 'null') from c where c.key is not null),
    recorded as (
      insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, before, after, request_id, at)
      select r.id, company, actor, p_actor_kind, r.action, r."subjectType", r."subjectId", r.before, case when r.answered then c.answer else r.after end, c.request, c.at
        from c, jsonb_to_recordset(c.audit) as r (id uuid, action text, "subjectType" text, "subjectId" text, before jsonb, after jsonb, answered boolean))
    insert into shared.outbox (id, company_id, type, subject, data, at)
    select e.id, company, e.type, e.subject, case when e.answered then c.answer else e.data end, c.at
      from c, jsonb_to_recordset(c.events) as e (id uuid, type text, subject text, data jsonb, answered boolean);
    return numbers;
  end $$;
  revoke all on function shared.open_commands(uuid, uuid, text[]), shared.close_commands(text, text, text[], text[]) from public;
  grant execute on function shared.open_commands(uuid, uuid, text[]), shared.close_commands(text, text, text[], text[]) to enterprise_app;
`.execute(db);
