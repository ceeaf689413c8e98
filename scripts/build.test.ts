import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { postgresOverTcp } from "#core/testing/postgres-over-tcp.ts";
import { buildServer } from "./build.ts";

const home = mkdtempSync(join(tmpdir(), "image-"));
// Root lends its database server another user, who has to get through.
chmodSync(home, 0o755);
const app = join(home, "app");
const children: ChildProcess[] = [];
const closers: (() => Promise<void>)[] = [];
let environment: Record<string, string> = {};

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** A database of this test's own, reached over TCP as from a container. */
const ownDatabase = async () => {
  const name = `image_${process.pid}`;
  const superuser = new Client({ connectionString: inject("databases").superuser });
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
  await superuser.end();
  const reach = async (url: string) => {
    const proxy = await postgresOverTcp(url.replace(/\/enterprise$/, `/${name}`));
    closers.push(proxy.close);
    return proxy.url;
  };
  return { DATABASE_URL: await reach(inject("databases").app), DATABASE_OWNER_URL: await reach(inject("databases").owner) };
};

const run = (program: string, more: Record<string, string>) => {
  const child = spawn(process.execPath, [join(app, "server", `${program}.js`)], { cwd: app, env: { ...environment, ...more } });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, exited, output: () => output };
};

const answered = async (url: string, program: { output: () => string }) => {
  for (let attempt = 0; attempt < 250; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} never answered:\n${program.output()}`);
};

beforeAll(async () => {
  const built = join(home, "built");
  await buildServer(built);
  mkdirSync(join(built, "dist/web"), { recursive: true });
  writeFileSync(join(built, "dist/web/index.html"), "<!doctype html><title>Web app</title>");
  // Elsewhere, so that nothing of this repository is found by walking upwards.
  cpSync(built, app, { recursive: true });
  rmSync(built, { recursive: true });
  environment = {
    PATH: "/usr/bin:/bin",
    NODE_ENV: "production",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    ...(await ownDatabase()),
  };
  await promisify(execFile)(process.execPath, [join(app, "server/migrate.js")], { cwd: app, env: environment });
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const close of closers) await close();
  rmSync(home, { recursive: true, force: true });
});

test("what the image of the API holds serves the API, its documentation and the web app, and stops when told", {
  timeout: 60_000,
}, async () => {
  const [PORT, METRICS_PORT] = [`${await freePort()}`, `${await freePort()}`];
  const program = run("start", { PORT, METRICS_PORT, ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: "correct horse battery" });
  const at = `http://127.0.0.1:${PORT}`;

  expect(await (await answered(`${at}/ready`, program)).json()).toEqual({ status: "ready" });
  expect(await (await fetch(`${at}/openapi.json`)).json()).toMatchObject({ openapi: "3.1.1" });
  expect((await fetch(`${at}/docs/swagger-ui-bundle.js`)).status).toBe(200);
  expect(await (await fetch(`${at}/app`)).text()).toContain("Web app");
  const signedIn = await fetch(`${at}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "admin@example.com", password: "correct horse battery" }),
  });
  expect(signedIn.status, await signedIn.text()).toBe(200);

  program.child.kill("SIGTERM");
  expect(await program.exited, program.output()).toBe(0);
});

test("the worker of the same image runs beside it, tells its metrics, and stops when told", { timeout: 60_000 }, async () => {
  const METRICS_PORT = `${await freePort()}`;
  const program = run("worker", { METRICS_PORT });

  expect(await (await answered(`http://127.0.0.1:${METRICS_PORT}/metrics`, program)).text()).toContain("outbox");
  program.child.kill("SIGTERM");
  expect(await program.exited, program.output()).toBe(0);
});
