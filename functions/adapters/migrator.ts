import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { type ClientConfig, Pool } from "pg";
import { migrations as ownMigrations } from "#core/database/migrations.ts";
import { describeYoungTables } from "#core/database/young-tables.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { connectionFault, placeOf } from "./connection.ts";

type Migrations = Readonly<Record<string, Migration>>;
type Connection = Kysely<unknown>;

const SCHEMA = "migration";
const TABLE = "applied";
const MIGRATION_LOCK = 730832773602n;
const OLDEST_SERVER = 15;

const refuseOldServer = async (db: Connection, place: string): Promise<void> => {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(db);
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (major < OLDEST_SERVER)
    throw cannotStart(`The database ${place} is PostgreSQL ${major}; version ${OLDEST_SERVER} or newer is needed.`);
};

const appliedNames = async (db: Connection): Promise<string[]> => {
  const { rows: tables } = await sql<{ found: boolean }>`select to_regclass(${`${SCHEMA}.${TABLE}`}) is not null as found`.execute(db);
  if (!tables[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.id(SCHEMA, TABLE)} order by name`.execute(db);
  return rows.map(({ name }) => name);
};

const refuseNewerDatabase = (applied: readonly string[], migrations: Migrations, place: string): void => {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw cannotStart(`The database ${place} is newer than this program (it has ${unknown.join(", ")}). Start the newer program.`);
};

const migrateConnection = async (db: Connection, migrations: Migrations, place: string): Promise<string[]> => {
  await refuseOldServer(db, place);
  // Waits for another program that is migrating; then there is nothing left to do.
  await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(db);
  refuseNewerDatabase(await appliedNames(db), migrations, place);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: SCHEMA,
    migrationTableName: TABLE,
    migrationLockTableName: "lock",
    nameComparator: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find(({ status }) => status === "Error");
    const reason = error instanceof Error ? error.message : String(error);
    if (!failed && reason.startsWith("corrupted migrations"))
      throw cannotStart(
        `The database ${place} was migrated by another build of this program, in another order. Start that one, or a new database.`,
      );
    if (!failed) throw error;
    throw Object.assign(cannotStart(`Migration ${failed.migrationName} failed and nothing was changed in ${place}: ${reason}`), {
      cause: error,
    });
  }
  if (results.length > 0) await describeYoungTables(db);
  // Serving programs look here to know that they are ready.
  await sql`grant usage on schema ${sql.id(SCHEMA)} to public`.execute(db);
  await sql`grant select on ${sql.id(SCHEMA, TABLE)} to public`.execute(db);
  return results.map(({ migrationName }) => migrationName);
};

const connected = async <T>(connection: ClientConfig, work: (db: Connection) => Promise<T>): Promise<T> => {
  const pool = new Pool({ connectionTimeoutMillis: 10_000, ...connection, max: 1 });
  pool.on("error", () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await db.connection().execute(work);
  } catch (error) {
    throw connectionFault(error, connection);
  } finally {
    await db.destroy();
  }
};

/**
 * Brings the database up to this program, as its owner, and answers what it applied. Everything pending happens in one
 * transaction: one that fails leaves the database as it was. Two programs at once wait for each other.
 */
export const migrate = (owner: ClientConfig, migrations: Migrations = ownMigrations): Promise<string[]> =>
  connected(owner, (db) => migrateConnection(db, migrations, placeOf(owner)));

/** Refuses a server too old or a database newer than the program; answers which migrations are still to come. */
export const pendingMigrations = (connection: ClientConfig, migrations: Migrations = ownMigrations): Promise<string[]> =>
  connected(connection, async (db) => {
    await refuseOldServer(db, placeOf(connection));
    const applied = await appliedNames(db);
    refuseNewerDatabase(applied, migrations, placeOf(connection));
    return Object.keys(migrations).filter((name) => !applied.includes(name));
  });
