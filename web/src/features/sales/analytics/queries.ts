import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer } from "../../../api/types.ts";

export type Overview = Answer<"/sales/analytics/overview">;

export const analyticsQueries = {
  overview: () => queryOptions({ queryKey: ["sales", "analytics", "overview"], queryFn: () => read(api.GET("/sales/analytics/overview")) }),
  lastOrders: () =>
    queryOptions({
      queryKey: ["sales", "orders", "last"],
      queryFn: () => read(api.GET("/sales/orders", { params: { query: { limit: 6 } } })),
    }),
  dueInvoices: () =>
    queryOptions({
      queryKey: ["finance", "invoices", "open-first"],
      queryFn: () => read(api.GET("/finance/invoices", { params: { query: { kind: "invoice", open: "true", limit: 6 } } })),
    }),
};
