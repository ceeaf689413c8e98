import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { DimensionChoice, SavedSplit } from "../ui/LineDimensions.tsx";
import type { ChoiceSearch } from "../ui/Lookup.tsx";
import { useDebounced } from "../ui/useDebounced.ts";
import { api } from "./client.ts";
import { read } from "./read.ts";

const dimensions = queryOptions({
  queryKey: ["finance", "dimensions", "choices"],
  queryFn: async () => (await read(api.GET("/finance/dimensions", { params: { query: { limit: 200 } } }))).items,
});

const splits = queryOptions({
  queryKey: ["finance", "splits", "choices"],
  queryFn: async () => (await read(api.GET("/finance/splits", { params: { query: { limit: 200 } } }))).items,
});

const values = (id: string, q: string) =>
  queryOptions({
    queryKey: ["finance", "dimensions", id, "choices", q],
    queryFn: () =>
      read(api.GET("/finance/dimensions/{id}/values", { params: { path: { id }, query: { limit: 30, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

const searches = new Map<string, ChoiceSearch>();

/** The values of a dimension that are in use, by code or name; the same hook each time it is asked for. */
export function valueSearchOf(dimensionId: string): ChoiceSearch {
  const known = searches.get(dimensionId);
  if (known) return known;
  const useValueSearch: ChoiceSearch = (text) => {
    const { data, isFetching } = useQuery(values(dimensionId, useDebounced(text)));
    return { choices: data?.items.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })) ?? [], loading: isFetching };
  };
  searches.set(dimensionId, useValueSearch);
  return useValueSearch;
}

/** The dimensions in use, each with the search for its values. */
export function useDimensionChoices(): readonly DimensionChoice[] {
  const { data } = useSuspenseQuery(dimensions);
  return data.filter(({ active }) => active).map(({ id, name }) => ({ id, name, useSearch: valueSearchOf(id) }));
}

/** What lines can be told apart by, and the splits that are saved. */
export function useLineDimensions(): Readonly<{ dimensions: readonly DimensionChoice[]; splits: readonly SavedSplit[] }> {
  const { data } = useSuspenseQuery(splits);
  return { dimensions: useDimensionChoices(), splits: data };
}
