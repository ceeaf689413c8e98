import { type Kysely, sql } from "kysely";

/**
 * A search is planned for the words it is asked for. Since PostgreSQL 18 a connection keeps the plans of SQL functions, and after five searches it
 * would take a plan for any words: one that reads all of a company's rows.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  alter function finance.search_parties(text) set plan_cache_mode = force_custom_plan;
  alter function sales.search_products(text) set plan_cache_mode = force_custom_plan;
  alter function sales.search_orders(text) set plan_cache_mode = force_custom_plan;
  alter function sales.search_deliveries(text) set plan_cache_mode = force_custom_plan;
  alter function finance.search_invoices(text) set plan_cache_mode = force_custom_plan;
  alter function finance.search_payments(text) set plan_cache_mode = force_custom_plan;
`.execute(db);
