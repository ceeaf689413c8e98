import { type Kysely, sql } from "kysely";

/** Confirming and invoicing many orders in one transaction: what was read of them without a lock is held and compared first. */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  /* Holds orders until COMMIT that were read before without a lock, in the order given. One that has changed since, or is to be changed twice, refuses them all. */
  create function sales.hold_orders(p_orders uuid[], p_versions integer[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); held integer;
  begin
    for place in 1 .. cardinality(p_orders) loop
      select o.version into held from sales.sales_order o where o.company_id = company and o.id = p_orders[place] for update;
      if held is distinct from p_versions[place] or p_orders[place] = any (p_orders[1:place - 1]) then
        raise exception 'An order has changed since it was read.' using errcode = 'serialization_failure';
      end if;
    end loop;
  end $$;

  /* sales.check_credit for several customers, each once, locked in the order given. */
  create function sales.check_credits(p_customers uuid[]) returns void language plpgsql as $$
  begin
    for place in 1 .. cardinality(p_customers) loop
      perform sales.check_credit(p_customers[place]);
    end loop;
  end $$;

  /* draft → confirmed: what is in stock and not delivered yet is promised to the lines. */
  create function sales.confirm_orders(p_orders uuid[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company();
  begin
    update sales.sales_order o set state = 'confirmed', version = o.version + 1 where o.company_id = company and o.id = any (p_orders);
    update sales.sales_order_line l set reserved = case when p.stocked then l.quantity - l.delivered else 0 end
      from sales.product p where l.company_id = company and l.order_id = any (p_orders) and p.company_id = l.company_id and p.id = l.product_id;
  end $$;

  /*
   * Counts up what was invoiced of order lines; the constraint of the line refuses more than was ordered. The states that the orders will have come along, so
   * that their rows change once: states_derived_on_update compares them with the lines and puts right what differs.
   */
  create function sales.count_invoiced(p_orders uuid[], p_states text[], p_lines uuid[], p_quantities numeric[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company();
  begin
    update sales.sales_order o set version = o.version + 1, invoice_state = s.state
      from unnest(p_orders, p_states) as s (id, state) where o.company_id = company and o.id = s.id;
    update sales.sales_order_line l set invoiced = l.invoiced + m.quantity
      from unnest(p_lines, p_quantities) as m (id, quantity) where l.company_id = company and l.id = m.id;
  end $$;
`.execute(db);
  const byKey = ["hold_orders(uuid[], integer[])", "confirm_orders(uuid[])", "count_invoiced(uuid[], text[], uuid[], numeric[])"];
  for (const name of byKey)
    await sql`alter function sales.${sql.raw(name)}
      set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off`.execute(db);
  for (const name of [...byKey, "check_credits(uuid[])"])
    await sql`
    revoke all on function sales.${sql.raw(name)} from public;
    grant execute on function sales.${sql.raw(name)} to enterprise_app;
  `.execute(db);
};
