import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { beyond, mayGrant } from "./granting.ts";
import { readRole } from "./list-roles.ts";
import type { NewRole, RoleBody, RoleChange } from "./role.ts";

onConstraint("role_name_once", conflict("role.name_taken", "There is a role of this name already."));
onConstraint("role_in_use", conflict("role.in_use", "Somebody has this role. Take it from everybody first."));

const systemRole = conflict("role.system", "Every company has this role as it is. Make one of your own instead.");

/** A role of the company's own. It can hold nothing that its maker does not. */
export const createRole = command("platform.role.write", async (tx, input: NewRole) => {
  const fault = mayGrant(tx.actor, input.grants, "/grants");
  if (fault) return refuse(fault);
  const id = tx.newId();
  const companyId = tx.actor.companyId;
  await tx.db
    .insertInto("shared.role")
    .values({ id, companyId, ...input })
    .execute();
  const role: RoleBody = { id, ...input, members: 0, version: 1 };
  tx.audit({ action: "role.created", subjectType: "role", subjectId: id, after: role });
  tx.event({ type: "role.created", subject: id, data: { name: role.name, grants: role.grants } });
  return done(role);
});

const lockRole = async ({ db, actor }: TxCtx, id: string) => {
  const locked = await db
    .selectFrom("shared.role")
    .select("id")
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return locked && readRole(db, actor.companyId, id);
};

export type ChangeRole = Readonly<{ id: string; change: RoleChange; expectedVersion?: number | undefined }>;

/** What it held before must be the changer's to take away, and what it holds after his to give. */
export const changeRole = command("platform.role.write", async (tx, { id, change, expectedVersion }: ChangeRole) => {
  const before = await lockRole(tx, id);
  if (!before) return refuse(missing("role", id));
  if (before.system !== undefined) return refuse(systemRole);
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("role", before.version));
  const fault = beyond(tx.actor, before.grants) ?? mayGrant(tx.actor, change.grants ?? [], "/grants");
  if (fault) return refuse(fault);
  const fields = {
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    grants: [...(change.grants ?? before.grants)],
    version: before.version + 1,
  };
  await tx.db.updateTable("shared.role").set(fields).where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
  const role: RoleBody = { ...before, ...fields };
  tx.audit({ action: "role.changed", subjectType: "role", subjectId: id, before, after: role });
  tx.event({ type: "role.changed", subject: id, data: { name: role.name, grants: role.grants } });
  return done(role);
});

/** A role that nobody has. */
export const removeRole = command("platform.role.write", async (tx, { id, expectedVersion }: Omit<ChangeRole, "change">) => {
  const before = await lockRole(tx, id);
  if (!before) return refuse(missing("role", id));
  if (before.system !== undefined) return refuse(systemRole);
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("role", before.version));
  const fault = beyond(tx.actor, before.grants);
  if (fault) return refuse(fault);
  await tx.db.deleteFrom("shared.role").where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
  tx.audit({ action: "role.removed", subjectType: "role", subjectId: id, before });
  tx.event({ type: "role.removed", subject: id, data: { name: before.name } });
  return done({ id });
});
