import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";

const opened = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const accountant = await aCaller(company, ["accountant"]);
  const create = (more: object = {}) =>
    accountant.post("/finance/taxes", { code: "LUXURY", name: "Luxury tax", accountId: book.account("2200"), rate: "33.50", ...more });
  return { company, book, accountant, create };
};
const rateOf = (company: TestCompany, code: string, on: string) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ rate: string }>`
      select r.rate::text from finance.tax_rate r join finance.tax_code t on t.id = r.tax_code_id where t.code = ${code} and r.valid @> ${on}::date`.execute(
      db,
    );
    return rows.map(({ rate }) => rate);
  });

test("a tax has a rate on every day, changed from a day on", async () => {
  const { company, accountant, create } = await opened();
  const { status, body } = await create();
  expect(status).toBe(201);
  expect(body).toMatchObject({
    code: "LUXURY",
    kind: "percent",
    usage: "sale",
    active: true,
    rates: [{ rate: "33.5", from: null, to: null }],
  });
  const rate = (input: object, version: string) =>
    accountant.post(`/finance/taxes/${body.id}/rates`, input, { headers: { "if-match": version } });
  expect((await rate({ rate: "35", validFrom: "2026-07-01" }, '"v1"')).status).toBe(201);
  expect((await rate({ rate: "36", validFrom: "2027-01-01" }, '"v1"')).status).toBe(412);
  const { body: last } = await rate({ rate: "34", validFrom: "2026-01-01" }, '"v2"');
  expect(last.rates).toMatchObject([
    { rate: "33.5", from: null, to: "2025-12-31" },
    { rate: "34", from: "2026-01-01", to: "2026-06-30" },
    { rate: "35", from: "2026-07-01", to: null },
  ]);
  expect(await rate({ rate: "1", validFrom: "2026-07-01" }, '"v3"')).toMatchObject({ status: 409, body: { code: "tax.rate_taken" } });
  for (const [day, expected] of [
    ["1999-01-01", "33.500000"],
    ["2026-06-30", "34.000000"],
    ["2026-07-01", "35.000000"],
  ] as const)
    expect(await rateOf(company, "LUXURY", day)).toEqual([expected]);
  expect((await accountant.get(`/finance/taxes/${body.id}`)).body).toEqual(last);
});

