import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Invoice } from "./queries.ts";

/** Issuing and crediting move the ledger, the order and what is open: everything shown is asked for again. */
function useInvoiceCommand<Input, Result>(work: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries() });
}

export const useIssueInvoice = ({ id, version }: Invoice) =>
  useInvoiceCommand(() =>
    read(api.POST("/finance/invoices/{id}/issue", { params: { path: { id } }, headers: ifMatch(version), body: {} })),
  );

/** Credits all that is not credited yet. */
export const useCreditInvoice = ({ id, version }: Invoice) =>
  useInvoiceCommand((reason: string) =>
    read(api.POST("/finance/invoices/{id}/credit-notes", { params: { path: { id } }, headers: ifMatch(version), body: { reason } })),
  );

/** Gives up what is open. */
export const useWriteOff = ({ id }: Invoice) =>
  useInvoiceCommand((reason: string) =>
    read(api.POST("/finance/invoices/{id}/write-offs", { params: { path: { id } }, body: { reason } })),
  );

/** Takes an allocation back. */
export const useUndoAllocation = () =>
  useInvoiceCommand(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/finance/allocations/{id}/undo", { params: { path: { id } }, body: { reason } })),
  );
