import { type Kysely, sql } from "kysely";

/**
 * The index of what is open has all that an aged report sums, so that the report reads it alone: 20,000 open items in a table of a million lie on nearly as
 * many pages. Vacuum keeps up with what payments change, for only pages that it has seen may be passed over.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  drop index finance.open_item_open;
  create index open_item_open on finance.open_item (company_id, ledger, party_id, due_on)
    include (effective_on, currency, amount_minor, open_minor, open_company_minor) where open_minor <> 0;
  alter table finance.open_item set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
`.execute(db);
