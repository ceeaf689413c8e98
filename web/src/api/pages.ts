import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Problem, problemOf } from "./problem.ts";

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** A list of the API: each page starts behind the cursor of the one before. */
export const pagesOf = <Item>(key: readonly unknown[], load: (after: string | undefined) => Promise<ListPage<Item>>) =>
  infiniteQueryOptions({
    queryKey: [...key, "pages"],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListPage<Item>) => page.next,
    placeholderData: keepPreviousData,
  });

export interface PagedRows<Item> {
  readonly rows: readonly Item[];
  readonly loading: boolean;
  readonly stale: boolean;
  readonly problem: Problem | undefined;
  readonly onRetry: () => void;
  readonly more: { readonly hasMore: boolean; readonly loading: boolean; readonly load: () => void };
}

/** A list as the table shows it: rows so far, and how to get more. */
export function usePages<Item>(options: ReturnType<typeof pagesOf<Item>>): PagedRows<Item> {
  const { data, error, isPending, isPlaceholderData, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(options);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    rows,
    loading: isPending,
    stale: isPlaceholderData,
    problem: error && rows.length === 0 ? problemOf(error) : undefined,
    onRetry: () => void refetch(),
    more: { hasMore: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() },
  };
}
