import { sql } from "kysely";
import { expect, test } from "vitest";
import { anEntry, asApplication, bookOf, databaseAs } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";

test("32 clients post while the period is closed: each entry is in before the close or refused, and none is in after it", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const outcomes: string[] = [];
  let closed = false;
  const client = async () => {
    for (let n = 0; n < 8; n++) {
      const begunAfterClose = closed;
      const outcome = await asApplication(company, async (db) => {
        await sql`select finance.post_entries(${jsonWithIntegers([anEntry(book)])})`.execute(db);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }).then(
        () => "in",
        (error: { constraint?: string }) => error.constraint ?? String(error),
      );
      expect(begunAfterClose && outcome === "in").toBe(false);
      outcomes.push(outcome);
    }
  };
  let inAtClose = -1;
  const close = async () => {
    while (outcomes.length < 16) await new Promise((resolve) => setTimeout(resolve, 1));
    await asApplication(company, async (db) => {
      await sql`update finance.period set state = 'closed' where company_id = ${company.id} and starts_on = '2026-03-01'`.execute(db);
      const { rows } = await sql<{ count: bigint }>`select count(*) as count from finance.journal_entry`.execute(db);
      inAtClose = Number(rows[0]?.count);
    });
    closed = true;
  };
  await Promise.all([...Array.from({ length: 32 }, client), close()]);
  const entries = await reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select("id").execute());
  expect(new Set(outcomes)).toEqual(new Set(["in", "entry_in_an_open_period"]));
  expect(outcomes.filter((outcome) => outcome === "in")).toHaveLength(entries.length);
  expect(entries).toHaveLength(inAtClose);
});

test("a close waits for a posting under way, and the posting that began before it is in", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const order: string[] = [];
  const underWay = Promise.withResolvers<void>();
  const posting = asApplication(company, async (db) => {
    await sql`select finance.post_entries(${jsonWithIntegers([anEntry(book)])})`.execute(db);
    underWay.resolve();
    await new Promise((resolve) => setTimeout(resolve, 150));
    order.push("posted");
  });
  await underWay.promise;
  await asApplication(company, (db) => sql`update finance.period set state = 'closed' where starts_on = '2026-03-01'`.execute(db));
  order.push("closed");
  await posting;
  expect(order).toEqual(["posted", "closed"]);
});

test("the days of a period do not change, and a period does not go away, not even for the owner", async () => {
  const company = await aCompany();
  for (const days of ["starts_on = starts_on - 1", "ends_on = ends_on - 1"]) {
    await expect(asApplication(company, (db) => sql`update finance.period set ${sql.raw(days)}`.execute(db))).rejects.toMatchObject({
      constraint: "period_keeps_its_days",
    });
  }
  await expect(databaseAs("owner").query("delete from finance.period where false")).rejects.toMatchObject({ constraint: "append_only" });
});
