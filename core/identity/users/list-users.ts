import { sql } from "kysely";
import * as z from "zod";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { UserBody } from "./user.ts";

export const UserList = PageQuery.extend({
  active: z.enum(["true", "false"]).optional(),
  roleId: z.uuid().optional(),
});
export type UserList = z.infer<typeof UserList>;

const users = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.membership as member")
    .innerJoin("shared.user as person", "person.id", "member.userId")
    .select(["person.id", "person.name", "person.email", "person.mustChangePassword"])
    .select(["member.id as membershipId", "member.active", "member.externalId", "member.version", "member.createdAt"])
    .select(
      sql<{ id: string; name: string }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', role.id, 'name', role.name) order by role.name, role.id)
          from shared.membership_role held join shared.role role on role.company_id = held.company_id and role.id = held.role_id
         where held.company_id = member.company_id and held.membership_id = member.id), '[]')`.as("roles"),
    )
    .where("member.companyId", "=", companyId);
type Row = Awaited<ReturnType<ReturnType<typeof users>["execute"]>>[number];

const bodyOf = ({ email, externalId, membershipId: _, ...user }: Row): UserBody => ({
  ...user,
  ...(email === null ? {} : { email }),
  ...(externalId === null ? {} : { externalId }),
});

/** The company's people in order of name. */
export const listUsers = query("platform.user.read", async ({ db, actor }, { limit, after, q, active, roleId }: UserList) => {
  let list = users(db, actor.companyId);
  if (q) list = list.where(sql<boolean>`(strpos(lower(person.name), lower(${q})) > 0 or strpos(lower(person.email), lower(${q})) > 0)`);
  if (active !== undefined) list = list.where("member.active", "=", active === "true");
  if (roleId !== undefined)
    list = list.where(
      sql<boolean>`exists (select from shared.membership_role held where held.company_id = member.company_id
                                and held.membership_id = member.id and held.role_id = ${roleId})`,
    );
  if (after !== undefined) {
    const cursor = decodeCursor(after, 2);
    if (!cursor.ok) return cursor;
    const [name = "", id = ""] = cursor.value;
    list = list.where(sql<boolean>`(lower(person.name), person.id::text) > (${name}, ${id})`);
  }
  const rows = await list
    .orderBy(sql`lower(person.name)`)
    .orderBy(sql`person.id::text`)
    .select(sql<string>`lower(person.name)`.as("sortName"))
    .limit(rowsOfPage(limit))
    .execute();
  return done(
    pageOf(
      rows,
      limit,
      (row) => [row.sortName, row.id],
      ({ sortName: _, ...row }) => bodyOf(row),
    ),
  );
});

export const getUser = query("platform.user.read", async ({ db, actor }, id: string) => {
  const user = await readUser(db, actor.companyId, id);
  return user ? done(user.body) : refuse(missing("user", id));
});

/** A member of the company, for the commands. */
export const readUser = async (db: Db, companyId: string, id: string) => {
  const row = await users(db, companyId).where("member.userId", "=", id).executeTakeFirst();
  return row && { membershipId: row.membershipId, body: bodyOf(row) };
};
