import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Filter, Item } from "../../../api/types.ts";

export type ApprovalRow = Item<"/platform/approvals">;
export type Approval = Answer<"/platform/approvals/{id}">;
export type ApprovalFilter = Filter<"/platform/approvals">;
export type ApprovalRule = Answer<"/platform/approval-rules">["items"][number];
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
  rules: queryOptions({
    queryKey: ["platform", "approval-rules"],
    queryFn: async () => (await read(api.GET("/platform/approval-rules"))).items,
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

const isNoPreview = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.at(-1) !== "preview";

/** Approving may change anything, so everything is read again; only what approving would do is no question any more. */
const useDecision = <Input, Output>(decide: (input: Input) => Promise<Output>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: decide, onSuccess: () => queries.invalidateQueries({ predicate: isNoPreview }) });
};

export const useApprove = () =>
  useDecision((id: string) => read(api.POST("/platform/approvals/{id}/approve", { params: { path: { id } } })));
export const useReject = () =>
  useDecision(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/platform/approvals/{id}/reject", { params: { path: { id } }, body: { reason } })),
  );
export const useWithdraw = () =>
  useDecision((id: string) => read(api.POST("/platform/approvals/{id}/withdraw", { params: { path: { id } } })));

/** Sets a rule as it was read; somebody else's change in between is not overwritten. */
export const useSetRule = ({ action, version }: ApprovalRule) =>
  useDecision((rule: { demanded: boolean; above?: string }) =>
    read(api.PUT("/platform/approval-rules/{action}", { params: { path: { action } }, headers: ifMatch(version), body: rule })),
  );

/** The whole number of an account that waits to be approved; who looks is kept. */
export const useRevealNumber = () =>
  useMutation({
    mutationFn: ({ partyId, accountId }: { partyId: string; accountId: string }) =>
      read(api.POST("/finance/parties/{id}/payee-accounts/{accountId}/reveal", { params: { path: { id: partyId, accountId } } })),
  });
