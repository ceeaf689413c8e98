import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isAlive, pause } from "#functions/adapters/embedded-postgres/process-state.ts";

// Programs start from nothing here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 180_000 });

const START = join(import.meta.dirname, "start.ts");
const started: ChildProcess[] = [];
let home = "";
let data = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "start-"));
  // Root lends its server another user, who has to get through.
  chmodSync(home, 0o755);
  data = join(home, "data");
});
afterEach(async () => {
  for (const program of started.splice(0)) program.kill("SIGKILL");
  if (existsSync(pidFile())) process.kill(postmaster(), "SIGQUIT");
  await eventually(() => !existsSync(pidFile()) || !isAlive(postmaster()));
  rmSync(home, { recursive: true, force: true });
});

const pidFile = () => join(data, "postgres", "postmaster.pid");
const postmaster = () => Number.parseInt(readFileSync(pidFile(), "utf8"), 10);
const eventually = async (check: () => boolean) => {
  for (let tries = 0; tries < 1200 && !check(); tries++) await pause(50);
};

/** The program as `npm start` runs it, in a process of its own. */
const run = (environment: Record<string, string> = {}, ...options: readonly string[]) => {
  const settings = { PATH: process.env.PATH ?? "", DATA_DIR: data, PORT: "0", METRICS_PORT: "0", LOG_LEVEL: "warn", ...environment };
  const program = spawn(process.execPath, [START, ...options], { env: settings, stdio: ["ignore", "pipe", "pipe"] });
  started.push(program);
  let out = "";
  let errors = "";
  program.stdout.on("data", (chunk) => (out += chunk));
  program.stderr.on("data", (chunk) => (errors += chunk));
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) =>
    program.once("close", (code) => resolve({ code, errors })),
  );
  const port = async () => {
    await eventually(() => /localhost:\d+\/app/.test(out) || program.exitCode !== null);
    const found = /localhost:(\d+)\/app/.exec(out)?.[1];
    if (!found) throw new Error(`It did not start: ${out}${errors}`);
    return Number(found);
  };
  return { program, ended, port, said: () => out };
};
const signIn = async (port: number, credentials: object) =>
  (
    await fetch(`http://127.0.0.1:${port}/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(credentials),
    })
  ).status;
const ready = async (port: number) => (await fetch(`http://127.0.0.1:${port}/ready`)).status;

test("it starts on an empty folder, says where it is and how to sign in, is not disturbed by a second one, and Ctrl-C leaves nothing running", async () => {
  const { program, ended, port, said } = run();
  expect(await ready(await port())).toBe(200);
  const [, email, password] = /Sign in {3}(\S+)\n {2}Password {2}(\S+)/.exec(said()) ?? [];
  expect(await signIn(await port(), { email, password })).toBe(200);
  expect(await signIn(await port(), { email, password: `${password}x` })).toBe(401);
  const server = postmaster();

  expect(await run().ended).toEqual({
    code: 1,
    errors: `${data} is in use by another running program (process ${program.pid}). Stop it, or name another folder in DATA_DIR.\n`,
  });
  expect(await run({ PORT: `${await port()}`, DATA_DIR: join(home, "other") }).ended).toEqual({
    code: 1,
    errors: `PORT ${await port()} is taken by another program. Stop it, or set another PORT.\n`,
  });
  expect(existsSync(join(home, "other"))).toBe(false);
  expect(await ready(await port())).toBe(200);

  program.kill("SIGINT");

  expect(await ended).toEqual({ code: 0, errors: "" });
  expect(isAlive(server)).toBe(false);
  expect(existsSync(pidFile())).toBe(false);
});

test("after kill -9 of everything, and of the program alone, it starts again", async () => {
  const first = run();
  await first.port();
  process.kill(postmaster(), "SIGKILL");
  first.program.kill("SIGKILL");
  await first.ended;

  const second = run();
  expect(await ready(await second.port())).toBe(200);
  // The password is told once.
  expect(second.said()).not.toContain("Password");
  const server = postmaster();
  second.program.kill("SIGKILL");
  await second.ended;

  const third = run();
  expect(await ready(await third.port())).toBe(200);
  expect(postmaster()).toBe(server);
  third.program.kill("SIGTERM");
  expect(await third.ended).toEqual({ code: 0, errors: "" });
  expect(isAlive(server)).toBe(false);
});

test("who interrupts the sample company while it is made has read the password, and is told that it is not whole", async () => {
  const first = run({}, "--demo");
  await eventually(() => first.said().includes("10 %") || first.program.exitCode !== null);
  const [, email, password] = /Sign in {3}(\S+)\n {2}Password {2}(\S+)/.exec(first.said()) ?? [];
  first.program.kill("SIGINT");
  expect(await first.ended).toEqual({ code: 0, errors: "" });

  const second = run({}, "--demo");
  expect(await signIn(await second.port(), { email, password })).toBe(200);
  expect(second.said()).toContain(
    `The sample company was interrupted before it was whole. To have it made anew, stop this, delete ${data} and start again.`,
  );
  second.program.kill("SIGINT");
  expect(await second.ended).toEqual({ code: 0, errors: "" });
});

test.each([
  ["a mistaken setting", { PORT: "eighty" }, "PORT must be a port, 0 to 65535.\n"],
  [
    "a database that nobody answers for",
    { DATABASE_URL: "postgresql://enterprise_app@127.0.0.1:9/enterprise", ENCRYPTION_KEY: Buffer.alloc(32).toString("base64") },
    "The database enterprise at 127.0.0.1:9 cannot be reached: nothing listens there.\n",
  ],
])("%s is one line and an exit code", async (_, environment, line) => {
  expect(await run(environment).ended).toEqual({ code: 1, errors: line });
});

test("somebody else's folder is refused and left alone", async () => {
  mkdirSync(data);
  writeFileSync(join(data, "thesis.txt"), "years of work");

  const { code, errors } = await run().ended;

  expect({ code, errors }).toEqual({
    code: 1,
    errors: `DATA_DIR ${data} holds files that are not ours. Name an empty folder, or one this program made.\n`,
  });
  expect(execFileSync("ls", [data], { encoding: "utf8" })).toBe("thesis.txt\n");
});
