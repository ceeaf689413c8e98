import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, inject, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { asApplication, bookOf, databaseAs, sealWholly } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { postManualEntry } from "../entries/post-manual-entry.ts";
import { createDimensionValue, updateDimensionValue } from "./write-dimension-value.ts";

const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company), accountant: await aCaller(company, ["accountant"]) };
};
const sale = (book: Awaited<ReturnType<typeof bookOf>>, dimensions: readonly string[], more: object = {}) => ({
  description: "Cash sale",
  lines: [
    { accountId: book.account("1230"), debit: "12.50" },
    { accountId: book.account("4000"), credit: "12.50", dimensions: [...dimensions] },
  ],
  ...more,
});
const setsIn = (company: TestCompany) =>
  reading(company.as(), ({ db }) => db.selectFrom("finance.dimensionSet").select(["id", "valueIds"]).orderBy("id").execute());

test("a dimension and its values are added, listed, renamed, moved and taken out of use", async () => {
  const { accountant } = await booked();
  const { status, body, headers } = await accountant.post("/finance/dimensions", { code: "region", name: "Region" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ code: "region", required: "never", active: true, version: 1 });
  expect(headers.get("etag")).toBe('"v1"');
  const path = `/finance/dimensions/${body.id}`;
  expect((await accountant.post("/finance/dimensions", { code: "region", name: "Again" })).body.code).toBe("dimension.code_taken");
  expect((await accountant.patch(path, { required: "always" }, { headers: { "if-match": '"v9"' } })).status).toBe(412);
  expect((await accountant.patch(path, { name: "Sales region" })).body).toMatchObject({ name: "Sales region", version: 2 });
  expect((await accountant.patch(path, { name: "Sales region" })).body.version).toBe(2);
  expect((await accountant.get(path)).body.name).toBe("Sales region");
  expect((await accountant.get("/finance/dimensions?limit=1")).body.items).toMatchObject([{ code: "region" }]);

  const add = (code: string, more: object = {}) => accountant.post(`${path}/values`, { code, name: `In ${code}`, ...more });
  const north = (await add("N")).body;
  const leeds = (await add("N1", { parentId: north.id })).body;
  expect(leeds).toMatchObject({ dimensionId: body.id, parentId: north.id, validFrom: null, active: true });
  expect((await add("N")).body.code).toBe("dimension_value.code_taken");
  expect((await add("X", { parentId: uuidv7() })).body.errors).toMatchObject([{ pointer: "/parentId" }]);
  expect((await add("X", { validFrom: "2026-02-01", validTo: "2026-01-01" })).body.errors).toMatchObject([{ pointer: "/validTo" }]);
  const codes = async (filter: string) =>
    (await accountant.get(`${path}/values?${filter}`)).body.items.map(({ code }: { code: string }) => code);
  expect(await codes("q=in%20n1")).toEqual(["N1"]);
  expect(await codes("q=N")).toEqual(["N", "N1"]);
  const valuePath = `/finance/dimension-values/${leeds.id}`;
  expect((await accountant.patch(valuePath, { parentId: leeds.id })).body.code).toBe("dimension_value.tree");
  expect((await accountant.patch(`/finance/dimension-values/${north.id}`, { parentId: leeds.id })).body.code).toBe("dimension_value.tree");
  expect((await accountant.patch(valuePath, { active: false, validTo: "2026-12-31" })).body).toMatchObject({ active: false, version: 2 });
  expect(await codes("active=true")).toEqual(["N"]);
  expect((await accountant.get(valuePath)).body).toMatchObject({ validTo: "2026-12-31" });
});

test("dimensions are shown and changed by whoever may, in the own company alone", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  const cost = await aDimension(theirs.company, "cost", ["1"]);
  const reader = await aCaller(ours.company, ["auditor"]);
  expect((await reader.get("/finance/dimensions")).status).toBe(200);
  expect((await reader.post("/finance/dimensions", { code: "a", name: "A" })).status).toBe(403);
  expect((await ours.accountant.get(`/finance/dimensions/${cost.id}`)).body.code).toBe("dimension.missing");
  expect((await ours.accountant.get(`/finance/dimensions/${cost.id}/values`)).status).toBe(404);
  expect((await ours.accountant.post(`/finance/dimensions/${cost.id}/values`, { code: "2", name: "Two" })).status).toBe(404);
  expect((await ours.accountant.patch(`/finance/dimensions/${cost.id}`, { name: "Ours" })).status).toBe(404);
  expect((await ours.accountant.get(`/finance/dimension-values/${cost.value("1")}`)).body.code).toBe("dimension_value.missing");
  expect((await ours.accountant.patch(`/finance/dimension-values/${cost.value("1")}`, { name: "Ours" })).status).toBe(404);
  expect((await ours.accountant.post("/finance/entries", sale(ours.book, [cost.value("1")]))).body).toMatchObject({
    code: "dimension.refused",
    errors: [{ pointer: "/lines/1/dimensions" }],
  });
});

