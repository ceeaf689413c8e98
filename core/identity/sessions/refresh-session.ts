import { call } from "#core/identity/call.ts";
import type { IdentityServices, Visitor } from "#core/identity/ports.ts";
import { type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import { notMember } from "./caller.ts";
import { answerSession, IDLE, type OpenedSession } from "./open-session.ts";
import type { RefreshSession } from "./session.ts";

/** How long the same rotation may be asked for again, when its answer was lost on the way or two tabs asked at once. */
const GRACE = "10 seconds";

const over = { kind: "unauthenticated", code: "session.over", detail: "This session is over. Sign in again." } as const;

type Rotation = { state: string; session_id: string | null; user_id: string | null; company_id: string | null };

/**
 * Exchanges a refresh token for its successor. The successor follows from the token by the server's key, so asking again within the grace
 * answers the very same one and the family stays a line: a thief and the owner can never hold two live tokens of one family.
 */
export const refreshSession = async (
  services: IdentityServices,
  token: string | undefined,
  { companyId }: RefreshSession,
  visitor: Visitor,
): Promise<Outcome<OpenedSession, Fault<"unauthenticated" | "refused">>> => {
  if (token === undefined) return refuse(over);
  const { database, clock, newId, secrets } = services;
  const refreshToken = secrets.successor(token);
  const [row] = await call(database, "select * from shared.rotate_session($1, $2, $3, $4, $5::interval, $6::interval, $7, $8)", [
    ...[secrets.digest(token), secrets.digest(refreshToken), companyId ?? null, clock.now().toISOString()],
    ...[IDLE, GRACE, newId(), visitor.requestId],
  ]);
  const { state, session_id: sessionId, user_id: userId, company_id: company } = row as Rotation;
  if (state === "not_member" && companyId !== undefined) return refuse(notMember);
  if (!sessionId || !userId || !company) return refuse(over);
  return answerSession(services, { userId, sessionId, companyId: company, refreshToken });
};
