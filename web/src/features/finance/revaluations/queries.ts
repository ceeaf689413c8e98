import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Item } from "../../../api/types.ts";

export type RevaluationRow = Item<"/finance/revaluations">;
export type Revaluation = Answer<"/finance/revaluations/{id}">;

export const revaluationQueries = {
  all: ["finance", "revaluations"] as const,
  list: () =>
    pagesOf([...revaluationQueries.all, "list"], (after) => read(api.GET("/finance/revaluations", { params: { query: { after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...revaluationQueries.all, id],
      queryFn: () => read(api.GET("/finance/revaluations/{id}", { params: { path: { id } } })),
    }),
  /** What it would be: the server runs it whole and rolls it back. */
  preview: (on: string) =>
    queryOptions({
      queryKey: [...revaluationQueries.all, "preview", on],
      queryFn: () => read(api.POST("/finance/revaluations", { params: { header: { Prefer: "dry-run" } }, body: { on } })),
      placeholderData: keepPreviousData,
      retry: false,
      staleTime: 0,
    }),
};

/** Posts it; balances change everywhere. */
export function useRevalue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (on: string) => read(api.POST("/finance/revaluations", { body: { on } })),
    onSuccess: () => queries.invalidateQueries(),
  });
}
