import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";

/** Mounts the routers of sales under /sales. */
export const mountSales = (_api: OpenAPIHono<Env>): void => {};
