import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";

/** Mounts the routers of platform under /platform. */
export const mountPlatform = (_api: OpenAPIHono<Env>): void => {};
