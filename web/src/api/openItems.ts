import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { type OpenDocument, openTotal } from "../ui/allocate.ts";
import { api } from "./client.ts";
import { read } from "./read.ts";
import type { Filter, Item } from "./types.ts";

type OpenItem = Item<"/finance/open-items">;

/** Instalments of a document are settled together; so is what an entry put on one side of one account. */
const keyOf = ({ document: { kind, id }, accountId, currency }: OpenItem) => (kind === "entry" ? [id, accountId, currency].join() : id);

const documentOf = (key: string, [first, ...others]: readonly OpenItem[]): OpenDocument[] => {
  if (!first) return [];
  const { document, text, ledger, accountId, currency, dueOn } = first;
  return [{ key, ...document, text, ledger, accountId, currency, dueOn, open: openTotal([first, ...others], currency) }];
};

/** What is open, by document; what is due first stands first. */
export const openDocuments = (query: Filter<"/finance/open-items">) =>
  queryOptions({
    queryKey: ["finance", "open-items", query],
    queryFn: async () => {
      const { items } = await read(api.GET("/finance/open-items", { params: { query: { ...query, limit: 200 } } }));
      return [...Map.groupBy(items, keyOf)].flatMap(([key, ofIt]) => documentOf(key, ofIt));
    },
  });

/** Takes an allocation back. */
export function useUndoAllocation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      read(api.POST("/finance/allocations/{id}/undo", { params: { path: { id } }, body: { reason } })),
    onSuccess: () => queries.invalidateQueries(),
  });
}
