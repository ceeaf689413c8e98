import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

const northwind = { name: "Northwind Traders", country: "US", baseCurrency: "USD", timeZone: "America/New_York", chart: "us-gaap" };

test("an administrator sets up another company, with books and roles, and is its administrator", async () => {
  const admin = await aCaller(await aCompany());
  const { status, body } = await admin.post("/platform/companies", northwind);
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...northwind, locale: "en", rounding: "line", fiscalYearStart: 1, version: 1 });
  expect((await admin.get(`/platform/companies/${body.id}`)).status).toBe(404);

  const there = { headers: { "company-id": body.id } };
  expect((await admin.get(`/platform/companies/${body.id}`, there)).body).toEqual(body);
  expect((await admin.get("/auth/me", there)).body).toMatchObject({ company: { currency: "USD" }, roles: [{ system: "administrator" }] });
  expect((await admin.get("/platform/roles", there)).body.items).toHaveLength(6);
  const customer = await admin.post("/sales/customers", { name: "Alfreds Futterkiste" }, there);
  expect(customer.status).toBe(201);
  expect((await admin.get(`/sales/customers/${customer.body.id}`)).status).toBe(404);
  expect((await admin.get("/platform/companies")).body.items.map(({ name }: { name: string }) => name)).toContain("Northwind Traders");
});

test("the same call twice sets up one company; a dry run none", async () => {
  const admin = await aCaller(await aCompany());
  const headers = { "idempotency-key": "northwind" };
  const [first, second] = [
    await admin.post("/platform/companies", northwind, { headers }),
    await admin.post("/platform/companies", northwind, { headers }),
  ];
  expect(second.body.id).toBe(first.body.id);
  expect((await admin.post("/platform/companies", { ...northwind, name: "Dry" }, { headers: { prefer: "dry-run" } })).status).toBe(201);
  expect((await admin.get("/platform/companies")).body.items).toHaveLength(2);
});

test.each(["ifrs", "us-gaap", "uk", "de-skr03", "fr-pcg"])("a company can begin with the chart %s", async (chart) => {
  const admin = await aCaller(await aCompany());
  expect(await admin.post("/platform/companies", { ...northwind, chart })).toMatchObject({ status: 201, body: { chart } });
});

test("what books cannot be kept in is refused", async () => {
  const admin = await aCaller(await aCompany());
  for (const wrong of [
    { baseCurrency: "XXX" },
    { baseCurrency: "EURO" },
    { baseCurrency: "XAU" },
    { timeZone: "Mars/Olympus" },
    { locale: "not a locale" },
    { country: "Germany" },
    { chart: "none" },
    { fiscalYearStart: 13 },
    { name: " " },
  ])
    expect([wrong, (await admin.post("/platform/companies", { ...northwind, ...wrong })).status]).toEqual([wrong, 422]);
});

test("a company is renamed by whoever may, and nobody else's", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const admin = await aCaller(company);
  const path = `/platform/companies/${company.id}`;
  const renamed = await admin.patch(
    path,
    { name: "Renamed", legalName: "Renamed Ltd", locale: "de-AT" },
    { headers: { "if-match": '"v1"' } },
  );
  expect(renamed.body).toMatchObject({ name: "Renamed", legalName: "Renamed Ltd", locale: "de-AT", baseCurrency: "GBP", version: 2 });
  expect((await admin.get("/auth/me")).body.company).toMatchObject({ name: "Renamed", locale: "de-AT" });
  expect((await admin.patch(path, { name: "Again" }, { headers: { "if-match": '"v1"' } })).status).toBe(412);
  expect((await admin.patch(path, { baseCurrency: "EUR" })).status).toBe(422);
  for (const answer of [
    await admin.patch(`/platform/companies/${rival.id}`, { name: "Mine" }),
    await admin.get(`/platform/companies/${rival.id}`),
  ])
    expect(answer.body).toMatchObject({ status: 404, code: "company.missing" });
  const auditor = await aCaller(company, ["auditor"]);
  expect((await auditor.get(path)).status).toBe(200);
  expect((await auditor.patch(path, { name: "No" })).status).toBe(403);
  expect((await auditor.post("/platform/companies", northwind)).status).toBe(403);
});
