import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cannotStart } from "#functions/cannot-start.ts";
import type { Binaries } from "./binaries.ts";
import { isAlive, pause } from "./process-state.ts";
import type { ServerUser } from "./server-user.ts";

/** The port only names the socket file; nothing listens on TCP. */
export const SOCKET_PORT = 5432;

const LONGEST_SOCKET_PATH = 107;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

/** A server that answers: its process and where its socket is. */
export type Postmaster = Readonly<{ pid: number; socketFolder: string }>;

type PidFile = Readonly<{ pid: number; socketFolder: string; status: string }>;

const pidFileOf = (folder: string): PidFile | undefined => {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    const pid = Number.parseInt(lines[0] ?? "", 10);
    return Number.isInteger(pid) ? { pid, socketFolder: (lines[4] ?? "").trim(), status: (lines[7] ?? "").trim() } : undefined;
  } catch {
    return undefined;
  }
};

/** A socket's whole path must fit 107 bytes; a deep data folder gets a short private folder instead. */
const socketFolderFor = (folder: string, user: ServerUser | undefined): string => {
  if (Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET_PATH) return folder;
  // The same folder after a restart, as long as it is still ours: connection settings stay true.
  const usual = join(tmpdir(), `enterprise-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`);
  const uid = user?.uid ?? process.getuid?.();
  const found = lstatSync(usual, { throwIfNoEntry: false });
  if (found?.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return usual;
  const short = found ? mkdtempSync(`${usual}-`) : usual;
  if (!found) mkdirSync(short, { mode: 0o700 });
  if (user) chownSync(short, user.uid, user.gid);
  return short;
};

const lastWords = (logFile: string): string => {
  const lines = readFileSync(logFile, "utf8").trim().split("\n");
  return lines.findLast((line) => /FATAL|PANIC|ERROR|error/.test(line)) ?? lines.at(-1) ?? "no message";
};

type Launch = Readonly<{
  folder: string;
  logFile: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  settings: Record<string, string>;
}>;

const launch = ({ folder, logFile, binaries, user, settings }: Launch): ChildProcess => {
  const fixed = {
    listen_addresses: "",
    port: `${SOCKET_PORT}`,
    unix_socket_directories: socketFolderFor(folder, user),
    ...(process.platform === "linux" ? { recovery_init_sync_method: "syncfs" } : {}),
    timezone: "UTC",
    log_timezone: "UTC",
    // A failing statement may carry personal data: the log names the error, never the statement.
    log_min_error_statement: "panic",
  };
  const options = Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "w", 0o600);
  try {
    // Detached: Ctrl-C reaches the whole process group, and the program must close its work before its database goes.
    return spawn(binaries.postgres, ["-D", folder, ...options], {
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      cwd: folder,
      detached: true,
      stdio: ["ignore", log, log],
      env: { LC_ALL: "C", TZ: "UTC" },
    });
  } finally {
    closeSync(log);
  }
};

const sharedMemoryStillHeld = (words: string): boolean => /pre-existing shared memory|lock file .* already exists/.test(words);

const waitUntilReady = async (folder: string, pid: number, gone: () => boolean, deadline: number): Promise<Postmaster | undefined> => {
  while (!gone()) {
    const file = pidFileOf(folder);
    if (file?.pid === pid && file.status === "ready") return { pid, socketFolder: file.socketFolder };
    if (Date.now() > deadline) throw cannotStart(`The database in ${folder} did not become ready within ${START_TIMEOUT_MS / 1000} s.`);
    await pause(10);
  }
  return undefined;
};

/** A living server of this folder, left behind by a program that was killed; waits while it starts or stops. */
export const adoptPostmaster = async (folder: string): Promise<Postmaster | undefined> => {
  const file = pidFileOf(folder);
  if (!file) return undefined;
  if (isAlive(file.pid) && runsIn(file.pid, folder))
    return waitUntilReady(folder, file.pid, () => !isAlive(file.pid), Date.now() + START_TIMEOUT_MS);
  // Dead, a zombie, or another program that got its number: PostgreSQL itself would believe in it.
  rmSync(join(folder, "postmaster.pid"), { force: true });
  return undefined;
};

const runsIn = (pid: number, folder: string): boolean => {
  try {
    return process.platform !== "linux" || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`\0${folder}\0`);
  } catch {
    return false;
  }
};

/** Starts a server and waits until it says that it is ready. */
export const startPostmaster = async (what: Launch): Promise<Postmaster> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const child = launch(what);
    let gone = false;
    child.once("exit", () => (gone = true));
    child.once("error", () => (gone = true));
    child.unref();
    const ready = child.pid === undefined ? undefined : await waitUntilReady(what.folder, child.pid, () => gone, deadline);
    if (ready) return ready;
    const words = lastWords(what.logFile);
    // The workers of a killed server end their statements before they let go of its memory.
    if (!sharedMemoryStillHeld(words) || Date.now() > deadline)
      throw cannotStart(`The database in ${what.folder} does not start: ${words}`);
    await pause(100);
  }
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
};

/** Fast shutdown: open transactions are rolled back, everything is flushed. The hard way only when that hangs. */
export const stopPostmaster = async ({ pid, socketFolder }: Postmaster, folder: string): Promise<void> => {
  signal(pid, "SIGINT");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) signal(pid, "SIGQUIT");
    await pause(10);
  }
  if (socketFolder !== folder) rmSync(socketFolder, { recursive: true, force: true });
};
