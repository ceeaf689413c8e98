import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import "#core/finance/invoices/permissions.ts";
import "#core/finance/permissions.ts";
import { mountBooks } from "./books.ts";
import { invoices } from "./invoices.ts";
import { parties } from "./parties.ts";
import { payments } from "./payments.ts";

/** Mounts the routers of finance under /finance. */
export const mountFinance = (api: OpenAPIHono<Env>): void => {
  mountBooks(api);
  api.route("/finance/invoices", invoices);
  api.route("/finance/parties", parties);
  api.route("/finance/payments", payments);
};
