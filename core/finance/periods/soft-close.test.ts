import { sql } from "kysely";
import { expect, test } from "vitest";
import { grantsOf } from "#core/identity/roles/grant-patterns.ts";
import { systemRoles } from "#core/identity/roles/system-roles.ts";
import type { Grant } from "#core/kernel/context.ts";
import { aCaller, type TestCaller, type TestRoles } from "#core/testing/api.ts";
import { anEntry, asApplication, type Book, bookOf, databaseAs } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";

const ADJUST = "finance.period.adjust";

const opened = async () => {
  const company = await aCompany();
  const [accountant, book] = [await aCaller(company, ["accountant"]), await bookOf(company)];
  const { body } = await accountant.get("/finance/periods?limit=200");
  const march = body.items.find(({ name }: { name: string }) => name === "2026-03");
  const journals = await reading(company.as(), ({ db }) => db.selectFrom("finance.journal").select(["id", "code"]).execute());
  const journal = (code: string) => `${journals.find((one) => one.code === code)?.id}`;
  const change = (verb: string, input?: object) => accountant.post(`/finance/periods/${march.id}/${verb}`, input);
  return { company, accountant, book, march, journal, change };
};

/** Posts by plain SQL as the application's role in somebody's name: only Postgres can refuse it. */
const postAs = (company: TestCompany, actorId: string, book: Book, journalId?: string, settings = "") =>
  asApplication(company, async (db) => {
    await sql`select set_config('enterprise.actor_id', ${actorId}, true)`.execute(db);
    if (settings) await sql.raw(settings).execute(db);
    await sql`select finance.post_entries(${jsonWithIntegers([anEntry(book, journalId ? { journalId } : {})])})`.execute(db);
  }).then(
    () => "in",
    (error: { constraint?: string }) => error.constraint ?? String(error),
  );

const manual = (caller: TestCaller, book: Book, journalId?: string) =>
  caller.post("/finance/entries", {
    description: "Accrual",
    effectiveOn: "2026-03-31",
    ...(journalId ? { journalId } : {}),
    lines: [
      { accountId: book.account("1230"), debit: "5.00" },
      { accountId: book.account("4000"), credit: "5.00" },
    ],
  });

test("a soft-closed period takes the postings of those who may adjust, and Postgres asks the roles, not the transaction", async () => {
  const { company, accountant, book, march, change } = await opened();
  const poster = (grants: readonly string[]): Promise<TestCaller> => aCaller(company, { grants } as TestRoles);
  const [clerk, adjuster, broad] = [
    await poster(["finance.entry.post", "finance.period.close"]),
    await poster(["finance.entry.post", ADJUST]),
    await poster(["*.entry.*", "finance.*.adjust"]),
  ];
  expect(await change("soft-close")).toMatchObject({
    status: 200,
    body: { state: "soft_closed", modules: { sales: "soft_closed" }, version: 2 },
  });
  expect(await change("soft-close")).toMatchObject({ status: 409, body: { code: "period.is_soft_closed" } });
  expect(await manual(clerk, book)).toMatchObject({
    status: 409,
    body: { code: "period.soft_closed", detail: "The period 2026-03 is soft-closed; only adjustments are posted to it." },
  });
  for (const caller of [accountant, adjuster, broad]) expect((await manual(caller, book)).status).toBe(201);
  // A plain statement can call itself anybody, but what that one may do is read from his roles.
  const nobody = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709";
  const claims = "select set_config('enterprise.grants', '*', true), set_config('enterprise.may_adjust', 'true', true)";
  expect(await postAs(company, nobody, book, undefined, claims)).toBe("entry_in_an_adjustable_period");
  expect(await postAs(company, clerk.user.id, book, undefined, claims)).toBe("entry_in_an_adjustable_period");
  expect(await postAs(company, adjuster.user.id, book)).toBe("in");
  // Whoever adjusts in another company does not adjust here.
  const stranger = await aCaller(await aCompany(), ["accountant"]);
  expect(await postAs(company, stranger.user.id, book)).toBe("entry_in_an_adjustable_period");

  const { body: late } = await accountant.get(`/finance/periods/${march.id}/late-entries?limit=3`);
  expect(late.items).toHaveLength(3);
  expect(late.items[0]).toMatchObject({
    module: "finance",
    state: "soft_closed",
    total: "5.00",
    description: "Accrual",
    postedBy: accountant.user.id,
  });
  const { body: rest } = await accountant.get(`/finance/periods/${march.id}/late-entries?limit=3&after=${late.next}`);
  expect(rest).toMatchObject({ items: [{ description: "Cash sale", postedBy: adjuster.user.id }] });
  expect(rest.next).toBeUndefined();
});

