import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer } from "../../../api/types.ts";

export type Statement = Answer<"/finance/parties/{id}/statement">;
export type StatementAccount = Statement["currencies"][number];
export type OpenItem = NonNullable<Statement["aged"]["items"]>[number];

interface Span {
  readonly ledger?: "receivable" | "payable" | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const partyQueries = {
  statement: (id: string, span: Span) =>
    infiniteQueryOptions({
      queryKey: ["finance", "parties", id, "statement", span],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/parties/{id}/statement", { params: { path: { id }, query: { ...span, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: Statement) => page.next,
      placeholderData: keepPreviousData,
    }),
};
