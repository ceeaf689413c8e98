import type { Grant } from "./context.ts";

/** A grant and what it allows, in words an administrator reads when he makes a role. */
export type Permission = Readonly<{ grant: Grant; description: string }>;

const declared = new Map<Grant, string>();

/**
 * Each module declares what its commands and queries ask for, once, in its `permissions.ts`. A role may hold nothing else, so a grant that
 * is not declared can be given to no one but administrators.
 */
export const declarePermissions = <const P extends Readonly<Partial<Record<Grant, string>>>>(permissions: P): P => {
  for (const [grant, description] of Object.entries(permissions)) declared.set(grant as Grant, `${description}`);
  return permissions;
};

/** Every declared permission, in order of name. */
export const declaredPermissions = (): readonly Permission[] =>
  [...declared].map(([grant, description]) => ({ grant, description })).sort((a, b) => (a.grant < b.grant ? -1 : 1));
