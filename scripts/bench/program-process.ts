import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { isAlive, pause } from "#functions/adapters/embedded-postgres/process-state.ts";

/** The program as a process of its own, on a data folder that outlives it. */
export type ProgramProcess = Readonly<{
  pid: number;
  port: number;
  /** kill -9 of the program; its database goes on, as after a crash. */
  kill: () => Promise<void>;
  /** kill -9 of the program and its database at once, as after a power cut. */
  killWithDatabase: () => Promise<void>;
  /** Ctrl-C: drains and stops, its database too. */
  stop: () => Promise<void>;
}>;

export type ProgramOptions = Readonly<{
  /** The script to run, as from the root of the project. */
  script: string;
  dataFolder: string;
  port: number;
  /** For Node itself, as `--cpu-prof`. */
  nodeOptions?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}>;

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;

/** A port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** The process that owns the embedded database of a data folder. */
export const postmasterOf = (dataFolder: string): number =>
  Number.parseInt(readFileSync(join(dataFolder, "postgres", "postmaster.pid"), "utf8"), 10);

const waitForEnd = async (pid: number, timeoutMs: number): Promise<boolean> => {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await pause(10);
  }
  return true;
};

const waitUntilReady = async (child: ChildProcess, port: number, output: () => string): Promise<void> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The program ended while starting:\n${output()}`);
    const ready = await fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > deadline) throw new Error(`The program did not become ready:\n${output()}`);
    await pause(25);
  }
};

const killNow = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
};

/** Starts the program and waits until `/ready` says yes. Its log goes nowhere; what it says about a failure to start is kept. */
export const startProgram = async (options: ProgramOptions): Promise<ProgramProcess> => {
  const { script, dataFolder, port } = options;
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), script], {
    cwd: join(import.meta.dirname, "..", ".."),
    env: {
      ...process.env,
      LOG_LEVEL: "info",
      ...options.environment,
      DATA_DIR: dataFolder,
      PORT: `${port}`,
      METRICS_PORT: `${await freePort()}`,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr?.on("data", (chunk) => {
    output = `${output}${chunk}`.slice(-4000);
  });
  await waitUntilReady(child, port, () => output);
  const pid = child.pid ?? 0;
  return {
    pid,
    port,
    kill: async () => {
      killNow(pid);
      await waitForEnd(pid, STOP_TIMEOUT_MS);
    },
    killWithDatabase: async () => {
      const database = postmasterOf(dataFolder);
      killNow(pid);
      killNow(database);
      await Promise.all([waitForEnd(pid, STOP_TIMEOUT_MS), waitForEnd(database, STOP_TIMEOUT_MS)]);
    },
    stop: async () => {
      child.kill("SIGTERM");
      if (await waitForEnd(pid, STOP_TIMEOUT_MS)) return;
      throw new Error(`The program did not stop:\n${output}`);
    },
  };
};
