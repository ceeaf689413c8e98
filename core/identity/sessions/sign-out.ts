import { sql } from "kysely";
import { call } from "#core/identity/call.ts";
import type { IdentityServices, Visitor } from "#core/identity/ports.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import type { Caller } from "./caller.ts";

/** Ends the session of an access token or of a refresh token, and says whether it was alive. */
export const signOut = async (
  { database, clock, newId, secrets }: IdentityServices,
  { sessionId, refreshToken }: Readonly<{ sessionId: string | undefined; refreshToken: string | undefined }>,
  visitor: Visitor,
): Promise<boolean> => {
  const hash = refreshToken === undefined ? null : secrets.digest(refreshToken);
  const [row] = await call(database, "select shared.end_session($1, $2, $3, $4, $5) as ended", [
    sessionId ?? null,
    hash,
    clock.now().toISOString(),
    newId(),
    visitor.requestId,
  ]);
  return typeof row?.ended === "string";
};

/** What everybody may do about his own account: the grants of a context whose bearer is known. */
export const ownAccount = (ctx: Ctx, { actor }: Caller): Ctx => ({
  ...ctx,
  actor: { ...actor, grants: { has: (grant) => grant === OWN } },
});
export const OWN = "platform.account.own";

/** Ends every session of the caller, this one too. */
export const signOutEverywhere = command(OWN, async (tx, now: string) => {
  const { rows } = await sql<{ ended: number }>`select shared.end_own_sessions('signed_out_everywhere', ${now}) as ended`.execute(tx.db);
  const ended = rows[0]?.ended ?? 0;
  tx.audit({ action: "user.signed_out_everywhere", subjectType: "user", subjectId: tx.actor.id, after: { sessions: ended } });
  return done({ ended });
});
