import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer } from "../../../api/types.ts";

export type TrialBalance = Answer<"/finance/reports/trial-balance">;
export type BalanceRow = TrialBalance["rows"][number];
export type GeneralLedger = Answer<"/finance/reports/general-ledger">;
export type LedgerRow = GeneralLedger["rows"][number];

export const reportQueries = {
  all: ["finance", "reports"] as const,
  trialBalance: (asOf?: string) =>
    queryOptions({
      queryKey: [...reportQueries.all, "trial-balance", asOf],
      queryFn: () => read(api.GET("/finance/reports/trial-balance", { params: { query: { ...(asOf && { asOf }) } } })),
      placeholderData: keepPreviousData,
    }),
  generalLedger: (accountId: string, period: { from?: string; to?: string }) =>
    infiniteQueryOptions({
      queryKey: [...reportQueries.all, "general-ledger", accountId, period],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/reports/general-ledger", { params: { query: { accountId, ...period, limit: 100, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: GeneralLedger) => page.next,
      placeholderData: keepPreviousData,
    }),
};
