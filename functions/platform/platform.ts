import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Vault } from "#core/platform/webhooks/secrets.ts";
import type { Env } from "#functions/env.ts";
import "#core/identity/permissions.ts";
import "#core/platform/permissions.ts";
import { apiKeys } from "./api-keys.ts";
import { approvalRules, approvals } from "./approvals.ts";
import { audit } from "./audit.ts";
import { companies } from "./companies.ts";
import { events } from "./events.ts";
import { exports } from "./exports.ts";
import { imports } from "./imports.ts";
import { jobs } from "./jobs.ts";
import { permissions, roles } from "./roles.ts";
import { users } from "./users.ts";
import { webhooksRouter } from "./webhooks.ts";

/** Mounts the routers of platform under /platform. */
export const mountPlatform = (api: OpenAPIHono<Env>, { vault }: Readonly<{ vault: Vault }>): void => {
  api.route("/platform/companies", companies);
  api.route("/platform/users", users);
  api.route("/platform/roles", roles);
  api.route("/platform/permissions", permissions);
  api.route("/platform/api-keys", apiKeys);
  api.route("/platform/webhooks", webhooksRouter(vault));
  api.route("/platform/approvals", approvals);
  api.route("/platform/approval-rules", approvalRules);
  api.route("/platform/audit", audit);
  api.route("/platform/events", events);
  api.route("/platform/jobs", jobs);
  api.route("/platform/imports", imports);
  api.route("/platform/exports", exports);
};
