import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item } from "../../../api/types.ts";
import type { Allocation } from "../../../ui/allocate.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type PaymentRow = Item<"/finance/payments">;
export type Payment = Answer<"/finance/payments/{id}">;
export type PaymentFilter = Filter<"/finance/payments">;
export type NewPayment = Body<"/finance/payments">;
export type Invoice = Answer<"/finance/invoices/{id}">;

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
};

export type PayeeAccount = Item<"/finance/parties/{id}/payee-accounts">;

/** The account of a party that holds on a day. Who may not see accounts sees none. */
export const payeeOn = (partyId: string, on: string) =>
  queryOptions({
    queryKey: ["finance", "parties", partyId, "payee-accounts", "latest"],
    queryFn: () => read(api.GET("/finance/parties/{id}/payee-accounts", { params: { path: { id: partyId }, query: { limit: 200 } } })),
    select: ({ items }) =>
      items
        .filter(({ validOn }) => validOn <= on)
        .toSorted((left, right) => right.validOn.localeCompare(left.validOn) || right.id.localeCompare(left.id))[0],
    retry: false,
  });

/** Registers money received; what it settles changes everywhere. */
export function useRegisterPayment() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (payment: NewPayment) => read(api.POST("/finance/payments", { body: payment })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Settles more with what is left of a payment. */
export function useAllocatePayment({ id }: Payment) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (allocations: Allocation[]) =>
      read(api.POST("/finance/payments/{id}/allocations", { params: { path: { id } }, body: { allocations } })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Takes back a payment that the bank returned. */
export function useBouncePayment({ id }: Payment) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (bounce: Body<"/finance/payments/{id}/bounce">) =>
      read(api.POST("/finance/payments/{id}/bounce", { params: { path: { id } }, body: bounce })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

const payers = (q: string) =>
  queryOptions({
    queryKey: ["finance", "parties", "choices", q],
    queryFn: () => read(api.GET("/finance/parties", { params: { query: { active: "true", limit: 20, ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Who may have paid, or been paid: customers and suppliers. */
export const usePayerSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(payers(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};
