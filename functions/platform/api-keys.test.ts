import { expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { aCaller, anApi, anIdentity, signIn } from "#core/testing/api.ts";
import { aCompany, reading } from "#core/testing/company.ts";

const shop = { name: "Web shop", scopes: ["sales.product.read"] };
const withKey = async (key: string, path: string, { method = "GET", api = anApi(), headers = {} } = {}) => {
  const response = await api.request(path, { method, headers: { authorization: `Bearer ${key}`, ...headers } });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

test("a key is shown once and may do what its scopes say", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const { status, body } = await admin.post("/platform/api-keys", shop);
  expect(status).toBe(201);
  expect(body.key).toMatch(/^ek_[\w-]{43}$/);
  expect(body).toMatchObject({ ...shop, prefix: body.key.slice(0, 9), createdBy: admin.user.id, lastUsedAt: null, revokedAt: null });

  expect((await withKey(body.key, "/sales/products")).status).toBe(200);
  expect((await withKey(body.key, "/sales/customers")).status).toBe(403);
  expect((await withKey(body.key, "/auth/me")).body).toMatchObject({
    kind: "api_key",
    user: { name: "Web shop" },
    company: { id: company.id },
    permissions: ["sales.product.read"],
  });
  const seen = await admin.get(`/platform/api-keys/${body.id}`);
  expect(seen.body.lastUsedAt).toEqual(expect.any(String));
  expect(JSON.stringify([seen.body, (await admin.get("/platform/api-keys")).body])).not.toContain(body.key.slice(10));
});

test("a key belongs to one company, whatever its bearer names", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const key = (await (await aCaller(company)).post("/platform/api-keys", { name: "All", scopes: ["*"] })).body.key;

  expect((await withKey(key, "/platform/roles", { headers: { "company-id": company.id } })).status).toBe(200);
  expect((await withKey(key, "/platform/roles", { headers: { "company-id": rival.id } })).body).toMatchObject({
    status: 403,
    code: "company.not_member",
  });
  expect((await withKey(key, "/platform/roles", { headers: { "company-id": "nonsense" } })).status).toBe(403);
  expect((await withKey(key, "/auth/password", { method: "POST", headers: { "content-type": "application/json" } })).status).toBe(400);
});

test("nobody makes a key beyond himself, with a key either", async () => {
  const company = await aCompany();
  const seller = await aCaller(company, { grants: ["platform.api_key.*", "sales.product.*"] });
  const beyond = { status: 403, code: "grant.beyond_own" };
  for (const scopes of [["*"], ["sales.*"], ["sales.product.read", "sales.customer.read"]])
    expect((await seller.post("/platform/api-keys", { ...shop, scopes })).body).toMatchObject(beyond);
  expect((await seller.post("/platform/api-keys", { ...shop, scopes: ["sales.unicorn.read"] })).body).toMatchObject({
    code: "grant.unknown",
  });

  const { key } = (await seller.post("/platform/api-keys", { ...shop, scopes: ["platform.api_key.write", "sales.product.read"] })).body;
  const more = async (scopes: string[]) => {
    const body = JSON.stringify({ name: "More", scopes });
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    return (await anApi().request("/platform/api-keys", { method: "POST", headers, body })).status;
  };
  expect(await more(["sales.product.write"])).toBe(403);
  expect(await more(["sales.product.read"])).toBe(201);
});

test("a revoked key is refused at once, an expired one from its time on", async () => {
  const admin = await aCaller(await aCompany({ today: "2026-11-22" }));
  const { id, key } = (await admin.post("/platform/api-keys", shop)).body;
  expect((await withKey(key, "/sales/products", { api: admin.api })).status).toBe(200);
  const revoked = await admin.post(`/platform/api-keys/${id}/revoke`);
  expect(revoked.body.revokedAt).toEqual(expect.any(String));
  expect((await withKey(key, "/sales/products", { api: admin.api })).status).toBe(401);
  expect((await admin.post(`/platform/api-keys/${id}/revoke`)).body).toEqual(revoked.body);

  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const short = (await admin.post("/platform/api-keys", { ...shop, expiresAt })).body;
  let ahead = 3_590_000;
  const api = anApi({ identity: anIdentity(clockOf(() => new Date(Date.now() + ahead))) });
  expect((await withKey(short.key, "/sales/products", { api })).status).toBe(200);
  ahead += 11_000;
  expect((await withKey(short.key, "/sales/products", { api })).status).toBe(401);
  expect((await admin.post("/platform/api-keys", { ...shop, expiresAt: "2020-01-01T00:00:00Z" })).body).toMatchObject({
    code: "api_key.expiry",
  });
});

test("keys of another company are not there; no key is ever kept, under an idempotency key neither", async () => {
  const company = await aCompany();
  const [admin, rival] = [await aCaller(company), await aCaller(await aCompany())];
  const headers = { "idempotency-key": "one" };
  const [first, second] = [
    await admin.post("/platform/api-keys", shop, { headers }),
    await admin.post("/platform/api-keys", shop, { headers }),
  ];
  expect(second.body.key).not.toBe(first.body.key);
  for (const answer of [
    await rival.get(`/platform/api-keys/${first.body.id}`),
    await rival.post(`/platform/api-keys/${first.body.id}/revoke`),
  ])
    expect(answer.body).toMatchObject({ status: 404, code: "api_key.missing" });
  expect((await rival.get("/platform/api-keys")).body.items).toEqual([]);
  const listed = (await admin.get("/platform/api-keys?limit=1")).body;
  expect(listed.items).toMatchObject([{ id: second.body.id }]);
  expect((await admin.get(`/platform/api-keys?limit=1&after=${listed.next}`)).body.items).toMatchObject([{ id: first.body.id }]);

  const stored = await reading(company.as(), async ({ db }) => [
    await db.selectFrom("shared.idempotencyKey").selectAll().execute(),
    await db.selectFrom("shared.audit").selectAll().execute(),
    await db.selectFrom("shared.outbox").select("data").execute(),
  ]);
  expect(JSON.stringify(stored)).not.toContain(first.body.key.slice(10));
  expect(await signIn(admin.api, admin.user)).toEqual(expect.any(String));
});
