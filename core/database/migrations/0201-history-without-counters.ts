import { type Kysely, sql } from "kysely";

/** What Postgres counts from rows that never change (deliveries, invoices, the order's own state), so that their history is told there. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  "sales.sales_order": ["delivery_state", "invoice_state", "version"],
  "sales.sales_order_line": ["reserved", "delivered", "returned", "invoiced"],
};

/**
 * Counting up what was delivered or invoiced of an order leaves no history of its lines: that said nothing new and was most of all history (seven of eight rows
 * of a sale that is confirmed and invoiced later). Whatever else changes does, as before.
 */
export const up = async (db: Kysely<unknown>) => {
  for (const [table, counted] of Object.entries(COUNTED))
    await sql`
    do $$ begin
      execute (select format('create trigger keep_history_of_change after update of %s on ${sql.raw(table)} for each row when (old is distinct from new) execute function shared.keep_history()',
                             string_agg(quote_ident(a.attname), ', ' order by a.attnum))
                 from pg_attribute a where a.attrelid = '${sql.raw(table)}'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  and a.attname not in (${sql.join(counted.map((column) => sql.lit(column)))}));
    end $$;
    drop trigger keep_history_of_update on ${sql.raw(table)};
  `.execute(db);
};
