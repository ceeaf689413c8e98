import { sql } from "kysely";
import type { IdentityServices } from "#core/identity/ports.ts";
import { beyond, patternsOfRoles } from "#core/identity/roles/granting.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, forbidden, invalid, refuse } from "#core/kernel/fault.ts";
import { readUser } from "./list-users.ts";
import { oneTimePassword } from "./one-time-password.ts";
import type { NewUser } from "./user.ts";

onConstraint("membership_once", conflict("user.exists", "This person belongs to the company already."));
onConstraint("membership_external_id_once", conflict("user.external_id_taken", "Another person has this external id."));
onConstraint("user_email_shape", invalid("user.email", "This is not an e-mail address.", "/email"));

type Password = Readonly<{ hash: string; expiresAt: string | null; mustChange: boolean }>;

/** Adds a person, with a password already hashed, or without one: a person of record, as imports make them. */
export const addUser = command(
  "platform.user.write",
  async (tx, { user, password }: { user: NewUser; password?: Password | undefined }) => {
    const patterns = await patternsOfRoles(tx.db, tx.actor.companyId, user.roleIds);
    if (!patterns.ok) return patterns;
    const fault = beyond(tx.actor, patterns.value);
    if (fault) return refuse(fault);
    const person = await makePerson(tx, user, password);
    await addMember(tx, person.id, user);
    const added = await readUser(tx.db, tx.actor.companyId, person.id);
    if (!added) throw new Error("A new member is not there.");
    tx.audit({ action: "user.created", subjectType: "user", subjectId: person.id, after: added.body });
    tx.event({ type: "user.created", subject: person.id, data: { name: added.body.name, email: added.body.email } });
    return done({ ...added.body, known: !person.created });
  },
);

const makePerson = async (tx: TxCtx, { email, name }: NewUser, password: Password | undefined) => {
  const { rows } = await sql<{ id: string; created: boolean }>`select id, created from shared.create_user(
    ${tx.newId()}, ${email ?? null}, ${name}, ${password?.hash ?? null}, ${password?.mustChange ?? false}, ${password?.expiresAt ?? null})`.execute(
    tx.db,
  );
  const [person] = rows;
  if (!person) throw new Error("A person was neither found nor made.");
  return person;
};

const addMember = async ({ db, actor, newId }: TxCtx, userId: string, { roleIds, externalId }: NewUser) => {
  const membershipId = newId();
  const companyId = actor.companyId;
  await db
    .insertInto("shared.membership")
    .values({ id: membershipId, companyId, userId, externalId: externalId ?? null })
    .execute();
  if (roleIds.length === 0) return;
  await db
    .insertInto("shared.membershipRole")
    .values([...roleIds].sort().map((roleId) => ({ companyId, membershipId, roleId })))
    .execute();
};

/**
 * Invites somebody by e-mail: the answer holds a one-time password, this once. Who has an account in the installation already keeps it and just
 * becomes a member here.
 */
export const createUser = async (ctx: Ctx, services: IdentityServices, user: NewUser) => {
  if (!ctx.actor.grants.has("platform.user.write")) return refuse(forbidden("platform.user.write"));
  const made = user.email === undefined ? undefined : await oneTimePassword(services);
  if (made && !made.ok) return made;
  const password = made && { hash: made.value.hash, expiresAt: made.value.expiresAt, mustChange: true };
  const added = await addUser(ctx, { user, password });
  if (!added.ok) return added;
  const { known, ...body } = added.value;
  return done({ ...body, ...(made && !known ? { oneTimePassword: made.value.password } : {}) });
};
