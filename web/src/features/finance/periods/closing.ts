import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Item, Patch } from "../../../api/types.ts";

export type Checklist = Answer<"/finance/periods/{id}/checklist">;
export type Check = Checklist["checks"][number];
export type Finding = Check["findings"][number];
export type ListItem = Checklist["items"][number];
export type CloseProof = Answer<"/finance/periods/{id}/close-proofs">["items"][number];
export type CloseRule = Item<"/finance/close-rules">;
export type CloseItem = Item<"/finance/close-items">;
export type CloseEffect = Check["close"];
type Effects = Readonly<Record<"softClose" | "close", CloseEffect>>;

const all = ["finance", "closing"] as const;
export const closingQueries = {
  checklist: (id: string) =>
    queryOptions({
      queryKey: [...all, "checklist", id],
      queryFn: () => read(api.GET("/finance/periods/{id}/checklist", { params: { path: { id } } })),
      staleTime: 0,
    }),
  /** What the checklist said whenever the period was closed, the last first. */
  proofs: (id: string) =>
    queryOptions({
      queryKey: [...all, "proofs", id],
      queryFn: async () => (await read(api.GET("/finance/periods/{id}/close-proofs", { params: { path: { id } } }))).items,
      staleTime: 0,
    }),
  rules: () => queryOptions({ queryKey: [...all, "rules"], queryFn: async () => (await read(api.GET("/finance/close-rules"))).items }),
  items: () => queryOptions({ queryKey: [...all, "items"], queryFn: async () => (await read(api.GET("/finance/close-items"))).items }),
};

const useChange = <Input, Out>(change: (input: Input) => Promise<Out>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: all }) }).mutateAsync;
};

export const useTick = (id: string) =>
  useChange((input: { itemId: string; note?: string }) =>
    read(api.POST("/finance/periods/{id}/checklist/tick", { params: { path: { id } }, body: input })),
  );
export const useUntick = (id: string) =>
  useChange((input: { itemId: string; reason: string }) =>
    read(api.POST("/finance/periods/{id}/checklist/untick", { params: { path: { id } }, body: input })),
  );
export const useSetRule = () =>
  useChange(({ rule, effects }: { rule: CloseRule; effects: Effects }) =>
    read(
      api.PUT("/finance/close-rules/{check}", {
        params: { path: { check: rule.check } },
        headers: ifMatch(rule.version),
        body: effects,
      }),
    ),
  );
export const useAddItem = () => useChange((body: Body<"/finance/close-items">) => read(api.POST("/finance/close-items", { body })));
export const useChangeItem = () =>
  useChange(({ item, changes }: { item: CloseItem; changes: Patch<"/finance/close-items/{id}"> }) =>
    read(api.PATCH("/finance/close-items/{id}", { params: { path: { id: item.id } }, headers: ifMatch(item.version), body: changes })),
  );
export const useOrderItems = () => useChange((ids: string[]) => read(api.POST("/finance/close-items/order", { body: { ids } })));
