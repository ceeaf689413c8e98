import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { listen } from "./adapters/listen.ts";
import { createLogger } from "./logging.ts";
import { type Running, startNode } from "./node.ts";
import { readSettings } from "./settings.ts";

const ENCRYPTION_KEY = Buffer.alloc(32, 1).toString("base64");
const running: Running[] = [];

const start = async (environment: Record<string, string> = {}, leavingMs = 0) => {
  const settings = readSettings({ DATABASE_URL: inject("databases").app, ENCRYPTION_KEY, PORT: "0", METRICS_PORT: "0", ...environment });
  const program = await startNode(settings, { logger: createLogger("silent"), leavingMs });
  running.push(program);
  return { program, get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${program.port}${path}`, init) };
};

/** A database of the program's owner that no other test looks at. */
const database = async (...statements: string[]) => {
  const name = `node_${process.pid}_${Math.floor(performance.now() * 1000)}`;
  const superuser = new Client({ connectionString: inject("databases").superuser });
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
  await superuser.end();
  const at = (url: string) => url.replace(/\/enterprise$/, `/${name}`);
  const owner = new Client({ connectionString: at(inject("databases").owner) });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
  return at(inject("databases").app);
};

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
});

test("a pod serves health, readiness and problems, and is measured", async () => {
  const { get } = await start();

  expect((await get("/health")).status).toBe(200);
  expect(await (await get("/ready")).json()).toEqual({ status: "ready" });
  const nothing = await get("/there-is-nothing");
  expect(nothing.status).toBe(404);
  expect(nothing.headers.get("content-type")).toContain("application/problem+json");
  expect(nothing.headers.get("x-request-id")).toBeTruthy();
});

test("a stopping pod says that it is not ready, and still answers until it closes", async () => {
  const { program, get } = await start({}, 300);

  const stopping = program.stop();
  const ready = await get("/ready");

  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: "not ready", reason: "The program is stopping." });
  expect((await get("/health")).status).toBe(200);
  await stopping;
  await expect(get("/health")).rejects.toThrow();
});

test("a request that runs is finished before the server closes", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: going, resolve: go } = Promise.withResolvers<void>();
  const server = await listen(async () => {
    arrive();
    await going;
    return new Response("finished");
  }, 0);

  const answer = fetch(`http://127.0.0.1:${server.port}/`);
  await arrived;
  const closed = server.close(10_000);
  go();

  expect(await (await answer).text()).toBe("finished");
  await closed;
});

test("a taken port is one clear line", async () => {
  const other = createServer().listen(0);
  const { port } = other.address() as AddressInfo;

  await expect(start({ PORT: `${port}` })).rejects.toThrow(`PORT ${port} is taken by another program.`);
  other.close();
});

test.each([
  ["superuser", "postgres is a superuser"],
  ["owner", "enterprise_owner owns the database"],
] as const)("the program does not serve as %s", async (role, reason) => {
  await expect(start({ DATABASE_URL: inject("databases")[role] })).rejects.toThrow(`does not serve as that role: ${reason}`);
});

test("a database that is not migrated, or newer than the program, is refused in one line", async () => {
  const tomorrow = [
    "create schema migration",
    "create table migration.applied (name text)",
    "insert into migration.applied values ('9999-tomorrow')",
    "grant usage on schema migration to public",
    "grant select on migration.applied to public",
  ];

  await expect(start({ DATABASE_URL: await database() })).rejects.toThrow("Run `npm run migrate` first.");
  await expect(start({ DATABASE_URL: await database(...tomorrow) })).rejects.toThrow("is newer than this program (it has 9999-tomorrow)");
});

test("without a database of its own it runs one in the data folder, keeps its key, and starts again on it", async () => {
  const home = mkdtempSync(join(tmpdir(), "node-"));
  // Root lends its server another user, who has to get through.
  chmodSync(home, 0o755);
  const environment = { DATABASE_URL: "", ENCRYPTION_KEY: "", DATA_DIR: join(home, "data") };
  const first = await start(environment);
  expect((await first.get("/ready")).status).toBe(200);
  const { encryptionKeys } = first.program.foundation;
  await running.pop()?.stop();

  const second = await start(environment);

  expect((await second.get("/ready")).status).toBe(200);
  expect(second.program.foundation.encryptionKeys).toEqual(encryptionKeys);
  await running.pop()?.stop();
  rmSync(home, { recursive: true });
});
