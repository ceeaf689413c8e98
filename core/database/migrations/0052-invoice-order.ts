import { type Kysely, sql } from "kysely";

/** The orders invoices are listed in: by day, by due day, by number, by amount. A draft, which has neither day nor number, comes last. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create index invoice_by_issue on finance.invoice (company_id, (coalesce(issued_on, 'infinity'::date)), id);
  create index invoice_by_due on finance.invoice (company_id, (coalesce(due_on, 'infinity'::date)), id);
  create index invoice_by_number on finance.invoice (company_id, (coalesce(number, '')), id);
  create index invoice_by_total on finance.invoice (company_id, total_minor, id);
`.execute(db);
