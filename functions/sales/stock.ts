import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { adjustStock, countStock, receiveStock } from "#core/sales/stock/change-stock.ts";
import { listStock, listStockMoves } from "#core/sales/stock/list-stock.ts";
import {
  AdjustmentInput,
  CountInput,
  MoveQuery,
  ReceiptInput,
  StockChange,
  StockLevel,
  StockMove,
  StockQuery,
} from "#core/sales/stock/stock.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, json, router } from "#functions/router.ts";

const tags = ["Stock"];
export const stock = router();

const list = createRoute({
  operationId: "listStock",
  tags,
  summary: "What is in the warehouses: on hand, promised, and still free.",
  method: "get",
  path: "/",
  request: { query: StockQuery },
  responses: { 200: json(PageOf(StockLevel)), ...problems(401, 403, 422) },
});
stock.openapi(list, async (c) => answerPage(c, await listStock(c.var.ctx, c.req.valid("query"))));

const moves = createRoute({
  operationId: "listStockMoves",
  tags,
  summary: "Every move of goods, the latest day first.",
  method: "get",
  path: "/moves",
  request: { query: MoveQuery },
  responses: { 200: json(PageOf(StockMove)), ...problems(401, 403, 422) },
});
stock.openapi(moves, async (c) => answerPage(c, await listStockMoves(c.var.ctx, c.req.valid("query"))));

const receive = createRoute({
  operationId: "receiveStock",
  tags,
  summary: "Take goods into a warehouse.",
  method: "post",
  path: "/receipts",
  request: { body: body(ReceiptInput) },
  responses: { 201: json(StockChange), ...problems(401, 403, 409, 422) },
});
stock.openapi(receive, async (c) => answer(c, await receiveStock(c.var.ctx, c.req.valid("json")), 201));

const count = createRoute({
  operationId: "countStock",
  tags,
  summary: "Write what was counted; the difference becomes a move.",
  method: "post",
  path: "/counts",
  request: { body: body(CountInput) },
  responses: { 201: json(StockChange), ...problems(401, 403, 409, 422) },
});
stock.openapi(count, async (c) => answer(c, await countStock(c.var.ctx, c.req.valid("json")), 201));

const adjust = createRoute({
  operationId: "adjustStock",
  tags,
  summary: "Correct stock up or down, for a reason.",
  method: "post",
  path: "/adjustments",
  request: { body: body(AdjustmentInput) },
  responses: { 201: json(StockChange), ...problems(401, 403, 409, 422) },
});
stock.openapi(adjust, async (c) => answer(c, await adjustStock(c.var.ctx, c.req.valid("json")), 201));
