import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { applyRoles } from "./roles.ts";
import { refuseUnfitRole } from "./serving-role.ts";

const superuser = new Client({ connectionString: inject("databases").superuser });
beforeAll(() => superuser.connect());
afterAll(() => superuser.end());

const rolesNow = async () =>
  (
    await superuser.query(`
      select rolname as name, rolcanlogin as login, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty,
             array(select r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = pg_roles.oid order by 1) as may_become
      from pg_roles where rolname like 'enterprise\\_%' order by 1`)
  ).rows;

test("the roles have no might of their own, and only the owner may become the others; again changes nothing", async () => {
  const before = await rolesNow();

  await applyRoles({ connectionString: inject("databases").superuser.replace(/\/enterprise$/, "/postgres") });

  expect(await rolesNow()).toEqual(before);
  expect(before).toEqual([
    { name: "enterprise_app", login: true, mighty: false, may_become: [] },
    { name: "enterprise_definer", login: false, mighty: false, may_become: [] },
    {
      name: "enterprise_owner",
      login: true,
      mighty: false,
      may_become: ["enterprise_app", "enterprise_definer", "enterprise_reader", "enterprise_sealer"],
    },
    { name: "enterprise_reader", login: true, mighty: false, may_become: [] },
    { name: "enterprise_sealer", login: true, mighty: false, may_become: [] },
  ]);
});

test("the definer of functions owns no table, and strangers may not even connect", async () => {
  const { rows } = await superuser.query(`
    select (select count(*)::int from pg_class where relkind in ('r', 'p', 'v', 'm') and pg_get_userbyid(relowner) = 'enterprise_definer') as owned,
           (select count(*)::int from pg_database, aclexplode(datacl) where datname = 'enterprise' and grantee = 0) as for_everybody`);

  expect(rows).toEqual([{ owned: 0, for_everybody: 0 }]);
});

test("sessions are in UTC whatever the server is in, and a role that is not does not serve", async () => {
  const { rows } = await superuser.query(
    "select array_agg(rolname::text order by rolname) as names from pg_roles where rolcanlogin and rolname like 'enterprise%' and 'TimeZone=UTC' = any (rolconfig)",
  );
  expect(rows).toEqual([{ names: ["enterprise_app", "enterprise_owner", "enterprise_reader", "enterprise_sealer"] }]);

  await superuser.query(
    "create role far_away login; alter role far_away set timezone = 'Asia/Tokyo'; grant connect on database enterprise to far_away",
  );
  try {
    const url = new URL(inject("databases").superuser);
    url.username = "far_away";
    await expect(refuseUnfitRole({ connectionString: url.href })).rejects.toThrow("Sessions of far_away are in time zone Asia/Tokyo");
    await superuser.query("alter role far_away set timezone = 'UTC'");
    await refuseUnfitRole({ connectionString: url.href });
  } finally {
    await superuser.query("revoke connect on database enterprise from far_away; drop role far_away");
  }
});
