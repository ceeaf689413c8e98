import { sql } from "kysely";
import { expect, inject, test } from "vitest";
import { anEntry, asApplication, bookOf, databaseAs, posted, sealAll, sealWholly } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";
import { openSealer } from "#functions/adapters/sealer.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import { sealEntries, sealLagSeconds } from "./seal-entries.ts";

const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company) };
};
const sealsOf = (company: TestCompany) =>
  reading(company.as(), ({ db }) =>
    db.selectFrom("finance.seal").selectAll().where("companyId", "=", company.id).orderBy("number").execute(),
  );
/** Rows that say where sums of lines and stored balances differ. */
const differences = async (company: TestCompany) => {
  const compare = (table: string, keys: string) => `
    with lines as (
      select account_id, currency, coalesce(dimension_id, '00000000-0000-0000-0000-000000000000') as dimension_id, l.effective_on, (s.sealed_at at time zone 'utc')::date as sealed_on,
             date_trunc('month', l.effective_on)::date as month, date_trunc('month', s.sealed_at at time zone 'utc')::date as sealed_month, amount,
             greatest(company_amount, 0) as company_debit, greatest(-company_amount, 0) as company_credit
        from finance.journal_line l join finance.seal s using (company_id, entry_id) where l.company_id = $1),
    sums as (select account_id, currency, dimension_id, ${keys}, sum(amount) as amount, sum(company_debit) as company_debit, sum(company_credit) as company_credit
               from lines group by account_id, currency, dimension_id, ${keys})
    (select * from sums except all select account_id, currency, dimension_id, ${keys}, amount, company_debit, company_credit from ${table} where company_id = $1)
    union all
    (select account_id, currency, dimension_id, ${keys}, amount, company_debit, company_credit from ${table} where company_id = $1 except all select * from sums)`;
  const days = await databaseAs("superuser").query(compare("finance.balance_day", "effective_on, sealed_on"), [company.id]);
  const months = await databaseAs("superuser").query(compare("finance.balance_month", "month, sealed_month"), [company.id]);
  return [...days.rows, ...months.rows];
};

