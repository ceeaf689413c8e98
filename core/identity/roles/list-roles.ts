import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, type PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { patternsOfRole } from "./granting.ts";
import type { RoleBody } from "./role.ts";

const roles = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.role as role")
    .select(["role.id", "role.name", "role.description", "role.system", "role.grants", "role.version"])
    .select((eb) =>
      eb
        .selectFrom("shared.membershipRole as held")
        .innerJoin("shared.membership as member", (join) =>
          join.onRef("member.companyId", "=", "held.companyId").onRef("member.id", "=", "held.membershipId"),
        )
        .whereRef("held.companyId", "=", "role.companyId")
        .whereRef("held.roleId", "=", "role.id")
        .where("member.active", "=", true)
        .select((count) => count.fn.countAll<bigint>().as("members"))
        .as("members"),
    )
    .where("role.companyId", "=", companyId);
type Row = Awaited<ReturnType<ReturnType<typeof roles>["execute"]>>[number];

const bodyOf = ({ system, grants, members, ...role }: Row): RoleBody => ({
  ...role,
  ...(system === null ? {} : { system }),
  grants: patternsOfRole({ system, grants }),
  members: Number(members ?? 0n),
});

/** In order of name. */
export const listRoles = query("platform.role.read", async ({ db, actor }, { limit, after, q }: PageQuery) => {
  let list = roles(db, actor.companyId);
  if (q) list = list.where(sql<boolean>`strpos(lower(role.name), lower(${q})) > 0`);
  if (after !== undefined) {
    const cursor = decodeCursor(after, 2);
    if (!cursor.ok) return cursor;
    const [name = "", id = ""] = cursor.value;
    list = list.where(sql<boolean>`(lower(role.name), role.id::text) > (${name}, ${id})`);
  }
  const rows = await list
    .orderBy(sql`lower(role.name)`)
    .orderBy(sql`role.id::text`)
    .select(sql<string>`lower(role.name)`.as("sortName"))
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

export const getRole = query("platform.role.read", async ({ db, actor }, id: string) => {
  const role = await readRole(db, actor.companyId, id);
  return role ? done(role) : refuse(missing("role", id));
});

export const readRole = async (db: Db, companyId: string, id: string): Promise<RoleBody | undefined> => {
  const row = await roles(db, companyId).where("role.id", "=", id).executeTakeFirst();
  return row && bodyOf(row);
};
