import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item, Patch } from "../../../api/types.ts";

export type OrderRow = Item<"/sales/orders">;
export type Order = Answer<"/sales/orders/{id}">;
export type OrderLine = Order["lines"][number];
export type OrderStatus = OrderRow["status"];
export type OrderFilter = Filter<"/sales/orders">;
export type NewOrder = Body<"/sales/orders">;
export type Amendment = Patch<"/sales/orders/{id}">;
export type Returned = Body<"/sales/orders/{id}/returns">;
export type DeliveryLines = NonNullable<Body<"/sales/orders/{id}/deliveries">["lines"]>;

/** Until it is over an order may be amended. */
export const isAmendable = ({ status }: Order): boolean => status !== "closed" && status !== "cancelled";

export const orderQueries = {
  all: ["sales", "orders"] as const,
  list: (filter: OrderFilter) =>
    pagesOf([...orderQueries.all, filter], (after) => read(api.GET("/sales/orders", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...orderQueries.all, id],
      queryFn: () => read(api.GET("/sales/orders/{id}", { params: { path: { id } } })),
    }),
  /** The customer an order is begun for. */
  customer: (id: string) =>
    queryOptions({
      queryKey: ["sales", "customers", id],
      queryFn: () => read(api.GET("/sales/customers/{id}", { params: { path: { id } } })),
    }),
};
