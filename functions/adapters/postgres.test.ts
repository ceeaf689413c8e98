import { Socket } from "node:net";
import { CompiledQuery, sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import type { DatabasePort, Db, Opening, Session } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { singleQuery } from "#core/kernel/query.ts";
import { databaseAs } from "#core/testing/books.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";
import { databaseOver, openPool, type PostgresPool } from "./postgres.ts";

/** One connection, so that every story below meets what the one before left on it. */
let pool: PostgresPool;
let database: DatabasePort;
let company: TestCompany;
let session: Session;
const opening = (): Opening => ({
  sql: "select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)",
  parameters: [session.companyId, session.actorId],
  proceed: () => true,
});
const ask = (text: string, parameters: unknown[] = []) => CompiledQuery.raw(text, parameters);

beforeAll(async () => {
  company = await aCompany();
  session = { companyId: company.id, actorId: company.id };
  pool = openPool({ connectionString: inject("databases").app, max: 1 });
  database = databaseOver(pool);
});
afterAll(() => pool.end());

const readCompanies = () => database.read(session, (db) => db.selectFrom("shared.company").select("id").execute(), { single: true });

test("a read of one statement sees its company alone, cannot write, and leaves no setting behind", async () => {
  expect(await readCompanies()).toEqual([{ id: company.id }]);
  const write = database.read(
    session,
    (db) => db.insertInto("shared.numberSeries").values({ companyId: company.id, series: "sly" }).execute(),
    { single: true },
  );
  await expect(write).rejects.toMatchObject({ code: "25006" });
  const { rows } = await pool.query(
    "select current_setting('enterprise.company_id', true) as company, current_setting('transaction_read_only') as ro",
  );
  expect(rows).toEqual([{ company: "", ro: "off" }]);
});

test("a second statement in a read that promised one is an error, not a read without settings", async () => {
  const twice = singleQuery("sales.order.read", async ({ db }) => {
    await db.selectFrom("shared.company").select("id").execute();
    return done(await db.selectFrom("shared.company").select("id").execute());
  });
  await expect(twice({ ...company.as(), database }, undefined)).rejects.toThrow("promised one");
  expect(await readCompanies()).toHaveLength(1);
});

test("reads in bursts each see their company alone, what is committed by then, and cannot write", async () => {
  const inBursts = <T>(read: (db: Db) => Promise<T>) => database.read(session, read, { bursts: true });
  const company = (db: Db) => db.selectFrom("shared.company").select("id").execute();
  const journals = (db: Db) => db.selectFrom("finance.journal").select("code").where("code", "=", "LATE").execute();
  const seen = await inBursts(async (db) => {
    const before = await Promise.all([company(db), journals(db)]);
    await databaseAs("owner").query(
      "insert into finance.journal (id, company_id, code, name, kind) values (gen_random_uuid(), $1, 'LATE', 'Late', 'general')",
      [session.companyId],
    );
    return [before, await Promise.all([company(db), journals(db)])];
  });
  expect(seen).toEqual([
    [[{ id: session.companyId }], []],
    [[{ id: session.companyId }], [{ code: "LATE" }]],
  ]);
  const write = inBursts(async (db) => {
    await company(db);
    return db.insertInto("shared.numberSeries").values({ companyId: session.companyId, series: "sly" }).execute();
  });
  await expect(write).rejects.toMatchObject({ code: "25006" });
  const { rows } = await pool.query(
    "select current_setting('enterprise.company_id', true) as company, pg_current_xact_id_if_assigned() as xid",
  );
  expect(rows).toEqual([{ company: "", xid: null }]);
});

test("several reads see one snapshot", async () => {
  const counts = await database.read(session, async (db) => {
    const count = () =>
      db
        .selectFrom("finance.journal")
        .select(({ fn }) => fn.countAll<bigint>().as("n"))
        .executeTakeFirstOrThrow();
    const before = await count();
    await databaseAs("owner").query(
      "insert into finance.journal (id, company_id, code, name, kind) values (gen_random_uuid(), $1, 'SNAP', 'Snapshot', 'general')",
      [company.id],
    );
    return [before.n, (await count()).n];
  });
  expect(counts[0]).toBe(counts[1]);
});

test("columns are named for JavaScript, values are whole: bigint, text of a date, null, bytes, lists", async () => {
  const bytes = Buffer.from([0, 1, 254]);
  const row = () =>
    database.read(
      session,
      async (db) => {
        const text =
          "select 9007199254740993::bigint as big_number, date '2026-02-28' as day, null as nothing, $1::bytea as bytes, $2::text[] as words, $3::jsonb as doc";
        return (await db.executeQuery<Record<string, unknown>>(ask(text, [bytes, ['a "b"', "c,d", null], { x: 1 }]))).rows;
      },
      { single: true },
    );
  const expected = [
    { bigNumber: 9007199254740993n, day: "2026-02-28", nothing: null, bytes, words: ['a "b"', "c,d", null], doc: { x: 1 } },
  ];
  expect(await row()).toEqual(expected);
  expect(await row()).toEqual(expected); // the columns are not described a second time
});

test("a statement that fails takes the rest of its burst with it, and the connection goes on", async () => {
  const failing = database.transaction(opening(), async ({ db, finish }) => {
    await Promise.allSettled([
      db.executeQuery(ask("select 1 / 0 as broken")),
      db.executeQuery(ask("select 'prepared behind a failure' as text")),
    ]);
    await finish([], "commit");
  });
  await expect(failing).rejects.toThrow();
  const again = await database.read(session, (db) => db.executeQuery<{ text: string }>(ask("select 'prepared behind a failure' as text")));
  expect(again.rows).toEqual([{ text: "prepared behind a failure" }]);
});

test("what fails in the last burst is not committed, and the next transaction begins clean", async () => {
  const insert = { sql: "insert into shared.number_series (company_id, series) values ($1, 'half')", parameters: [company.id] };
  const failing = database.transaction(opening(), async ({ finish }) =>
    finish([insert, { sql: "select 1 / 0", parameters: [] }], "commit"),
  );
  await expect(failing).rejects.toMatchObject({ code: "22012" });
  const kept = await database.read(session, (db) =>
    db.selectFrom("shared.numberSeries").select("series").where("series", "=", "half").execute(),
  );
  expect(kept).toEqual([]);
});

test("a plan whose table has changed costs one failure, then another connection serves", async () => {
  const owner = databaseAs("owner");
  await owner.query(
    "create schema trial; create table trial.changing (id integer); grant usage on schema trial to enterprise_app; grant select on trial.changing to enterprise_app",
  );
  const all = () => database.read(session, (db) => sql`select * from trial.changing`.execute(db), { single: true });
  expect((await all()).rows).toEqual([]);
  await owner.query("alter table trial.changing add column name text");
  await expect(all()).rejects.toMatchObject({ code: "0A000" });
  await owner.query("insert into trial.changing values (1, 'new')");
  expect((await all()).rows).toEqual([{ id: 1, name: "new" }]);
  await owner.query("drop schema trial cascade");
});

test("a server that ends the connection fails what is under way; the pool opens another", async () => {
  const cut = database.read(session, async (db) => {
    const { rows } = await db.executeQuery<{ pid: number }>(ask("select pg_backend_pid() as pid"));
    await databaseAs("superuser").query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    return db.executeQuery(ask("select 1 as one"));
  });
  await expect(cut).rejects.toThrow();
  expect(await readCompanies()).toHaveLength(1);
});

test("a connection that nobody needs keeps what it has learnt for minutes, and not for ever", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const waiting = openPool({ connectionString: inject("databases").app, max: 1 });
  try {
    await waiting.query("select 1");
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(waiting.totalCount).toBe(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(waiting.totalCount).toBe(0);
  } finally {
    vi.useRealTimers();
    await waiting.end();
  }
});

test("a connection on which nothing is said is kept alive before anything in between forgets it", async () => {
  const keepAlive = vi.spyOn(Socket.prototype, "setKeepAlive");
  const quiet = openPool({ connectionString: inject("databases").app, max: 1 });
  try {
    await quiet.query("select 1");
    expect(keepAlive).toHaveBeenCalledWith(true, 60_000);
  } finally {
    keepAlive.mockRestore();
    await quiet.end();
  }
});
