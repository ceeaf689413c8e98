import { join } from "node:path";
import type { ClientConfig } from "pg";
import { cannotStart } from "#functions/cannot-start.ts";
import { openDataFolder } from "#functions/data-folder.ts";
import type { Settings } from "#functions/settings.ts";
import { connectionFromUrl } from "./connection.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres/embedded-postgres.ts";
import { migrate, pendingMigrations } from "./migrator.ts";
import { applyRoles } from "./roles.ts";
import { refuseUnfitRole } from "./serving-role.ts";

/** Where the database is, as each of the roles that a process may need. */
export type DatabasePlace = Readonly<{
  embedded: boolean;
  app: ClientConfig;
  /** Missing in a pod that neither migrates nor runs jobs. */
  owner: ClientConfig | undefined;
  replica: ClientConfig | undefined;
  /** Stops the embedded server; a server elsewhere goes on. */
  close: () => Promise<void>;
}>;

type Options = Pick<EmbeddedPostgresOptions, "settings" | "share">;

const embedded = async (settings: Settings, options: Options): Promise<DatabasePlace> => {
  const folder = openDataFolder(settings.DATA_DIR);
  const server = await startEmbeddedPostgres({ folder: join(folder, "postgres"), ...options });
  try {
    await applyRoles(server.connection("postgres"));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    embedded: true,
    app: server.connection("enterprise_app"),
    owner: server.connection("enterprise_owner"),
    replica: undefined,
    close: server.stop,
  };
};

const elsewhere = (settings: Settings, url: string): DatabasePlace => ({
  embedded: false,
  app: connectionFromUrl(url, "DATABASE_URL"),
  owner: settings.DATABASE_OWNER_URL ? connectionFromUrl(settings.DATABASE_OWNER_URL, "DATABASE_OWNER_URL") : undefined,
  replica: settings.DATABASE_READ_URL ? connectionFromUrl(settings.DATABASE_READ_URL, "DATABASE_READ_URL") : undefined,
  close: () => Promise.resolve(),
});

/** Finds the database the settings name, or starts the embedded one. */
export const openDatabase = async (settings: Settings, options: Options = {}): Promise<DatabasePlace> =>
  settings.DATABASE_URL ? elsewhere(settings, settings.DATABASE_URL) : embedded(settings, options);

/** Migrates as the owner, or says whose connection is missing. */
export const migratePlace = async ({ owner }: DatabasePlace): Promise<string[]> => {
  if (!owner) throw cannotStart("Migrating needs DATABASE_OWNER_URL, a connection as enterprise_owner.");
  return migrate(owner);
};

/** Serving begins only on a database of this very version, and never as a role that the fences do not hold or whose sessions are not in UTC. */
export const checkServable = async ({ app }: DatabasePlace): Promise<void> => {
  const pending = await pendingMigrations(app);
  if (pending.length > 0)
    throw cannotStart(`The database lacks ${pending.length} migrations (${pending[0]} and on). Run \`npm run migrate\` first.`);
  await refuseUnfitRole(app);
};
