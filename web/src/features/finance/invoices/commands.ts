import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import { contentOf, type DocumentInput } from "./documentForm.ts";
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

type Saved = Pick<Invoice, "id" | "version">;

/** Keeps what is written; without a draft it makes one. */
export const useSaveDocument = () =>
  useInvoiceCommand(({ draft, content }: { draft: Saved | undefined; content: DocumentInput }) => {
    const body = contentOf(content);
    return draft
      ? read(api.PUT("/finance/invoices/{id}", { params: { path: { id: draft.id } }, headers: ifMatch(draft.version), body }))
      : read(api.POST("/finance/invoices", { body }));
  }).mutateAsync;

/** Issues a draft as it is stored; a bill on its own date. */
export const useIssueDocument = () =>
  useInvoiceCommand(({ draft: { id, version }, issuedOn }: { draft: Saved; issuedOn?: string | undefined }) =>
    read(
      api.POST("/finance/invoices/{id}/issue", {
        params: { path: { id } },
        headers: ifMatch(version),
        body: issuedOn === undefined ? {} : { issuedOn },
      }),
    ),
  ).mutateAsync;

/** What is gone is not asked for again; the lists are, once they are opened. */
export function useDeleteDraft({ id, version }: Invoice) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE("/finance/invoices/{id}", { params: { path: { id } }, headers: ifMatch(version) })),
    onSuccess: () => queries.invalidateQueries({ refetchType: "none" }),
  });
}

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
