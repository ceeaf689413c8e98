import { type Kysely, sql } from "kysely";

/** Statements of income and of cash look through closing entries, so they must be found among all others. */
export const up = (db: Kysely<unknown>) =>
  sql`create index closing_entry on finance.journal_entry (company_id, effective_on, id) where kind = 'closing'`.execute(db);
