import { expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { aCaller, anApi, anIdentity, aUser, PASSWORD, type TestCaller } from "#core/testing/api.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";

const roleOf = async (caller: TestCaller, system: string): Promise<string> => {
  const { body } = await caller.get("/platform/roles");
  return body.items.find((role: { system?: string }) => role.system === system)?.id;
};
let invited = 0;
const invite = async (admin: TestCaller, roles: readonly string[] = ["sales"], more: Readonly<{ name?: string; email?: string }> = {}) => {
  invited += 1;
  const roleIds = await Promise.all(roles.map((role) => roleOf(admin, role)));
  const email = `ada.${admin.user.id}.${invited}@example.com`;
  const made = await admin.post("/platform/users", { name: "Ada Lovelace", email, roleIds, ...more });
  return { ...made, email: more.email ?? email };
};
const json = { "content-type": "application/json", "x-forwarded-for": "198.51.100.9" };
const login = async (email: unknown, password: string, api = anApi()) => {
  const response = await api.request("/auth/login", { method: "POST", headers: json, body: JSON.stringify({ email, password }) });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const events = async (company: TestCompany) =>
  reading(company.as(), ({ db }) => db.selectFrom("shared.outbox").select(["type", "subject"]).orderBy("position").execute());

test("an invitation gives a one-time password, which opens nothing but the door to a new one", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const { status, body, email } = await invite(admin);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: "Ada Lovelace",
    email,
    active: true,
    mustChangePassword: true,
    roles: [{ name: "Sales" }],
    version: 1,
  });
  expect(body.oneTimePassword).toMatch(/^[\w-]{20}$/);
  expect((await admin.get(`/platform/users/${body.id}`)).body).not.toHaveProperty("oneTimePassword");

  const first = await login(email, body.oneTimePassword, admin.api);
  expect(first.body).toMatchObject({ mustChangePassword: true, permissions: [] });
  const bearer = { authorization: `Bearer ${first.body.accessToken}` };
  const closed = await admin.api.request("/sales/customers", { headers: bearer });
  expect([closed.status, JSON.parse(await closed.text()).code]).toEqual([403, "password.must_change"]);
  const input = JSON.stringify({ currentPassword: body.oneTimePassword, newPassword: "analytical engine" });
  const changed = await admin.api.request("/auth/password", { method: "POST", headers: { ...json, ...bearer }, body: input });
  const session = JSON.parse(await changed.text());
  expect(session.mustChangePassword).toBe(false);
  const open = await admin.api.request("/sales/customers", { headers: { authorization: `Bearer ${session.accessToken}` } });
  expect(open.status).toBe(200);
  expect((await login(email, body.oneTimePassword)).status).toBe(401);
  expect(await events(company)).toContainEqual({ type: "user.created", subject: body.id });
});

test("a one-time password is never stored, not under an idempotency key either", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const roleIds = [await roleOf(admin, "sales")];
  const headers = { "idempotency-key": "invite-grace" };
  const made = await admin.post("/platform/users", { name: "Grace", email: `grace@${company.id}.example`, roleIds }, { headers });
  const again = await admin.post("/platform/users", { name: "Grace", email: `GRACE@${company.id}.example`, roleIds }, { headers });

  expect([made.status, again.status, again.body.code]).toEqual([201, 409, "user.exists"]);
  const stored = await reading(company.as(), async ({ db }) => [
    await db.selectFrom("shared.idempotencyKey").selectAll().execute(),
    await db.selectFrom("shared.audit").selectAll().execute(),
    await db.selectFrom("shared.outbox").select(["data"]).execute(),
    await db.selectFrom("shared.rowHistory").selectAll().execute(),
  ]);
  expect(JSON.stringify(stored)).not.toMatch(new RegExp(`${made.body.oneTimePassword}|argon2`));
});

test("a one-time password is good for a week", async () => {
  const admin = await aCaller(await aCompany());
  const { body, email } = await invite(admin);
  const later = (days: number) => anApi({ identity: anIdentity(clockOf(() => new Date(Date.now() + days * 86_400_000))) });

  expect((await login(email, body.oneTimePassword, later(8))).body).toMatchObject({ status: 403, code: "password.expired" });
  expect((await login(email, body.oneTimePassword, later(6))).status).toBe(200);
});

test("resetting a password ends the sessions, unlocks the account and gives a new one-time password", async () => {
  const admin = await aCaller(await aCompany());
  const member = await aCaller(admin.user.company, ["sales"], admin.api);
  for (let attempt = 0; attempt < 5; attempt++) await login(member.user.email, "wrong wrong wrong");
  expect((await login(member.user.email, PASSWORD)).status).toBe(429);

  const { status, body } = await admin.post(`/platform/users/${member.user.id}/reset-password`);
  expect(status).toBe(200);
  expect((await member.get("/auth/me")).status).toBe(401);
  expect((await login(member.user.email, PASSWORD)).status).toBe(401);
  expect((await login(member.user.email, body.oneTimePassword)).body).toMatchObject({ mustChangePassword: true });
});

