import { sealEntries, sealLagSeconds } from "#core/finance/sealer/seal-entries.ts";
import { tidySignIns } from "#core/identity/keys/key-ring.ts";
import { dueJobs, type JobHandlers, runJob } from "#core/platform/jobs/run-job.ts";
import { maintainPartitions } from "#core/platform/outbox/maintain.ts";
import { outboxLagSeconds } from "#core/platform/outbox/outbox-lag.ts";
import { relayEvents } from "#core/platform/outbox/relay-events.ts";
import type { DeliveryServices } from "#core/platform/webhooks/deliver-lane.ts";
import { openJobQueue } from "./adapters/job-queue.ts";
import { serveMetrics } from "./adapters/metrics.ts";
import { databaseOver, openPool } from "./adapters/postgres.ts";
import { openSealer } from "./adapters/sealer.ts";
import { webhookSender } from "./adapters/webhook-sender.ts";
import { webhookVault } from "./adapters/webhook-vault.ts";
import { startDispatcher } from "./background/dispatcher.ts";
import { runLoop } from "./background/loop.ts";
import { cannotStart } from "./cannot-start.ts";
import { type Foundation, type FoundationOptions, openFoundation } from "./foundation.ts";
import { importJob } from "./imports/import-job.ts";
import type { Settings } from "./settings.ts";

/** The background of the system: relay, webhooks, sealer, jobs. */
export type BackgroundWorker = Readonly<{
  /** Finishes what is on its way and lets go of everything; what is left another worker takes up. */
  stop: () => Promise<void>;
}>;

export type WorkerServices = Pick<
  Foundation,
  "settings" | "logger" | "metrics" | "place" | "database" | "clock" | "newId" | "encryptionKeys"
>;
export type WorkerOptions = Readonly<{ jobs?: JobHandlers; send?: DeliveryServices["send"] }>;

const JOBS: JobHandlers = { import: importJob };
const CONNECTIONS = 8;
const RELAY_IDLE_MS = 500;
const SEAL_IDLE_MS = 500;
const JOBS_IDLE_MS = 1000;
const CONNECTION_TIMEOUT_MS = 10_000;

type Started = { stop: () => Promise<void> };

const startSealer = async (
  services: WorkerServices,
  owner: NonNullable<WorkerServices["place"]["owner"]>,
): Promise<Started & { lagSeconds: () => Promise<number> }> => {
  const sealer = await openSealer(owner);
  const stopping = new AbortController();
  const loop = runLoop({
    name: "Sealing",
    logger: services.logger,
    idleMs: SEAL_IDLE_MS,
    round: async () => (await sealEntries(sealer.db, { signal: stopping.signal })) > 0,
  });
  return {
    lagSeconds: () => sealLagSeconds(sealer.db),
    stop: async () => {
      stopping.abort();
      await loop.stop();
      await sealer.close();
    },
  };
};

/**
 * Starts everything that runs behind the API, on the owner's direct connection. Any number of workers may run beside each other; each survives
 * the loss of the database and goes on when it is back.
 */
export const startWorker = async (services: WorkerServices, { jobs = JOBS, send }: WorkerOptions = {}): Promise<BackgroundWorker> => {
  const { logger, place, settings } = services;
  if (!place.owner) throw cannotStart("The worker needs DATABASE_OWNER_URL, a direct connection as enterprise_owner.");
  await using opened = new AsyncDisposableStack();
  const pool = openPool({ ...place.owner, max: CONNECTIONS, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS });
  opened.defer(() => pool.end());
  const owner = databaseOver(pool);
  await maintainPartitions(owner);

  const sealer = await startSealer(services, place.owner);
  opened.defer(sealer.stop);
  services.metrics.probe({ lags: async () => ({ outboxSeconds: await outboxLagSeconds(owner), sealSeconds: await sealer.lagSeconds() }) });
  const sender = send ?? webhookSender({ privateNetworks: settings.WEBHOOK_PRIVATE_NETWORKS === "allow" });
  const dispatcher = startDispatcher({ ...services, owner, vault: webhookVault(services.encryptionKeys), send: sender });
  opened.defer(dispatcher.stop);
  const relay = runLoop({
    name: "Relaying events",
    logger,
    idleMs: RELAY_IDLE_MS,
    round: async () => {
      const passed = await relayEvents(owner);
      if (passed > 0) dispatcher.wake();
      return passed > 0;
    },
  });
  opened.defer(relay.stop);

  let stopping = false;
  const queue = await openJobQueue({
    connection: place.owner,
    logger,
    runJob: (id) => runJob(jobs, { ...services, owner }, id, () => stopping),
    maintain: async () => {
      const [{ dropped }] = await Promise.all([maintainPartitions(owner), tidySignIns(services)]);
      if (dropped.length > 0) logger.info(`Dropped ${dropped.join(", ")}: kept long enough.`);
    },
  });
  opened.defer(queue.stop);
  const watch = runLoop({
    name: "Looking for jobs",
    logger,
    idleMs: JOBS_IDLE_MS,
    round: async () => {
      for (const id of await dueJobs(owner)) await queue.add(id);
      return false;
    },
  });
  opened.defer(watch.stop);
  opened.defer(() => {
    stopping = true;
  });
  const closers = opened.move();
  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= closers.disposeAsync();
      return stopped;
    },
  };
};

/** The background pod: a worker with its metrics and nothing else. */
export const startWorkerPod = async (settings: Settings, options: FoundationOptions & WorkerOptions = {}): Promise<BackgroundWorker> => {
  await using opened = new AsyncDisposableStack();
  const foundation = await openFoundation(settings, options);
  opened.defer(() => foundation.close());
  const metrics = await serveMetrics(foundation.metrics, settings.METRICS_PORT);
  opened.defer(() => {
    metrics.closeAllConnections();
    metrics.close();
  });
  const worker = await startWorker(foundation, options);
  opened.defer(worker.stop);
  const closers = opened.move();
  return { stop: () => closers.disposeAsync() };
};