test("a line names several dimensions; a combination is stored once, in whatever order it comes, and the seal stays verifiable", async () => {
  const { company, book, accountant } = await booked();
  const [cost, project] = [await aDimension(company, "cost", ["10", "20"]), await aDimension(company, "project", ["P1"])];
  const both = [cost.value("10"), project.value("P1")];
  const first = await accountant.post("/finance/entries", sale(book, both));
  expect(first.status).toBe(201);
  const dimensions = [
    { dimension: { id: cost.id, code: "cost", name: "Of cost" }, value: { id: cost.value("10"), code: "10", name: "Value 10" } },
    {
      dimension: { id: project.id, code: "project", name: "Of project" },
      value: { id: project.value("P1"), code: "P1", name: "Value P1" },
    },
  ];
  expect(first.body.lines.map((line: { dimensions: unknown }) => line.dimensions)).toEqual([[], dimensions]);
  await accountant.post("/finance/entries", sale(book, both.toReversed()));
  await accountant.post("/finance/entries", sale(book, [cost.value("20"), cost.value("20").toUpperCase()]));
  const sets = await setsIn(company);
  expect(sets).toHaveLength(2);
  expect(sets).toContainEqual({ id: cost.value("20"), valueIds: [cost.value("20")] });
  expect(sets).toContainEqual({ id: expect.stringMatching(/^.{14}8/), valueIds: both.toSorted() });

  const shown = await accountant.get(`/finance/entries/${first.body.id}`);
  expect(shown.body.lines[1].dimensions).toEqual(dimensions);
  const reversed = await accountant.post(`/finance/entries/${first.body.id}/reverse`, { reason: "Wrong till" });
  expect(reversed.body.lines[1].dimensions).toEqual(dimensions);
  await sealWholly(company);
  expect(await verifyLedger({ connectionString: inject("databases").owner }, [company.id], () => undefined)).toBe(true);
});

test("lines are refused whose values are unknown, two of one dimension, out of use, or not of that day", async () => {
  const { company, book, accountant } = await booked();
  const cost = await aDimension(company, "cost", ["10", "20", "30", "40"]);
  const gone = await aDimension(company, "gone", ["1"]);
  await accountant.patch(`/finance/dimensions/${gone.id}`, { active: false });
  await accountant.patch(`/finance/dimension-values/${cost.value("20")}`, { active: false });
  await accountant.patch(`/finance/dimension-values/${cost.value("30")}`, { validFrom: "2026-04-01" });
  await accountant.patch(`/finance/dimension-values/${cost.value("40")}`, { validTo: "2026-03-30" });
  const refused = async (...values: string[]) => {
    const { status, body } = await accountant.post("/finance/entries", sale(book, values));
    expect(status).toBe(422);
    return body.errors.map(({ pointer, detail }: Record<string, string>) => `${pointer} ${detail}`);
  };
  const unknown = uuidv7();
  expect(await refused(unknown)).toEqual([`/lines/1/dimensions There is no dimension value ${unknown}.`]);
  expect(await refused(cost.value("10"), cost.value("20"))).toEqual([
    "/lines/1/dimensions A line names at most one value of Of cost.",
    "/lines/1/dimensions Of cost 20 is not active.",
  ]);
  expect(await refused(cost.value("30"))).toEqual(["/lines/1/dimensions Of cost 30 is valid from 2026-04-01 only."]);
  expect(await refused(cost.value("40"))).toEqual(["/lines/1/dimensions Of cost 40 is valid to 2026-03-30 only."]);
  expect(await refused(gone.value("1"))).toEqual(["/lines/1/dimensions Of gone is not in use."]);
  expect(await setsIn(company)).toEqual([]);
});

