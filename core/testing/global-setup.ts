import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type ClientConfig } from "pg";
import type { TestProject } from "vitest/node";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#functions/adapters/embedded-postgres/embedded-postgres.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { applyRoles } from "#functions/adapters/roles.ts";

/** Connection URLs by role, for `inject("databases")`. */
export type TestDatabases = Readonly<Record<"app" | "owner" | "sealer" | "reader" | "superuser", string>>;

declare module "vitest" {
  interface ProvidedContext {
    databases: TestDatabases;
  }
}

/** A copy of the migrated database that is only copied. */
export const FRESH = "enterprise_fresh";
const PREFIX = "enterprise-tests-";
/** Projects on the database that was migrated; every other one has a copy of it. */
const SHARING = ["database", "programs"];
const STARTED_BY_NOW_MS = 600_000;
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

const urlOf = ({ user, host, port, database }: ClientConfig) =>
  `postgresql://${user}@${encodeURIComponent(host ?? "")}:${port}/${database}`;

const urlsOf = ({ connection }: EmbeddedPostgres): TestDatabases => ({
  app: urlOf(connection("enterprise_app")),
  owner: urlOf(connection("enterprise_owner")),
  sealer: urlOf(connection("enterprise_sealer")),
  reader: urlOf(connection("enterprise_reader")),
  superuser: urlOf(connection("postgres")),
});

/** Stops and removes what killed runs left behind; a run that still lives keeps its own. */
const removeLeftovers = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    if (!existsSync(join(home, "postgres", "postmaster.pid"))) {
      // Another run may have removed it meanwhile.
      const found = statSync(home, { throwIfNoEntry: false });
      if (found && Date.now() - found.mtimeMs > STARTED_BY_NOW_MS) rmSync(home, { recursive: true, force: true });
      continue;
    }
    const server = await startEmbeddedPostgres({ folder: join(home, "postgres") }).catch(() => undefined);
    if (!server) continue;
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

/** The migrated database under another name, as it was before any test. */
const copyDatabase = async (superuser: ClientConfig, name: string): Promise<void> => {
  const client = new Client(superuser);
  await client.connect();
  try {
    await client.query(`create database ${name} template ${name === FRESH ? "enterprise" : FRESH} owner enterprise_owner`);
  } finally {
    await client.end();
  }
};

/** A server of its own with the migrated database; TEST_POSTGRES names the folder of another PostgreSQL to test on, for instance /usr/lib/postgresql/15/bin. */
export const startTestDatabases = async (): Promise<{ databases: TestDatabases; stop: () => Promise<void> }> => {
  await removeLeftovers();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  // The server may run as another user, who has to get through.
  chmodSync(home, 0o755);
  const programs = process.env.TEST_POSTGRES;
  const server = await startEmbeddedPostgres({ folder: join(home, "postgres"), settings: SETTINGS, ...(programs ? { programs } : {}) });
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await applyRoles(server.connection("postgres"));
    await migrate(server.connection("enterprise_owner"));
    await copyDatabase(server.connection("postgres", "postgres"), FRESH);
  } catch (error) {
    await stop();
    throw error;
  }
  return { databases: urlsOf(server), stop };
};

/** Says where the databases are, to the tests. */
export const provideDatabases = (project: Pick<TestProject, "provide">, databases: TestDatabases): void =>
  project.provide("databases", databases);

/** The setups of a run's projects are modules of their own in one process; here they meet. */
const meeting = globalThis as { testServer?: { users: number; started: ReturnType<typeof startTestDatabases> } };

/** A copy of the migrated database, so that what it is filled with changes no plans elsewhere. */
const copied = async (databases: TestDatabases, project: string): Promise<TestDatabases> => {
  const name = `enterprise_${project.replaceAll(/\W/g, "_")}`;
  const at = (database: string) => (url: string) => url.replace(/\/\w+$/, `/${database}`);
  await copyDatabase({ connectionString: at("postgres")(databases.superuser) }, name);
  return Object.fromEntries(Object.entries(databases).map(([role, url]) => [role, at(name)(url)])) as TestDatabases;
};

/** One server for the whole run; test files share its database, each test in a company of its own, but for projects that want one to themselves. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  meeting.testServer ??= { users: 0, started: startTestDatabases() };
  const server = meeting.testServer;
  server.users++;
  const { databases, stop } = await server.started;
  const shares = SHARING.includes(project.name);
  provideDatabases(project, shares ? databases : await copied(databases, project.name));
  return async () => {
    if (--server.users > 0) return;
    delete meeting.testServer;
    await stop();
  };
}
