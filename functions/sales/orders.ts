import { createRoute } from "@hono/zod-openapi";
import { BulkBody } from "#core/kernel/bulk.ts";
import { amendOrder } from "#core/sales/orders/amend-order.ts";
import { cancelOrder, closeOrder, confirmOrder } from "#core/sales/orders/confirm-order.ts";
import { DeliveryInput, deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { invoiceOrder, OrderInvoiceInput } from "#core/sales/orders/invoice-order.ts";
import { getOrder, listOrders } from "#core/sales/orders/list-orders.ts";
import { AmendInput, InvoicedOrder, OrderBody, OrderFilter, OrderInput, OrderPage, PlacedOrder } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { OrdersInput, placeOrders } from "#core/sales/orders/place-orders.ts";
import { ReturnInput, returnGoods } from "#core/sales/orders/return-goods.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Orders"];
const everyProblem = problems(400, 401, 403, 404, 409, 412, 422, 429);
const path = "/{id}" as const;

const place = createRoute({
  operationId: "placeOrder",
  method: "post",
  path: "/",
  tags,
  summary: "Take an order; confirm and invoice it in the same call if asked",
  request: { body: body(OrderInput) },
  responses: { 201: json(PlacedOrder, "The order, and its invoice when one was asked for."), ...everyProblem },
});
const placeMany = createRoute({
  operationId: "placeOrders",
  method: "post",
  path: "/bulk",
  tags,
  summary: "Take up to a thousand orders: all or none, or each on its own.",
  request: { body: body(OrdersInput) },
  responses: { 200: json(BulkBody, "What became of each order."), ...everyProblem },
});
const list = createRoute({
  operationId: "listOrders",
  method: "get",
  path: "/",
  tags,
  summary: "List orders, newest first",
  request: { query: OrderFilter },
  responses: { 200: json(OrderPage, "A page of orders."), ...everyProblem },
});
const read = createRoute({
  operationId: "getOrder",
  method: "get",
  path,
  tags,
  summary: "Read an order",
  request: { params: idParam() },
  responses: { 200: json(OrderBody, "The order."), ...everyProblem },
});
const confirm = createRoute({
  operationId: "confirmOrder",
  method: "post",
  path: "/{id}/confirm",
  tags,
  summary: "Confirm a draft: reserve the goods, hold the credit limit",
  request: { params: idParam() },
  responses: { 200: json(OrderBody, "The confirmed order."), ...everyProblem },
});
const cancel = createRoute({
  operationId: "cancelOrder",
  method: "post",
  path: "/{id}/cancel",
  tags,
  summary: "Cancel an order of which nothing is delivered or invoiced",
  request: { params: idParam() },
  responses: { 200: json(OrderBody, "The cancelled order."), ...everyProblem },
});
const close = createRoute({
  operationId: "closeOrder",
  method: "post",
  path: "/{id}/close",
  tags,
  summary: "Close an order that will not be delivered or invoiced further",
  request: { params: idParam() },
  responses: { 200: json(OrderBody, "The closed order."), ...everyProblem },
});
const deliver = createRoute({
  operationId: "deliverOrder",
  method: "post",
  path: "/{id}/deliveries",
  tags,
  summary: "Deliver an order, whole or in part",
  request: { params: idParam(), body: body(DeliveryInput) },
  responses: { 201: json(OrderBody, "The order with the new delivery."), ...everyProblem },
});
const invoice = createRoute({
  operationId: "invoiceOrder",
  method: "post",
  path: "/{id}/invoices",
  tags,
  summary: "Invoice an order, whole or in part",
  request: { params: idParam(), body: body(OrderInvoiceInput) },
  responses: { 201: json(InvoicedOrder, "The order and the issued invoice."), ...everyProblem },
});

const amend = createRoute({
  operationId: "amendOrder",
  method: "patch",
  path,
  tags,
  summary: "Amend a draft or a confirmed order",
  request: { params: idParam(), body: body(AmendInput) },
  responses: { 200: json(OrderBody, "The amended order."), ...everyProblem },
});
const takeBack = createRoute({
  operationId: "returnGoods",
  method: "post",
  path: "/{id}/returns",
  tags,
  summary: "Take delivered goods back, with a credit note if asked",
  request: { params: idParam(), body: body(ReturnInput) },
  responses: { 201: json(OrderBody, "The order with the return."), ...everyProblem },
});

export const orders = router();
orders.openapi(amend, async (c) =>
  answer(c, await amendOrder(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
orders.openapi(takeBack, async (c) =>
  answer(c, await returnGoods(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 201),
);
orders.openapi(place, async (c) => answer(c, await placeOrder(c.var.ctx, c.req.valid("json")), 201));
orders.openapi(placeMany, async (c) => answer(c, await placeOrders(c.var.ctx, c.req.valid("json")), 200));
orders.openapi(list, async (c) => answerPage(c, await listOrders(c.var.ctx, c.req.valid("query"))));
orders.openapi(read, async (c) => answer(c, await getOrder(c.var.ctx, c.req.valid("param")), 200));
orders.openapi(confirm, async (c) =>
  answer(c, await confirmOrder(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
orders.openapi(cancel, async (c) =>
  answer(c, await cancelOrder(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
orders.openapi(close, async (c) =>
  answer(c, await closeOrder(c.var.ctx, { ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 200),
);
orders.openapi(deliver, async (c) =>
  answer(c, await deliverOrder(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 201),
);
orders.openapi(invoice, async (c) =>
  answer(c, await invoiceOrder(c.var.ctx, { ...c.req.valid("json"), ...c.req.valid("param"), expectedVersion: expectedVersion(c) }), 201),
);
