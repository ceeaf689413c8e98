import { type Kysely, sql } from "kysely";

/**
 * The tail of a ledger is found behind its last seal, however large the ledger is. The planner cannot know how few entries stand behind a seal and takes them for
 * a third of the company's: where that is most of the table it read all of it (measured: a trial balance over ten million lines 640 ms instead of four).
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  /* Entries of a cluster behind one of them in (xid, id) order. */
  create function finance.entries_behind(p_company uuid, p_cluster smallint, p_xid xid8, p_entry uuid)
  returns table (id uuid, effective_on date, xid xid8, posted_at timestamptz) language plpgsql stable rows 1
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off as $$
  #variable_conflict use_column
  begin
    return query select e.id, e.effective_on, e.xid, e.posted_at from finance.journal_entry e
                  where e.company_id = p_company and e.cluster_id = p_cluster and (e.xid, e.id) > (p_xid, p_entry) order by e.xid, e.id;
  end $$;
  revoke all on function finance.entries_behind(uuid, smallint, xid8, uuid) from public;
  grant execute on function finance.entries_behind(uuid, smallint, xid8, uuid) to enterprise_app, enterprise_sealer, enterprise_reader;

  create or replace view finance.unsealed_entry with (security_invoker = true) as
  select m.company_id, e.id, e.effective_on, m.cluster_id, e.xid, e.posted_at
    from finance.seal_mark m cross join lateral finance.entries_behind(m.company_id, m.cluster_id, m.xid, m.entry_id) e;
`.execute(db);
