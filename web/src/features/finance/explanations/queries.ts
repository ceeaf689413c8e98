import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer, Filter } from "../../../api/types.ts";

export type EntryExplanation = Answer<"/finance/entries/{id}/explain">;
export type ExplainedLine = EntryExplanation["lines"][number];
export type Determination = ExplainedLine["determinedBy"][number];
export type InvoiceExplanation = Answer<"/finance/invoices/{id}/explain">;
export type FigureExplanation = Answer<"/finance/reports/{report}/explain">;
export type SumExplanation = Answer<"/finance/reports/explain-sum">;
export type SumFilter = Filter<"/finance/reports/explain-sum">;
export type FlowEntries = Answer<"/finance/reports/cash-flow/entries">;
export type ExplainedReport = FigureExplanation["report"];

const all = ["finance", "explanations"] as const;

export const explanationQueries = {
  entry: (id: string) =>
    queryOptions({
      queryKey: [...all, "entry", id],
      queryFn: () => read(api.GET("/finance/entries/{id}/explain", { params: { path: { id } } })),
    }),
  invoice: (id: string) =>
    queryOptions({
      queryKey: [...all, "invoice", id],
      queryFn: () => read(api.GET("/finance/invoices/{id}/explain", { params: { path: { id } } })),
    }),
  sum: (query: SumFilter) =>
    queryOptions({
      queryKey: [...all, "sum", query],
      queryFn: () => read(api.GET("/finance/reports/explain-sum", { params: { query } })),
    }),
  flow: (query: Filter<"/finance/reports/cash-flow/entries">) =>
    infiniteQueryOptions({
      queryKey: [...all, "flow", query],
      queryFn: ({ pageParam }) =>
        read(api.GET("/finance/reports/cash-flow/entries", { params: { query: { ...query, limit: 50, after: pageParam } } })),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: FlowEntries) => page.next,
      placeholderData: keepPreviousData,
    }),
  figure: (report: ExplainedReport, query: Filter<"/finance/reports/{report}/explain">) =>
    queryOptions({
      queryKey: [...all, report, query],
      queryFn: () => read(api.GET("/finance/reports/{report}/explain", { params: { path: { report }, query } })),
    }),
};
