import { Client } from "pg";
import { afterEach, expect, inject, test, vi } from "vitest";
import { enqueueJob } from "#core/platform/jobs/enqueue-job.ts";
import { getJob } from "#core/platform/jobs/list-jobs.ts";
import { JobInterrupted, type RunningJob } from "#core/platform/jobs/run-job.ts";
import { createWebhook } from "#core/platform/webhooks/create-webhook.ts";
import { newSecret } from "#core/platform/webhooks/secrets.ts";
import { aCompany, contextOf, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { connectionFromUrl } from "./adapters/connection.ts";
import { createMetrics } from "./adapters/metrics.ts";
import { webhookVault } from "./adapters/webhook-vault.ts";
import { createLogger } from "./logging.ts";
import { readSettings } from "./settings.ts";
import { startWorker, type WorkerOptions, type WorkerServices } from "./worker.ts";

const encryptionKeys = [{ id: "k", key: new Uint8Array(32).fill(9) }];
const { database, newId } = contextOf("00000000-0000-0000-0000-000000000001");
const services = (): WorkerServices => ({
  settings: readSettings({ WEBHOOK_PRIVATE_NETWORKS: "allow" }),
  logger: createLogger("silent"),
  metrics: createMetrics(),
  place: {
    embedded: false,
    app: connectionFromUrl(inject("databases").app, "DATABASE_URL"),
    owner: connectionFromUrl(inject("databases").owner, "DATABASE_OWNER_URL"),
    replica: undefined,
    close: async () => undefined,
  },
  database,
  clock: { now: () => new Date(), today: () => "2026-03-31" },
  newId,
  encryptionKeys,
});

const running: { stop: () => Promise<void> }[] = [];
const work = async (options: WorkerOptions = {}, own = services()) => {
  const worker = await startWorker(own, options);
  running.push(worker);
  return worker;
};
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

const aJob = (company: TestCompany, kind: string, input: unknown = {}) =>
  writing(company.as(), (tx) => enqueueJob(tx, { kind, title: "A job", input }));
const stateOf = (company: TestCompany, id: string) => getJob(company.as(), { id }).then(resultOf);

test("the worker relays, sends and says how far behind it is; what it stopped goes on elsewhere", async () => {
  const company = await aCompany();
  const sent: string[] = [];
  const send: WorkerOptions["send"] = async ({ id, body }) => {
    if (body.includes(company.id)) sent.push(id);
    return { ok: true, status: 200, response: "", error: null, durationMs: 1 };
  };
  const { sealed } = newSecret(webhookVault(encryptionKeys));
  await createWebhook(company.as(), { url: "https://example.com", events: ["thing.*"], description: "", sealedSecret: sealed });
  const happen = (n: number) => writing(company.as(), async (tx) => tx.event({ type: "thing.happened", subject: `${n}`, data: {} }));
  const own = services();
  const first = await work({ send }, own);
  for (let n = 0; n < 20; n++) await happen(n);
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(5), 20_000);
  await first.stop();
  const before = sent.length;
  for (let n = 20; n < 30; n++) await happen(n);
  expect(sent).toHaveLength(before);
  await work({ send }, own);
  await vi.waitFor(() => expect(sent).toHaveLength(30), 20_000);
  expect(new Set(sent).size).toBe(30);
  const metrics = await own.metrics.text();
  expect(metrics).toMatch(/^outbox_lag_seconds \d/m);
  expect(metrics).toMatch(/^seal_lag_seconds \d/m);
});

test("a job runs once, by whichever worker, with its progress and outcome", async () => {
  const company = await aCompany();
  const runs: string[] = [];
  const jobs = {
    counting: async (_: unknown, job: RunningJob) => {
      runs.push(job.id);
      await job.progress(3, 4);
      return { state: "succeeded", result: job.input } as const;
    },
    failing: async () => {
      throw new Error("no");
    },
  };
  await Promise.all([work({ jobs }), work({ jobs })]);
  const [good, bad, unknown] = [await aJob(company, "counting", { a: 1 }), await aJob(company, "failing"), await aJob(company, "unknown")];
  await vi.waitFor(
    async () => expect(await stateOf(company, good)).toMatchObject({ state: "succeeded", done: 3, total: 4, result: { a: 1 } }),
    15_000,
  );
  await vi.waitFor(async () => expect((await stateOf(company, bad)).state).toBe("failed"), 15_000);
  await vi.waitFor(async () => expect((await stateOf(company, unknown)).error).toContain("unknown"), 15_000);
  expect(runs).toEqual([good]);
});

test("a job whose worker died is taken up again; one that was interrupted goes on at once", async () => {
  const company = await aCompany();
  const runs: number[] = [];
  const jobs = {
    stubborn: async (_: unknown, { runs: run }: RunningJob) => {
      runs.push(run);
      if (run === 1) throw new JobInterrupted();
      return { state: "succeeded" } as const;
    },
  };
  const id = await aJob(company, "stubborn");
  const dead = await aJob(company, "stubborn");
  const owner = new Client({ connectionString: inject("databases").owner });
  await owner.connect();
  await owner.query(
    "update shared.job set state = 'running', runs = 1, worker = gen_random_uuid(), heartbeat_at = now() - interval '5 minutes' where id = $1",
    [dead],
  );
  await owner.end();
  await work({ jobs });
  for (const one of [id, dead]) await vi.waitFor(async () => expect((await stateOf(company, one)).state).toBe("succeeded"), 15_000);
  expect(runs.toSorted()).toEqual([1, 2, 2]);
});

test("it survives the loss of every connection", async () => {
  const company = await aCompany();
  const jobs = { simple: async () => ({ state: "succeeded" }) as const };
  await work({ jobs });
  const superuser = new Client({ connectionString: inject("databases").superuser });
  await superuser.connect();
  const kill = () =>
    superuser.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'enterprise_owner' and application_name like 'enterprise-%'",
    );
  await kill();
  const id = await aJob(company, "simple");
  await kill();
  await superuser.end();
  await vi.waitFor(async () => expect((await stateOf(company, id)).state).toBe("succeeded"), 25_000);
});

test("the night's work makes the partitions of the coming months and drops old keys", async () => {
  const owner = new Client({ connectionString: inject("databases").owner });
  await owner.connect();
  await owner.query(
    "create table shared.idempotency_key_2020_01 partition of shared.idempotency_key for values from ('2020-01-01 00:00+00') to ('2020-02-01 00:00+00')",
  );
  await work();
  const { rows } = await owner.query(
    "select to_regclass('shared.idempotency_key_2020_01') as gone, to_regclass('shared.outbox_' || to_char(now() + interval '3 months', 'YYYY_MM')) as ahead",
  );
  await owner.end();
  expect(rows[0].gone).toBeNull();
  expect(rows[0].ahead).not.toBeNull();
  const company = await aCompany();
  expect(await reading(company.as(), async ({ db }) => db.selectFrom("shared.job").select("id").execute())).toEqual([]);
});