test("two rates from the same day at once: one is in", async () => {
  const { accountant, create } = await opened();
  const { body } = await create({ validFrom: "2020-01-01" });
  const rate = () => accountant.post(`/finance/taxes/${body.id}/rates`, { rate: "35", validFrom: "2026-07-01" });
  expect((await Promise.all([rate(), rate(), rate()])).map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
});

test("a tax is renamed, posts to another account, and is taken out of use", async () => {
  const { accountant, book, create } = await opened();
  const { body } = await create();
  const patch = (changes: object, version: string) =>
    accountant.patch(`/finance/taxes/${body.id}`, changes, { headers: { "if-match": version } });
  expect((await patch({ name: "Levy", accountId: book.account("2202"), active: false }, '"v1"')).body).toMatchObject({
    name: "Levy",
    accountId: book.account("2202"),
    active: false,
    version: 2,
  });
  expect((await patch({ name: "Late" }, '"v1"')).status).toBe(412);
  expect(await patch({ accountId: uuidv7() }, '"v2"')).toMatchObject({ status: 422, body: { code: "account.missing" } });
  expect((await patch({ rate: "1" }, '"v2"')).status).toBe(422);
  expect((await accountant.get("/finance/taxes?active=false")).body.items.map(({ code }: { code: string }) => code)).toEqual(["LUXURY"]);
  expect((await accountant.get("/finance/taxes?q=lev")).body.items).toHaveLength(1);
  expect((await accountant.get("/finance/taxes?limit=1")).body).toMatchObject({ items: [{ code: "EXEMPT" }], next: expect.any(String) });
});

test("taxes that make no sense are refused", async () => {
  const { create } = await opened();
  for (const wrong of [
    { rate: "-1" },
    { rate: "1001" },
    { rate: "1.1234567" },
    { kind: "other" },
    { code: "with space" },
    { accountId: "x" },
  ])
    expect((await create(wrong)).status).toBe(422);
  expect((await create({ kind: "fixed_per_unit", rate: "1500.25" })).status).toBe(201);
  expect((await create()).body.code).toBe("tax.code_taken");
  expect((await create({ code: "OTHER", accountId: uuidv7() })).body.code).toBe("account.missing");
});

test("a class of goods bears the taxes that are set, in their order", async () => {
  const { accountant, create } = await opened();
  const { body: luxury } = await create();
  const { body: before } = await accountant.get("/finance/tax-classes");
  expect(
    before.items.map(({ taxClass, taxes }: { taxClass: string; taxes: { code: string }[] }) => [
      taxClass,
      ...taxes.map(({ code }) => code),
    ]),
  ).toEqual([
    ["exempt", "EXEMPT"],
    ["reduced", "REDUCED"],
    ["standard", "STANDARD"],
    ["zero", "ZERO"],
  ]);
  const standard = before.items[2].taxes[0].id;
  const set = (taxCodeIds: string[], taxClass = "jewellery") => accountant.put(`/finance/tax-classes/${taxClass}`, { taxCodeIds });
  expect((await set([luxury.id, standard])).body.taxes.map(({ code }: { code: string }) => code)).toEqual(["LUXURY", "STANDARD"]);
  expect((await set([standard, luxury.id])).body.taxes.map(({ code }: { code: string }) => code)).toEqual(["STANDARD", "LUXURY"]);
  expect(await set([standard, uuidv7(), standard])).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: "/taxCodeIds/1" }, { pointer: "/taxCodeIds/2" }] },
  });
  expect((await set([standard], "Not a class")).status).toBe(422);
  const page = (await accountant.get("/finance/tax-classes?limit=1")).body;
  expect(page.items[0].taxClass).toBe("exempt");
  expect((await accountant.get(`/finance/tax-classes?limit=1&after=${page.next}`)).body.items[0].taxClass).toBe("jewellery");
  await set([]);
  expect((await accountant.get("/finance/tax-classes")).body.items).toHaveLength(4);
  const statuses = (await Promise.all(Array.from({ length: 4 }, () => set([standard])))).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 409)).toContain(200);
  expect(new Set(statuses).difference(new Set([200, 409])).size).toBe(0);
});

test("another company's tax is not there, and changing one is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([opened(), opened()]);
  const { body } = await theirs.create();
  const path = `/finance/taxes/${body.id}`;
  expect((await ours.accountant.get(path)).status).toBe(404);
  expect((await ours.accountant.patch(path, { name: "Ours" })).status).toBe(404);
  expect((await ours.accountant.post(`${path}/rates`, { rate: "1", validFrom: "2026-01-01" })).status).toBe(404);
  expect((await ours.accountant.put("/finance/tax-classes/standard", { taxCodeIds: [body.id] })).status).toBe(422);
  const sales = await aCaller(theirs.company, ["sales"]);
  expect((await sales.get(path)).status).toBe(200);
  expect((await sales.patch(path, { name: "Mine" })).status).toBe(403);
  expect((await sales.post(`${path}/rates`, { rate: "1", validFrom: "2026-01-01" })).status).toBe(403);
  expect((await sales.post("/finance/taxes", { code: "X", name: "X", accountId: body.accountId, rate: "1" })).status).toBe(403);
  expect((await sales.put("/finance/tax-classes/standard", { taxCodeIds: [] })).status).toBe(403);
  const employee = await aCaller(theirs.company, ["employee"]);
  for (const one of [path, "/finance/taxes", "/finance/tax-classes"]) expect((await employee.get(one)).status).toBe(403);
});