test("a required dimension must be named: on lines of income and expense, or on all", async () => {
  const { company, book, accountant } = await booked();
  const cost = await aDimension(company, "cost", ["10"], { required: "income_and_expense" });
  expect((await accountant.post("/finance/entries", sale(book, []))).body.errors).toEqual([
    { pointer: "/lines/1/dimensions", detail: "Name a value of Of cost." },
  ]);
  expect((await accountant.post("/finance/entries", sale(book, [cost.value("10")]))).status).toBe(201);
  await accountant.patch(`/finance/dimensions/${cost.id}`, { required: "always" });
  expect((await accountant.post("/finance/entries", sale(book, [cost.value("10")]))).body.errors).toMatchObject([
    { pointer: "/lines/0/dimensions" },
  ]);
  await accountant.patch(`/finance/dimensions/${cost.id}`, { active: false });
  expect((await accountant.post("/finance/entries", sale(book, []))).status).toBe(201);
});

test("32 at once who name the same new combination make one set, and all are posted", async () => {
  const { company, book } = await booked();
  const [cost, project] = [await aDimension(company, "cost", ["1", "2"]), await aDimension(company, "project", ["P"])];
  const combinations = [
    [cost.value("1"), project.value("P")],
    [cost.value("2"), project.value("P")],
  ];
  const outcomes = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      postManualEntry(company.as(), {
        description: "At once",
        lines: [
          { accountId: book.account("1230"), debit: "1.00", dimensions: combinations[n % 2] },
          { accountId: book.account("4000"), credit: "1.00", dimensions: combinations[(n + 1) % 2] },
        ],
      }),
    ),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(await setsIn(company)).toHaveLength(2);
});

test("two who move values below each other at once: one is refused", async () => {
  const company = await aCompany();
  const cost = await aDimension(company, "cost", ["1", "2"]);
  const below = (id: string, parentId: string) => updateDimensionValue(company.as(), { id, changes: { parentId } });
  const outcomes = await Promise.all([below(cost.value("1"), cost.value("2")), below(cost.value("2"), cost.value("1"))]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test("a tree has twenty levels and no more", async () => {
  const company = await aCompany();
  const cost = await aDimension(company, "cost", ["0"]);
  const add = (code: string, parentId: string) =>
    createDimensionValue(company.as(), { dimensionId: cost.id, input: { code, name: code, parentId, validFrom: null, validTo: null } });
  let above = cost.value("0");
  for (let level = 1; level <= 20; level++) above = resultOf(await add(`${level}`, above)).id;
  expect(await add("21", above)).toMatchObject({ fault: { code: "dimension_value.tree" } });
});

test("Postgres refuses sets that are not what they say, members without their set, and any change", async () => {
  const company = await aCompany();
  const cost = await aDimension(company, "cost", ["1", "2"]);
  const project = await aDimension(company, "project", ["P"]);
  const values = [cost.value("1"), project.value("P")].toSorted();
  const insert = (id: string, ids: readonly string[]) =>
    asApplication(company, (db) =>
      sql`insert into finance.dimension_set (company_id, id, value_ids) values (${company.id}, ${id}, ${ids}::uuid[])`.execute(db),
    );
  const [id] = await setsOf(company, [values]);
  await expect(insert(uuidv7(), values)).rejects.toMatchObject({ constraint: "dimension_set_follows_values" });
  await expect(insert(id ?? "", values)).rejects.toMatchObject({ constraint: "dimension_set_once" });
  await expect(insert(id ?? "", values.toReversed())).rejects.toMatchObject({ constraint: "dimension_set_canonical" });
  await expect(insert(uuidv7(), [])).rejects.toMatchObject({ code: "23514" });
  const unknown = uuidv7();
  await expect(insert(unknown, [unknown])).rejects.toMatchObject({ constraint: "dimension_set_of_known_values" });
  await expect(setsOf(company, [[cost.value("1"), cost.value("2")]])).rejects.toThrow(/dimension.twice/);
  for (const statement of [
    "insert into finance.dimension_set_member default values",
    "update finance.dimension_set set value_ids = value_ids",
    "delete from finance.dimension_set_member",
  ])
    await expect(asApplication(company, (db) => sql.raw(statement).execute(db))).rejects.toMatchObject({ code: "42501" });
  for (const table of ["dimension_set", "dimension_set_member"])
    await expect(databaseAs("owner").query(`delete from finance.${table}`)).rejects.toMatchObject({ constraint: "append_only" });
  expect(resultOf(await updateDimensionValue(company.as(), { id: cost.value("1"), changes: { name: "One" } })).name).toBe("One");
});
