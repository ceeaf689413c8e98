import { type Kysely, sql } from "kysely";

/** The orders people list documents in: by day, by due day, by number, by amount. A draft invoice, which has neither day nor number, comes last. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create index invoice_by_issue on finance.invoice (company_id, (coalesce(issued_on, 'infinity'::date)), id);
  create index invoice_by_due on finance.invoice (company_id, (coalesce(due_on, 'infinity'::date)), id);
  create index invoice_by_number on finance.invoice (company_id, (coalesce(number, '')), id);
  create index invoice_by_total on finance.invoice (company_id, total_minor, id);
  create index order_by_total on sales.sales_order (company_id, total_minor, id);
  create index payment_by_amount on finance.payment (company_id, amount_minor, id);
  create index delivery_by_day on sales.delivery (company_id, kind, delivered_on, id);
`.execute(db);
