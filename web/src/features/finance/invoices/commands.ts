import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";

/** Issuing and crediting move the ledger, the order and what is open: everything shown is asked for again. */
function useInvoiceCommand<Result>(work: () => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries() });
}

export const useIssueInvoice = (id: string) =>
  useInvoiceCommand(() => read(api.POST("/finance/invoices/{id}/issue", { params: { path: { id } }, body: {} })));

export const useCreditInvoice = (id: string) =>
  useInvoiceCommand(() => read(api.POST("/finance/invoices/{id}/credit", { params: { path: { id } }, body: {} })));