test("an API key adjusts as long as its scopes say so", async () => {
  const { company, book, change } = await opened();
  const administrator = await aCaller(company);
  const { body: key } = await administrator.post("/platform/api-keys", { name: "Closing tool", scopes: ["finance.*"] });
  const { body: narrow } = await administrator.post("/platform/api-keys", {
    name: "Shop",
    scopes: ["finance.entry.*", "finance.period.close"],
  });
  await change("soft-close");
  expect(await postAs(company, key.id, book)).toBe("in");
  expect(await postAs(company, narrow.id, book)).toBe("entry_in_an_adjustable_period");
  expect((await administrator.post(`/platform/api-keys/${key.id}/revoke`)).status).toBeLessThan(300);
  expect(await postAs(company, key.id, book)).toBe("entry_in_an_adjustable_period");
});

test("sales is closed while finance adjusts; the whole closes everything, and reopened it leaves sales closed", async () => {
  const { company, accountant, book, march, journal, change } = await opened();
  const as = (code: string) => postAs(company, accountant.user.id, book, journal(code));
  expect(await change("close", { module: "sales" })).toMatchObject({
    status: 200,
    body: { state: "open", modules: { sales: "closed", purchase: "open" }, everClosed: true },
  });
  expect(await change("soft-close", { module: "bank" })).toMatchObject({ body: { modules: { bank: "soft_closed" } } });
  expect([await as("SAL"), await as("PUR"), await as("BNK"), await as("CSH"), await as("GEN")]).toEqual([
    "entry_in_an_open_period",
    "in",
    "in",
    "in",
    "in",
  ]);
  expect(await manual(accountant, book, journal("SAL"))).toMatchObject({
    body: { code: "period.closed", detail: "The period 2026-03 is closed for sales." },
  });
  // What was posted to modules that were never closed is not late.
  const { body: late } = await accountant.get(`/finance/periods/${march.id}/late-entries`);
  expect(late.items.map(({ module, state }: Record<string, string>) => `${module} ${state}`)).toEqual([
    "bank soft_closed",
    "bank soft_closed",
  ]);

  expect(await change("close")).toMatchObject({ status: 200, body: { state: "closed", modules: { payroll: "closed" } } });
  for (const code of ["SAL", "PUR", "GEN", "CLS"]) expect(await as(code)).toBe("entry_in_an_open_period");
  expect(await change("reopen", { module: "sales", reason: "A late invoice" })).toMatchObject({
    status: 409,
    body: { code: "period.whole_is_closed" },
  });
  expect(await change("reopen", { reason: "Stock count", to: "soft_closed" })).toMatchObject({
    status: 200,
    body: { state: "soft_closed", modules: { sales: "closed", payroll: "soft_closed" } },
  });
  expect([await as("SAL"), await as("GEN")]).toEqual(["entry_in_an_open_period", "in"]);
  expect(await change("reopen", { reason: "Really", to: "soft_closed" })).toMatchObject({
    status: 409,
    body: { code: "period.is_soft_closed" },
  });
  expect((await change("reopen", { reason: "Wholly" })).status).toBe(200);
  expect(await as("PUR")).toBe("in");
  const { body: events } = await accountant.get(`/finance/periods/${march.id}/events?limit=200`);
  expect(events.items.map(({ module, before, after, reason }: Record<string, string>) => [module, before, after, reason])).toEqual([
    ["sales", "open", "closed", null],
    ["bank", "open", "soft_closed", null],
    ["all", "open", "closed", null],
    ["all", "closed", "soft_closed", "Stock count"],
    ["all", "soft_closed", "open", "Wholly"],
  ]);
  expect(events.items[0]).toMatchObject({ changedBy: accountant.user.id, changedAt: expect.stringMatching(/^\d{4}-/) });
  const { body: first } = await accountant.get(`/finance/periods/${march.id}/events?limit=4`);
  expect((await accountant.get(`/finance/periods/${march.id}/events?after=${first.next}`)).body.items).toHaveLength(1);
});

