import type { Ctx } from "#core/kernel/context.ts";
import { done, forbidden, refuse } from "#core/kernel/fault.ts";
import { declaredPermissions } from "#core/kernel/permissions.ts";

/** Everything a role can be made of. No row is read: permissions come with the program. */
export const listPermissions = ({ actor }: Ctx) =>
  actor.grants.has("platform.role.read") ? done({ items: [...declaredPermissions()] }) : refuse(forbidden("platform.role.read"));
