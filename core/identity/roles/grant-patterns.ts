import type { Actor, Grant } from "#core/kernel/context.ts";
import { declaredPermissions } from "#core/kernel/permissions.ts";

/**
 * What roles and keys hold: grants in which `*` stands for any part, shorter ones for everything below. `sales.*` is all of sales,
 * `finance.invoice.*` all about invoices, `*.*.read` reading anywhere, `*` everything.
 */
export const GRANT_PATTERN = /^(?:\*|(?:\*|[a-z][a-z_-]*)\.(?:\*|(?:\*|[a-z][a-z_-]*)\.(?:\*|[a-z][a-z_-]*)))$/;

const PARTS = 3;
const partsOf = (pattern: string): readonly string[] => {
  const parts = pattern.split(".");
  return parts.length < PARTS && parts.at(-1) === "*" ? [...parts, ..."*".repeat(PARTS - parts.length)] : parts;
};

const matches = (pattern: readonly string[], grant: readonly string[]): boolean =>
  pattern.length === grant.length && pattern.every((part, at) => part === "*" || part === grant[at]);

/**
 * The grants of some patterns. An answer is kept once it is found: the program asks for a few hundred different grants, and asks on every
 * request.
 */
export const grantsOf = (patterns: readonly string[]): Actor["grants"] => {
  const compiled = patterns.map(partsOf);
  const known = new Map<Grant, boolean>();
  return {
    has: (grant) => {
      const before = known.get(grant);
      if (before !== undefined) return before;
      const parts = grant.split(".");
      const held = compiled.some((pattern) => matches(pattern, parts));
      known.set(grant, held);
      return held;
    },
  };
};

/** Whether a pattern means any permission there is. */
export const isKnownPattern = (pattern: string): boolean => {
  const parts = partsOf(pattern);
  return declaredPermissions().some(({ grant }) => matches(parts, grant.split(".")));
};

/** No permission has a part of this name, so only a `*` covers it. */
const ANY = "any thing";

/** Whether someone holds all that a pattern means, now and after more permissions are declared: only then may he pass it on. */
export const coversPattern = (grants: Actor["grants"], pattern: string): boolean =>
  grants.has(
    partsOf(pattern)
      .map((part) => (part === "*" ? ANY : part))
      .join(".") as Grant,
  );

/** The declared permissions among some grants, for the web app to know what to show. */
export const permissionsHeld = (grants: Actor["grants"]): Grant[] =>
  declaredPermissions()
    .map(({ grant }) => grant)
    .filter((grant) => grants.has(grant));
