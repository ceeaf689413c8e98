import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { read } from "../../../api/read.ts";
import type { Item } from "../../../api/types.ts";

export type FiscalYear = Item<"/finance/fiscal-years">;
export type Period = Item<"/finance/periods">;
export type PeriodState = Period["state"];
export type PeriodModule = keyof Period["modules"];
export type LateEntry = Item<"/finance/periods/{id}/late-entries">;
type ClosingEntry = { lines: readonly { accountId: string; currency: string; debit: string | null; credit: string | null }[] };

const all = ["finance", "periods"] as const;
export const periodQueries = {
  years: () =>
    queryOptions({
      queryKey: [...all, "years"],
      queryFn: async () => (await read(api.GET("/finance/fiscal-years", { params: { query: { limit: 200 } } }))).items,
    }),
  ofYear: (fiscalYearId: string) =>
    queryOptions({
      queryKey: [...all, "of", fiscalYearId],
      queryFn: async () => (await read(api.GET("/finance/periods", { params: { query: { fiscalYearId, limit: 200 } } }))).items,
    }),
  one: (id: string) =>
    queryOptions({ queryKey: [...all, id], queryFn: () => read(api.GET("/finance/periods/{id}", { params: { path: { id } } })) }),
  events: (id: string) =>
    queryOptions({
      queryKey: [...all, id, "events"],
      queryFn: async () => (await read(api.GET("/finance/periods/{id}/events", { params: { path: { id }, query: { limit: 200 } } }))).items,
    }),
  late: (id: string) =>
    pagesOf([...all, id, "late"], (after) =>
      read(api.GET("/finance/periods/{id}/late-entries", { params: { path: { id }, query: { after } } })),
    ),
  /** What closing the year would post, and its result. */
  closing: (id: string) =>
    queryOptions({
      queryKey: [...all, "closing", id],
      queryFn: async () => {
        const dry = await read(api.POST("/finance/fiscal-years/{id}/close", { params: { path: { id }, header: { Prefer: "dry-run" } } }));
        const { preview } = dry as { preview?: { journalEntries: ClosingEntry[] } };
        return { ...dry, lines: (preview?.journalEntries ?? []).flatMap(({ lines }) => lines) };
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

const useChange = <Input, Out>(change: (input: Input) => Promise<Out>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => queries.invalidateQueries() });
};

export type Change = { id: string; module?: PeriodModule | undefined };
const body = ({ module }: Change) => (module ? { module } : {});

export const useClosePeriod = () =>
  useChange((change: Change) => read(api.POST("/finance/periods/{id}/close", { params: { path: { id: change.id } }, body: body(change) })));
export const useSoftClosePeriod = () =>
  useChange((change: Change) =>
    read(api.POST("/finance/periods/{id}/soft-close", { params: { path: { id: change.id } }, body: body(change) })),
  );
export const useReopenPeriod = () =>
  useChange((change: Change & { reason: string; to: "open" | "soft_closed" }) =>
    read(
      api.POST("/finance/periods/{id}/reopen", {
        params: { path: { id: change.id } },
        body: { ...body(change), reason: change.reason, to: change.to },
      }),
    ),
  );
export const useOpenYear = () => useChange((_: undefined) => read(api.POST("/finance/fiscal-years", { body: { periods: "months" } })));
export const useCloseYear = () =>
  useChange((id: string) => read(api.POST("/finance/fiscal-years/{id}/close", { params: { path: { id } }, body: {} })));
export const useReopenYear = () =>
  useChange(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/finance/fiscal-years/{id}/reopen", { params: { path: { id } }, body: { reason } })),
  );
