import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller, type TestRoles } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";

const dryRun = { headers: { prefer: "dry-run" } };

/**
 * 2025 in a company that works in pounds: sales of 1,000.00 of which 400.00 in the north, 100.00 dollars sold at 0.80, rent of 300.00 in the north, and a
 * gain on exchange of 5.00 that no dollar stands for. Result: 1,000 + 80 + 5 - 300 = 785.00.
 */
const aYear = async () => {
  const company = await aCompany();
  const [accountant, book] = [await aCaller(company, ["accountant"]), await bookOf(company)];
  const { body: region } = await accountant.post("/finance/dimensions", { code: "region", name: "Region" });
  const { body: north } = await accountant.post(`/finance/dimensions/${region.id}/values`, { code: "N", name: "North" });
  const post = async (lines: object[], more: object = {}) => {
    const answer = await accountant.post("/finance/entries", { description: "Trade", effectiveOn: "2025-11-30", lines, ...more });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  };
  const cash = { accountId: book.account("1230") };
  const sales = { accountId: book.account("4000") };
  await post([
    { ...cash, debit: "600.00" },
    { ...sales, credit: "600.00" },
  ]);
  await post([
    { ...cash, debit: "400.00" },
    { ...sales, credit: "400.00", dimensions: [north.id] },
  ]);
  await post(
    [
      { ...cash, debit: "100.00" },
      { ...sales, credit: "100.00" },
    ],
    { currency: "USD", rates: { USD: "0.80" } },
  );
  await post([
    { accountId: book.account("7100"), debit: "300.00", dimensions: [north.id] },
    { ...cash, credit: "300.00" },
  ]);
  await posted(
    company,
    anEntry(book, {
      kind: "exchange",
      effectiveOn: "2025-12-31",
      lines: [
        ["1230", 0n, "USD", 500n],
        ["7900", 0n, "USD", -500n],
      ],
    }),
  );
  const years = (await accountant.get("/finance/fiscal-years")).body.items;
  const yearOf = (name: string) => years.find((year: { name: string }) => year.name === name);
  const report = async (path: string) => (await accountant.get(`/finance/reports/${path}`)).body;
  const sheet = () => report("balance-sheet?asOf=2025-12-31");
  const income = () => report("profit-and-loss?from=2025-01-01&to=2025-12-31");
  const close = (input?: object, options?: object) => accountant.post(`/finance/fiscal-years/${yearOf("2025").id}/close`, input, options);
  const reopen = (reason = "The auditor's adjustment") => accountant.post(`/finance/fiscal-years/${yearOf("2025").id}/reopen`, { reason });
  return { company, accountant, book, north, yearOf, sheet, income, close, reopen, report };
};

const moved = (company: Awaited<ReturnType<typeof aCompany>>) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ line: string }>`
      select concat_ws(' ', a.code, l.currency, l.amount, l.company_amount, case when l.dimension_id is not null then 'north' end) as line
        from finance.journal_entry e join finance.journal_line l on l.company_id = e.company_id and l.entry_id = e.id
        join finance.account a on a.company_id = l.company_id and a.id = l.account_id
       where e.kind = 'closing' order by e.id, l.position`.execute(db);
    return rows.map(({ line }) => line);
  });

