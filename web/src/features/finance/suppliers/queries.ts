import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item, Patch } from "../../../api/types.ts";

export type SupplierRow = Item<"/finance/parties">;
export type Supplier = Answer<"/finance/parties/{id}">;
export type PayeeAccount = Item<"/finance/parties/{id}/payee-accounts">;

export const supplierQueries = {
  all: ["finance", "parties"] as const,
  list: (filter: Filter<"/finance/parties">) =>
    pagesOf([...supplierQueries.all, "suppliers", filter], (after) =>
      read(api.GET("/finance/parties", { params: { query: { ...filter, role: "supplier", after } } })),
    ),
  one: (id: string) =>
    queryOptions({
      queryKey: [...supplierQueries.all, id],
      queryFn: () => read(api.GET("/finance/parties/{id}", { params: { path: { id } } })),
    }),
  accounts: (id: string) =>
    queryOptions({
      queryKey: [...supplierQueries.all, id, "payee-accounts"],
      queryFn: () => read(api.GET("/finance/parties/{id}/payee-accounts", { params: { path: { id }, query: { limit: 50 } } })),
    }),
  waiting: (id: string) =>
    queryOptions({
      queryKey: ["platform", "approvals", "about", id],
      queryFn: () =>
        read(
          api.GET("/platform/approvals", {
            params: { query: { subjectId: id, state: "pending", action: "finance.payee_account.write" } },
          }),
        ),
    }),
  openBills: (partyId: string) =>
    queryOptions({
      queryKey: ["finance", "invoices", "open bills", partyId],
      queryFn: () => read(api.GET("/finance/invoices", { params: { query: { partyId, kind: "bill", open: "true", limit: 8 } } })),
    }),
  terms: queryOptions({
    queryKey: ["finance", "payment-terms", "choices"],
    queryFn: () => read(api.GET("/finance/payment-terms", { params: { query: { limit: 200 } } })),
  }),
};

function useCommand<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries() });
}

export const useCreateSupplier = () => useCommand((body: Body<"/finance/parties">) => read(api.POST("/finance/parties", { body })));

/** Changes the supplier as it was read; somebody else's change in between is not overwritten but refused. */
export const useChangeSupplier = ({ id, version }: Supplier) =>
  useCommand((body: Patch<"/finance/parties/{id}">) =>
    read(api.PATCH("/finance/parties/{id}", { params: { path: { id } }, headers: ifMatch(version), body })),
  );

export const useEnterAccount = (id: string) =>
  useCommand((body: Body<"/finance/parties/{id}/payee-accounts">) =>
    read(api.POST("/finance/parties/{id}/payee-accounts", { params: { path: { id } }, body })),
  );

/** The whole number; who looks is kept by the audit, and nothing here keeps it. */
export const useRevealAccount = (id: string) =>
  useMutation({
    mutationFn: (accountId: string) =>
      read(api.POST("/finance/parties/{id}/payee-accounts/{accountId}/reveal", { params: { path: { id, accountId } } })),
    gcTime: 0,
  });
