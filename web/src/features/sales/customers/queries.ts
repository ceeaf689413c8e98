import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item, Patch } from "../../../api/types.ts";

export type CustomerRow = Item<"/sales/customers">;
export type Customer = Answer<"/sales/customers/{id}">;
export type CustomerFilter = Filter<"/sales/customers">;
type NewCustomer = Body<"/sales/customers">;
type CustomerChange = Patch<"/sales/customers/{id}">;

export const customerQueries = {
  all: ["sales", "customers"] as const,
  list: (filter: CustomerFilter) =>
    pagesOf([...customerQueries.all, filter], (after) => read(api.GET("/sales/customers", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...customerQueries.all, id],
      queryFn: () => read(api.GET("/sales/customers/{id}", { params: { path: { id } } })),
    }),
  orders: (customerId: string) =>
    queryOptions({
      queryKey: ["sales", "orders", "of", customerId],
      queryFn: () => read(api.GET("/sales/orders", { params: { query: { customerId, limit: 8 } } })),
    }),
  terms: queryOptions({
    queryKey: ["finance", "payment-terms", "choices"],
    queryFn: () => read(api.GET("/finance/payment-terms", { params: { query: { limit: 200 } } })),
  }),
  openInvoices: (partyId: string) =>
    queryOptions({
      queryKey: ["finance", "invoices", "open", partyId],
      queryFn: () => read(api.GET("/finance/invoices", { params: { query: { partyId, kind: "invoice", open: "true", limit: 8 } } })),
    }),
};

export function useCreateCustomer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (customer: NewCustomer) => read(api.POST("/sales/customers", { body: customer })),
    onSuccess: () => queries.invalidateQueries({ queryKey: customerQueries.all }),
  });
}

/** Changes the customer as it was read; somebody else's change in between is not overwritten but refused. */
export function useChangeCustomer({ id, version }: Customer) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: CustomerChange) =>
      read(api.PATCH("/sales/customers/{id}", { params: { path: { id } }, headers: ifMatch(version), body: change })),
    onSuccess: () => queries.invalidateQueries({ queryKey: customerQueries.all }),
  });
}