test("income and expenses go to zero by account, currency and dimension; equity gets them under the same, and no report loses anything", async () => {
  const { company, accountant, book, yearOf, sheet, income, close, report } = await aYear();
  await sealWholly(company);
  const [before, earned] = [await sheet(), await income()];
  expect(before.earnings).toEqual({ fiscalYearStart: "2025-01-01", previousYears: "0.00", currentYear: "785.00" });
  expect(earned.totals).toEqual({ income: expect.any(String), expense: expect.any(String), result: "785.00" });

  const preview = await close(undefined, dryRun);
  expect(preview).toMatchObject({ status: 200, body: { result: "785.00", state: "closed" } });
  expect(preview.body.preview.journalEntries).toHaveLength(1);
  expect(await moved(company)).toEqual([]);

  const closed = await close();
  expect(closed).toMatchObject({
    status: 200,
    body: { state: "closed", result: "785.00", version: 2, closedPeriods: expect.arrayContaining(["2025-01", "2025-12"]) },
  });
  const retained = (
    await reading(company.as(), ({ db }) =>
      db
        .selectFrom("finance.accountRule as r")
        .innerJoin("finance.account as a", (join) => join.onRef("a.companyId", "=", "r.companyId").onRef("a.id", "=", "r.accountId"))
        .select("a.code")
        .where("r.purpose", "=", "retained_earnings")
        .executeTakeFirstOrThrow(),
    )
  ).code;
  expect(await moved(company)).toEqual([
    "4000 GBP 60000 60000",
    `${retained} GBP -60000 -60000`,
    "4000 USD 10000 8000",
    "7900 USD 0 500",
    `${retained} USD -10000 -8500`,
    "4000 GBP 40000 40000 north",
    "7100 GBP -30000 -30000 north",
    `${retained} GBP -10000 -10000 north`,
  ]);
  for (const view of [await sheet(), await sealWholly(company).then(sheet)]) {
    expect(view.earnings).toMatchObject({ previousYears: "0.00", currentYear: "0.00" });
    expect(view.totals).toEqual(before.totals);
    expect(view.rows.find(({ account }: { account: { code: string } }) => account.code === retained)).toMatchObject({ amount: "785.00" });
  }
  expect(await income()).toMatchObject({ rows: earned.rows, totals: earned.totals });
  const trial = await report("trial-balance?asOf=2025-12-31");
  for (const code of ["4000", "7100", "7900"])
    expect(trial.rows.find(({ account }: { account: { code: string } }) => account.code === code)?.balance ?? "0.00").toBe("0.00");

  expect((await accountant.get("/finance/fiscal-years")).body.items[0]).toMatchObject({ name: "2025", state: "closed" });
  const { body: periods } = await accountant.get(`/finance/periods?fiscalYearId=${yearOf("2025").id}`);
  expect(periods.items.every(({ state }: { state: string }) => state === "closed")).toBe(true);
  expect(await accountant.post(`/finance/periods/${periods.items[3].id}/reopen`, { reason: "No" })).toMatchObject({
    status: 409,
    body: { code: "fiscal_year.is_closed" },
  });
  expect(await close()).toMatchObject({ status: 409, body: { code: "fiscal_year.is_closed" } });
  expect(
    (
      await accountant.post("/finance/entries", {
        description: "Late",
        effectiveOn: "2025-06-30",
        lines: [
          { accountId: book.account("1230"), debit: "1.00" },
          { accountId: book.account("4000"), credit: "1.00" },
        ],
      })
    ).body.code,
  ).toBe("period.closed");
});

test("it is undone by reversal, adjusted and closed again; a past view stays", async () => {
  const { company, accountant, book, sheet, income, close, reopen } = await aYear();
  const [before, earned] = [await sheet(), await income()];
  expect(await reopen()).toMatchObject({ status: 409, body: { code: "fiscal_year.is_open" } });
  await close();
  await sealWholly(company);
  const knownAt = new Date().toISOString();
  const closedSheet = (await accountant.get(`/finance/reports/balance-sheet?asOf=2025-12-31&knownAt=${knownAt}`)).body;
  expect(closedSheet.totals).toEqual(before.totals);
  expect(
    await accountant.post(`/finance/fiscal-years/${(await accountant.get("/finance/fiscal-years")).body.items[0].id}/reopen`, {}),
  ).toMatchObject({ status: 422 });
  expect(await reopen()).toMatchObject({ status: 200, body: { state: "open", result: "785.00", entryIds: [expect.any(String)] } });
  expect(await sheet()).toMatchObject({ earnings: before.earnings, totals: before.totals });
  expect(await income()).toMatchObject({ rows: earned.rows, totals: earned.totals });
  const late = await accountant.post("/finance/entries", {
    description: "Adjustment",
    effectiveOn: "2025-12-31",
    lines: [
      { accountId: book.account("7100"), debit: "85.00" },
      { accountId: book.account("1230"), credit: "85.00" },
    ],
  });
  expect(late.status).toBe(201);
  expect(await close()).toMatchObject({ status: 200, body: { result: "700.00" } });
  expect((await sheet()).earnings).toMatchObject({ previousYears: "0.00", currentYear: "0.00" });
  expect((await income()).totals.result).toBe("700.00");
  await sealWholly(company);
  expect((await accountant.get(`/finance/reports/balance-sheet?asOf=2025-12-31&knownAt=${knownAt}`)).body).toEqual(closedSheet);
  expect((await accountant.get(`/finance/reports/profit-and-loss?from=2025-01-01&to=2025-12-31&knownAt=${knownAt}`)).body.totals).toEqual(
    earned.totals,
  );
});

