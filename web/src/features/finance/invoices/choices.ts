import { keepPreviousData, queryOptions, useQuery, useSuspenseQueries } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Choice, ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";
import type { Invoice } from "./queries.ts";

type Role = "customer" | "supplier";

const choices = {
  parties: (role: Role, q: string) =>
    queryOptions({
      queryKey: ["finance", "parties", role, q],
      queryFn: () => read(api.GET("/finance/parties", { params: { query: { role, active: "true", limit: 20, ...(q && { q }) } } })),
      placeholderData: keepPreviousData,
    }),
  accounts: (q: string) =>
    queryOptions({
      queryKey: ["finance", "accounts", "lines", q],
      queryFn: () => read(api.GET("/finance/accounts", { params: { query: { active: "true", limit: 20, ...(q && { q }) } } })),
      placeholderData: keepPreviousData,
    }),
  account: (id: string) =>
    queryOptions({
      queryKey: ["finance", "accounts", id],
      queryFn: () => read(api.GET("/finance/accounts/{id}", { params: { path: { id } } })),
    }),
};

const useParties = (role: Role, text: string) => {
  const { data, isFetching } = useQuery(choices.parties(role, useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};
/** Who sent the bill. */
export const useSupplierSearch: ChoiceSearch = (text) => useParties("supplier", text);
/** Whom the invoice is for. */
export const useCustomerSearch: ChoiceSearch = (text) => useParties("customer", text);

/** What a line is earned or spent on. */
export const useAccountSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(choices.accounts(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: `${code} ${name}` })) ?? [], loading: isFetching };
};

/** The accounts that the lines of a draft name. */
export const useAccountsOf = (draft: Invoice | undefined): ReadonlyMap<string, Choice> => {
  const ids = [...new Set(draft?.lines.map(({ accountId }) => accountId))];
  const accounts = useSuspenseQueries({ queries: ids.map(choices.account) });
  return new Map(accounts.map(({ data: { id, code, name } }) => [id, { value: id, label: `${code} ${name}` }]));
};

/** Taxes that sales or purchases bear. */
export const taxesFor = (usage: "sale" | "purchase") =>
  queryOptions({
    queryKey: ["finance", "taxes", usage],
    queryFn: () => read(api.GET("/finance/taxes", { params: { query: { usage, active: "true", limit: 200 } } })),
  });

/** Payment terms to choose from. */
export const activeTerms = queryOptions({
  queryKey: ["finance", "payment-terms", "active"],
  queryFn: () => read(api.GET("/finance/payment-terms", { params: { query: { active: "true", limit: 200 } } })),
});
