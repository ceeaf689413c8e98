import { sql } from "kysely";
import type { IdentityServices } from "#core/identity/ports.ts";
import { beyond, patternsOfRoles } from "#core/identity/roles/granting.ts";
import { accountGuard } from "#core/identity/sessions/sign-in.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, forbidden, missing, refuse, stale } from "#core/kernel/fault.ts";
import { readUser } from "./list-users.ts";
import { oneTimePassword } from "./one-time-password.ts";
import type { UserBody, UserChange } from "./user.ts";

onConstraint("last_administrator", conflict("user.last_administrator", "A company keeps at least one administrator who can sign in."));

const elsewhere = conflict("user.elsewhere", "This person belongs to another company too and changes name and password himself.");
const cannotSignIn = conflict("user.no_email", "A person of record has no e-mail address to sign in with.");

/** The member, locked, unless he is there for somebody else: whose roles reach further than the actor's is not his to touch. */
const lockUser = async (tx: TxCtx, id: string) => {
  const { companyId } = tx.actor;
  await sql`select from shared.membership where company_id = ${companyId} and user_id = ${id} for update`.execute(tx.db);
  const user = await readUser(tx.db, companyId, id);
  if (!user) return refuse(missing("user", id));
  const patterns = await patternsOfRoles(
    tx.db,
    companyId,
    user.body.roles.map((role) => role.id),
  );
  if (!patterns.ok) return patterns;
  const fault = beyond(tx.actor, patterns.value);
  return fault ? refuse(fault) : done(user);
};

export type ChangeUser = Readonly<{ id: string; change: UserChange; expectedVersion?: number | undefined }>;

/**
 * Name, roles, whether somebody may still sign in. Deactivating ends his sessions and revokes the keys he made: he knows them. The last
 * administrator stays; the database sees to it when two go at once.
 */
export const changeUser = command("platform.user.write", async (tx, { id, change, expectedVersion }: ChangeUser) => {
  const locked = await lockUser(tx, id);
  if (!locked.ok) return locked;
  const { membershipId, body: before } = locked.value;
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("user", before.version));
  const patterns = await patternsOfRoles(tx.db, tx.actor.companyId, change.roleIds ?? []);
  if (!patterns.ok) return patterns;
  const fault = beyond(tx.actor, patterns.value);
  if (fault) return refuse(fault);
  if (change.name !== undefined && change.name !== before.name) {
    const { rows } = await sql<{ changed: boolean }>`select shared.change_user(${id}, ${change.name}, null, null) as changed`.execute(
      tx.db,
    );
    if (!rows[0]?.changed) return refuse(elsewhere);
  }
  await writeMembership(tx, membershipId, before, change);
  if (change.roleIds) await writeRoles(tx, membershipId, change.roleIds);
  if (change.active === false && before.active) await shutOut(tx, id);
  const after = await readUser(tx.db, tx.actor.companyId, id);
  if (!after) throw new Error("A member vanished while locked.");
  tx.audit({ action: "user.changed", subjectType: "user", subjectId: id, before, after: after.body });
  tx.event({ type: "user.changed", subject: id, data: { name: after.body.name, active: after.body.active } });
  return done(after.body);
});

const writeMembership = async ({ db, actor }: TxCtx, membershipId: string, before: UserBody, { active, externalId }: UserChange) => {
  await db
    .updateTable("shared.membership")
    .set({
      active: active ?? before.active,
      externalId: externalId === undefined ? (before.externalId ?? null) : externalId,
      version: before.version + 1,
    })
    .where("companyId", "=", actor.companyId)
    .where("id", "=", membershipId)
    .execute();
};

/** New ones first, so that nobody is without a role that he keeps. */
const writeRoles = async ({ db, actor: { companyId } }: TxCtx, membershipId: string, roleIds: readonly string[]) => {
  if (roleIds.length > 0) {
    await db
      .insertInto("shared.membershipRole")
      .values([...roleIds].sort().map((roleId) => ({ companyId, membershipId, roleId })))
      .onConflict((taken) => taken.doNothing())
      .execute();
  }
  await db
    .deleteFrom("shared.membershipRole")
    .where("companyId", "=", companyId)
    .where("membershipId", "=", membershipId)
    .where(sql<boolean>`not role_id = any (${roleIds}::uuid[])`)
    .execute();
};

const shutOut = async ({ db, actor, clock }: TxCtx, userId: string) => {
  const now = clock.now().toISOString();
  await sql`select shared.end_sessions_of(${userId}, 'removed', ${now})`.execute(db);
  await db
    .updateTable("shared.apiKey")
    .set({ revokedAt: now })
    .where("companyId", "=", actor.companyId)
    .where("createdBy", "=", userId)
    .where("revokedAt", "is", null)
    .execute();
};

type OneTimePassword = Readonly<{ id: string; hash: string; expiresAt: string; services: Pick<IdentityServices, "secrets"> }>;

/** Sets a password that is already hashed, and ends the sessions of whom it is for. */
export const setOneTimePassword = command("platform.user.write", async (tx, { id, hash, expiresAt, services }: OneTimePassword) => {
  const locked = await lockUser(tx, id);
  if (!locked.ok) return locked;
  const { email } = locked.value.body;
  if (email === undefined) return refuse(cannotSignIn);
  const { rows } = await sql<{ changed: boolean }>`select shared.change_user(${id}, null, ${hash}, ${expiresAt}) as changed`.execute(tx.db);
  if (!rows[0]?.changed) return refuse(elsewhere);
  const now = tx.clock.now().toISOString();
  await sql`select shared.end_sessions_of(${id}, 'password', ${now}), shared.forgive_sign_ins(${[accountGuard(services, email)]}::text[])`.execute(
    tx.db,
  );
  tx.audit({ action: "user.password_reset", subjectType: "user", subjectId: id });
  tx.event({ type: "user.password_reset", subject: id, data: {} });
  return done({});
});

/** Gives somebody who forgot his password a one-time one, and unlocks his account. */
export const resetPassword = async (ctx: Ctx, services: IdentityServices, id: string) => {
  if (!ctx.actor.grants.has("platform.user.write")) return refuse(forbidden("platform.user.write"));
  const made = await oneTimePassword(services);
  if (!made.ok) return made;
  const { hash, expiresAt, password } = made.value;
  const set = await setOneTimePassword(ctx, { id, hash, expiresAt, services });
  return set.ok ? done({ oneTimePassword: password }) : set;
};
