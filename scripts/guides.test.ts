import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connectionFromUrl } from "#functions/adapters/connection.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { createLogger } from "#functions/logging.ts";
import { type Running, startNode } from "#functions/node.ts";
import { readSettings } from "#functions/settings.ts";
import { ROOT } from "./tidy/source-files.ts";

const EMAIL = "ada@example.com";
const PASSWORD = "correct horse battery staple";
let server: Running;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "guides-"));
  const name = `guides_${process.pid}`;
  const superuser = new Client({ connectionString: inject("databases").superuser });
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
  await superuser.end();
  const own = (url: string) => url.replace(/\/enterprise$/, `/${name}`);
  await migrate(connectionFromUrl(own(inject("databases").owner), "DATABASE_OWNER_URL"));
  const settings = readSettings({
    DATABASE_URL: own(inject("databases").app),
    DATABASE_OWNER_URL: own(inject("databases").owner),
    ENCRYPTION_KEY: Buffer.alloc(32, 5).toString("base64"),
    ADMIN_EMAIL: EMAIL,
    ADMIN_PASSWORD: PASSWORD,
    PORT: "0",
    METRICS_PORT: "0",
  });
  server = await startNode(settings, { logger: createLogger("error"), leavingMs: 0 });
});
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

type Example = { script: string; line: number; answer?: unknown };

/** The shell of a guide in the order of reading, each with the JSON that stands behind it. */
const examplesOf = (path: string): Example[] => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const examples: Example[] = [];
  for (const { 1: language, 2: content = "", index } of text.matchAll(/^```(sh|json)\n(.*?)^```$/gms)) {
    const last = examples.at(-1);
    if (language === "sh") examples.push({ script: content, line: text.slice(0, index).split("\n").length });
    else if (last) last.answer = JSON.parse(content);
  }
  return examples;
};

const MARK = "--- next ---";

/** One shell runs them all, as a reader's would. Answers what each printed. */
const runShell = (examples: readonly Example[]): Promise<{ code: number | null; outputs: string[]; errors: string }> =>
  new Promise((resolve) => {
    const script = ["set -euo pipefail", ...examples.flatMap(({ script }) => [script, `echo; echo "${MARK}"`])].join("\n");
    const environment = {
      PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
      API: `http://127.0.0.1:${server.port}`,
      EMAIL,
      PASSWORD,
    };
    const shell = spawn("bash", ["--norc", "-c", script], { cwd: home, env: environment });
    let output = "";
    let errors = "";
    shell.stdout.on("data", (chunk) => (output += chunk));
    shell.stderr.on("data", (chunk) => (errors += chunk));
    shell.once("exit", (code) => resolve({ code, outputs: output.split(MARK), errors }));
  });

const printed = (output: string): unknown => {
  try {
    return JSON.parse(output);
  } catch {
    return output.trim();
  }
};

test("the examples for integrators run in their order, and answer what the guide says", { timeout: 90_000 }, async () => {
  const examples = examplesOf("docs/guides/integrator.md");
  const { code, outputs, errors } = await runShell(examples);

  const last = examples[outputs.length - 1];
  expect(code, `stopped at line ${last?.line}: ${outputs.at(-1)}\n${errors}`).toBe(0);
  for (const [index, { answer, line }] of examples.entries()) {
    const value = printed(outputs[index] ?? "");
    if (typeof answer === "object") expect(value, `line ${line}`).toMatchObject(answer as object);
    else if (answer !== undefined) expect(value, `line ${line}`).toEqual(answer);
  }
});
