import type { IdentityServices } from "#core/identity/ports.ts";
import { type Outcome, refuse } from "#core/kernel/fault.ts";
import { type Caller, type CallerFault, callerOfKey, callerOfSession, notMember, unauthenticated } from "./caller.ts";

export type Credentials = Readonly<{ authorization: string | undefined; companyId: string | undefined }>;

/** A revoked session or a changed role is noticed within this time by every process, and at once by the one that changed it. */
const REMEMBERED_MS = 15_000;
const MOST_REMEMBERED = 10_000;

const KEY = /^ek_[A-Za-z0-9_-]{43}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const bearerOf = (authorization: string | undefined) => /^Bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(authorization ?? "")?.[1];

type Remembered = Readonly<{ outcome: Promise<Outcome<Caller, CallerFault>>; until: number }>;

/**
 * Says who is calling. It stands before every request, so an answer is remembered for a few seconds under the very header: no signature is
 * checked and no row read meanwhile. Refusals are not remembered.
 */
export const callerLookup = (services: IdentityServices) => {
  const remembered = new Map<string, Remembered>();
  const { clock, accessTokens } = services;

  const lookUp = async ({ authorization, companyId }: Credentials): Promise<Outcome<Caller, CallerFault>> => {
    const token = bearerOf(authorization);
    if (token === undefined) return refuse(unauthenticated);
    const company = companyId?.toLowerCase();
    const isCompany = company === undefined || UUID.test(company);
    if (token.startsWith("ek_"))
      return KEY.test(token) ? callerOfKey(services, token, isCompany ? company : "none") : refuse(unauthenticated);
    const claims = await accessTokens.verify(token);
    if (!claims) return refuse(unauthenticated);
    return isCompany ? callerOfSession(services, claims, company ?? claims.company) : refuse(notMember);
  };

  const remember = (key: string, outcome: Remembered["outcome"], now: number) => {
    if (remembered.size >= MOST_REMEMBERED)
      for (const oldest of [...remembered.keys()].slice(0, MOST_REMEMBERED / 10)) remembered.delete(oldest);
    const entry = { outcome, until: now + REMEMBERED_MS };
    remembered.set(key, entry);
    const forget = () => {
      if (remembered.get(key) === entry) remembered.delete(key);
    };
    outcome.then((found) => {
      if (!found.ok) forget();
      else if (found.value.expiresAt < entry.until && remembered.get(key) === entry)
        remembered.set(key, { outcome, until: found.value.expiresAt });
    }, forget);
  };

  return {
    identify: (credentials: Credentials): Promise<Outcome<Caller, CallerFault>> => {
      const key = `${credentials.authorization} ${credentials.companyId}`;
      const now = clock.now().getTime();
      const known = remembered.get(key);
      if (known && now < known.until) return known.outcome;
      const outcome = lookUp(credentials);
      remember(key, outcome, now);
      return outcome;
    },
    /** After a change of who may do what. Look-ups under way are forgotten with the rest. */
    forget: () => remembered.clear(),
  };
};
export type CallerLookup = ReturnType<typeof callerLookup>;
