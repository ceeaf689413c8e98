import { queryOptions } from "@tanstack/react-query";
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
  figure: (report: ExplainedReport, query: Filter<"/finance/reports/{report}/explain">) =>
    queryOptions({
      queryKey: [...all, report, query],
      queryFn: () => read(api.GET("/finance/reports/{report}/explain", { params: { path: { report }, query } })),
    }),
};
