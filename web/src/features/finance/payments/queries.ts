import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type PaymentRow = Item<"/finance/payments">;
export type Payment = Answer<"/finance/payments/{id}">;
export type PaymentFilter = Filter<"/finance/payments">;
export type NewPayment = Body<"/finance/payments">;
export type Invoice = Answer<"/finance/invoices/{id}">;
export type OpenInvoice = Item<"/finance/invoices">;

export const paymentQueries = {
  all: ["finance", "payments"] as const,
  list: (filter: PaymentFilter) =>
    pagesOf([...paymentQueries.all, filter], (after) => read(api.GET("/finance/payments", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...paymentQueries.all, id],
      queryFn: () => read(api.GET("/finance/payments/{id}", { params: { path: { id } } })),
    }),
  invoice: (id: string) =>
    queryOptions({
      queryKey: ["finance", "invoices", id],
      queryFn: () => read(api.GET("/finance/invoices/{id}", { params: { path: { id } } })),
    }),
  /** What a customer has not paid yet, oldest first. */
  openInvoices: (partyId: string) =>
    queryOptions({
      queryKey: [...paymentQueries.all, "open", partyId],
      queryFn: async () => {
        const { items } = await read(
          api.GET("/finance/invoices", { params: { query: { partyId, kind: "invoice", open: "true", limit: 200 } } }),
        );
        return [...items].sort((left, right) => (left.dueOn ?? "").localeCompare(right.dueOn ?? ""));
      },
    }),
};

/** Registers money received; what it settles changes everywhere. */
export function useRegisterPayment() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (payment: NewPayment) => read(api.POST("/finance/payments", { body: payment })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

const payers = (q: string) =>
  queryOptions({
    queryKey: ["sales", "customers", "choices", q],
    queryFn: () => read(api.GET("/sales/customers", { params: { query: { limit: 20, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Who may have paid. */
export const usePayerSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(payers(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};
