import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import "#core/sales/orders/permissions.ts";
import { orders } from "./orders.ts";

/** Mounts the routers of sales under /sales. */
export const mountSales = (api: OpenAPIHono<Env>): void => {
  api.route("/sales/orders", orders);
};
