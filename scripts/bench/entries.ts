import pg, { type ClientConfig } from "pg";
import { v7 as uuidv7 } from "uuid";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { clockOf } from "#core/kernel/clock.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { type LoadedBooks, makeBooks } from "./ledger-load.ts";

const CONNECTIONS = 8;
const SECONDS = 5;
const ROUNDS = 3;
const TODAY = "2026-03-31";

/** Entries a second by the command and by bare SQL, and the first as a share of the second. */
export type EntriesBench = Readonly<{
  commandPerSecond: number;
  rawPerSecond: number;
  ratio: number;
  commandCpuMs: number;
  rawCpuMs: number;
}>;
export type EntriesBenchOptions = Readonly<{ app: ClientConfig; owner: ClientConfig; say?: (text: string) => void }>;

/** The rows of a manual entry of two lines with its key, audit record and event, in one statement: nothing is asked, checked or formatted. */
const RAW = `
  with entry as (
    insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id)
    values ($1, $2, $3, $4, 'Cash sale', $5, 1)),
  lines as (
    insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
    values ($2, $1, 1, $4, $6, 'GBP', 1250, 1250), ($2, $1, 2, $4, $7, 'GBP', -1250, -1250)),
  key as (insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer) values ($2, $5, $8, 'hash', $9)),
  audit as (
    insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, after, request_id, at)
    values ($10, $2, $5, 'user', 'entry.post', 'entry', $1::text, $9, $8, now()))
  insert into shared.outbox (id, company_id, type, subject, data, at) values ($11, $2, 'entry.posted', $1::text, $9, now())`;

type Rate = Readonly<{ perSecond: number; cpuMs: number }>;

/** Runs `work` on eight lanes for some seconds. CPU is this process's; the server's is its own. */
const rateOf = async (work: (lane: number) => Promise<void>): Promise<Rate> => {
  const until = performance.now() + SECONDS * 1000;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, lane) => {
      for (; performance.now() < until; done++) await work(lane);
    }),
  );
  const used = process.cpuUsage(cpu);
  return { perSecond: (done / (performance.now() - begun)) * 1000, cpuMs: (used.user + used.system) / 1000 / done };
};

const commandOf = (app: ClientConfig, { companyId, actorId }: LoadedBooks, accounts: readonly string[]) => {
  const pool = openPool({ ...app, max: CONNECTIONS });
  const database = databaseOver(pool);
  const work = async () => {
    const id = uuidv7();
    const ctx: Ctx = {
      database,
      clock: clockOf(() => new Date(`${TODAY}T12:00:00Z`)),
      newId: () => uuidv7(),
      actor: { kind: "user", id: actorId, name: "Bench", companyId, grants: { has: () => true } },
      company: { baseCurrency: "GBP", timeZone: "UTC", country: "GB", rounding: "line" },
      request: { id, idempotencyKey: id, hash: "hash", dryRun: false },
      report: { replayed: false },
      metrics: { count: () => undefined },
    };
    const [debited = "", credited = ""] = accounts;
    const lines = [
      { accountId: debited, debit: "12.50" },
      { accountId: credited, credit: "12.50" },
    ];
    const posted = await postManualEntry(ctx, { description: "Cash sale", lines });
    if (!posted.ok) throw new Error(posted.fault.detail);
  };
  return { work, end: () => pool.end() };
};

const rawOf = async (owner: ClientConfig, { companyId, actorId }: LoadedBooks, journalId: string, accounts: readonly string[]) => {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client(owner));
  for (const client of clients) {
    await client.connect();
    await client.query("select set_config('enterprise.company_id', $1, false), set_config('enterprise.actor_id', $2, false)", [
      companyId,
      actorId,
    ]);
  }
  // An answer of the size that the command stores.
  const answer = JSON.stringify({
    id: uuidv7(),
    lines: Array.from({ length: 2 }, () => ({ ...Object.fromEntries(accounts.entries()), text: "x".repeat(220) })),
    text: "y".repeat(300),
  });
  const work = async (lane: number) => {
    const id = uuidv7();
    await clients[lane]?.query({
      name: "raw",
      text: RAW,
      values: [id, companyId, journalId, TODAY, actorId, accounts[0], accounts[1], id, answer, uuidv7(), uuidv7()],
    });
  };
  return { work, end: () => Promise.all(clients.map((client) => client.end())) };
};

const median = (rates: readonly Rate[], of: keyof Rate) =>
  rates.map((rate) => rate[of]).toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? Number.NaN;

/** A manual journal entry by the command, with key, audit and event, beside bare SQL that writes the same rows, in turns at eight connections. */
export const benchEntries = async ({ app, owner, say = console.log }: EntriesBenchOptions): Promise<EntriesBench> => {
  const books = await makeBooks(owner, { lines: 0, accounts: 100, days: 365, firstDay: "2026-01-01" });
  const client = new pg.Client(owner);
  await client.connect();
  const accounts = (
    await client.query<{ id: string }>("select id from finance.account where company_id = $1 order by code limit 2", [books.companyId])
  ).rows.map(({ id }) => id);
  const journal =
    (await client.query<{ id: string }>("select id from finance.journal where company_id = $1", [books.companyId])).rows[0]?.id ?? "";
  await client.end();
  const command = commandOf(app, books, accounts);
  const raw = await rawOf(owner, books, journal, accounts);
  const rates: { command: Rate[]; raw: Rate[] } = { command: [], raw: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      rates.command.push(await rateOf(command.work));
      rates.raw.push(await rateOf(raw.work));
    }
  } finally {
    await Promise.all([command.end(), raw.end()]);
  }
  const commandPerSecond = median(rates.command, "perSecond");
  const rawPerSecond = median(rates.raw, "perSecond");
  const result = {
    commandPerSecond,
    rawPerSecond,
    ratio: commandPerSecond / rawPerSecond,
    commandCpuMs: median(rates.command, "cpuMs"),
    rawCpuMs: median(rates.raw, "cpuMs"),
  };
  say(
    `Manual journal entry at ${CONNECTIONS} connections: ${commandPerSecond.toFixed(0)}/s (${result.commandCpuMs.toFixed(2)} ms CPU), ` +
      `bare SQL ${rawPerSecond.toFixed(0)}/s (${result.rawCpuMs.toFixed(2)} ms CPU): ${result.ratio.toFixed(2)} of it`,
  );
  return result;
};
