import type { OpenAPIHono } from "@hono/zod-openapi";
import { declarePermissions } from "#core/kernel/permissions.ts";
import { platformPermissions } from "#core/platform/permissions.ts";
import type { Env } from "#functions/env.ts";
import "#core/identity/permissions.ts";
import { apiKeys } from "./api-keys.ts";
import { companies } from "./companies.ts";
import { permissions, roles } from "./roles.ts";
import { users } from "./users.ts";

declarePermissions(platformPermissions);

/** Mounts the routers of platform under /platform. */
export const mountPlatform = (api: OpenAPIHono<Env>): void => {
  api.route("/platform/companies", companies);
  api.route("/platform/users", users);
  api.route("/platform/roles", roles);
  api.route("/platform/permissions", permissions);
  api.route("/platform/api-keys", apiKeys);
};
