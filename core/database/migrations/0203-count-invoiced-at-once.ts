import { type Kysely, sql } from "kysely";

/**
 * Orders that are invoiced together change in one statement. To begin an update of orders costs as much as eight of their rows, most of all for the checks of
 * the table, which are prepared anew each time. The keys are a list, so that they are looked up by it whatever the planner believes of the company (0195).
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  /*
   * Counts up what was invoiced of order lines; the constraint of the line refuses more than was ordered. The states that the orders will have come along, so
   * that their rows change once: states_derived_on_update compares them with the lines and puts right what differs.
   */
  create or replace function sales.count_invoiced(p_orders uuid[], p_states text[], p_lines uuid[], p_quantities numeric[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  declare company uuid := shared.current_company();
  begin
    update sales.sales_order o set version = o.version + 1, invoice_state = p_states[array_position(p_orders, o.id)] where o.company_id = company and o.id = any (p_orders);
    update sales.sales_order_line l set invoiced = l.invoiced + m.quantity
      from unnest(p_lines, p_quantities) as m (id, quantity) where l.company_id = company and l.id = m.id;
  end $$;
`.execute(db);
