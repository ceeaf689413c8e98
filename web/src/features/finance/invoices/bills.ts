import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Body } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type NewBill = Body<"/finance/invoices">;

const choices = {
  suppliers: (q: string) =>
    queryOptions({
      queryKey: ["finance", "parties", "suppliers", q],
      queryFn: () =>
        read(api.GET("/finance/parties", { params: { query: { role: "supplier", active: "true", limit: 20, ...(q && { q }) } } })),
      placeholderData: keepPreviousData,
    }),
  accounts: (q: string) =>
    queryOptions({
      queryKey: ["finance", "accounts", "costs", q],
      queryFn: () => read(api.GET("/finance/accounts", { params: { query: { active: "true", limit: 20, ...(q && { q }) } } })),
      placeholderData: keepPreviousData,
    }),
};

/** Who sent the bill. */
export const useSupplierSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(choices.suppliers(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};

/** What a line is spent on. */
export const useAccountSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(choices.accounts(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: `${code} ${name}` })) ?? [], loading: isFetching };
};

/** Taxes that purchases bear. */
export const purchaseTaxes = queryOptions({
  queryKey: ["finance", "taxes", "purchase"],
  queryFn: () => read(api.GET("/finance/taxes", { params: { query: { usage: "purchase", active: "true", limit: 200 } } })),
});

/** Payment terms to choose from. */
export const activeTerms = queryOptions({
  queryKey: ["finance", "payment-terms", "active"],
  queryFn: () => read(api.GET("/finance/payment-terms", { params: { query: { active: "true", limit: 200 } } })),
});

/** Drafts a bill and, when it is to be posted, issues it on its date. */
export function useEnterBill() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ issuedOn, post, ...bill }: NewBill & { issuedOn: string; post: boolean }) => {
      // A bill bears the rates of its own date, whenever it is entered.
      const draft = await read(api.POST("/finance/invoices", { body: { ...bill, taxedOn: issuedOn } }));
      if (!post) return draft;
      return read(api.POST("/finance/invoices/{id}/issue", { params: { path: { id: draft.id } }, body: { issuedOn } }));
    },
    onSuccess: () => queries.invalidateQueries(),
  });
}
