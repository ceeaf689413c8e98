import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Client, type ClientConfig } from "pg";
import { cannotStart } from "#functions/cannot-start.ts";
import { binariesIn, locateBinaries } from "./binaries.ts";
import { createCluster, inspectClusterFolder } from "./cluster-folder.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import { adoptPostmaster, type Postmaster, SOCKET_PORT, startPostmaster, stopPostmaster } from "./postmaster.ts";
import { isAlive, pause } from "./process-state.ts";
import { serverUserFor } from "./server-user.ts";

export type EmbeddedPostgresOptions = Readonly<{
  /** The cluster's own folder. */
  folder: string;
  /** Server settings, for instance `{ fsync: "off" }` in tests. */
  settings?: Record<string, string>;
  /** The folder of another PostgreSQL's programs, instead of the one we bring. */
  programs?: string;
  /** Use the server of another living program instead of refusing. Stopping then stops nothing. */
  share?: boolean;
}>;

export type EmbeddedPostgres = Readonly<{
  /** How to connect as a role of this server. */
  connection: (role: string, database?: string) => ClientConfig;
  /** Fast shutdown; nothing is left running. */
  stop: () => Promise<void>;
}>;

const RECOVERY_TIMEOUT_MS = 120_000;
const SUPERVISION_INTERVAL_MS = 500;

const connectionTo = (socketFolder: string, role: string, database: string): ClientConfig => ({
  host: socketFolder,
  port: SOCKET_PORT,
  user: role,
  database,
});

/** A server that still replays its log answers 57P03: it is asked again. */
const waitUntilAnswering = async ({ socketFolder }: Postmaster): Promise<void> => {
  const deadline = Date.now() + RECOVERY_TIMEOUT_MS;
  for (;;) {
    const client = new Client(connectionTo(socketFolder, "postgres", "postgres"));
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "57P03" || Date.now() > deadline) throw error;
      await pause(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
};

const started = async (folder: string, { settings = {}, programs }: EmbeddedPostgresOptions): Promise<Postmaster> => {
  const user = serverUserFor(folder);
  const binaries = programs ? binariesIn(programs) : locateBinaries(user);
  if (!inspectClusterFolder(folder, binaries.major)) await createCluster(folder, binaries, user, settings.fsync !== "off");
  const place = realpathSync(folder);
  const logFile = `${folder}.log`;
  const postmaster = (await adoptPostmaster(place)) ?? (await startPostmaster({ folder: place, logFile, binaries, user, settings }));
  await waitUntilAnswering(postmaster);
  return postmaster;
};

const shared = async (folder: string): Promise<EmbeddedPostgres> => {
  const postmaster = existsSync(folder) ? await adoptPostmaster(realpathSync(folder)) : undefined;
  if (!postmaster) throw cannotStart(`The program that owns ${folder} has not started its database yet. Try again in a moment.`);
  return {
    connection: (role, database = "enterprise") => connectionTo(postmaster.socketFolder, role, database),
    stop: () => Promise.resolve(),
  };
};

/** Starts PostgreSQL on a folder, or adopts the server that a killed program left on it; restarts it should it die. */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const folder = join(resolve(dirname(options.folder)), basename(options.folder));
  mkdirSync(dirname(folder), { recursive: true });
  const lock = takeOwnerLock(`${folder}.lock`);
  if (!lock.held) {
    if (options.share) return shared(folder);
    throw cannotStart(
      `${dirname(folder)} is in use by another running program (process ${lock.ownerPid}). Stop it, or name another folder in DATA_DIR.`,
    );
  }
  let postmaster: Postmaster;
  try {
    postmaster = await started(folder, options);
  } catch (error) {
    lock.release();
    throw error;
  }
  let restarting: Promise<void> | undefined;
  const watch = setInterval(() => {
    if (restarting || isAlive(postmaster.pid)) return;
    restarting = started(folder, options)
      .then((again) => {
        postmaster = again;
      })
      .catch(() => undefined)
      .finally(() => {
        restarting = undefined;
      });
  }, SUPERVISION_INTERVAL_MS);
  watch.unref();
  return {
    connection: (role, database = "enterprise") => connectionTo(postmaster.socketFolder, role, database),
    stop: async () => {
      clearInterval(watch);
      await restarting;
      await stopPostmaster(postmaster, realpathSync(folder));
      lock.release();
    },
  };
};
