import { expect, test } from "vitest";
import { isKnownPattern } from "#core/identity/roles/grant-patterns.ts";
import { systemRoles } from "#core/identity/roles/system-roles.ts";
import { aCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";
import { describedApi } from "#functions/openapi/described-api.ts";

const warehouse = { name: "Warehouse", grants: ["sales.stock.*", "sales.product.read"] };

test("every company has the six roles, which nobody changes", async () => {
  const admin = await aCaller(await aCompany());
  const { body } = await admin.get("/platform/roles");
  const roles = body.items as { id: string; name: string; system: string; members: number; grants: string[] }[];

  expect(roles.map(({ system }) => system)).toEqual(["accountant", "administrator", "auditor", "employee", "hr", "sales"]);
  expect(roles.find(({ system }) => system === "administrator")).toMatchObject({ members: 1, grants: ["*"] });
  const { id } = roles[0] ?? { id: "" };
  expect((await admin.patch(`/platform/roles/${id}`, { name: "Mine" })).body).toMatchObject({ status: 409, code: "role.system" });
  expect((await admin.delete(`/platform/roles/${id}`)).body).toMatchObject({ status: 409, code: "role.system" });
});

test("a role of one's own is made, given, changed under the eyes of whoever has it, and removed when nobody has it", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  const made = await admin.post("/platform/roles", warehouse);
  expect([made.status, made.headers.get("etag")]).toEqual([201, '"v1"']);
  expect(made.body).toMatchObject({ ...warehouse, description: "", members: 0 });
  const path = `/platform/roles/${made.body.id}`;
  const member = await aCaller(company, [], admin.api);
  expect((await member.get("/sales/products")).status).toBe(403);

  await admin.patch(`/platform/users/${member.user.id}`, { roleIds: [made.body.id] });
  expect((await member.get("/sales/products")).status).toBe(200);
  expect((await admin.delete(path)).body).toMatchObject({ status: 409, code: "role.in_use" });
  const headers = { "if-match": '"v1"' };
  expect((await admin.patch(path, { grants: ["sales.stock.read"] }, { headers })).body).toMatchObject({ version: 2, members: 1 });
  expect((await member.get("/sales/products")).status).toBe(403);
  expect((await admin.patch(path, { name: "Store" }, { headers })).status).toBe(412);

  await admin.patch(`/platform/users/${member.user.id}`, { roleIds: [] });
  expect((await admin.delete(path)).body).toEqual({ id: made.body.id });
  expect((await admin.get(path)).status).toBe(404);
});

test("a role holds known permissions only, and none that its maker lacks", async () => {
  const company = await aCompany();
  const admin = await aCaller(company);
  for (const [grants, status, code] of [
    [["sales.unicorn.read"], 422, "grant.unknown"],
    [["sales.stock.read", "sales.stok.*"], 422, "grant.unknown"],
    [["sales"], 422, "invalid"],
    [["*.*.*.*"], 422, "invalid"],
    [[], 422, "invalid"],
  ] as const)
    expect((await admin.post("/platform/roles", { ...warehouse, grants })).body).toMatchObject({ status, code });
  expect((await admin.post("/platform/roles", { ...warehouse, grants: ["sales.stock.read", "sales.stok.*"] })).body.errors).toMatchObject([
    { pointer: "/grants/1" },
  ]);

  const clerk = await aCaller(company, { grants: ["platform.role.*", "sales.stock.*"] });
  const beyond = { status: 403, code: "grant.beyond_own" };
  for (const grants of [["*"], ["sales.*"], ["*.*.read"], ["finance.invoice.read"]])
    expect((await clerk.post("/platform/roles", { name: "More", grants })).body).toMatchObject(beyond);
  const made = await clerk.post("/platform/roles", { name: "Stock", grants: ["sales.stock.read"] });
  expect(made.status).toBe(201);
  expect((await clerk.patch(`/platform/roles/${made.body.id}`, { grants: ["sales.*"] })).body).toMatchObject(beyond);
  await admin.patch(`/platform/roles/${made.body.id}`, { grants: ["finance.*"] });
  expect((await clerk.patch(`/platform/roles/${made.body.id}`, { grants: ["sales.stock.read"] })).body).toMatchObject(beyond);
  expect((await clerk.delete(`/platform/roles/${made.body.id}`)).body).toMatchObject(beyond);
});

test("two roles of one name cannot be, not in the same moment either; the same call twice makes one", async () => {
  const admin = await aCaller(await aCompany());
  const both = await Promise.all([
    admin.post("/platform/roles", warehouse),
    admin.post("/platform/roles", { ...warehouse, name: "WAREHOUSE" }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(both.find(({ status }) => status === 409)?.body.code).toBe("role.name_taken");

  const headers = { "idempotency-key": "store" };
  const twice = [
    await admin.post("/platform/roles", { ...warehouse, name: "Store" }, { headers }),
    await admin.post("/platform/roles", { ...warehouse, name: "Store" }, { headers }),
  ];
  expect(twice.map(({ status }) => status)).toEqual([201, 201]);
  expect(twice[1]?.body.id).toBe(twice[0]?.body.id);
});

test("roles of another company are not there, and are given to nobody", async () => {
  const [admin, rival] = [await aCaller(await aCompany()), await aCaller(await aCompany())];
  const theirs = (await rival.post("/platform/roles", warehouse)).body.id;
  for (const answer of [
    await admin.get(`/platform/roles/${theirs}`),
    await admin.patch(`/platform/roles/${theirs}`, { name: "Mine" }),
    await admin.delete(`/platform/roles/${theirs}`),
  ])
    expect(answer.body).toMatchObject({ status: 404, code: "role.missing" });
  const input = { name: "Spy", roleIds: [theirs] };
  expect((await admin.post("/platform/users", input)).body).toMatchObject({ status: 404, code: "role.missing" });
});

test("the list of permissions says what roles can be made of", async () => {
  const admin = await aCaller(await aCompany());
  const { body } = await admin.get("/platform/permissions");
  const grants = body.items.map(({ grant }: { grant: string }) => grant);

  expect(body.items).toContainEqual({ grant: "sales.customer.read", description: "See customers." });
  expect(grants).toEqual([...grants].sort());
  expect(grants.filter((grant: string) => !/^(sales|finance|hr|platform)\.[a-z_-]+\.[a-z_-]+$/.test(grant))).toEqual([]);
});

test("what the system's roles hold means something", () => {
  describedApi();
  const patterns = Object.values(systemRoles).flatMap(({ grants }): readonly string[] => grants);
  // Human resources come with their module.
  expect(patterns.filter((pattern) => !pattern.startsWith("hr.") && !isKnownPattern(pattern))).toEqual([]);
});

test("roles are listed by name, page by page, and found by a part of it", async () => {
  const admin = await aCaller(await aCompany());
  const first = await admin.get("/platform/roles?limit=4");
  const second = await admin.get(`/platform/roles?limit=4&after=${first.body.next}`);
  expect([...first.body.items, ...second.body.items].map(({ name }) => name)).toEqual([
    "Accountant",
    "Administrator",
    "Auditor",
    "Employee",
    "HR",
    "Sales",
  ]);
  expect(second.body.next).toBeUndefined();
  expect((await admin.get("/platform/roles?q=a%25")).body.items).toEqual([]);
});
