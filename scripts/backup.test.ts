import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLogger } from "#functions/logging.ts";
import { startNode } from "#functions/node.ts";
import { readSettings } from "#functions/settings.ts";
import { ROOT } from "./tidy/source-files.ts";

const who = { email: "admin@example.com", password: "correct horse battery" };

/** Runs the program on a data folder until the work is done. */
const running = async <T>(folder: string, work: (origin: string) => Promise<T>): Promise<T> => {
  const settings = readSettings({ DATA_DIR: folder, PORT: "0", METRICS_PORT: "0", ADMIN_EMAIL: who.email, ADMIN_PASSWORD: who.password });
  const program = await startNode(settings, { logger: createLogger("error") });
  try {
    return await work(`http://127.0.0.1:${program.port}`);
  } finally {
    await program.stop();
  }
};

const signedIn = async (origin: string) => {
  const answer = await fetch(`${origin}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(who),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return (path: string, body?: object) =>
    fetch(origin + path, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    });
};

// The command in the manual is the one that runs here.
test("a packed data folder starts elsewhere with everything in it", { timeout: 120_000 }, async () => {
  const command = /^ {4}(tar -c.*)$/m.exec(readFileSync(join(ROOT, "docs/operations.md"), "utf8"))?.[1] ?? "";
  const home = mkdtempSync(join(tmpdir(), "backup-"));
  chmodSync(home, 0o755);
  try {
    const id = await running(join(home, ".data"), async (origin) => {
      const call = await signedIn(origin);
      const made = await call("/sales/customers", { name: "Saved" });
      return ((await made.json()) as { id: string }).id;
    });
    execFileSync("sh", ["-c", command], { cwd: home });
    rmSync(join(home, ".data"), { recursive: true });
    mkdirSync(join(home, "elsewhere"));
    execFileSync("tar", ["-xzf", join(home, "backup.tgz"), "-C", join(home, "elsewhere")]);

    const found = await running(join(home, "elsewhere/.data"), async (origin) => {
      const call = await signedIn(origin);
      return (await call(`/sales/customers/${id}`)).json();
    });
    expect(found).toMatchObject({ name: "Saved" });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
