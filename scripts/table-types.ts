import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClientConfig } from "pg";
import { startEmbeddedPostgres } from "#functions/adapters/embedded-postgres/embedded-postgres.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { applyRoles } from "#functions/adapters/roles.ts";

const OUTPUT = "core/database/generated/tables.ts";

/** Runs kysely-codegen on a migrated database; with `--verify` it fails when the checked-in types are stale. */
export const generateTableTypes = (url: string, ...options: string[]) =>
  execFileSync(
    process.execPath,
    [
      "node_modules/kysely-codegen/dist/cli/bin.js",
      ...["--dialect", "postgres", "--url", url, "--out-file", OUTPUT, "--camel-case", "--default-schema", "none"],
      ...[
        "--include-pattern",
        "{shared,sales,finance,hr}.*",
        "--type-mapping",
        JSON.stringify({ int8: "bigint", date: "string", timestamptz: "string", numeric: "string" }),
      ],
      ...options,
    ],
    { stdio: "pipe", encoding: "utf8" },
  );

const urlOf = ({ user, host, database }: ClientConfig) => `postgresql://${user}@/${database}?host=${encodeURIComponent(host ?? "")}`;

const main = async () => {
  const home = mkdtempSync(join(tmpdir(), "enterprise-types-"));
  chmodSync(home, 0o755); // the server may run as another user
  const server = await startEmbeddedPostgres({ folder: join(home, "postgres"), settings: { fsync: "off" } });
  try {
    await applyRoles(server.connection("postgres"));
    await migrate(server.connection("enterprise_owner"));
    generateTableTypes(urlOf(server.connection("postgres")));
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

if (import.meta.main) await main();