test("a batch over several modules and periods is refused as a whole when one of them is closed", async () => {
  const { company, accountant, book, journal, change } = await opened();
  await change("close", { module: "sales" });
  const post = (entries: object[]) =>
    asApplication(company, async (db) => {
      await sql`select set_config('enterprise.actor_id', ${accountant.user.id}, true)`.execute(db);
      await sql`select finance.post_entries(${jsonWithIntegers(entries)})`.execute(db);
    });
  const [april, purchase, sale] = [
    anEntry(book, { effectiveOn: "2026-04-01", journalId: journal("SAL") }),
    anEntry(book, { journalId: journal("PUR") }),
    anEntry(book, { journalId: journal("SAL") }),
  ];
  await expect(post([april, purchase, sale])).rejects.toMatchObject({ constraint: "entry_in_an_open_period" });
  await post([april, purchase]);
  expect(await reading(company.as(), ({ db }) => db.selectFrom("finance.lateEntry").select("entryId").execute())).toEqual([]);
});

test("32 clients post through two modules while sales closes softly and then wholly: each is in before, an adjustment, or refused", async () => {
  const { company, accountant, book, journal } = await opened();
  const clerk = await aCaller(company, { grants: ["finance.entry.post"] });
  const outcomes: string[] = [];
  let stage = 0;
  const client = async (_: unknown, n: number) => {
    const code = n % 2 === 0 ? "SAL" : "PUR";
    const adjusts = n % 4 < 2;
    for (let turn = 0; turn < 8; turn++) {
      const begunAt = stage;
      const outcome = await postAs(company, adjusts ? accountant.user.id : clerk.user.id, book, journal(code));
      if (code === "PUR") expect(outcome).toBe("in");
      else if (begunAt === 2) expect(outcome).toBe("entry_in_an_open_period");
      else if (begunAt === 1 && !adjusts) expect(outcome).not.toBe("in");
      outcomes.push(`${code} ${outcome}`);
    }
  };
  const counted = async (state: string, next: number) => {
    while (outcomes.length < next * 64) await new Promise((resolve) => setTimeout(resolve, 1));
    return asApplication(company, async (db) => {
      await sql`update finance.period set sales_state = ${state} where company_id = ${company.id} and starts_on = '2026-03-01'`.execute(db);
      const { rows } = await sql<{ count: bigint }>`
        select count(*) as count from finance.journal_entry where journal_id = ${journal("SAL")}`.execute(db);
      return Number(rows[0]?.count);
    }).finally(() => {
      stage = next;
    });
  };
  let before = 0;
  let atClose = 0;
  const closes = async () => {
    before = await counted("soft_closed", 1);
    atClose = await counted("closed", 2);
  };
  await Promise.all([...Array.from({ length: 32 }, client), closes()]);
  const { sales, late } = await reading(company.as(), async ({ db }) => ({
    sales: await db.selectFrom("finance.journalEntry").select(["id", "postedBy"]).where("journalId", "=", journal("SAL")).execute(),
    late: await db.selectFrom("finance.lateEntry").select(["entryId", "module", "state"]).execute(),
  }));
  expect(outcomes.filter((outcome) => outcome === "SAL in")).toHaveLength(sales.length);
  expect(sales).toHaveLength(atClose);
  expect(late).toHaveLength(atClose - before);
  const lateIds = new Set(late.map(({ entryId }) => entryId));
  expect(sales.filter(({ id }) => lateIds.has(id)).every(({ postedBy }) => postedBy === accountant.user.id)).toBe(true);
  expect(late.every(({ module, state }) => module === "sales" && state === "soft_closed")).toBe(true);
  expect(outcomes.filter((outcome) => outcome.startsWith("PUR"))).toHaveLength(128);
});

