import { type Kysely, sql } from "kysely";

/**
 * Finding documents by any part of their number or reference, or by their customer or supplier. Under row-level security a pattern cannot use an index
 * (it is not leakproof), so these functions search as the definer and filter by company themselves.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create index order_search on sales.sales_order using gin (number shared.gin_trgm_ops, customer_reference shared.gin_trgm_ops);
  create index invoice_search on finance.invoice using gin (number shared.gin_trgm_ops, reference shared.gin_trgm_ops);
  create index payment_search on finance.payment using gin (number shared.gin_trgm_ops, reference shared.gin_trgm_ops);
  create index payment_by_date on finance.payment (company_id, paid_on desc, id desc);
  create index delivery_search on sales.delivery using gin (number shared.gin_trgm_ops);
  grant select on sales.sales_order, sales.delivery, finance.invoice, finance.payment to enterprise_definer;
  grant execute on function finance.search_parties(text) to enterprise_definer;

  create function sales.search_orders(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select o.id from sales.sales_order o
     where o.company_id = shared.current_company() and (o.number ilike shared.search_pattern(p_query) or o.customer_reference ilike shared.search_pattern(p_query))
    union
    select o.id from sales.sales_order o where o.company_id = shared.current_company() and o.customer_id = any (array(select finance.search_parties(p_query)))
  $$;
  create function sales.search_deliveries(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select d.id from sales.delivery d where d.company_id = shared.current_company() and d.number ilike shared.search_pattern(p_query)
    union
    select d.id from sales.delivery d where d.company_id = shared.current_company() and d.order_id = any (array(select sales.search_orders(p_query)))
  $$;
  create function finance.search_invoices(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select i.id from finance.invoice i
     where i.company_id = shared.current_company() and (i.number ilike shared.search_pattern(p_query) or i.reference ilike shared.search_pattern(p_query))
    union
    select i.id from finance.invoice i where i.company_id = shared.current_company() and i.party_id = any (array(select finance.search_parties(p_query)))
  $$;
  create function finance.search_payments(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select p.id from finance.payment p
     where p.company_id = shared.current_company() and (p.number ilike shared.search_pattern(p_query) or p.reference ilike shared.search_pattern(p_query))
    union
    select p.id from finance.payment p where p.company_id = shared.current_company() and p.party_id = any (array(select finance.search_parties(p_query)))
  $$;
  grant create on schema sales, finance to enterprise_definer;
  alter function sales.search_orders(text) owner to enterprise_definer;
  alter function sales.search_deliveries(text) owner to enterprise_definer;
  alter function finance.search_invoices(text) owner to enterprise_definer;
  alter function finance.search_payments(text) owner to enterprise_definer;
  revoke create on schema sales, finance from enterprise_definer;
  grant execute on function sales.search_orders(text), sales.search_deliveries(text), finance.search_invoices(text), finance.search_payments(text) to enterprise_app;
`.execute(db);
