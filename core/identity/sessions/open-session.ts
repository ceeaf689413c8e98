import { call } from "#core/identity/call.ts";
import type { IdentityServices, Visitor } from "#core/identity/ports.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { type CallerFault, callerOfSession, describeCaller } from "./caller.ts";
import type { SessionBody } from "./session.ts";

/** A refresh token lasts a week unused, a session a month. */
export const IDLE = "7 days";
const LONGEST = "30 days";
const TOKEN_BYTES = 32;

/** The answer to signing in, and the refresh token that goes into the cookie beside it. */
export type OpenedSession = Readonly<{ session: SessionBody; refreshToken: string }>;

type Opening = Readonly<{ userId: string; sessionId: string; companyId: string; refreshToken: string }>;

/** An access token for a live session, with everything its bearer wants to know. */
export const answerSession = async (
  services: IdentityServices,
  { userId, sessionId, companyId, refreshToken }: Opening,
): Promise<Outcome<OpenedSession, CallerFault>> => {
  const found = await callerOfSession(services, { user: userId, session: sessionId, expiresAt: 0 }, companyId);
  if (!found.ok) return found;
  const [{ token, expiresIn }, body] = await Promise.all([
    services.accessTokens.sign({ user: userId, company: companyId, session: sessionId, roles: found.value.rolesVersion }),
    describeCaller(services, found.value),
  ]);
  return done({ session: { ...body, accessToken: token, tokenType: "Bearer", expiresIn }, refreshToken });
};

type Beginning = Readonly<{
  userId: string;
  companyId: string | undefined;
  visitor: Visitor;
  /** The guard whose failures are forgotten. */
  forgive: string | null;
  /** The password's hash at today's cost, when the stored one is older. */
  rehashed: string | null;
}>;

/** Starts a session and its family of refresh tokens. Undefined for somebody without a company. */
export const beginSession = async (services: IdentityServices, { userId, companyId, visitor, forgive, rehashed }: Beginning) => {
  const { database, clock, newId, secrets } = services;
  const sessionId = newId();
  const refreshToken = secrets.random(TOKEN_BYTES);
  const [row] = await call(
    database,
    "select shared.start_session($1, $2, $3, $4, $5, $6::interval, $7::interval, $8, $9, $10, $11, $12, $13) as company",
    [
      ...[sessionId, userId, companyId ?? null, secrets.digest(refreshToken), clock.now().toISOString(), IDLE, LONGEST],
      ...[visitor.address, visitor.userAgent?.slice(0, 300) ?? null, forgive, rehashed, newId(), visitor.requestId],
    ],
  );
  const company = row?.company;
  return typeof company === "string" ? answerSession(services, { userId, sessionId, companyId: company, refreshToken }) : undefined;
};
