import { type Kysely, sql } from "kysely";

/**
 * The look-up of an idempotency key leaves out the months to come, for which there are partitions already: two index probes instead of six, in front of
 * every command. A key may be an hour younger than the transaction that asks for it, if that one waited.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create or replace function shared.open_command(p_company uuid, p_actor uuid, p_key text, p_hash text, out state text, out answer jsonb)
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
`.execute(db);
