import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";

/** Mounts the routers of finance under /finance. */
export const mountFinance = (_api: OpenAPIHono<Env>): void => {};
