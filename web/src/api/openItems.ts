import {
  type InfiniteData,
  infiniteQueryOptions,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { type OpenDocument, openTotal } from "../ui/allocate.ts";
import { api } from "./client.ts";
import { read } from "./read.ts";
import type { Answer, Filter, Item } from "./types.ts";

type OpenItem = Item<"/finance/open-items">;

/** Instalments of a document are settled together; so is what an entry put on one side of one account. */
const keyOf = ({ document: { kind, id }, accountId, currency }: OpenItem) => (kind === "entry" ? [id, accountId, currency].join() : id);

const documentOf = (key: string, [first, ...others]: readonly OpenItem[]): OpenDocument[] => {
  if (!first) return [];
  const { document, text, ledger, accountId, currency, dueOn } = first;
  return [{ key, ...document, text, ledger, accountId, currency, dueOn, open: openTotal([first, ...others], currency) }];
};

const openItems = (query: Filter<"/finance/open-items">) =>
  infiniteQueryOptions({
    queryKey: ["finance", "open-items", query],
    queryFn: ({ pageParam }) => read(api.GET("/finance/open-items", { params: { query: { ...query, limit: 200, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Answer<"/finance/open-items">) => page.next,
  });

export interface OpenDocuments {
  readonly documents: readonly OpenDocument[];
  /** Loads what is due later; nothing where all is there. */
  readonly more: { readonly loading: boolean; readonly load: () => void } | undefined;
}
type Loaded = Pick<
  UseInfiniteQueryResult<InfiniteData<Answer<"/finance/open-items">>>,
  "data" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
>;

/** A document is one, also when a page ends between its instalments. */
const useDocuments = ({ data, hasNextPage, isFetchingNextPage, fetchNextPage }: Loaded): OpenDocuments => {
  const documents = useMemo(() => {
    const items = data?.pages.flatMap((page) => page.items) ?? [];
    return [...Map.groupBy(items, keyOf)].flatMap(([key, ofIt]) => documentOf(key, ofIt));
  }, [data]);
  return { documents, more: hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined };
};

/** What is open, by document; what is due first stands first, and what is due later is loaded when asked for. */
export const useOpenDocuments = (query: Filter<"/finance/open-items">, options: Readonly<{ enabled?: boolean; retry?: false }> = {}) =>
  useDocuments(useInfiniteQuery({ ...openItems(query), ...options }));
/** The same, waited for. */
export const useOpenDocumentsThere = (query: Filter<"/finance/open-items">) => useDocuments(useSuspenseInfiniteQuery(openItems(query)));

/** Takes an allocation back. */
export function useUndoAllocation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      read(api.POST("/finance/allocations/{id}/undo", { params: { path: { id } }, body: { reason } })),
    onSuccess: () => queries.invalidateQueries(),
  });
}
