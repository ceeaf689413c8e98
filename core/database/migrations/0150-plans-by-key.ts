import { type Kysely, sql } from "kysely";

/** What looks up the rows of a document by key must go on doing so: a plan is made once, when the table may have held a page, and kept. */
const BY_KEY = [
  "sales.write_deliveries(jsonb)",
  "sales.apply_moves()",
  "sales.derive_order_states()",
  "finance.apply_allocations()",
  "finance.complete_tax_results()",
];

/**
 * Deliveries, stock moves and allocations change the few rows of a document. Joined to a list whose length the planner cannot know, it preferred to read
 * the table while that was small, and remembered: a delivery took 14 ms instead of one after some thousand orders, until the table was analysed.
 */
export const up = async (db: Kysely<unknown>) => {
  for (const name of BY_KEY)
    await sql`alter function ${sql.raw(name)} set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off`.execute(db);
  await sql`
  /* Counts up what was invoiced of order lines; the constraint of the line refuses more than was ordered. */
  create function sales.count_invoiced(p_lines uuid[], p_quantities numeric[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  begin
    update sales.sales_order_line l set invoiced = l.invoiced + m.quantity
      from unnest(p_lines, p_quantities) as m (id, quantity) where l.company_id = shared.current_company() and l.id = m.id;
  end $$;
  revoke all on function sales.count_invoiced(uuid[], numeric[]) from public;
  grant execute on function sales.count_invoiced(uuid[], numeric[]) to enterprise_app;
`.execute(db);
};
