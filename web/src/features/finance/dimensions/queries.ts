import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { DimensionInput, DimensionPatch, DimensionValueInput, DimensionValuePatch } from "#core/finance/dimensions/dimension.ts";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Body, Filter, Item } from "../../../api/types.ts";

export type Dimension = Item<"/finance/dimensions">;
export type DimensionValue = Item<"/finance/dimensions/{id}/values">;
export type Split = Item<"/finance/splits">;

export const dimensionQueries = {
  all: ["finance", "dimensions"] as const,
  list: queryOptions({
    queryKey: ["finance", "dimensions", "list"],
    queryFn: async () => (await read(api.GET("/finance/dimensions", { params: { query: { limit: 200 } } }))).items,
  }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...dimensionQueries.all, id],
      queryFn: () => read(api.GET("/finance/dimensions/{id}", { params: { path: { id } } })),
    }),
  values: (id: string, filter: Filter<"/finance/dimensions/{id}/values">) =>
    pagesOf([...dimensionQueries.all, id, "values", filter], (after) =>
      read(api.GET("/finance/dimensions/{id}/values", { params: { path: { id }, query: { ...filter, after } } })),
    ),
  splits: queryOptions({
    queryKey: ["finance", "splits", "list"],
    queryFn: async () => (await read(api.GET("/finance/splits", { params: { query: { limit: 200 } } }))).items,
  }),
};

function useCommand<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: ["finance"] }) }).mutateAsync;
}

export const useAddDimension = () => useCommand((body: DimensionInput) => read(api.POST("/finance/dimensions", { body })));

export const useChangeDimension = ({ id, version }: Dimension) =>
  useCommand((body: DimensionPatch) =>
    read(api.PATCH("/finance/dimensions/{id}", { params: { path: { id } }, headers: ifMatch(version), body })),
  );

export const useAddValue = (id: string) =>
  useCommand((body: DimensionValueInput) => read(api.POST("/finance/dimensions/{id}/values", { params: { path: { id } }, body })));

export const useChangeValue = () =>
  useCommand(({ value: { id, version }, changes }: { value: DimensionValue; changes: DimensionValuePatch }) =>
    read(api.PATCH("/finance/dimension-values/{id}", { params: { path: { id } }, headers: ifMatch(version), body: changes })),
  );

export const useChangeSplit = () =>
  useCommand(({ split: { id, version }, active }: { split: Split; active: boolean }) =>
    read(api.PATCH("/finance/splits/{id}", { params: { path: { id } }, headers: ifMatch(version), body: { active } })),
  );

/** Saves a split: a new one, or one as it was read. */
export const useSaveSplit = (split: Split | undefined) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ code, ...rest }: Body<"/finance/splits">) =>
      split
        ? read(api.PATCH("/finance/splits/{id}", { params: { path: { id: split.id } }, headers: ifMatch(split.version), body: rest }))
        : read(api.POST("/finance/splits", { body: { code, ...rest } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["finance"] }),
  });
};

const valuesOf = (id: string) => read(api.GET("/finance/dimensions/{id}/values", { params: { path: { id }, query: { limit: 200 } } }));

/** What the values of dimensions are called. */
export const valueNames = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [...dimensionQueries.all, "names", ids],
    queryFn: async () => {
      const pages = await Promise.all(ids.map(async (dimensionId) => ({ dimensionId, ...(await valuesOf(dimensionId)) })));
      return new Map(
        pages.flatMap(({ dimensionId, items }) =>
          items.map(({ id, code, name }) => [id, { code, label: `${code} ${name}`, dimensionId }] as const),
        ),
      );
    },
  });
