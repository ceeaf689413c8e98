import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClientConfig } from "pg";
import type { TestProject } from "vitest/node";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#functions/adapters/embedded-postgres/embedded-postgres.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { applyRoles } from "#functions/adapters/roles.ts";

/** Connection URLs by role, for `inject("databases")`; the same stand in TEST_DATABASE_APP, TEST_DATABASE_OWNER and so on. */
export type TestDatabases = Readonly<Record<"app" | "owner" | "sealer" | "reader" | "superuser", string>>;

declare module "vitest" {
  interface ProvidedContext {
    databases: TestDatabases;
  }
}

const PREFIX = "enterprise-tests-";
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
      if (Date.now() - statSync(home).mtimeMs > STARTED_BY_NOW_MS) rmSync(home, { recursive: true, force: true });
      continue;
    }
    const server = await startEmbeddedPostgres({ folder: join(home, "postgres") }).catch(() => undefined);
    if (!server) continue;
    await server.stop();
    rmSync(home, { recursive: true, force: true });
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
  } catch (error) {
    await stop();
    throw error;
  }
  return { databases: urlsOf(server), stop };
};

/** Says where the databases are, to the tests and to the programs they start. */
export const provideDatabases = (project: Pick<TestProject, "provide">, databases: TestDatabases): void => {
  project.provide("databases", databases);
  for (const [role, url] of Object.entries(databases)) process.env[`TEST_DATABASE_${role.toUpperCase()}`] = url;
};

/** One server for the whole run; test files share it, each test in a company of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { databases, stop } = await startTestDatabases();
  provideDatabases(project, databases);
  return stop;
}
