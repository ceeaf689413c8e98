/** The tables as Kysely sees them, generated from the migrated database by `npm run table-types`; a test fails when they are stale. */
export type { DB as Database } from "./generated/tables.ts";
