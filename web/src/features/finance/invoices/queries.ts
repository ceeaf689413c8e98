import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Filter, Item } from "../../../api/types.ts";

export type InvoiceRow = Item<"/finance/invoices">;
export type Invoice = Answer<"/finance/invoices/{id}">;
export type InvoiceState = InvoiceRow["state"];
export type InvoiceFilter = Filter<"/finance/invoices">;

export const invoiceQueries = {
  all: ["finance", "invoices"] as const,
  list: (filter: InvoiceFilter) =>
    pagesOf([...invoiceQueries.all, filter], (after) => read(api.GET("/finance/invoices", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...invoiceQueries.all, id],
      queryFn: () => read(api.GET("/finance/invoices/{id}", { params: { path: { id } } })),
    }),
};
