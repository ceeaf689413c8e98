import pg from "pg";
import { inject } from "vitest";
import { aCompany, type TestCompany } from "./company.ts";

/** Rows of every kind in a company whose lists are measured, and as many in a rival's. */
export const LARGE = 8_000;

/**
 * Fills a company with many of everything, as the superuser and without triggers: only sizes and keys matter, for looking at query plans. Ids are made
 * from the row's number, so that rows of different tables refer to each other.
 */
const fill = `
create temporary table large_row as
  select i, overlay(overlay(md5('COMPANY' || i) placing '7' from 13) placing '8' from 17)::uuid as id, date '2025-01-01' + (i % 700) as day from generate_series(1, ${LARGE}) i;
create temporary table large_fact as
  select 'COMPANY'::uuid as company, (select id from sales.price_list where company_id = 'COMPANY' and is_default) as list,
         (select id from sales.warehouse where company_id = 'COMPANY' and is_default) as warehouse, (select id from finance.journal where company_id = 'COMPANY' and code = 'GEN') as journal,
         (select id from shared.cluster where current) as cluster, (select id from finance.account where company_id = 'COMPANY' and code = '4000') as revenue,
         (select id from finance.account where company_id = 'COMPANY' and code = '1100') as receivable,
         (select id from finance.payment_method where company_id = 'COMPANY' and code = 'bank') as method;
insert into finance.party (id, company_id, code, name, is_customer, is_supplier, currency, external_id)
    select id, company, 'L' || i, 'Party ' || md5(i::text), true, i % 2 = 0, 'GBP', 'x' || i from large_row n, large_fact;
insert into sales.customer (id, company_id, price_list_id) select id, company, null from large_row n, large_fact;
insert into sales.product (id, company_id, sku, name, state) select id, company, 'SKU' || i, 'Product ' || md5(i::text), 'published' from large_row n, large_fact;
insert into sales.price (id, company_id, price_list_id, product_id, unit_price)
    select id, company, list, id, 5 from large_row n, large_fact;
insert into sales.stock_level (company_id, warehouse_id, product_id, on_hand)
    select company, warehouse, id, 5 from large_row n, large_fact;
insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
    select id, company, warehouse, id, 'receipt', 5, day from large_row n, large_fact;
insert into sales.sales_order (id, company_id, number, customer_id, state, currency, rounding, ordered_on, net_minor, tax_minor, total_minor, warehouse_id, customer_reference)
    select id, company, 'L-' || i, id, (array['draft', 'confirmed', 'closed'])[1 + i % 3], 'GBP', 'line', day, 100, 0, 100,
           warehouse, 'ref ' || md5(i::text) from large_row n, large_fact;
insert into sales.sales_order_line (id, company_id, order_id, position, product_id, description, quantity, unit_price, net_minor, tax_minor, total_minor, account_id)
    select id, company, id, 1, id, 'Goods', 1, 1, 100, 0, 100, revenue from large_row n, large_fact;
insert into sales.delivery (id, company_id, number, order_id, warehouse_id, delivered_on)
    select id, company, 'LD-' || i, id, warehouse, day from large_row n, large_fact;
insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id, source_type, source_id)
    select id, company, journal, day, 'Large', company, cluster, 'invoice', id
      from large_row n, large_fact;
insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
    select company, id, p, day, case p when 1 then receivable else revenue end, 'GBP', case p when 1 then 100 else -100 end,
           case p when 1 then 100 else -100 end from large_row n, large_fact, generate_series(1, 2) p;
insert into finance.invoice (id, company_id, kind, state, party_id, number, issued_on, due_on, currency, rounding, net_minor, total_minor, open_minor, company_minor, open_company_minor, entry_id, source_type, source_id)
    select id, company, 'invoice', case when i % 10 = 0 then 'issued' else 'paid' end, id, 'LI-' || i, day, day + 30, 'GBP', 'line', 100, 100, case when i % 10 = 0 then 100 else 0 end, 100,
           case when i % 10 = 0 then 100 else 0 end, id, 'sales_order', id from large_row n, large_fact;
insert into finance.invoice_line (id, company_id, invoice_id, position, description, quantity, unit_price, net_minor, tax_minor, total_minor, account_id)
    select id, company, id, 1, 'Goods', 1, 1, 100, 0, 100, revenue from large_row n, large_fact;
insert into finance.payment (id, company_id, direction, ledger, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor, entry_id)
    select id, company, 'in', 'receivable', id, method, 'LP-' || i, day, 'GBP', 100, 0, 100, 0, id from large_row n, large_fact;
insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor, open_company_minor, effective_on, due_on)
    select company, id, p, 'receivable', case p when 1 then 'invoice' else 'payment' end, id, receivable, id, 'GBP', a.amount, a.amount, a.open, a.open, day, day + 30
      from large_row n, large_fact, generate_series(1, 2) p,
           lateral (select case p when 1 then 100 else -100 end as amount, case when p = 1 and i % 10 = 0 then 100 else 0 end as open) a;
insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on, since)
    select id, company, id, 1, id, 2, 100, 100, 100, day, day from large_row n, large_fact where i % 10 <> 0;
insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, request_id, at)
    select id, company, company, 'user', 'order.created', 'order', id::text, 'r', now() - i * interval '1 minute' from large_row n, large_fact;
drop table large_row, large_fact`;

/** A company with `LARGE` of everything beside a rival as large. */
export const aLargeCompany = async (): Promise<TestCompany> => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const client = new pg.Client({ connectionString: inject("databases").superuser });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const { id } of [company, rival]) await client.query(fill.replaceAll("COMPANY", id));
    await client.query("analyze");
  } finally {
    await client.end();
  }
  return company;
};
