import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { findChromium } from "#scripts/debian-packages.ts";
import { ROOT } from "#scripts/tidy/source-files.ts";
import { startOn } from "./installation.ts";
import { aTradingCompany } from "./trading-company.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the browser of the run listens. */
    browser: string;
    /** Data folders to copy: of a program just installed, and of one whose company trades. */
    installed: string;
    trading: string;
    /** The address of a screen for everything the trading company has. */
    screens: Readonly<Record<string, string>>;
  }
}

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Installs the program once, lets its company trade, and keeps the data folder of both moments; what a test writes need not outlive it. */
const install = async (home: string) => {
  const [installed, trading] = [join(home, "installed"), join(home, "trading")];
  await (await startOn(installed)).stop();
  appendFileSync(join(installed, "postgres", "postgresql.auto.conf"), "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
  execFileSync("cp", ["-a", installed, trading]);
  const program = await startOn(trading);
  const screens = await aTradingCompany(program);
  await program.stop();
  return { installed, trading, screens };
};

/** One built app, one browser and one installation for the whole run; each file has a program on a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync(process.execPath, ["scripts/stale-web-app.ts"], { cwd: ROOT, stdio: "inherit" });
  const home = mkdtempSync(join(tmpdir(), "enterprise-web-"));
  // The database's server may run as another user, who has to get through.
  chmodSync(home, 0o755);
  const server = await chromium.launchServer({ executablePath: findChromium() ?? "chromium", args: quiet });
  const stop = async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const { installed, trading, screens } = await install(home);
    project.provide("browser", server.wsEndpoint());
    project.provide("installed", installed);
    project.provide("trading", trading);
    project.provide("screens", screens);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
