import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item, Patch } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type TaxRow = Item<"/finance/taxes">;
export type Tax = Answer<"/finance/taxes/{id}">;
export type TaxReport = Answer<"/finance/reports/tax">;
export type TaxLine = Item<"/finance/reports/tax/lines">;
export type TaxBox = Answer<"/finance/tax-boxes/{id}">;
export type TaxFilter = Filter<"/finance/taxes">;
export type LineFilter = Filter<"/finance/reports/tax/lines">;
export type Period = Readonly<{ from?: string | undefined; to?: string | undefined }>;
type NewTax = Body<"/finance/taxes">;
type NewRate = Body<"/finance/taxes/{id}/rates">;

export const taxQueries = {
  all: ["finance", "taxes"] as const,
  list: (filter: TaxFilter) =>
    pagesOf([...taxQueries.all, filter], (after) => read(api.GET("/finance/taxes", { params: { query: { ...filter, after } } }))),
  /** Every tax of the company, for choosing one: there are few. */
  choices: () =>
    queryOptions({
      queryKey: [...taxQueries.all, "choices"],
      queryFn: async () => (await read(api.GET("/finance/taxes", { params: { query: { limit: 200 } } }))).items,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...taxQueries.all, id],
      queryFn: () => read(api.GET("/finance/taxes/{id}", { params: { path: { id } } })),
    }),
  account: (id: string | null) =>
    queryOptions({
      queryKey: ["finance", "accounts", id],
      queryFn: () => read(api.GET("/finance/accounts/{id}", { params: { path: { id: id ?? "" } } })),
      enabled: id !== null,
    }),
  report: (period: Period) =>
    queryOptions({
      queryKey: [...taxQueries.all, "report", period],
      queryFn: () => read(api.GET("/finance/reports/tax", { params: { query: period } })),
      placeholderData: keepPreviousData,
    }),
  lines: (filter: LineFilter) =>
    pagesOf([...taxQueries.all, "lines", filter], (after) =>
      read(api.GET("/finance/reports/tax/lines", { params: { query: { ...filter, limit: 100, after } } })),
    ),
  boxes: () =>
    queryOptions({
      queryKey: [...taxQueries.all, "boxes"],
      queryFn: async () => (await read(api.GET("/finance/tax-boxes", { params: { query: { limit: 200 } } }))).items,
    }),
};

/** Sends a change; what is shown of taxes is read anew. */
function useTaxCommand<Input, Output>(work: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries({ queryKey: taxQueries.all }) });
}

export const useCreateTax = () => useTaxCommand((tax: NewTax) => read(api.POST("/finance/taxes", { body: tax })));

export const useChangeTax = ({ id, version }: Tax) =>
  useTaxCommand((change: Patch<"/finance/taxes/{id}">) =>
    read(api.PATCH("/finance/taxes/{id}", { params: { path: { id } }, headers: ifMatch(version), body: change })),
  );

export const useAddTaxRate = ({ id, version }: Tax) =>
  useTaxCommand((rate: NewRate) =>
    read(api.POST("/finance/taxes/{id}/rates", { params: { path: { id } }, headers: ifMatch(version), body: rate })),
  );

export const useChangeTaxBox = ({ id, version }: TaxBox) =>
  useTaxCommand((change: Patch<"/finance/tax-boxes/{id}">) =>
    read(api.PATCH("/finance/tax-boxes/{id}", { params: { path: { id } }, headers: ifMatch(version), body: change })),
  );

const accounts = (q: string) =>
  queryOptions({
    queryKey: ["finance", "accounts", "choices", q],
    queryFn: () => read(api.GET("/finance/accounts", { params: { query: { limit: 20, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Accounts by code or name. */
export const useAccountSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(accounts(useDebounced(text)));
  return { choices: data?.items.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })) ?? [], loading: isFetching };
};
