import { call } from "#core/identity/call.ts";
import type { AccessTokens, IdentityServices } from "#core/identity/ports.ts";
import { grantsOf, permissionsHeld } from "#core/identity/roles/grant-patterns.ts";
import { isSystemRole, systemRoles } from "#core/identity/roles/system-roles.ts";
import type { Actor, CompanyFacts } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { CallerBody } from "./session.ts";

type Role = Readonly<{ id: string; name: string; system: string | null; grants: readonly string[]; version: number }>;
type Company = CompanyFacts & Readonly<{ id: string; name: string; locale: string }>;
type UserRow = Readonly<{
  id: string;
  name: string;
  email: string;
  mustChangePassword: boolean;
  company: Company | null;
  membershipVersion: number | null;
  roles: readonly Role[];
}>;
type KeyRow = Readonly<{ id: string; name: string; scopes: readonly string[]; company: Company; expiresAt: number | null }>;

/** Somebody whose token or key was good, in the company he works in now. */
export type Caller = Readonly<{
  actor: Actor;
  company: CompanyFacts;
  facts: Company;
  email: string;
  sessionId: string | undefined;
  roles: readonly Role[];
  /** Changes whenever the caller's permissions do. */
  rolesVersion: string;
  mustChangePassword: boolean;
  /** When the token or key ends by itself, in milliseconds. */
  expiresAt: number;
}>;

export type CallerFault = Fault<"unauthenticated" | "refused">;
type Claims = NonNullable<Awaited<ReturnType<AccessTokens["verify"]>>>;

export const unauthenticated = { kind: "unauthenticated", code: "unauthenticated", detail: "Sign in first, or again." } as const;
/** A company that is not there answers the same. */
export const notMember = { kind: "refused", code: "company.not_member", detail: "You do not belong to this company." } as const;

const factsOf = ({ baseCurrency, timeZone, country, rounding, approvals }: Company): CompanyFacts => ({
  baseCurrency,
  timeZone,
  country,
  rounding,
  ...(approvals ? { approvals } : {}),
});
const patternsOf = ({ system, grants }: Role) => (system === null ? grants : isSystemRole(system) ? systemRoles[system].grants : []);
const versionOf = (membership: number | null, roles: readonly Role[]) =>
  [membership ?? 0, ...roles.map(({ id, version }) => `${id.slice(-4)}${version}`)].join(".");

/** Who a verified access token is, in the company asked for. One round trip. */
export const callerOfSession = async (
  { database, clock }: Pick<IdentityServices, "database" | "clock">,
  claims: Pick<Claims, "user" | "session" | "expiresAt">,
  companyId: string,
): Promise<Outcome<Caller, CallerFault>> => {
  const [row] = await call(database, "select shared.caller_of_session($1, $2, $3, $4) as caller", [
    claims.user,
    claims.session,
    companyId,
    clock.now().toISOString(),
  ]);
  const user = row?.caller as UserRow | null;
  if (!user) return refuse(unauthenticated);
  const { company, roles } = user;
  if (!company) return refuse(notMember);
  const patterns = user.mustChangePassword ? [] : [...new Set(roles.flatMap(patternsOf))];
  return done({
    actor: { kind: "user", id: user.id, name: user.name, companyId: company.id, grants: grantsOf(patterns) },
    company: factsOf(company),
    facts: company,
    email: user.email,
    sessionId: claims.session,
    roles,
    rolesVersion: versionOf(user.membershipVersion, roles),
    mustChangePassword: user.mustChangePassword,
    expiresAt: claims.expiresAt,
  });
};

/** Who an API key is. A key has one company. */
export const callerOfKey = async (
  { database, clock, secrets }: Pick<IdentityServices, "database" | "clock" | "secrets">,
  key: string,
  companyId: string | undefined,
): Promise<Outcome<Caller, CallerFault>> => {
  const [row] = await call(database, "select shared.caller_of_key($1, $2) as caller", [secrets.digest(key), clock.now().toISOString()]);
  const found = row?.caller as KeyRow | null;
  if (!found) return refuse(unauthenticated);
  const { id, name, company, scopes } = found;
  if (companyId !== undefined && companyId !== company.id) return refuse(notMember);
  return done({
    actor: { kind: "api_key", id, name, companyId: company.id, grants: grantsOf(scopes) },
    company: factsOf(company),
    facts: company,
    email: "",
    sessionId: undefined,
    roles: [],
    rolesVersion: "",
    mustChangePassword: false,
    expiresAt: found.expiresAt === null ? Number.POSITIVE_INFINITY : found.expiresAt * 1000,
  });
};

const companiesOf = async ({ database }: Pick<IdentityServices, "database">, { actor, facts }: Caller) => {
  if (actor.kind !== "user") return [{ id: facts.id, name: facts.name, currency: facts.baseCurrency }];
  const rows = await call(database, "select id, name, currency from shared.companies_of_user($1)", [actor.id]);
  return rows as { id: string; name: string; currency: string }[];
};

/** What a caller is told about himself. */
export const describeCaller = async (services: Pick<IdentityServices, "database">, caller: Caller): Promise<CallerBody> => {
  const { id, name, baseCurrency, timeZone, country, locale } = caller.facts;
  return {
    kind: caller.actor.kind === "api_key" ? "api_key" : "user",
    user: { id: caller.actor.id, name: caller.actor.name, email: caller.email },
    company: { id, name, currency: baseCurrency, timeZone, country, locale },
    companies: await companiesOf(services, caller),
    roles: caller.roles.map((role) => ({ id: role.id, name: role.name, ...(role.system === null ? {} : { system: role.system }) })),
    permissions: permissionsHeld(caller.actor.grants),
    mustChangePassword: caller.mustChangePassword,
  };
};
