import { call } from "#core/identity/call.ts";
import type { IdentityServices, Visitor } from "#core/identity/ports.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import { beginSession, type OpenedSession } from "./open-session.ts";
import type { SignIn } from "./session.ts";

/** Failures before an account is locked, and before an address is: a whole office may share one. */
const ACCOUNT_FAILURES = 5;
const ADDRESS_FAILURES = 50;

const wrong = { kind: "unauthenticated", code: "sign_in.wrong", detail: "The e-mail address or the password is wrong." } as const;
const expired = {
  kind: "refused",
  code: "password.expired",
  detail: "This one-time password is no longer valid. Ask an administrator for a new one.",
} as const;
const noCompany = {
  kind: "refused",
  code: "company.not_member",
  detail: "You do not belong to this company, or to none any more.",
} as const;

const locked = (until: string, now: Date) =>
  ({
    kind: "throttled",
    code: "sign_in.locked",
    detail: "Too many attempts failed. Wait, then try again.",
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000)),
  }) as const;

export type SignInFault = Fault<"unauthenticated" | "refused" | "throttled">;
type State = { user_id: string | null; password_hash: string | null; password_expires_at: string | null; locked_until: string | null };
type Attempt = Readonly<{ keys: readonly [string, string]; user: string | null; visitor: Visitor; now: Date }>;

/** The guard of an account, whether there is one or not. */
export const accountGuard = ({ secrets }: Pick<IdentityServices, "secrets">, email: string) =>
  `account ${secrets.digest(email.toLowerCase())}`;

/** The guards of an attempt: its account and the address it comes from. */
export const guardsOf = (services: Pick<IdentityServices, "secrets">, email: string, address: string) =>
  [accountGuard(services, email), `address ${services.secrets.digest(address)}`] as const;

/** Counts the failure; the one that reaches the limit is told of the lock already. */
export const failed = async ({ database, newId }: IdentityServices, { keys, user, visitor, now }: Attempt) => {
  const parameters = [keys, [ACCOUNT_FAILURES, ADDRESS_FAILURES], user, visitor.address, now.toISOString(), newId(), visitor.requestId];
  const [row] = await call(database, "select shared.sign_in_failed($1, $2, $3, $4, $5, $6, $7) as locked", parameters);
  const until = row?.locked;
  return refuse(typeof until === "string" && Date.parse(until) > now.getTime() ? locked(until, now) : wrong);
};

/** The lock of an account or address, if it is locked now. */
export const lockedNow = (until: string | null, now: Date) =>
  until !== null && Date.parse(until) > now.getTime() ? locked(until, now) : undefined;

/**
 * Signs in with e-mail and password. An unknown account costs and answers the same as a wrong password, locks included. The lock is read when
 * a turn to hash has come, so a burst of guesses gets no more tries than one after the other, but for the turns of other processes.
 */
export const signIn = async (
  services: IdentityServices,
  { email, password, companyId }: SignIn,
  visitor: Visitor,
): Promise<Outcome<OpenedSession, SignInFault>> => {
  const keys = guardsOf(services, email, visitor.address);
  const turn = await services.passwords.inTurn(async (): Promise<Outcome<{ userId: string; rehashed: string | null }, SignInFault>> => {
    const now = services.clock.now();
    const [row] = await call(services.database, "select * from shared.sign_in_state($1, $2)", [email, keys]);
    const state = row as State;
    const lock = lockedNow(state.locked_until, now);
    if (lock) return refuse(lock);
    const verdict = await services.passwords.verify(password, state.password_hash ?? undefined);
    if (verdict === "wrong" || state.user_id === null) return failed(services, { keys, user: state.user_id, visitor, now });
    if (state.password_expires_at !== null && Date.parse(state.password_expires_at) <= now.getTime()) return refuse(expired);
    return done({ userId: state.user_id, rehashed: verdict === "outdated" ? await services.passwords.hash(password) : null });
  });
  if (!turn.ok) return turn;
  if (!turn.value.ok) return turn.value;
  const { userId, rehashed } = turn.value.value;
  const opened = await beginSession(services, { userId, companyId, visitor, forgive: keys[0], rehashed });
  return opened ?? refuse(noCompany);
};
