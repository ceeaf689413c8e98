import { type Kysely, sql } from "kysely";

/**
 * A line of an order is written once and then counted up: reserved, delivered, invoiced. With room left on its page for that, the new version stays there and
 * no index has to be told (measured: without it every second update told all four).
 */
export const up = (db: Kysely<unknown>) => sql`alter table sales.sales_order_line set (fillfactor = 70)`.execute(db);
