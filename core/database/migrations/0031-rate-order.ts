import { type Kysely, sql } from "kysely";

/** Exchange rates are listed with the newest first. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create index exchange_rate_newest on finance.exchange_rate (company_id, valid_on desc, id desc);
`.execute(db);
