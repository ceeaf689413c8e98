import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";

type PeriodRow = { id: string; name: string; state: string; version: number };
const opened = async () => {
  const company = await aCompany();
  const accountant = await aCaller(company, ["accountant"]);
  const { body } = await accountant.get("/finance/periods?limit=200");
  const periodOf = (name: string): PeriodRow => body.items.find((period: PeriodRow) => period.name === name);
  return { company, accountant, book: await bookOf(company), periodOf };
};

test("fiscal years and their periods are listed from the first on", async () => {
  const { accountant } = await opened();
  const { body: years } = await accountant.get("/finance/fiscal-years");
  expect(years.items.map(({ name, startsOn, endsOn }: Record<string, string>) => [name, startsOn, endsOn])).toEqual([
    ["2025", "2025-01-01", "2025-12-31"],
    ["2026", "2026-01-01", "2026-12-31"],
    ["2027", "2027-01-01", "2027-12-31"],
  ]);
  const { body: first } = await accountant.get(`/finance/periods?fiscalYearId=${years.items[1].id}&limit=5`);
  expect(first.items.map(({ name }: PeriodRow) => name)).toEqual(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]);
  const { body: second } = await accountant.get(`/finance/periods?fiscalYearId=${years.items[1].id}&limit=5&after=${first.next}`);
  expect(second.items[0]).toMatchObject({ name: "2026-06", startsOn: "2026-06-01", endsOn: "2026-06-30", state: "open" });
  expect((await accountant.get("/finance/periods?after=rubbish")).status).toBe(422);
});

test("a closed period takes no entry, and a reopened one takes them again; both are audited", async () => {
  const { company, accountant, book, periodOf } = await opened();
  const march = periodOf("2026-03");
  const post = () =>
    accountant.post("/finance/entries", {
      description: "Cash sale",
      lines: [
        { accountId: book.account("1230"), debit: "1.00" },
        { accountId: book.account("4000"), credit: "1.00" },
      ],
    });
  const closed = await accountant.post(`/finance/periods/${march.id}/close`, undefined, { headers: { "if-match": '"v1"' } });
  expect(closed).toMatchObject({ status: 200, body: { state: "closed", version: 2 } });
  expect(await post()).toMatchObject({ status: 409, body: { code: "period.closed", detail: "The period 2026-03 is closed." } });
  expect(await accountant.post(`/finance/periods/${march.id}/close`)).toMatchObject({ status: 409, body: { code: "period.is_closed" } });
  expect((await accountant.get("/finance/periods?state=closed")).body.items).toMatchObject([{ name: "2026-03" }]);
  const reopen = (input: object, version = '"v2"') =>
    accountant.post(`/finance/periods/${march.id}/reopen`, input, { headers: { "if-match": version } });
  expect((await reopen({})).status).toBe(422);
  expect((await reopen({ reason: "Late invoice" }, '"v1"')).status).toBe(412);
  expect(await reopen({ reason: "Late invoice" })).toMatchObject({ status: 200, body: { state: "open", version: 3 } });
  expect(await reopen({ reason: "Again" }, '"v3"')).toMatchObject({ status: 409, body: { code: "period.is_open" } });
  expect((await post()).status).toBe(201);
  const audit = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.audit").select(["action", "after"]).where("subjectId", "=", march.id).orderBy("id").execute(),
  );
  expect(audit).toMatchObject([{ action: "period.close" }, { action: "period.reopen", after: { reason: "Late invoice", state: "open" } }]);
});

