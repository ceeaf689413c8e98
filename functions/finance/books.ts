import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import { reports } from "./reports.ts";

/** The books themselves: accounts, entries, periods, taxes, rates and reports. */
export const mountBooks = (api: OpenAPIHono<Env>): void => {
  api.route("/finance/reports", reports);
};
