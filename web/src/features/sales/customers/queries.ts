import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Filter, Item } from "../../../api/types.ts";

export type CustomerRow = Item<"/sales/customers">;
export type Customer = Answer<"/sales/customers/{id}">;
export type CustomerFilter = Filter<"/sales/customers">;

export const customerQueries = {
  all: ["sales", "customers"] as const,
  list: (filter: CustomerFilter) =>
    pagesOf([...customerQueries.all, filter], (after) => read(api.GET("/sales/customers", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...customerQueries.all, id],
      queryFn: () => read(api.GET("/sales/customers/{id}", { params: { path: { id } } })),
    }),
};