test("two closes at once: one closes, the other is told so; a posting under way is in before", async () => {
  const { company, accountant, book, periodOf } = await opened();
  const close = () => accountant.post(`/finance/periods/${periodOf("2026-03").id}/close`);
  const [, ...answers] = await Promise.all([posted(company, anEntry(book)).catch(() => undefined), close(), close()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

test("the next fiscal year opens with twelve periods, another one where and how long it is said", async () => {
  const { accountant } = await opened();
  const open = (input: object) => accountant.post("/finance/fiscal-years", input);
  expect(await open({})).toMatchObject({ status: 201, body: { name: "2028", startsOn: "2028-01-01", endsOn: "2028-12-31" } });
  const { body: short } = await open({ startsOn: "2024-07-01", endsOn: "2024-12-31", name: "Short year" });
  expect((await accountant.get(`/finance/periods?fiscalYearId=${short.id}`)).body.items).toHaveLength(6);
  expect(await open({ startsOn: "2029-04-01" })).toMatchObject({ status: 201, body: { name: "2029/30", endsOn: "2030-03-31" } });
  expect(await open({ startsOn: "2027-07-01" })).toMatchObject({ status: 409, body: { code: "fiscal_year.overlaps" } });
  for (const wrong of [
    { startsOn: "2031-01-01", endsOn: "2031-01-01" },
    { startsOn: "2031-01-01", endsOn: "2030-12-31" },
    { startsOn: "2031-01-01", endsOn: "2031-12-29", periods: "weeks_4_4_5" },
    { startsOn: "2031-01-01", endsOn: "2033-01-31" },
  ])
    expect((await open(wrong)).status).toBe(422);
  const twice = await Promise.all([open({ startsOn: "2040-01-01" }), open({ startsOn: "2040-01-01" })]);
  expect(twice.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test("a first year may be short and start on any day", async () => {
  const { accountant } = await opened();
  const periodsOf = async (input: object) => {
    const { status, body } = await accountant.post("/finance/fiscal-years", input);
    expect(status, JSON.stringify(body)).toBe(201);
    const periods = (await accountant.get(`/finance/periods?fiscalYearId=${body.id}`)).body.items;
    return { year: body, periods: periods.map(({ name, startsOn, endsOn }: Record<string, string>) => `${name} ${startsOn} ${endsOn}`) };
  };
  const founded = await periodsOf({ startsOn: "2023-03-17", endsOn: "2023-05-31" });
  expect(founded.periods).toEqual(["2023-03 2023-03-17 2023-03-31", "2023-04 2023-04-01 2023-04-30", "2023-05 2023-05-01 2023-05-31"]);
  const leap = await periodsOf({ startsOn: "2020-02-29" });
  expect([leap.year.endsOn, leap.periods.length, leap.periods.at(-1)]).toEqual(["2021-02-28", 13, "2021-02 2021-02-01 2021-02-28"]);
});

test("a year of weeks has twelve periods in quarters of thirteen weeks, the 53rd in its last", async () => {
  const { accountant } = await opened();
  const { body: year } = await accountant.post("/finance/fiscal-years", {
    startsOn: "2028-01-03",
    endsOn: "2029-01-07",
    periods: "weeks_4_4_5",
  });
  expect(year).toMatchObject({ name: "2028/29" });
  const { body } = await accountant.get(`/finance/periods?fiscalYearId=${year.id}`);
  const days = body.items.map(
    ({ startsOn, endsOn }: Record<string, string>) => (Date.parse(`${endsOn}`) - Date.parse(`${startsOn}`)) / 86_400_000 + 1,
  );
  expect(days).toEqual([28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 42]);
  expect(body.items[0]).toMatchObject({ name: "2029-P01", startsOn: "2028-01-03" });
  expect(body.items.at(-1).endsOn).toBe("2029-01-07");
  const { body: next } = await accountant.post("/finance/fiscal-years", { periods: "weeks_5_4_4" });
  expect(next).toMatchObject({ startsOn: "2029-01-08", endsOn: "2030-01-06" });
});

test("closing and reopening are permissions of their own, and another company's period is not there", async () => {
  const [ours, theirs] = await Promise.all([opened(), opened()]);
  const march = theirs.periodOf("2026-03").id;
  expect((await ours.accountant.get(`/finance/periods/${march}`)).status).toBe(404);
  expect((await ours.accountant.post(`/finance/periods/${march}/close`)).status).toBe(404);
  const closer = await aCaller(theirs.company, { grants: ["finance.period.close", "finance.period.read"] });
  expect((await closer.post(`/finance/periods/${march}/close`)).status).toBe(200);
  expect((await closer.post(`/finance/periods/${march}/reopen`, { reason: "May not" })).status).toBe(403);
  const reopener = await aCaller(theirs.company, { grants: ["finance.period.reopen"] });
  expect((await reopener.post(`/finance/periods/${march}/close`)).status).toBe(403);
  expect((await reopener.post(`/finance/periods/${march}/reopen`, { reason: "May" })).status).toBe(200);
  expect((await reopener.get(`/finance/periods/${march}`)).status).toBe(403);
  expect((await closer.get(`/finance/periods/${march}`)).body.state).toBe("open");
  expect((await closer.post("/finance/fiscal-years", {})).status).toBe(403);
  const sales = await aCaller(theirs.company, ["sales"]);
  for (const path of ["/finance/periods", "/finance/fiscal-years"]) expect((await sales.get(path)).status).toBe(403);
});
