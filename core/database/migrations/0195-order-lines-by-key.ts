import { type Kysely, sql } from "kysely";

/**
 * Order lines are found by key whatever the planner believes of the company: that it has no rows when it began after the last analysis, or few when most
 * companies have few. It then read all lines of the company for each delivery, and again for each foreign key (measured: 12,014 rows for a delivery of five
 * lines among 2,000).
 */
export const up = async (db: Kysely<unknown>) => {
  await functions(db);
  await index(db);
};

/** A plan for any company does not trust what is said of one, and a list of keys is taken to be short. */
const functions = (db: Kysely<unknown>) =>
  sql`
  alter function sales.apply_moves() set plan_cache_mode = force_generic_plan;
  alter function sales.derive_order_states() set plan_cache_mode = force_generic_plan;

  drop function sales.count_invoiced(uuid[], numeric[]);

  /*
   * Counts up what was invoiced of order lines; the constraint of the line refuses more than was ordered. The states that the orders will have come along, so
   * that their rows change once: states_derived_on_update compares them with the lines and puts right what differs.
   */
  create or replace function sales.count_invoiced(p_orders uuid[], p_states text[], p_lines uuid[], p_quantities numeric[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  declare company uuid := shared.current_company();
  begin
    for place in 1 .. cardinality(p_orders) loop
      update sales.sales_order o set version = o.version + 1, invoice_state = p_states[place] where o.company_id = company and o.id = p_orders[place];
    end loop;
    update sales.sales_order_line l set invoiced = l.invoiced + m.quantity
      from unnest(p_lines, p_quantities) as m (id, quantity) where l.company_id = company and l.id = m.id;
  end $$;

  /* Writes deliveries or returns with their lines, moves the stock and counts up the order lines. Line: {orderLineId, quantity, productId?, stocked}. */
  create or replace function sales.write_deliveries(documents jsonb) returns table (id uuid, number text) language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  #variable_conflict use_column
  declare company uuid := shared.current_company(); moved uuid[]; deliveries numeric[]; returns numeric[];
  begin
    insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on, source_type, source_id)
    select l."moveId", company, d."warehouseId", l."productId", case d.kind when 'delivery' then 'issue' else 'return' end,
           case d.kind when 'delivery' then -l.quantity else l.quantity end, d."deliveredOn", 'sales_order', d."orderId"
      from jsonb_to_recordset(documents) as d (kind text, "orderId" uuid, "warehouseId" uuid, "deliveredOn" date, lines jsonb),
           jsonb_to_recordset(d.lines) as l ("moveId" uuid, "productId" uuid, quantity numeric)
     where l."moveId" is not null;
    select array_agg(m."orderLineId"), array_agg(m.delivered), array_agg(m.returned) into moved, deliveries, returns
      from (select l."orderLineId", sum(case d.kind when 'delivery' then l.quantity else 0 end) as delivered, sum(case d.kind when 'return' then l.quantity else 0 end) as returned
              from jsonb_to_recordset(documents) as d (kind text, lines jsonb), jsonb_to_recordset(d.lines) as l ("orderLineId" uuid, quantity numeric) group by 1) m;
    update sales.sales_order_line o
       set delivered = o.delivered + m.delivered, returned = o.returned + m.returned, reserved = greatest(0, o.reserved - m.delivered)
      from unnest(moved, deliveries, returns) as m (id, delivered, returned)
     where o.company_id = company and o.id = m.id;
    return query
    with document as materialized (
      select d.* from jsonb_to_recordset(documents) as d (id uuid, kind text, "orderId" uuid, "warehouseId" uuid, "deliveredOn" date, tracking text, reason text, "externalId" text, lines jsonb)),
    header as (
      insert into sales.delivery (id, company_id, number, kind, order_id, warehouse_id, delivered_on, tracking, reason, external_id)
      select d.id, company, shared.take_number(company, case d.kind when 'delivery' then 'delivery' else 'sales_return' end, d."deliveredOn"), d.kind, d."orderId", d."warehouseId", d."deliveredOn",
             d.tracking, d.reason, d."externalId"
        from document d returning id, number),
    detail as (
      insert into sales.delivery_line (company_id, delivery_id, order_line_id, quantity)
      select company, d.id, l."orderLineId", l.quantity from document d, jsonb_to_recordset(d.lines) as l ("orderLineId" uuid, quantity numeric))
    select header.id, header.number from header;
  end $$;
`.execute(db);

/**
 * It has few values for each company, whose rows it keeps together, and so it is smaller than the index of the key: the planner took it for the cheaper way to
 * what it believed to be one row of the company. With the key in it it is not.
 */
const index = (db: Kysely<unknown>) =>
  sql`
  drop index sales.order_of_warehouse;
  create index order_of_warehouse on sales.sales_order (company_id, warehouse_id, id desc);
`.execute(db);
