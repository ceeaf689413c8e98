import type { Actor, Db } from "#core/kernel/context.ts";
import { done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { coversPattern, isKnownPattern } from "./grant-patterns.ts";
import { isSystemRole, systemRoles } from "./system-roles.ts";

export const beyondOwn = (pattern: string) =>
  ({ kind: "refused", code: "grant.beyond_own", detail: `You cannot give or take ${pattern}: you do not have it yourself.` }) as const;

/** Refuses patterns that mean no permission, and those beyond what the actor has: nobody passes on what he does not hold. */
export const mayGrant = (actor: Actor, patterns: readonly string[], pointer: string) => {
  const unknown = patterns.findIndex((pattern) => !isKnownPattern(pattern));
  if (unknown >= 0) return invalid("grant.unknown", `There is no permission ${patterns[unknown]}.`, `${pointer}/${unknown}`);
  return beyond(actor, patterns);
};

/** The first pattern the actor does not hold, as a refusal. */
export const beyond = (actor: Actor, patterns: readonly string[]) => {
  const pattern = patterns.find((one) => !coversPattern(actor.grants, one));
  return pattern === undefined ? undefined : beyondOwn(pattern);
};

/** What a role allows, wherever it is written down. */
export const patternsOfRole = ({ system, grants }: Readonly<{ system: string | null; grants: readonly string[] }>): readonly string[] => {
  if (system === null) return grants;
  return isSystemRole(system) ? systemRoles[system].grants : [];
};

/** The patterns of some roles of the company, all of which must be there. */
export const patternsOfRoles = async (
  db: Db,
  companyId: string,
  roleIds: readonly string[],
): Promise<Outcome<readonly string[], ReturnType<typeof missing>>> => {
  if (roleIds.length === 0) return done([]);
  const roles = await db
    .selectFrom("shared.role")
    .select(["id", "system", "grants"])
    .where("companyId", "=", companyId)
    .where("id", "in", [...roleIds])
    .execute();
  const gone = roleIds.find((id) => !roles.some((role) => role.id === id));
  if (gone !== undefined) return refuse(missing("role", gone));
  return done(roles.flatMap(patternsOfRole));
};
