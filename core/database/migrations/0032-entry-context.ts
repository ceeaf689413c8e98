import { type Kysely, sql } from "kysely";

/**
 * What a journal entry by hand must know, in one call that is planned once for each connection: as a prepared statement with an array Postgres
 * would plan it anew each time, which costs more than running it.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create function finance.entry_context(p_accounts uuid[], p_journal uuid, p_currencies text[], p_on date, out accounts jsonb, out journal jsonb, out rates jsonb)
  language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company();
  begin
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'active', a.active, 'manualPosting', a.manual_posting)), '[]') into accounts
      from unnest(p_accounts) as wanted (id) join finance.account a on a.company_id = company and a.id = wanted.id;
    if p_journal is null then
      select jsonb_build_object('id', j.id, 'kind', j.kind) into journal from finance.journal j
       where j.company_id = company and j.kind = 'general' and j.active order by j.code limit 1;
    else
      select jsonb_build_object('id', j.id, 'kind', j.kind) into journal from finance.journal j where j.company_id = company and j.id = p_journal and j.active;
    end if;
    rates := '{}';
    if cardinality(p_currencies) > 0 then
      select jsonb_object_agg(wanted.currency, (select r.rate::text from finance.exchange_rate r
                                                 where r.company_id = company and r.currency = wanted.currency and r.valid_on <= p_on order by r.valid_on desc limit 1)) into rates
        from unnest(p_currencies) as wanted (currency);
    end if;
  end $$;
  grant execute on function finance.entry_context(uuid[], uuid, text[], date) to enterprise_app;
`.execute(db);