test("plain SQL neither closes without a trace, nor reopens without a reason, nor writes the trace itself", async () => {
  const { company, march } = await opened();
  const run = (statement: string) => asApplication(company, (db) => sql.raw(statement.replaceAll("$id", `'${march.id}'`)).execute(db));
  await run("update finance.period set state = 'closed' where id = $id");
  await expect(run("update finance.period set state = 'open' where id = $id")).rejects.toMatchObject({
    constraint: "reopened_for_a_reason",
  });
  await expect(
    run("update finance.period set ever_closed = false, state = 'open', state_reason = 'x' where id = $id"),
  ).resolves.toBeDefined();
  const { rows } = await databaseAs("owner").query(
    `select p.ever_closed, (select count(*)::int from finance.period_event v where v.period_id = p.id) as events from finance.period p where p.id = '${march.id}'`,
  );
  expect(rows).toEqual([{ ever_closed: true, events: 2 }]);
  await expect(
    run(
      "insert into finance.period_event (company_id, period_id, module, state_before, state_after) select company_id, id, 'all', 'open', 'closed' from finance.period where id = $id",
    ),
  ).rejects.toMatchObject({ code: "42501" });
  for (const table of ["period_event", "late_entry"])
    await expect(databaseAs("owner").query(`delete from finance.${table} where false`)).rejects.toMatchObject({
      constraint: "append_only",
    });
  await expect(
    databaseAs("owner").query(
      `insert into finance.period select (jsonb_populate_record(p, '{"id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709", "starts_on": "2050-01-01", "ends_on": "2050-01-31", "state": "closed", "ever_closed": false}')).*
         from finance.period p where p.id = '${march.id}'`,
    ),
  ).rejects.toMatchObject({ constraint: "closed_is_remembered" });
});

test("what Postgres knows of the system's roles is what the program gives them", async () => {
  const { rows } = await databaseAs("owner").query("select system, permission from shared.system_role_permission order by 1, 2");
  const permissions = [...new Set(rows.map(({ permission }) => permission as Grant))];
  const given = Object.entries(systemRoles).flatMap(([system, { grants }]) =>
    permissions.filter((permission) => grantsOf(grants).has(permission)).map((permission) => ({ system, permission })),
  );
  expect(permissions).toContain(ADJUST);
  expect(rows).toEqual(given.sort((a, b) => (a.system + a.permission < b.system + b.permission ? -1 : 1)));
});

test("a pattern means the same to Postgres as to the program", async () => {
  const patterns = [
    "*",
    "finance.*",
    "finance.period.*",
    "*.*.read",
    "finance.*.adjust",
    "*.period.adjust",
    ADJUST,
    "finance.period",
    "finance.period.adj",
    "sales.*",
    "f.*",
  ];
  for (const pattern of patterns)
    for (const permission of [ADJUST, "finance.period.read", "sales.order.read", "finance.entry.adjust"]) {
      const { rows } = await databaseAs("owner").query("select shared.grants_permission($1, $2) as holds", [pattern, permission]);
      expect([pattern, permission, rows[0]?.holds]).toEqual([pattern, permission, grantsOf([pattern]).has(permission as Grant)]);
    }
});
