import { type Kysely, sql } from "kysely";

/** The tax point of a document that is drafted: the day whose rates it bears, where that is not the day of issue. */
export const up = (db: Kysely<unknown>) => sql`alter table finance.invoice add column taxed_on date`.execute(db);
