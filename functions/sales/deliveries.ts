import { createRoute } from "@hono/zod-openapi";
import { DeliveryFilter, DeliveryPage, listDeliveries, listReturns } from "#core/sales/orders/list-deliveries.ts";
import { problems } from "#functions/problem.ts";
import { answerPage, json, router } from "#functions/router.ts";

const everyProblem = problems(400, 401, 403, 404, 409, 412, 422, 429);

const delivered = createRoute({
  operationId: "listDeliveries",
  method: "get",
  path: "/deliveries",
  tags: ["Deliveries"],
  summary: "List deliveries, newest first",
  request: { query: DeliveryFilter },
  responses: { 200: json(DeliveryPage, "A page of deliveries."), ...everyProblem },
});
const returned = createRoute({
  operationId: "listReturns",
  method: "get",
  path: "/returns",
  tags: ["Deliveries"],
  summary: "List returns, newest first",
  request: { query: DeliveryFilter },
  responses: { 200: json(DeliveryPage, "A page of returns."), ...everyProblem },
});

export const deliveries = router();
deliveries.openapi(delivered, async (c) => answerPage(c, await listDeliveries(c.var.ctx, c.req.valid("query"))));
deliveries.openapi(returned, async (c) => answerPage(c, await listReturns(c.var.ctx, c.req.valid("query"))));