test("in a transaction that sees an old snapshot nothing is sealed", async () => {
  const { company, book } = await booked();
  await posted(company, anEntry(book));
  const client = await databaseAs("superuser").connect();
  try {
    await client.query("begin isolation level repeatable read");
    await expect(client.query("select finance.seal_entries($1, 10)", [company.id])).rejects.toMatchObject({
      constraint: "sealed_read_committed",
    });
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("a copied database, whose seals are ahead of its transactions, posts nothing before it is marked as one", async () => {
  const { company, book } = await booked();
  await posted(company, anEntry(book));
  await sealWholly(company);
  const client = await databaseAs("superuser").connect();
  try {
    await client.query("set session_replication_role = replica");
    const ahead = "update finance.seal set xid = (pg_current_xact_id()::text::bigint + 1000000)::text::xid8 where company_id = $1";
    await client.query(ahead, [company.id]);
  } finally {
    await client.query("reset session_replication_role");
    client.release();
  }
  await expect(posted(company, anEntry(book))).rejects.toMatchObject({ constraint: "entry_after_its_seals" });
});

test("entries get gapless numbers in the order of their transactions, a chain of hashes, and their place in the balances", async () => {
  const { company, book } = await booked();
  const first = await posted(
    company,
    anEntry(book),
    anEntry(book, {
      effectiveOn: "2026-02-03",
      lines: [
        ["1230", 250n, "USD", 200n],
        ["4000", -250n, "USD", -200n],
      ],
    }),
  );
  const second = await posted(company, anEntry(book, { effectiveOn: "2025-12-31" }));
  await sealWholly(company);
  const seals = await sealsOf(company);
  expect(seals.map(({ number }) => number)).toEqual([1n, 2n, 3n]);
  expect(seals.map(({ entryId }) => entryId)).toEqual([...first.map(({ id }) => id).toSorted(), ...second.map(({ id }) => id)]);
  expect(new Set(seals.map(({ hash }) => hash.toString("hex"))).size).toBe(3);
  expect(await differences(company)).toEqual([]);
  expect(await sealAll()).toBe(0);
  await posted(company, anEntry(book));
  await sealWholly(company);
  expect((await sealsOf(company)).at(-1)?.number).toBe(4n);
  expect(await differences(company)).toEqual([]);
});

test("posters, two sealers and an open transaction at once: no gap, nothing twice, nothing overtaken", async () => {
  const { company, book } = await booked();
  const other = await booked();
  const long = await databaseAs("app").connect();
  await long.query("begin");
  await long.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $1, true)", [company.id]);
  const early = anEntry(book, { description: "Begun first, committed last" });
  await long.query("select finance.post_entries($1)", [jsonWithIntegers([early])]);

  let posting = true;
  const post = async (of: typeof other, count: number) => {
    for (let n = 0; n < count; n++)
      await posted(of.company, anEntry(of.book, { effectiveOn: `2026-01-${String((n % 28) + 1).padStart(2, "0")}` }), anEntry(of.book));
  };
  const sealer = async (batch: number) => {
    const own = await openSealer({ connectionString: inject("databases").sealer });
    while (posting) await sealEntries(own.db, { batch });
    await own.close();
  };
  const sealers = [sealer(7), sealer(1_000)];
  await Promise.all([...Array.from({ length: 6 }, () => post({ company, book }, 12)), post(other, 20)]);
  const before = await sealsOf(company);
  expect(before).toEqual([]);
  await long.query("commit");
  long.release();
  await sealWholly(company, 13);
  await sealWholly(other.company, 13);
  posting = false;
  await Promise.all(sealers);

  const seals = await sealsOf(company);
  expect(seals).toHaveLength(145);
  expect(seals.map(({ number }) => number)).toEqual(Array.from({ length: 145 }, (_, index) => BigInt(index + 1)));
  expect(seals[0]?.entryId).toBe(early.id);
  const places = seals.map(({ xid, entryId }) => `${String(xid).padStart(20, "0")} ${entryId}`);
  expect(places).toEqual(places.toSorted());
  expect(await differences(company)).toEqual([]);
  expect(await differences(other.company)).toEqual([]);
});

test("a transaction rolled back leaves no hole in the numbers", async () => {
  const { company, book } = await booked();
  await posted(company, anEntry(book));
  await asApplication(company, async (db) => {
    await sql`select finance.post_entries(${jsonWithIntegers([anEntry(book)])})`.execute(db);
    throw new Error("changed my mind");
  }).catch(() => undefined);
  await posted(company, anEntry(book));
  await sealWholly(company);
  expect((await sealsOf(company)).map(({ number }) => number)).toEqual([1n, 2n]);
});

test("sums of the largest amounts are sealed too", async () => {
  const { company, book } = await booked();
  const most = 2n ** 63n - 1n;
  for (let n = 0; n < 3; n++)
    await posted(
      company,
      anEntry(book, {
        lines: [
          ["1230", most],
          ["4000", -most],
        ],
      }),
    );
  await sealWholly(company);
  expect(await sealsOf(company)).toHaveLength(3);
  expect(await differences(company)).toEqual([]);
});

test("entries of the server this database was copied from are sealed whatever their transaction ids say", async () => {
  const { company, book } = await booked();
  const superuser = await databaseAs("superuser").connect();
  try {
    // As after a restore elsewhere: the entry's server is not this one, and its ids are far ahead of ours.
    await superuser.query("begin");
    await superuser.query("set local session_replication_role = replica");
    await superuser.query("insert into shared.cluster (system_id, current) values (-1, false) on conflict do nothing");
    await superuser.query(
      `insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id, xid)
       values ($1, $2, $3, '2026-03-01', 'From elsewhere', $1, (select id from shared.cluster where system_id = -1), '999999999999')`,
      [company.id, company.id, book.journalId],
    );
    await superuser.query(
      `insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
       values ($1, $1, 1, '2026-03-01', $2, 'GBP', 5, 5), ($1, $1, 2, '2026-03-01', $2, 'GBP', -5, -5)`,
      [company.id, book.account("1230")],
    );
    await superuser.query("commit");
  } finally {
    superuser.release();
  }
  await posted(company, anEntry(book));
  await sealWholly(company);
  expect(await sealsOf(company)).toHaveLength(2);
});

test("a copy whose ids began anew takes no posting until it is marked as another server", async () => {
  const { company, book } = await booked();
  await posted(company, anEntry(book));
  await sealWholly(company);
  const superuser = await databaseAs("superuser").connect();
  try {
    await superuser.query("begin");
    await superuser.query("set local session_replication_role = replica");
    await superuser.query("update finance.seal set xid = '999999999999' where company_id = $1", [company.id]);
    await superuser.query("commit");
  } finally {
    superuser.release();
  }
  await expect(posted(company, anEntry(book))).rejects.toMatchObject({ constraint: "entry_after_its_seals" });
});

test("the lag is the age of the oldest entry without a seal", async () => {
  const { company, book } = await booked();
  const sealer = await openSealer({ connectionString: inject("databases").sealer });
  await posted(company, anEntry(book));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await sealLagSeconds(sealer.db)).toBeGreaterThan(0.05);
  await sealer.close();
});

test("the application can neither seal nor touch seals and balances", async () => {
  const company = await aCompany();
  for (const statement of [
    "select finance.seal_entries(gen_random_uuid(), 10)",
    "insert into finance.seal default values",
    "update finance.seal set number = 9",
    "insert into finance.balance_day default values",
    "update finance.balance_day set amount = 0",
    "delete from finance.balance_month",
  ]) {
    await expect(asApplication(company, (db) => sql.raw(statement).execute(db))).rejects.toMatchObject({ code: "42501" });
  }
  await expect(databaseAs("owner").query("delete from finance.seal")).rejects.toMatchObject({ constraint: "append_only" });
  await expect(databaseAs("sealer").query("update finance.seal set number = 9")).rejects.toMatchObject({ code: "42501" });
});
