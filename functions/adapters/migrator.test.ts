import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startEmbeddedPostgres } from "./embedded-postgres/embedded-postgres.ts";
import { migrate, pendingMigrations } from "./migrator.ts";
import { applyRoles } from "./roles.ts";

const superuser = new Client({ connectionString: inject("databases").superuser });
const ownerOf = (database: string) => ({ connectionString: inject("databases").owner.replace(/\/enterprise$/, `/${database}`), database });
const made: string[] = [];

const emptyDatabase = async () => {
  const name = `migrations_${process.pid}_${made.length}`;
  made.push(name);
  await superuser.query(`create database ${name} owner enterprise_owner`);
  return ownerOf(name);
};

const asOwner = async <T extends object>(owner: { connectionString: string }, text: string): Promise<T[]> => {
  const client = new Client(owner);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

const creates = (table: string): Migration => ({ up: async (db) => void (await sql`create table ${sql.id(table)} (id int)`.execute(db)) });
const fails: Migration = { up: async (db) => void (await sql`select 1/0`.execute(db)) };
const tablesOf = async (owner: { connectionString: string }) =>
  (await asOwner<{ name: string }>(owner, "select tablename as name from pg_tables where schemaname = 'public' order by 1")).map(
    ({ name }) => name,
  );

/** Speaks just enough of the protocol to say which version it is. */
const pretendServer = async (version: number) => {
  const message = (type: string, ...parts: (string | Buffer)[]) => {
    const body = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");
  const ready = message("Z", "I");
  const text = `${version}`;
  const row = [
    message("T", bytes("0001"), "version\0", bytes("00000000 0000 00000017 0004 ffffffff 0000")),
    message("D", bytes("0001"), bytes(text.length.toString(16).padStart(8, "0")), text),
    message("C", "SELECT 1\0"),
  ];
  const server = createServer((socket) => {
    let greeted = false;
    socket.on("data", (data) => {
      if (!greeted) socket.write(Buffer.concat([message("R", bytes("00000000")), ready]));
      else if (data[0] === "Q".charCodeAt(0)) socket.write(Buffer.concat([...row, ready]));
      greeted = true;
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
};

beforeAll(() => superuser.connect());
afterAll(async () => {
  for (const name of made) await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
});

test("migrations are applied in order, once", async () => {
  const owner = await emptyDatabase();
  const migrations = { "0002-second": creates("second"), "0001-first": creates("first") };

  expect(await pendingMigrations(owner, migrations)).toHaveLength(2);
  expect(await migrate(owner, migrations)).toEqual(["0001-first", "0002-second"]);
  expect(await migrate(owner, migrations)).toEqual([]);
  expect(await pendingMigrations(owner, migrations)).toEqual([]);
  expect(await tablesOf(owner)).toEqual(["first", "second"]);
});

test("one that fails leaves the database as it was", async () => {
  const owner = await emptyDatabase();
  await migrate(owner, { "0001-first": creates("first") });

  const attempt = migrate(owner, { "0001-first": creates("first"), "0002-second": creates("second"), "0003-third": fails });

  await expect(attempt).rejects.toThrow(/^Migration 0003-third failed and nothing was changed in migrations_.*division by zero/);
  expect(await tablesOf(owner)).toEqual(["first"]);
  expect(await asOwner(owner, "select name from migration.applied")).toEqual([{ name: "0001-first" }]);
});

test("two programs at once migrate once", async () => {
  const owner = await emptyDatabase();
  const slow: Migration = { up: async (db) => void (await sql`select pg_sleep(0.3)`.execute(db)) };
  const migrations = { "0001-first": creates("first"), "0002-slow": slow };

  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(owner, migrations)));

  expect(applied.map((names) => names.length).sort()).toEqual([0, 0, 0, 2]);
});

test("a database newer than the program is refused, and stays untouched", async () => {
  const owner = await emptyDatabase();
  await migrate(owner, { "0001-first": creates("first"), "0009-tomorrow": creates("tomorrow") });

  await expect(migrate(owner, { "0001-first": creates("first"), "0002-second": creates("second") })).rejects.toThrow(
    /is newer than this program \(it has 0009-tomorrow\)/,
  );
  expect(await tablesOf(owner)).toEqual(["first", "tomorrow"]);
});

test("a database migrated by another build, in another order, is one clear line", async () => {
  const owner = await emptyDatabase();
  await migrate(owner, { "0001-first": creates("first"), "0003-third": creates("third") });

  const attempt = migrate(owner, { "0001-first": creates("first"), "0002-second": creates("second"), "0003-third": creates("third") });

  await expect(attempt).rejects.toThrow(/^The database migrations_.* was migrated by another build of this program, in another order\./);
  expect(await tablesOf(owner)).toEqual(["first", "third"]);
});

test("an unreachable server is one clear line", async () => {
  const nowhere = { host: "/tmp/nowhere", user: "enterprise_owner", database: "enterprise" };

  await expect(migrate(nowhere, {})).rejects.toThrow("The database enterprise at /tmp/nowhere cannot be reached: there is no such socket.");
});

test("a server older than 15 is one clear line", async () => {
  const server = await pretendServer(140_012);

  await expect(migrate({ host: "127.0.0.1", port: server.port, user: "enterprise_owner", database: "enterprise" }, {})).rejects.toThrow(
    /^The database enterprise at 127\.0\.0\.1:\d+ is PostgreSQL 14; version 15 or newer is needed\.$/,
  );
  server.close();
});

const OLDEST = "/usr/lib/postgresql/15/bin";

test.runIf(existsSync(OLDEST))("the whole schema applies to PostgreSQL 15", async () => {
  const home = mkdtempSync(join(tmpdir(), "oldest-"));
  chmodSync(home, 0o755);
  const server = await startEmbeddedPostgres({ folder: join(home, "postgres"), programs: OLDEST, settings: { fsync: "off" } });
  await applyRoles(server.connection("postgres"));

  expect(await migrate(server.connection("enterprise_owner")).finally(() => server.stop())).not.toEqual([]);
  rmSync(home, { recursive: true });
});

test("the application may look which migrations there are, and not change them", async () => {
  const app = { connectionString: inject("databases").app };

  await asOwner(app, "select name from migration.applied");
  await expect(asOwner(app, "delete from migration.applied")).rejects.toThrow("permission denied");
});
