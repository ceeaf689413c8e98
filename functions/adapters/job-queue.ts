import { EventEmitter } from "node:events";
import { Logger as GraphileLogger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import pg, { type ClientConfig } from "pg";
import type { Logger } from "#functions/logging.ts";

export type JobQueue = Readonly<{
  /** Has a job run once by one worker; asking again before it started changes nothing. */
  add: (id: string) => Promise<void>;
  stop: () => Promise<void>;
}>;

type Options = Readonly<{
  connection: ClientConfig;
  logger: Logger;
  runJob: (id: string) => Promise<void>;
  maintain: () => Promise<void>;
}>;

const RUN = "run_job";
const MAINTAIN = "maintain";
const CONCURRENCY = 2;
const POLL_MS = 2000;
const RESTART_MS = 1000;
/** It remembers a failure of its very first question for ever, so after some failures in a row it has to begin anew. */
const MOST_FAILURES = 4;

const graphileLogger = (logger: Logger) =>
  new GraphileLogger(() => (level, message) => {
    if (level === "error") logger.warn(`Jobs: ${message}`);
    else logger.trace(`Jobs: ${message}`);
  });

const tasksOf = ({ runJob, maintain }: Options): TaskList => ({
  [RUN]: (payload) => runJob((payload as { id: string }).id),
  [MAINTAIN]: () => maintain(),
});

/** At three past four every night, and once after a start that missed it. */
const nightly = () =>
  parseCronItems([{ task: MAINTAIN, match: "3 4 * * *", options: { backfillPeriod: 86_400_000, maxAttempts: 3 }, identifier: MAINTAIN }]);

const failuresInARow = (tooMany: () => void): WorkerEvents => {
  const events: WorkerEvents = new EventEmitter();
  let failures = 0;
  events.on("worker:getJob:error", () => {
    failures++;
    if (failures === MOST_FAILURES) tooMany();
  });
  for (const fine of ["worker:getJob:empty", "job:start"] as const) {
    events.on(fine, () => {
      failures = 0;
    });
  }
  return events;
};

/**
 * Jobs over graphile-worker, in a schema of its own. It gives up after losing the database for some time; then it is started again.
 */
export const openJobQueue = async (options: Options): Promise<JobQueue> => {
  const { connection, logger } = options;
  const pool = new pg.Pool({ ...connection, max: CONCURRENCY + 3, application_name: "enterprise-system jobs" });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  let stopping = false;
  let runner: Runner | undefined;
  const start = () =>
    run({
      pgPool: pool,
      concurrency: CONCURRENCY,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events: failuresInARow(() => void runner?.stop().catch(() => undefined)),
      logger: graphileLogger(logger),
      taskList: tasksOf(options),
      parsedCronItems: nightly(),
    });
  const keepRunning = async () => {
    while (!stopping) {
      try {
        runner = await start();
        if (stopping) await runner.stop();
        await runner.promise;
      } catch (error) {
        runner = undefined;
        if (!stopping) logger.warn({ err: error }, "The job queue lost the database and will be started again.");
      }
      if (!stopping) await pause();
    }
  };
  let endPause: () => void = () => undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RESTART_MS);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = keepRunning();
  return {
    add: async (id) => {
      await runner?.addJob(RUN, { id }, { jobKey: `job:${id}`, jobKeyMode: "preserve_run_at", maxAttempts: 1 });
    },
    stop: async () => {
      stopping = true;
      endPause();
      await runner?.stop().catch(() => undefined);
      await running;
      await pool.end();
    },
  };
};
