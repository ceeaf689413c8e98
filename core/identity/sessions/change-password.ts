import { sql } from "kysely";
import type { IdentityServices, Visitor } from "#core/identity/ports.ts";
import { passwordFault } from "#core/identity/users/password-policy.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { Caller } from "./caller.ts";
import { beginSession, type OpenedSession } from "./open-session.ts";
import type { ChangePassword } from "./session.ts";
import { failed, guardsOf, lockedNow, type SignInFault } from "./sign-in.ts";
import { OWN, ownAccount } from "./sign-out.ts";

const usersOnly = { kind: "refused", code: "password.none", detail: "An API key has no password." } as const;
const unchanged = invalid("password.unchanged", "The new password is the old one.", "/newPassword");
const wrongNow = invalid("password.wrong", "The current password is wrong.", "/currentPassword");

type Own = { email: string; passwordHash: string; lockedUntil: string | null };

/** Exported, as the next, for the test of all permissions. */
export const readOwn = query(OWN, async ({ db, actor }, keys: readonly string[]) => {
  const { rows } = await sql<Own>`
    select email, password_hash, shared.last_sign_in_lock(${keys}::text[]) as locked_until from shared.own_password()`.execute(db);
  return rows[0] ? done(rows[0]) : refuse({ ...usersOnly, detail: `${actor.name} has no password.` });
});

export const setOwn = command(OWN, async (tx, { hash, now }: { hash: string; now: string }) => {
  await sql`select shared.set_own_password(${hash}), shared.end_own_sessions('password', ${now})`.execute(tx.db);
  tx.audit({ action: "user.password_changed", subjectType: "user", subjectId: tx.actor.id });
  return done({});
});

/**
 * A new password for oneself. The current one is asked for, and guessing it locks the account as at the door. Every session ends; the answer is
 * a new one, so that the person who changed it goes on.
 */
export const changePassword = async (
  services: IdentityServices,
  { ctx, caller, visitor }: Readonly<{ ctx: Ctx; caller: Caller; visitor: Visitor }>,
  { currentPassword, newPassword }: ChangePassword,
): Promise<Outcome<OpenedSession, SignInFault | Fault<"invalid" | "conflict">>> => {
  if (caller.actor.kind !== "user") return refuse(usersOnly);
  const own = ownAccount(ctx, caller);
  const fault = passwordFault(newPassword, { email: caller.email, names: [caller.facts.name, caller.actor.name] });
  if (fault) return refuse(fault);
  const now = services.clock.now();
  const keys = guardsOf(services, caller.email, visitor.address);
  const turn = await services.passwords.inTurn(async (): Promise<Outcome<string, SignInFault | Fault<"invalid">>> => {
    const known = await readOwn(own, keys);
    if (!known.ok) return known;
    const lock = lockedNow(known.value.lockedUntil, now);
    if (lock) return refuse(lock);
    if ((await services.passwords.verify(currentPassword, known.value.passwordHash)) === "wrong") {
      const refusal = await failed(services, { keys, user: caller.actor.id, visitor, now });
      return refusal.fault.kind === "throttled" ? refusal : refuse(wrongNow);
    }
    return currentPassword === newPassword ? refuse(unchanged) : done(await services.passwords.hash(newPassword));
  });
  if (!turn.ok) return turn;
  if (!turn.value.ok) return turn.value;
  const changed = await setOwn(own, { hash: turn.value.value, now: now.toISOString() });
  if (!changed.ok) return changed;
  const companyId = caller.actor.companyId;
  const opened = await beginSession(services, { userId: caller.actor.id, companyId, visitor, forgive: keys[0], rehashed: null });
  return opened ?? refuse({ kind: "unauthenticated", code: "session.over", detail: "Sign in again." });
};
