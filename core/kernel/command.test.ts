import { type Kysely, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { asApplication } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { command } from "./command.ts";
import type { TxDb } from "./context.ts";
import { conflict, done, refuse } from "./fault.ts";
import { query } from "./query.ts";

test("whatever a command wrote before it refused is gone", async () => {
  const company = await aCompany();
  const attempt = command("sales.stock.write", async (tx, refused: boolean) => {
    const values = { companyId: tx.actor.companyId, series: refused ? "refused" : "kept" };
    await tx.db.insertInto("shared.numberSeries").values(values).execute();
    return refused ? refuse(conflict("test.refused", "Not today.")) : done("written");
  });
  const series = () =>
    reading(company.as(), ({ db }) =>
      db.selectFrom("shared.numberSeries").select("series").where("series", "in", ["refused", "kept"]).execute(),
    );

  expect(await attempt(company.as(), true)).toMatchObject({ fault: { code: "test.refused" } });
  expect(await attempt(company.as(), false)).toMatchObject({ value: "written" });
  expect(await series()).toEqual([{ series: "kept" }]);
});

test("a command that met a deadlock runs again from its start", async () => {
  const company = await aCompany();
  let runs = 0;
  const unlucky = command("sales.stock.write", async () => {
    runs++;
    if (runs === 1) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
    return done(runs);
  });

  expect(await unlucky(company.as(), undefined)).toMatchObject({ value: 2 });
});

test("a repeated request gets the first answer, and its work ends at its first word to the database", async () => {
  const company = await aCompany();
  const said: string[] = [];
  const work = command("sales.stock.write", async ({ db }) => {
    for (const word of ["one", "two"]) {
      await sql`select ${word}::text`.execute(db);
      said.push(word);
    }
    return done(said.length);
  });
  const once = { idempotencyKey: "once", hash: "h", actorId: company.as().actor.id };

  expect(await work(company.as(once), undefined)).toMatchObject({ value: 2 });
  expect(await work(company.as(once), undefined)).toMatchObject({ value: 2 });
  expect(said).toEqual(["one", "two"]);
});

test("a number that was promised and not taken is a mistake, not an answer without a number", async () => {
  const company = await aCompany();
  const forgetful = command("sales.stock.write", async (tx) => done(tx.lateNumber("invoice")));

  await expect(forgetful(company.as(), undefined)).rejects.toThrow("no number of series invoice was taken");
});

test("programs of the release before end their commands as they did, with the number that was taken and not without one", async () => {
  const company = await aCompany();
  const events = JSON.stringify([{ id: uuidv7(), type: "test.ended", subject: uuidv7(), data: { number: "TOKEN" } }]);
  const end = async <Db>(db: Kysely<Db>) =>
    (
      await sql<{ numbers: string[] }>`
      select shared.close_command(null, null, null, null, ${events}, 'user', 'request', now(), '{invoice}', '{TOKEN}') as numbers`.execute(
        db,
      )
    ).rows[0]?.numbers;

  await expect(asApplication(company, end)).rejects.toThrow("no number of series invoice was taken");
  const numbers = await asApplication(company, async (db) => {
    await sql`select shared.take_number(${company.id}, 'invoice', '2026-03-31')`.execute(db);
    return end(db);
  });
  const told = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.outbox").select("data").where("type", "=", "test.ended").execute(),
  );
  expect(numbers).toEqual([expect.stringMatching(/^INV-/)]);
  expect(told).toEqual([{ data: { number: numbers?.[0] } }]);
});

test("a query cannot write", async () => {
  const company = await aCompany();
  const sly = query("sales.stock.read", async ({ db, actor }) => {
    const values = { companyId: actor.companyId, series: "sly" };
    await (db as TxDb).insertInto("shared.numberSeries").values(values).execute();
    return done("written");
  });

  await expect(sly(company.as(), undefined)).rejects.toMatchObject({ code: "25006" });
});

test("an answer that is the audit record and the event too is written out in both, with a key and without one", async () => {
  const company = await aCompany();
  const say = command("sales.stock.write", async (tx, subject: string) => {
    const body = { subject, kept: "whole" };
    tx.audit({ action: "test.said", subjectType: "test", subjectId: subject, after: body });
    tx.event({ type: "test.said", subject, data: body });
    tx.event({ type: "test.noted", subject, data: { other: true } });
    return done(body);
  });
  const keyed = company.as();
  const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
  await say({ ...keyed, request: { ...keyed.request, idempotencyKey: one, hash: "h" } }, one);
  await say(company.as(), two);
  for (const subject of [one, two]) {
    const told = await reading(company.as(), async ({ db }) => ({
      audit: await db.selectFrom("shared.audit").select("after").where("subjectId", "=", subject).execute(),
      events: await db.selectFrom("shared.outbox").select(["type", "data"]).where("subject", "=", subject).orderBy("type").execute(),
    }));
    expect(told).toEqual({
      audit: [{ after: { subject, kept: "whole" } }],
      events: [
        { type: "test.noted", data: { other: true } },
        { type: "test.said", data: { subject, kept: "whole" } },
      ],
    });
  }
});
