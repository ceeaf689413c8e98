import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere, type SystemServices, writeEverywhere } from "#core/platform/system.ts";

export type JobServices = SystemServices & Readonly<{ owner: DatabasePort }>;

/** A job as its handler sees it. `runs` counts from 1: a second run takes up what a worker that died left. */
export type RunningJob = Readonly<{
  id: string;
  companyId: string;
  input: unknown;
  createdBy: string;
  runs: number;
  /** Shows how far it is, at most as often as the handler likes to say it. */
  progress: (done: number, total?: number) => Promise<void>;
  stopping: () => boolean;
}>;

export type JobOutcome = Readonly<{ state: "succeeded" | "failed"; result?: unknown; error?: string }>;
/** Does the work and says how it ended. What it throws is a failure; work must bear being run again after a crash. */
export type JobHandler = (services: JobServices, job: RunningJob) => Promise<JobOutcome>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

const HEARTBEAT_SECONDS = 10;
/** A heartbeat older than this means that the worker died. */
const DEAD_SECONDS = 45;
const MOST_RUNS = 5;

/** Jobs that wait, and those whose worker died. */
export const dueJobs = (owner: DatabasePort): Promise<string[]> =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<{ id: string }>`
      select id from shared.job where state = 'queued' or (state = 'running' and heartbeat_at < now() - make_interval(secs => ${DEAD_SECONDS}))
       order by heartbeat_at nulls first, id limit 100`.execute(db);
    return rows.map(({ id }) => id);
  });

type Claimed = { companyId: string; kind: string; input: unknown; createdBy: string; runs: number };

const claim = (owner: DatabasePort, id: string, worker: string) =>
  writeEverywhere(owner, async (db) => {
    const { rows } = await sql<Claimed>`
      update shared.job set state = 'running', worker = ${worker}, heartbeat_at = now(), started_at = coalesce(started_at, now()), runs = runs + 1
       where id = ${id} and (state = 'queued' or (state = 'running' and heartbeat_at < now() - make_interval(secs => ${DEAD_SECONDS})))
      returning company_id, kind, input, created_by, runs`.execute(db);
    return rows[0];
  });

const finish = (owner: DatabasePort, id: string, worker: string, { state, result, error }: JobOutcome) =>
  writeEverywhere(owner, async (db) => {
    await sql`update shared.job set state = ${state}, result = ${JSON.stringify(result ?? null)}::jsonb, error = ${error ?? null}, finished_at = now()
               where id = ${id} and worker = ${worker} and state = 'running'`.execute(db);
  });

const beat = (owner: DatabasePort, id: string, worker: string) =>
  writeEverywhere(owner, async (db) => {
    await sql`update shared.job set heartbeat_at = now() where id = ${id} and worker = ${worker} and state = 'running'`.execute(db);
  });

const giveBack = (owner: DatabasePort, id: string, worker: string) =>
  writeEverywhere(owner, async (db) => {
    await sql`update shared.job set state = 'queued', heartbeat_at = null where id = ${id} and worker = ${worker} and state = 'running'`.execute(
      db,
    );
  });

/** Thrown by a handler that was asked to stop and has not finished: another worker goes on. */
export class JobInterrupted extends Error {}

const run = async (handlers: JobHandlers, services: JobServices, kind: string, job: RunningJob): Promise<JobOutcome> => {
  const handler = handlers[kind];
  if (!handler) return { state: "failed", error: `No worker knows jobs of kind ${kind}.` };
  if (job.runs > MOST_RUNS) return { state: "failed", error: `Given up after ${MOST_RUNS} workers died of it.` };
  return handler(services, job);
};

/** Runs a job if nobody else does. Its progress and outcome are stored; what it throws is its failure, told to the caller too. */
export const runJob = async (handlers: JobHandlers, services: JobServices, id: string, stopping: () => boolean): Promise<void> => {
  const worker = services.newId();
  const claimed = await claim(services.owner, id, worker);
  if (!claimed) return;
  const { kind, ...rest } = claimed;
  const progress: RunningJob["progress"] = (done, total) =>
    writeEverywhere(services.owner, async (db) => {
      await sql`update shared.job set done = ${done}, total = coalesce(${total ?? null}::int, total), heartbeat_at = now() where id = ${id} and worker = ${worker}`.execute(
        db,
      );
    });
  const heart = setInterval(() => void beat(services.owner, id, worker).catch(() => undefined), HEARTBEAT_SECONDS * 1000);
  try {
    const outcome = await run(handlers, services, kind, { id, ...rest, progress, stopping });
    await finish(services.owner, id, worker, outcome);
  } catch (error) {
    if (error instanceof JobInterrupted) return await giveBack(services.owner, id, worker);
    await finish(services.owner, id, worker, {
      state: "failed",
      error: "Something went wrong on our side; the log of the worker says what.",
    });
    throw error;
  } finally {
    clearInterval(heart);
  }
};
