import { createRoute } from "@hono/zod-openapi";
import { SalesOverview, salesOverview } from "#core/sales/analytics/overview.ts";
import { problems } from "#functions/problem.ts";
import { answer, json, router } from "#functions/router.ts";

const overview = createRoute({
  operationId: "getSalesOverview",
  method: "get",
  path: "/overview",
  tags: ["Analytics"],
  summary: "Revenue by month, open receivables, orders to deliver",
  responses: { 200: json(SalesOverview, "The figures of today."), ...problems(401, 403) },
});

export const analytics = router();
analytics.openapi(overview, async (c) => answer(c, await salesOverview(c.var.ctx, {}), 200));
