import { type Kysely, sql } from "kysely";

/**
 * Orders that are confirmed and orders that are invoiced together change in one statement, and their lines in another: what an update costs before its first
 * row (the checks of its table, prepared anew each time, and its triggers) was paid twice where both came together. An order's state is among the columns such
 * a statement names, so what leaves history is told by its values (of what is counted there is still none, 0201).
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  /*
   * Changes orders, each of them once, whose rows the caller holds (sales.hold_orders): their states where not null, and of their lines what is promised from
   * stock where not null and what was invoiced more; the constraint of the line refuses more than was ordered. The invoice states that the orders will have
   * come along, so that their rows change once: states_derived_on_update compares them with the lines and puts right what differs.
   */
  create function sales.change_orders(p_orders uuid[], p_states text[], p_invoice_states text[], p_lines uuid[], p_reserved numeric[], p_invoiced numeric[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  declare company uuid := shared.current_company();
  begin
    update sales.sales_order o
       set version = o.version + 1, state = coalesce(p_states[array_position(p_orders, o.id)], o.state),
           invoice_state = coalesce(p_invoice_states[array_position(p_orders, o.id)], o.invoice_state)
     where o.company_id = company and o.id = any (p_orders);
    update sales.sales_order_line l set reserved = coalesce(m.reserved, l.reserved), invoiced = l.invoiced + m.invoiced
      from unnest(p_lines, p_reserved, p_invoiced) as m (id, reserved, invoiced) where l.company_id = company and l.id = m.id;
  end $$;
  grant execute on function sales.change_orders(uuid[], text[], text[], uuid[], numeric[], numeric[]) to enterprise_app;

  drop function sales.confirm_orders(uuid[]);
  drop function sales.count_invoiced(uuid[], text[], uuid[], numeric[]);

  drop trigger keep_history_of_change on sales.sales_order;
  do $$ begin
    execute (select format('create trigger keep_history_of_change after update of %1$s on sales.sales_order for each row when ((%2$s) is distinct from (%3$s)) execute function shared.keep_history()',
                           string_agg(quote_ident(a.attname), ', ' order by a.attnum), string_agg('old.' || quote_ident(a.attname), ', ' order by a.attnum),
                           string_agg('new.' || quote_ident(a.attname), ', ' order by a.attnum))
               from pg_attribute a where a.attrelid = 'sales.sales_order'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                and a.attname not in ('delivery_state', 'invoice_state', 'version'));
  end $$;
`.execute(db);
