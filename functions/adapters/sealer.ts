import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg, { type ClientConfig } from "pg";
import type { Database } from "#core/database/tables.ts";
import { markCluster } from "#core/finance/sealer/seal-entries.ts";
import type { Db } from "#core/kernel/context.ts";
import { parserOf } from "./postgres-types.ts";

/** The sealer's own connection, always in the sealer's role. `close` ends it. */
export type SealerConnection = Readonly<{ db: Db; close: () => Promise<void> }>;

/** Connects as the sealer, or as the owner, who then acts as the sealer. Says on which server the database stands before anything is sealed. */
export const openSealer = async (connection: ClientConfig): Promise<SealerConnection> => {
  const pool = new pg.Pool({
    keepAlive: true,
    application_name: "enterprise-sealer",
    ...connection,
    max: 1,
    types: { getTypeParser: parserOf },
    // A sealing that hangs would hold up every other sealer of the company.
    statement_timeout: 60_000,
    onConnect: (client: pg.ClientBase) => client.query("set role enterprise_sealer"),
  } as pg.PoolConfig);
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined); // the pool connects anew; the lag tells when it cannot
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  await markCluster(db);
  return { db, close: () => db.destroy() };
};
