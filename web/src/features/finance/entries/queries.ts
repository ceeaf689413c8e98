import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type Entry = Answer<"/finance/entries/{id}">;
export type EntryLine = Entry["lines"][number];
export type EntryRow = Item<"/finance/entries">;
export type EntryFilter = Filter<"/finance/entries">;
export type Draft = Answer<"/finance/entry-drafts/{id}">;
export type DraftRow = Item<"/finance/entry-drafts">;
export type DraftContent = Body<"/finance/entry-drafts">;

export const entryQueries = {
  all: ["finance", "entries"] as const,
  list: (filter: EntryFilter) =>
    pagesOf([...entryQueries.all, filter], (after) => read(api.GET("/finance/entries", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...entryQueries.all, id],
      queryFn: () => read(api.GET("/finance/entries/{id}", { params: { path: { id } } })),
    }),
  allocations: (id: string) =>
    queryOptions({
      queryKey: [...entryQueries.all, id, "allocations"],
      queryFn: () => read(api.GET("/finance/entries/{id}/allocations", { params: { path: { id } } })),
    }),
  drafts: (filter: Filter<"/finance/entry-drafts">) =>
    pagesOf([...entryQueries.all, "drafts", filter], (after) =>
      read(api.GET("/finance/entry-drafts", { params: { query: { ...filter, after } } })),
    ),
  draft: (id: string) =>
    queryOptions({
      queryKey: [...entryQueries.all, "draft", id],
      queryFn: () => read(api.GET("/finance/entry-drafts/{id}", { params: { path: { id } } })),
    }),
  account: (id: string) =>
    queryOptions({
      queryKey: ["finance", "accounts", id],
      queryFn: () => read(api.GET("/finance/accounts/{id}", { params: { path: { id } } })),
    }),
  journals: queryOptions({
    queryKey: ["finance", "journals", "choices"],
    queryFn: async () => (await read(api.GET("/finance/journals", { params: { query: { limit: 200 } } }))).items,
  }),
};

const accounts = (q: string) =>
  queryOptions({
    queryKey: ["finance", "accounts", "choices", q],
    queryFn: () => read(api.GET("/finance/accounts", { params: { query: { limit: 60, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Accounts by code or name. */
export const useAccountSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(accounts(useDebounced(text)));
  return { choices: data?.items.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })) ?? [], loading: isFetching };
};

/** Accounts that entries by hand may use. */
export const usePostableSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(accounts(useDebounced(text)));
  const postable = data?.items.filter(({ manualPosting }) => manualPosting) ?? [];
  return { choices: postable.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })), loading: isFetching };
};

const parties = (q: string) =>
  queryOptions({
    queryKey: ["finance", "parties", "choices", q],
    queryFn: () => read(api.GET("/finance/parties", { params: { query: { active: "true", limit: 20, ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Customers and suppliers. */
export const usePartySearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(parties(useDebounced(text)));
  return { choices: data?.items.map(({ id, code, name }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};
