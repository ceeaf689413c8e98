import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

test("a customer over HTTP: entered, read with its tag, changed under If-Match, listed page by page", async () => {
  const company = await aCompany();
  const sales = await aCaller(company, { grants: ["sales.customer.read", "sales.customer.write"] });
  const created = await sales.post("/sales/customers", { name: "Bon app'", country: "FR", currency: "EUR" });
  expect(created).toMatchObject({ status: 201, body: { code: "C-000001", version: 1 } });
  const path = `/sales/customers/${created.body.id}`;
  const read = await sales.get(path);
  expect(read.headers.get("etag")).toBe('"v1"');
  expect((await sales.get(path, { headers: { "if-none-match": '"v1"' } })).status).toBe(304);

  const stale = await sales.patch(path, { notes: "x" }, { headers: { "if-match": '"v9"' } });
  expect(stale).toMatchObject({ status: 412, body: { code: "customer.stale" } });
  const changed = await sales.patch(path, { notes: "x" }, { headers: { "if-match": '"v1"' } });
  expect(changed).toMatchObject({ status: 200, body: { notes: "x", version: 2 } });
  expect(await sales.post(`${path}/deactivate`)).toMatchObject({ status: 200, body: { active: false } });
  expect(await sales.post(`${path}/reactivate`)).toMatchObject({ status: 200, body: { active: true } });

  await sales.post("/sales/customers", { name: "Blondel", currency: "EUR" });
  const page = await sales.get("/sales/customers?limit=1");
  expect(page.body.items).toHaveLength(1);
  expect(page.headers.get("link")).toMatch(/^<\/sales\/customers\?limit=1&after=.+>; rel="next"$/);
  const bulk = await sales.post("/sales/customers/bulk", { mode: "each", customers: [{ name: "Bulk" }, { nome: "Typo" }] });
  expect(bulk).toMatchObject({ status: 200, body: { created: 1, refused: 1 } });
});

test("bad input names its field, an unknown customer is not there, and a key is used once", async () => {
  const company = await aCompany();
  const sales = await aCaller(company);
  const bad = await sales.post("/sales/customers", { name: "", currency: "QQQ", color: "red" });
  expect(bad.status).toBe(422);
  expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(["/color", "/currency", "/name"]);
  expect((await sales.get(`/sales/customers/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await sales.get("/sales/customers/not-an-id")).status).toBe(422);

  const headers = { "idempotency-key": "once" };
  const first = await sales.post("/sales/customers", { name: "Once" }, { headers });
  const second = await sales.post("/sales/customers", { name: "Once" }, { headers });
  expect(second.body.id).toBe(first.body.id);
  expect(second.headers.get("idempotency-replayed")).toBe("true");
});

test("suppliers are entered as parties", async () => {
  const company = await aCompany();
  const finance = await aCaller(company, { grants: ["finance.party.read", "finance.party.write"] });
  const created = await finance.post("/finance/parties", { name: "Exotic Liquids", currency: "GBP", country: "GB" });
  expect(created).toMatchObject({ status: 201, body: { code: "S-000001", isSupplier: true, isCustomer: false } });
  const path = `/finance/parties/${created.body.id}`;
  expect(await finance.patch(path, { paymentTermsDays: 14 }, { headers: { "if-match": '"v1"' } })).toMatchObject({
    body: { paymentTermsDays: 14, version: 2 },
  });
  expect((await finance.patch(path, { active: false }, { headers: { "if-match": '"v1"' } })).status).toBe(412);
  expect((await finance.get(path)).body.paymentTermsDays).toBe(14);
  expect((await finance.get("/finance/parties?role=supplier")).body.items).toHaveLength(1);
  expect((await finance.post("/finance/parties", { name: "Twin", code: "S-000001", currency: "GBP" })).status).toBe(409);
  const outsider = await aCaller(await aCompany());
  expect((await outsider.get(path)).status).toBe(404);
  const clerk = await aCaller(company, { grants: ["sales.customer.read"] });
  expect((await clerk.get(path)).status).toBe(403);
});

test("the next page is asked for as this one was, whatever the question holds", async () => {
  const sales = await aCaller(await aCompany(), ["sales"]);
  for (const name of ["Who? 1", "Who? 2", "Who? 3"]) await sales.post("/sales/customers", { name, currency: "EUR" });
  const nextOf = (answer: Awaited<ReturnType<typeof sales.get>>) =>
    /^<(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1] ?? "";
  const first = await sales.get("/sales/customers?q=ho?%20&limit=1");
  const second = await sales.get(nextOf(first));
  const third = await sales.get(nextOf(second));
  expect([first, second, third].map(({ body }) => body.items[0]?.name)).toEqual(["Who? 1", "Who? 2", "Who? 3"]);
  expect(nextOf(second)).toMatch(/^\/sales\/customers\?q=ho\?%20&limit=1&after=[^&]+$/);
  expect(nextOf(third)).toBe("");
});
