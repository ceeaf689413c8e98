import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller, aUser } from "#core/testing/api.ts";
import { asApplication, databaseAs } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

const rowsOf = async (statement: ReturnType<typeof sql>, company: Awaited<ReturnType<typeof aCompany>>) =>
  asApplication(company, async (db) => (await statement.execute(db)).rows);

test("the application sees the people of its company alone", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const [ours, theirs] = [await aUser(company), await aUser(rival)];

  expect(await rowsOf(sql`select id from shared.user`, company)).toEqual([{ id: ours.id }]);
  expect(await rowsOf(sql`select user_id from shared.membership where user_id = ${theirs.id}`, company)).toEqual([]);
  expect(await rowsOf(sql`select 1 from shared.membership_role where company_id = ${rival.id}`, company)).toEqual([]);
  expect(await rowsOf(sql`select 1 from shared.role where company_id = ${rival.id}`, company)).toEqual([]);
  expect((await databaseAs("app").query("select id from shared.user")).rows).toEqual([]);
});

test.each([
  "select password_hash from shared.user",
  "select * from shared.user",
  "update shared.user set name = 'x'",
  "insert into shared.user (id, name) values (gen_random_uuid(), 'x')",
  "select 1 from shared.session",
  "select 1 from shared.refresh_token",
  "select 1 from shared.sign_in_guard",
  "select 1 from shared.signing_key",
  "select 1 from shared.package_key",
  "select hash from shared.api_key",
  "update shared.api_key set scopes = '{*}'",
  "delete from shared.api_key",
  "delete from shared.membership",
  "select shared.audit_sign_in(gen_random_uuid(), '', now(), gen_random_uuid(), null, '', null)",
])("the application may not: %s", async (statement) => {
  await expect(asApplication(await aCompany(), (db) => sql.raw(statement).execute(db))).rejects.toMatchObject({ code: "42501" });
});

test.each([
  "select 1 from shared.user",
  "select 1 from shared.session",
  "select 1 from shared.api_key",
  "select 1 from shared.signing_key",
  "select 1 from shared.package_key",
])("the reader of dashboards may not: %s", async (statement) => {
  await aCaller(await aCompany());
  const reader = databaseAs("superuser");
  const client = await reader.connect();
  try {
    await client.query("set role enterprise_reader");
    await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
  } finally {
    await client.query("reset role");
    client.release();
  }
});

test("no one in a company can put himself into another one", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const user = await aUser(company);
  const insert = sql`insert into shared.membership (id, company_id, user_id) values (gen_random_uuid(), ${rival.id}, ${user.id})`;
  await expect(rowsOf(insert, company)).rejects.toMatchObject({ code: "42501" });
  const taken = sql`insert into shared.membership_role (company_id, membership_id, role_id)
    select ${company.id}::uuid, m.id, ${(await foreignRole(rival)) ?? ""}::uuid from shared.membership m where m.user_id = ${user.id}`;
  await expect(rowsOf(taken, company)).rejects.toMatchObject({ constraint: "role_in_use" });
});

const foreignRole = async (rival: Awaited<ReturnType<typeof aCompany>>) => {
  const [role] = await asApplication(rival, (db) =>
    db.selectFrom("shared.role").select("id").where("system", "=", "administrator").execute(),
  );
  return role?.id;
};

test("functions that act as their owner belong to the role that owns no table, with a fixed search path", async () => {
  const { rows } = await databaseAs("superuser").query(`
    select p.proname, pg_get_userbyid(p.proowner) as owner, coalesce(array_to_string(p.proconfig, ','), '') as settings,
           has_function_privilege('public', p.oid, 'execute') as public
      from pg_proc p where p.pronamespace = 'shared'::regnamespace and p.prosecdef`);
  const names = rows.map(({ proname }) => proname);

  expect(names).toEqual(expect.arrayContaining(["sign_in_state", "rotate_session", "caller_of_session", "set_own_password"]));
  expect(rows.filter(({ owner }) => owner !== "enterprise_definer")).toEqual([]);
  expect(rows.filter(({ settings }) => !/search_path=pg_catalog, pg_temp/.test(settings))).toEqual([]);
  const open = rows.filter((row) => row.public).map(({ proname }) => proname);
  expect(open.sort()).toEqual(["guard_approval", "keep_an_administrator", "keep_history"]);
});

test("the last administrator stays, whoever writes the SQL", async () => {
  const company = await aCompany();
  await aUser(company);
  for (const statement of [sql`update shared.membership set active = false`, sql`delete from shared.membership_role`])
    await expect(rowsOf(statement, company)).rejects.toMatchObject({ constraint: "last_administrator" });
});
