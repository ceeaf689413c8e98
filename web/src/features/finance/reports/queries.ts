import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Filter } from "../../../api/types.ts";

export type TrialBalance = Answer<"/finance/reports/trial-balance">;
export type BalanceRow = TrialBalance["rows"][number];
export type GeneralLedger = Answer<"/finance/reports/general-ledger">;
export type LedgerRow = GeneralLedger["rows"][number];
export type JournalReport = Answer<"/finance/reports/journal">;
export type StatementLine = TrialBalance["lines"][number];
export type Translation = NonNullable<TrialBalance["translation"]>;
export type StatementDifference = Answer<"/finance/reports/differences">;
export type DifferenceEntry = Answer<"/finance/reports/differences/entries">["items"][number];
export type SideBySide = Answer<"/finance/reports/side-by-side">;
/** A statement as it is printed. */
export type Statement = Readonly<{
  asOf: string;
  from?: string | undefined;
  knownAt: string;
  currency: string;
  columns: readonly Readonly<{ from: string | null; to: string }>[];
  lines: readonly StatementLine[];
}>;

const all = ["finance", "reports"] as const;
export type Aged = Answer<"/finance/reports/aged-receivables">;
export type AgedRow = Aged["rows"][number];
export type AgedItems = Answer<"/finance/reports/aged-receivables/items">;
export type AgedLedger = "receivables" | "payables";

const agedPaths = { receivables: "/finance/reports/aged-receivables", payables: "/finance/reports/aged-payables" } as const;

const agedItemsPaths = {
  receivables: "/finance/reports/aged-receivables/items",
  payables: "/finance/reports/aged-payables/items",
} as const;

export const reportQueries = {
  all,
  trialBalance: (query: Filter<"/finance/reports/trial-balance">) =>
    queryOptions({
      queryKey: [...all, "trial-balance", query],
      queryFn: () => read(api.GET("/finance/reports/trial-balance", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  profitAndLoss: (query: Filter<"/finance/reports/profit-and-loss">) =>
    queryOptions({
      queryKey: [...all, "profit-and-loss", query],
      queryFn: () => read(api.GET("/finance/reports/profit-and-loss", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  balanceSheet: (query: Filter<"/finance/reports/balance-sheet">) =>
    queryOptions({
      queryKey: [...all, "balance-sheet", query],
      queryFn: () => read(api.GET("/finance/reports/balance-sheet", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  cashFlow: (query: Filter<"/finance/reports/cash-flow">) =>
    queryOptions({
      queryKey: [...all, "cash-flow", query],
      queryFn: () => read(api.GET("/finance/reports/cash-flow", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  difference: (query: Filter<"/finance/reports/differences">) =>
    queryOptions({
      queryKey: [...all, "difference", query],
      queryFn: () => read(api.GET("/finance/reports/differences", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  sideBySide: (query: Filter<"/finance/reports/side-by-side">) =>
    queryOptions({
      queryKey: [...all, "side-by-side", query],
      queryFn: () => read(api.GET("/finance/reports/side-by-side", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  aged: (ledger: AgedLedger, { asOf, days }: { asOf?: string | undefined; days?: string | undefined }) =>
    queryOptions({
      queryKey: [...all, "aged", ledger, asOf, days],
      queryFn: () => read(api.GET(agedPaths[ledger], { params: { query: { ...(asOf && { asOf }), ...(days && { days }) } } })),
      placeholderData: keepPreviousData,
    }),
  agedItems: (ledger: AgedLedger, query: Filter<"/finance/reports/aged-receivables/items">) =>
    infiniteQueryOptions({
      queryKey: [...all, "aged-items", ledger, query],
      queryFn: ({ pageParam }) => read(api.GET(agedItemsPaths[ledger], { params: { query: { ...query, limit: 100, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: AgedItems) => page.next,
    }),
  differenceEntries: (query: Filter<"/finance/reports/differences/entries">) =>
    infiniteQueryOptions({
      queryKey: [...all, "difference-entries", query],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/reports/differences/entries", { params: { query: { ...query, limit: 50, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: Answer<"/finance/reports/differences/entries">) => page.next,
    }),
  generalLedger: (accountId: string, query: Omit<Filter<"/finance/reports/general-ledger">, "accountId">) =>
    infiniteQueryOptions({
      queryKey: [...all, "general-ledger", accountId, query],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/reports/general-ledger", { params: { query: { accountId, ...query, limit: 100, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: GeneralLedger) => page.next,
      placeholderData: keepPreviousData,
    }),
  journal: (query: Filter<"/finance/reports/journal">) =>
    infiniteQueryOptions({
      queryKey: [...all, "journal", query],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/reports/journal", { params: { query: { ...query, limit: 50, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: JournalReport) => page.next,
      placeholderData: keepPreviousData,
    }),
};