test("deactivating somebody ends his sessions, revokes the keys he made, and can be undone", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const colleague = await aCaller(company, ["administrator"], admin.api);
  const made = await colleague.post("/platform/api-keys", { name: "Shop", scopes: ["sales.product.read"] });
  const byKey = () => admin.api.request("/sales/products", { headers: { authorization: `Bearer ${made.body.key}` } });
  expect((await byKey()).status).toBe(200);

  const off = await admin.patch(`/platform/users/${colleague.user.id}`, { active: false });
  expect(off.body).toMatchObject({ active: false, version: 2 });
  expect((await colleague.get("/auth/me")).status).toBe(401);
  expect((await byKey()).status).toBe(401);
  expect((await login(colleague.user.email, PASSWORD)).body).toMatchObject({ status: 403, code: "company.not_member" });
  expect((await admin.get("/platform/users?active=false")).body.items).toMatchObject([{ id: colleague.user.id }]);

  await admin.patch(`/platform/users/${colleague.user.id}`, { active: true });
  expect((await login(colleague.user.email, PASSWORD)).status).toBe(200);
  expect((await byKey()).status).toBe(401);
});

test("changed roles count at once in this process", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const member = await aCaller(company, ["sales"], admin.api);
  expect((await member.get("/sales/customers")).status).toBe(200);

  const before = await admin.get(`/platform/users/${member.user.id}`);
  const roleIds = [await roleOf(admin, "hr")];
  const stale = await admin.patch(`/platform/users/${member.user.id}`, { roleIds }, { headers: { "if-match": '"v7"' } });
  expect([stale.status, stale.body.code]).toEqual([412, "user.stale"]);
  const headers = { "if-match": `${before.headers.get("etag")}` };
  expect((await admin.patch(`/platform/users/${member.user.id}`, { roleIds }, { headers })).body).toMatchObject({
    roles: [{ name: "HR" }],
  });
  expect((await member.get("/sales/customers")).status).toBe(403);
});

test("a company keeps an administrator, also when two remove each other at the same moment", async () => {
  for (let round = 0; round < 6; round++) {
    const company = await aCompany();
    const [one, other] = [await aCaller(company), await aCaller(company)];
    const hr = await roleOf(one, "hr");
    const step = (caller: TestCaller, target: TestCaller) =>
      round % 2 === 0
        ? caller.patch(`/platform/users/${target.user.id}`, { active: false })
        : caller.patch(`/platform/users/${target.user.id}`, { roleIds: [hr] });
    const answers = await Promise.all([step(one, other), step(other, one)]);
    const statuses = answers.map(({ status }) => status).sort();

    // Whoever comes second is refused: by the database, or because he is no administrator any more.
    expect(statuses[0]).toBe(200);
    expect([401, 403, 409]).toContain(statuses[1]);
  }
});

test("the last administrator cannot step down; somebody who cannot sign in does not count", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const administrator = await roleOf(admin, "administrator");
  const hr = await roleOf(admin, "hr");
  expect((await admin.post("/platform/users", { name: "Of record", roleIds: [administrator] })).status).toBe(201);

  for (const change of [{ roleIds: [hr] }, { roleIds: [] }, { active: false }])
    expect((await admin.patch(`/platform/users/${admin.user.id}`, change)).body).toMatchObject({
      status: 409,
      code: "user.last_administrator",
    });
  await aUser(company);
  expect((await admin.patch(`/platform/users/${admin.user.id}`, { roleIds: [hr] })).status).toBe(200);
});

test("nobody gives roles beyond his own, nor touches whoever has them", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const clerk = await aCaller(company, {
    grants: [
      "platform.user.*",
      "platform.role.read",
      "hr.*",
      "finance.account.read",
      "platform.company.read",
      "platform.search.read",
      "platform.event.read",
    ],
  });
  const beyond = { status: 403, code: "grant.beyond_own" };

  expect((await invite(clerk, ["administrator"])).body).toMatchObject(beyond);
  expect((await invite(clerk, ["hr", "sales"])).body).toMatchObject(beyond);
  const made = await invite(clerk, ["hr"]);
  expect(made.status).toBe(201);
  const change = { roleIds: [await roleOf(clerk, "administrator")] };
  expect((await clerk.patch(`/platform/users/${made.body.id}`, change)).body).toMatchObject(beyond);
  expect((await clerk.patch(`/platform/users/${clerk.user.id}`, change)).body).toMatchObject(beyond);
  expect((await clerk.post(`/platform/users/${admin.user.id}/reset-password`)).body).toMatchObject(beyond);
  expect((await clerk.patch(`/platform/users/${admin.user.id}`, { active: false })).body).toMatchObject(beyond);
});

