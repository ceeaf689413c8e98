import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import { entries } from "./entries.ts";
import { reports } from "./reports.ts";

/** The books themselves: accounts, entries, periods, taxes, rates and reports. */
export const mountBooks = (api: OpenAPIHono<Env>): void => {
  api.route("/finance/entries", entries);
  api.route("/finance/reports", reports);
};
