import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { isAlive, pause } from "./process-state.ts";

const homes: string[] = [];
const running: EmbeddedPostgres[] = [];

const newHome = () => {
  const home = mkdtempSync(join(tmpdir(), "launcher-"));
  chmodSync(home, 0o755);
  homes.push(home);
  return home;
};
const start = async (folder: string, options: { share?: boolean } = {}) => {
  const server = await startEmbeddedPostgres({ folder, settings: { fsync: "off" }, ...options });
  running.push(server);
  return server;
};
const ask = async (server: EmbeddedPostgres, text: string) => {
  const client = new Client(server.connection("postgres", "postgres"));
  client.on("error", () => undefined);
  await client.connect();
  try {
    return Object.values((await client.query(text)).rows[0] ?? {})[0];
  } finally {
    await client.end().catch(() => undefined);
  }
};
const postmasterOf = (folder: string) => Number.parseInt(readFileSync(join(folder, "postmaster.pid"), "utf8"), 10);
const eventually = async (check: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 200; tries++) {
    if (await check()) return;
    await pause(50);
  }
  throw new Error("It never became true.");
};

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

/** A program that owns the server, in a process of its own, so that it can be killed. */
const startInOtherProcess = async (folder: string) => {
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "embedded-postgres.ts"))});
    await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, settings: { fsync: "off" } });
    console.log("up"); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", () => reject(new Error("The other program ended.")));
  });
  return child;
};

test("a new folder becomes a cluster that compares by code point, listens on no port, and stops without a trace", async () => {
  const folder = join(newHome(), "postgres");
  const server = await start(folder);

  expect(await ask(server, "show listen_addresses")).toBe("");
  expect(await ask(server, "select datlocale || ' ' || pg_encoding_to_char(encoding) from pg_database where datname = 'postgres'")).toBe(
    "C.UTF-8 UTF8",
  );
  const pid = postmasterOf(folder);
  await running.pop()?.stop();

  expect(isAlive(pid)).toBe(false);
  expect(existsSync(join(folder, "postmaster.pid"))).toBe(false);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});

test("what was committed is there after kill -9 of the server; the running program gets it back by itself", async () => {
  const folder = join(newHome(), "postgres");
  const server = await start(folder);
  await ask(server, "create table kept as select 42 as answer");
  const killed = postmasterOf(folder);

  process.kill(killed, "SIGKILL");

  await eventually(() =>
    ask(server, "select answer from kept").then(
      (answer) => answer === 42,
      () => false,
    ),
  );
  expect(postmasterOf(folder)).not.toBe(killed);
});

test("the server of a killed program is adopted", async () => {
  const folder = join(newHome(), "postgres");
  const other = await startInOtherProcess(folder);
  const pid = postmasterOf(folder);
  other.kill("SIGKILL");
  await eventually(() => !isAlive(other.pid ?? 0));

  const server = await start(folder);

  expect(postmasterOf(folder)).toBe(pid);
  expect(await ask(server, "select 1")).toBe(1);
  await running.pop()?.stop();
  expect(isAlive(pid)).toBe(false);
});

test("kill -9 of program and server at once is recovered from, also when the number now belongs to another process", async () => {
  const folder = join(newHome(), "postgres");
  const other = await startInOtherProcess(folder);
  const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  process.kill(postmasterOf(folder), "SIGKILL");
  other.kill("SIGKILL");
  await eventually(() => !isAlive(other.pid ?? 0));
  writeFileSync(join(folder, "postmaster.pid"), [`${process.pid}`, ...lines.slice(1)].join("\n"));

  expect(await ask(await start(folder), "select 1")).toBe(1);
});

test("a folder that another program uses is refused, or shared without stopping it", async () => {
  const folder = join(newHome(), "postgres");
  const other = await startInOtherProcess(folder);

  await expect(start(folder)).rejects.toThrow(`in use by another running program (process ${other.pid})`);
  const shared = await start(folder, { share: true });
  expect(await ask(shared, "select 1")).toBe(1);
  await shared.stop();
  expect(isAlive(postmasterOf(folder))).toBe(true);

  other.kill("SIGKILL");
  await eventually(() => !isAlive(other.pid ?? 0));
  await start(folder);
});

test.each([
  ["files of someone else", "notes.txt", "hello", "holds files that are not ours"],
  ["a cluster of another version", "PG_VERSION", "15\n", "holds a database of PostgreSQL 15; this program brings 18"],
])("a folder with %s is refused and left alone", async (_, name, content, message) => {
  const folder = join(newHome(), "postgres");
  mkdirSync(folder);
  writeFileSync(join(folder, name), content);

  await expect(start(folder)).rejects.toThrow(message);

  expect(readFileSync(join(folder, name), "utf8")).toBe(content);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});

test("a folder too deep for a socket's name still works", async () => {
  const folder = join(newHome(), "d".repeat(60), "e".repeat(60), "postgres");
  const server = await start(folder);

  expect(await ask(server, "select 1")).toBe(1);
  expect(server.connection("postgres").host?.length).toBeLessThan(90);
  await running.pop()?.stop();
  expect(existsSync(server.connection("postgres").host ?? "")).toBe(false);
});

test.runIf(process.getuid?.() === 0)(
  "below a folder closed to other users, root keeps the cluster where its server can reach it",
  async () => {
    const home = newHome();
    chmodSync(home, 0o700);
    const folder = join(home, "postgres");
    const server = await start(folder);

    const place = execFileSync("realpath", [folder], { encoding: "utf8" }).trim();
    expect(place).toMatch(/^\/var\/lib\/enterprise-system\/data-/);
    expect(await ask(server, "select 1")).toBe(1);
    await running.pop()?.stop();
    expect(await ask(await start(folder), "select 1")).toBe(1);
    await running.pop()?.stop();
    rmSync(join(place, ".."), { recursive: true });
  },
);

test.runIf(process.getuid?.() === 0)("an ordinary user runs it as themselves, and cannot use a folder of root's", async () => {
  const home = newHome();
  const uid = Number(execFileSync("id", ["-u", "nobody"]));
  const program = (folder: string) =>
    execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "embedded-postgres.ts"))});
         const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)} });
         await server.stop(); console.log("fine");`,
      ],
      { uid, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
  mkdirSync(join(home, "theirs"));
  execFileSync("chown", ["nobody", join(home, "theirs")]);

  expect(program(join(home, "theirs", "postgres")).trim()).toBe("fine");
  mkdirSync(join(home, "theirs", "roots"));
  expect(() => program(join(home, "theirs", "roots"))).toThrow(/belongs to another user \(uid 0\)/);
});