test("years are closed in order and undone backwards; the last period must take the entry; another account of equity may be named", async () => {
  const { accountant, book, yearOf, close, reopen } = await aYear();
  const of2026 = (verb: string, input?: object) => accountant.post(`/finance/fiscal-years/${yearOf("2026").id}/${verb}`, input);
  expect(await of2026("close")).toMatchObject({ status: 409, body: { code: "fiscal_year.earlier_open" } });
  const { body: periods } = await accountant.get(`/finance/periods?fiscalYearId=${yearOf("2025").id}`);
  const december = periods.items.at(-1).id;
  await accountant.post(`/finance/periods/${december}/close`);
  expect(await close()).toMatchObject({ status: 409, body: { code: "fiscal_year.last_period_closed" } });
  await accountant.post(`/finance/periods/${december}/reopen`, { reason: "Closing", to: "soft_closed" });
  expect(await close({ retainedEarningsAccountId: book.account("4000") })).toMatchObject({
    status: 422,
    body: { code: "fiscal_year.retained_earnings" },
  });
  expect(await close({}, { headers: { "if-match": '"v7"' } })).toMatchObject({ status: 412 });
  expect((await close()).status).toBe(200);
  expect((await of2026("close")).status).toBe(200);
  expect(await reopen()).toMatchObject({ status: 409, body: { code: "fiscal_year.later_closed" } });
  expect(await of2026("reopen", { reason: "Nothing was posted" })).toMatchObject({ status: 200, body: { result: "0.00", entryIds: [] } });
  expect((await reopen()).status).toBe(200);
});

test("closing and taking it back are permissions; a rival's year is not there; two at once close it once", async () => {
  const { company, yearOf } = await aYear();
  const caller = (grants: readonly string[]) => aCaller(company, { grants } as TestRoles);
  const path = `/finance/fiscal-years/${yearOf("2025").id}`;
  const poster = await caller(["finance.entry.*", "finance.period.*"]);
  expect((await poster.post(`${path}/close`)).status).toBe(403);
  expect((await poster.post(`${path}/reopen`, { reason: "May not" })).status).toBe(403);
  const rival = await aCaller(await aCompany());
  expect((await rival.post(`${path}/close`)).status).toBe(404);
  const closers = await Promise.all([1, 2].map(() => caller(["finance.fiscal_year.close"])));
  const answers = await Promise.all(closers.map((one) => one.post(`${path}/close`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

test("32 clients post while the year closes: each is in before and closed with it, or refused", async () => {
  const { company, accountant, book, close, sheet } = await aYear();
  const outcomes: string[] = [];
  let begun: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const client = async (_: unknown, n: number) => {
    for (let turn = 0; turn < 6; turn++) {
      const effectiveOn = n % 2 === 0 ? "2025-12-31" : "2025-05-31";
      const outcome = await asApplication(company, async (db) => {
        await sql`select set_config('enterprise.actor_id', ${accountant.user.id}, true)`.execute(db);
        await sql`select finance.post_entries(${jsonWithIntegers([anEntry(book, { effectiveOn })])})`.execute(db);
      }).then(
        () => "in",
        (error: { constraint?: string }) => error.constraint ?? String(error),
      );
      outcomes.push(outcome);
      if (outcomes.length === 48) begun();
    }
  };
  const closing = underWay.then(() => close());
  await Promise.all([...Array.from({ length: 32 }, client), closing]);
  expect((await closing).status).toBe(200);
  expect(new Set(outcomes)).toEqual(new Set(["in", "entry_in_an_open_period"]));
  const sold = outcomes.filter((outcome) => outcome === "in").length;
  const { body } = await closing;
  expect(Number(body.result)).toBe(785 + sold);
  expect((await sheet()).earnings).toMatchObject({ previousYears: "0.00", currentYear: "0.00" });
});
