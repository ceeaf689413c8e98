import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

const customers = (q: string) =>
  queryOptions({
    queryKey: ["sales", "customers", "choices", q],
    queryFn: () => read(api.GET("/sales/customers", { params: { query: { limit: 20, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Customers an order can be for. */
export const useCustomerSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(customers(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};

const products = (q: string) =>
  queryOptions({
    queryKey: ["sales", "products", "choices", q],
    queryFn: () => read(api.GET("/sales/products", { params: { query: { limit: 20, ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Products a line can be of. */
export const useProductSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(products(useDebounced(text)));
  const sellable = data?.items.filter(({ state }) => state !== "archived") ?? [];
  return { choices: sellable.map(({ id, name, sku }) => ({ value: id, label: name, hint: sku })), loading: isFetching };
};
