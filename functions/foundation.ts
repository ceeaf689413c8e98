import { clockOf } from "#core/kernel/clock.ts";
import type { Clock, DatabasePort } from "#core/kernel/context.ts";
import { checkServable, type DatabasePlace, migratePlace, openDatabase } from "./adapters/database.ts";
import { idsOf } from "./adapters/ids.ts";
import { createMetrics, type ServiceMetrics } from "./adapters/metrics.ts";
import { databaseOver, openPool, type PostgresPool } from "./adapters/postgres.ts";
import { keptSecret, openDataFolder } from "./data-folder.ts";
import { createLogger, type Logger } from "./logging.ts";
import type { EncryptionKey, Settings } from "./settings.ts";

/** What every way to run stands on: a checked database and the ports of core. Close it and nothing is left running. */
export type Foundation = Readonly<{
  settings: Settings;
  logger: Logger;
  metrics: ServiceMetrics;
  place: DatabasePlace;
  pool: PostgresPool;
  database: DatabasePort;
  clock: Clock;
  newId: () => string;
  encryptionKeys: readonly EncryptionKey[];
  close: () => Promise<void>;
}>;

export type FoundationOptions = Readonly<{
  logger?: Logger;
  /** Work beside a program that is running on the same embedded database. */
  share?: boolean;
  /** Connections of this process; the embedded server allows 100 in all. */
  connections?: number;
}>;

const CONNECTIONS = 16;
const CONNECTION_TIMEOUT_MS = 10_000;

/** A laptop's key is made once; pods are given theirs. */
const encryptionKeysOf = (settings: Settings): readonly EncryptionKey[] =>
  settings.ENCRYPTION_KEY ?? [{ id: "1", key: keptSecret(openDataFolder(settings.DATA_DIR), "encryption.key", 32) }];

const readyPlace = async (settings: Settings, share: boolean): Promise<DatabasePlace> => {
  const place = await openDatabase(settings, { share });
  try {
    if (place.embedded) await migratePlace(place);
    await checkServable(place);
    return place;
  } catch (error) {
    await place.close();
    throw error;
  }
};

/** Opens the database (embedded ones are migrated, others must be), as the application role. */
export const openFoundation = async (settings: Settings, options: FoundationOptions = {}): Promise<Foundation> => {
  await using opened = new AsyncDisposableStack();
  const encryptionKeys = encryptionKeysOf(settings);
  const place = await readyPlace(settings, options.share ?? false);
  opened.defer(place.close);
  const sizes = { max: options.connections ?? CONNECTIONS, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS };
  const pool = openPool({ ...place.app, ...sizes });
  opened.defer(() => pool.end());
  const replica = place.replica && openPool({ ...place.replica, ...sizes });
  opened.defer(() => replica?.end());
  const metrics = createMetrics();
  metrics.probe({ pool: () => ({ active: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }) });
  // After a restore or a copy this is another server, whose transaction numbers mean something else.
  await pool.query("call shared.mark_cluster()");
  const closers = opened.move();
  return {
    settings,
    logger: options.logger ?? createLogger(settings.LOG_LEVEL),
    metrics,
    place,
    pool,
    database: databaseOver(pool, replica),
    clock: clockOf(() => new Date()),
    newId: idsOf(),
    encryptionKeys,
    close: () => closers.disposeAsync(),
  };
};
