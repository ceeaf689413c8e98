import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Filter, Item } from "../../../api/types.ts";

export type ApprovalRow = Item<"/platform/approvals">;
export type Approval = Answer<"/platform/approvals/{id}">;
export type ApprovalFilter = Filter<"/platform/approvals">;
export type PreviewEntry = {
  description?: string;
  effectiveOn?: string;
  lines?: readonly { accountId: string; currency: string; debit: string | null; credit: string | null }[];
};

export const approvalQueries = {
  all: ["platform", "approvals"] as const,
  list: (filter: ApprovalFilter) =>
    pagesOf([...approvalQueries.all, "list", filter], (after) =>
      read(api.GET("/platform/approvals", { params: { query: { ...filter, after } } })),
    ),
  one: (id: string) =>
    queryOptions({
      queryKey: [...approvalQueries.all, id],
      queryFn: () => read(api.GET("/platform/approvals/{id}", { params: { path: { id } } })),
    }),
  /** What approving would post. */
  preview: (id: string) =>
    queryOptions({
      queryKey: [...approvalQueries.all, id, "preview"],
      queryFn: async () => {
        const dry = await read(api.POST("/platform/approvals/{id}/approve", { params: { path: { id }, header: { Prefer: "dry-run" } } }));
        return ((dry as { preview?: { journalEntries: PreviewEntry[] } }).preview?.journalEntries ?? []) as PreviewEntry[];
      },
      retry: false,
    }),
  accounts: () =>
    queryOptions({
      queryKey: ["finance", "accounts", "names"],
      queryFn: async () => {
        const { items } = await read(api.GET("/finance/accounts", { params: { query: { limit: 200 } } }));
        return new Map(items.map(({ id, code, name }) => [id, `${code} ${name}`]));
      },
    }),
};

/** Approving may change anything, so everything is read again. */
const useDecision = <Input>(decide: (input: Input) => Promise<unknown>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: decide, onSuccess: () => queries.invalidateQueries() });
};

export const useApprove = () =>
  useDecision((id: string) => read(api.POST("/platform/approvals/{id}/approve", { params: { path: { id } } })));
export const useReject = () =>
  useDecision(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/platform/approvals/{id}/reject", { params: { path: { id } }, body: { reason } })),
  );
export const useWithdraw = () =>
  useDecision((id: string) => read(api.POST("/platform/approvals/{id}/withdraw", { params: { path: { id } } })));
