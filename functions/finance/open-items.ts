import { createRoute } from "@hono/zod-openapi";
import { listOpenItems, OpenItemPage, OpenItemQuery } from "#core/finance/open-items/list-open-items.ts";
import { problems } from "#functions/problem.ts";
import { answerPage, json, router } from "#functions/router.ts";

export const openItems = router();

const list = createRoute({
  operationId: "listOpenItems",
  method: "get",
  path: "/",
  tags: ["Payments"],
  summary: "What a customer or supplier has open, by due date, or what a payment, note or entry can settle of it",
  request: { query: OpenItemQuery },
  responses: { 200: json(OpenItemPage, "A page of open items."), ...problems(401, 403, 404, 422) },
});
openItems.openapi(list, async (c) => answerPage(c, await listOpenItems(c.var.ctx, c.req.valid("query"))));
