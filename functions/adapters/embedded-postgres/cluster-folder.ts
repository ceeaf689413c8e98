import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { cannotStart } from "#functions/cannot-start.ts";
import { type Binaries, SHARED_FOLDER } from "./binaries.ts";
import { closedTo, type ServerUser } from "./server-user.ts";

const FIRST_WITH_OWN_LOCALES = 17;

/** PostgreSQL collates by code point here, so an index never depends on the operating system's libraries. */
const initdbOptions = (major: number) => [
  "--username=postgres",
  "--encoding=UTF8",
  "--locale=C",
  ...(major >= FIRST_WITH_OWN_LOCALES ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--lc-ctype=C.UTF-8"]),
  "--auth-local=trust",
  "--auth-host=reject",
];

const ownerOf = (user: ServerUser | undefined) => (user ? { uid: user.uid, gid: user.gid } : {});

/** Refuses a folder that is not a cluster of ours. True when there is a cluster, false when there is nothing yet. */
export const inspectClusterFolder = (folder: string, major: number): boolean => {
  if (!existsSync(folder)) return false;
  if (!statSync(folder).isDirectory()) throw cannotStart(`${folder} is a file, not a data folder. Name another folder in DATA_DIR.`);
  if (readdirSync(folder).length === 0) return false;
  const versionFile = join(folder, "PG_VERSION");
  if (!existsSync(versionFile)) throw cannotStart(`${folder} holds files that are not ours. Name an empty folder in DATA_DIR.`);
  const found = readFileSync(versionFile, "utf8").trim();
  if (found !== `${major}`)
    throw cannotStart(`${folder} holds a database of PostgreSQL ${found}; this program brings ${major}. Name another folder in DATA_DIR.`);
  return true;
};

const initdb = async (folder: string, binaries: Binaries, user: ServerUser | undefined, durable: boolean): Promise<void> => {
  const options = [...initdbOptions(binaries.major), ...(durable ? [] : ["--no-sync"]), `--pgdata=${folder}`];
  // Its own PATH and no PG* variables: nothing of the caller's surroundings may leak into a cluster that lives for years.
  await promisify(execFile)(binaries.initdb, options, { ...ownerOf(user), cwd: dirname(folder), env: { LC_ALL: "C", TZ: "UTC" } }).catch(
    (error: Error & { stderr?: string }) => {
      const reason = error.stderr?.split("\n").find((line) => line.includes("error:")) ?? error.message;
      throw cannotStart(`The database could not be made in ${folder}: ${reason.trim()}`);
    },
  );
};

const removeHalfMade = (folder: string): void => {
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(`${basename(folder)}.new-`)) rmSync(join(dirname(folder), name), { recursive: true, force: true });
};

/** Below a folder closed to the server's user (as /root is) the cluster lives in the shared folder, and `folder` is a link to it. */
const placeFor = (folder: string, user: ServerUser | undefined): string => {
  if (!closedTo(user, dirname(folder))) return folder;
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  const home = mkdtempSync(join(SHARED_FOLDER, "data-"));
  chmodSync(home, 0o755);
  return join(home, basename(folder));
};

const newFolder = (path: string, user: ServerUser | undefined): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
};

/** Makes the cluster aside and moves it to its name, so that a power cut never leaves half a cluster. */
export const createCluster = async (folder: string, binaries: Binaries, user: ServerUser | undefined, durable: boolean): Promise<void> => {
  removeHalfMade(folder);
  const place = placeFor(folder, user);
  const half = newFolder(`${place}.new-${process.pid}`, user);
  await initdb(half, binaries, user, durable);
  if (lstatSync(folder, { throwIfNoEntry: false })) rmSync(folder, { recursive: true });
  renameSync(half, place);
  if (place !== folder) symlinkSync(place, folder);
};