test("another company's people are not there; one's own are listed by name, searched and paged", async () => {
  const company = await aCompany();
  const [admin, rival] = [await aCaller(company), await aCaller(await aCompany())];
  for (const name of ["Émile", "Bob", "alice", "Zoë"]) await invite(admin, [], { name });
  const theirs = (await invite(rival)).body.id;

  for (const answer of [
    await admin.get(`/platform/users/${theirs}`),
    await admin.patch(`/platform/users/${theirs}`, { name: "Mine" }),
    await admin.post(`/platform/users/${theirs}/reset-password`),
  ])
    expect(answer.body).toMatchObject({ status: 404, code: "user.missing" });
  const names = [];
  let path: string | undefined = "/platform/users?limit=2";
  while (path !== undefined) {
    const page: Awaited<ReturnType<typeof admin.get>> = await admin.get(path);
    names.push(...page.body.items.map(({ name }: { name: string }) => name));
    path = /<([^>]+)>/.exec(page.headers.get("link") ?? "")?.[1];
  }
  expect(names).toEqual(["alice", "Bob", "Test User", "Zoë", "Émile"]);
  expect((await admin.get("/platform/users?q=ALI")).body.items).toMatchObject([{ name: "alice" }]);
  const roleId = await roleOf(admin, "administrator");
  expect((await admin.get(`/platform/users?roleId=${roleId}`)).body.items).toMatchObject([{ id: admin.user.id }]);
});

test("somebody who has an account elsewhere keeps it: no password is told, none can be set, his name is his", async () => {
  const [first, second] = [await aCaller(await aCompany()), await aCaller(await aCompany())];
  const theirs = await invite(first);
  const roleIds = [await roleOf(second, "sales")];
  const ours = await second.post("/platform/users", { name: "Somebody else", email: `${theirs.email}`.toUpperCase(), roleIds });

  expect([ours.status, ours.body.id, ours.body.name]).toEqual([201, theirs.body.id, "Ada Lovelace"]);
  expect(ours.body).not.toHaveProperty("oneTimePassword");
  const elsewhere = { status: 409, code: "user.elsewhere" };
  expect((await second.post(`/platform/users/${ours.body.id}/reset-password`)).body).toMatchObject(elsewhere);
  expect((await second.patch(`/platform/users/${ours.body.id}`, { name: "Renamed" })).body).toMatchObject(elsewhere);
  expect((await second.patch(`/platform/users/${ours.body.id}`, { active: false })).status).toBe(200);
  expect((await login(theirs.email, theirs.body.oneTimePassword)).body).toMatchObject({ companies: [{ id: first.user.company.id }] });
});

test("people of record have no password and get none; external ids are one's own", async () => {
  const admin = await aCaller(await aCompany());
  const made = await admin.post("/platform/users", { name: "Nancy Davolio", roleIds: [], externalId: "1" });
  expect([made.status, made.body.externalId, made.body.oneTimePassword]).toEqual([201, "1", undefined]);
  expect((await admin.post("/platform/users", { name: "Another", roleIds: [], externalId: "1" })).body).toMatchObject({
    code: "user.external_id_taken",
  });
  expect((await admin.post(`/platform/users/${made.body.id}/reset-password`)).body).toMatchObject({ code: "user.no_email" });
  const renamed = await admin.patch(`/platform/users/${made.body.id}`, { name: "Nancy Fuller", externalId: null });
  expect(renamed.body).toMatchObject({ name: "Nancy Fuller", version: 2 });
  expect(renamed.body).not.toHaveProperty("externalId");
});

test("what nobody can mean is refused", async () => {
  const admin = await aCaller(await aCompany());
  const roleIds = [await roleOf(admin, "sales")];
  const post = async (input: unknown) => (await admin.post("/platform/users", input)).status;

  expect(await post({ name: "A", email: "not an address", roleIds })).toBe(422);
  expect(await post({ name: " ", email: "a@example.com", roleIds })).toBe(422);
  expect(await post({ name: "A", roleIds: [...roleIds, ...roleIds] })).toBe(422);
  expect(await post({ name: "A", roleIds: ["019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"] })).toBe(404);
  expect((await admin.post("/platform/users", { name: "A", roleIds }, { headers: { prefer: "dry-run" } })).body).toMatchObject({
    preview: {},
  });
  expect((await admin.get("/platform/users?q=A&limit=200")).body.items.filter(({ name }: { name: string }) => name === "A")).toEqual([]);
});
