import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { EntryDraftInput } from "#core/finance/entry-drafts/entry-draft.ts";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Allocation } from "../../../ui/allocate.ts";
import type { Draft, DraftContent, Entry } from "./queries.ts";

/** A command after which everything that shows figures is asked for again. */
function useCommand<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries() }).mutateAsync;
}

type Saved = Readonly<{ id: string; version: number }>;
const save = (draft: Saved | undefined, content: EntryDraftInput): Promise<Draft> => {
  const body = content as DraftContent;
  return draft
    ? read(api.PUT("/finance/entry-drafts/{id}", { params: { path: { id: draft.id } }, headers: ifMatch(draft.version), body }))
    : read(api.POST("/finance/entry-drafts", { body }));
};

/** Keeps what is written; without a draft it makes one. */
export const useSaveDraft = () =>
  useCommand(({ draft, content }: { draft: Saved | undefined; content: EntryDraftInput }) => save(draft, content));

/** Posts a draft as it is stored. */
export const usePostDraft = () =>
  useCommand(({ id, version }: Saved) =>
    read(api.POST("/finance/entry-drafts/{id}/post", { params: { path: { id } }, headers: ifMatch(version) })),
  );

/** Posts an entry that was never a draft. What it lacks is said by the API. */
export const usePostEntry = () => useCommand((content: EntryDraftInput) => read(api.POST("/finance/entries", { body: content as never })));

export const useDeleteDraft = () =>
  useCommand((id: string) => read(api.DELETE("/finance/entry-drafts/{id}", { params: { path: { id } } })));

export const useReverseEntry = ({ id }: Entry) =>
  useCommand((reversal: { effectiveOn: string; reason: string }) =>
    read(api.POST("/finance/entries/{id}/reverse", { params: { path: { id } }, body: reversal })),
  );

export const useCopyEntry = ({ id }: Entry) =>
  useCommand((mirrored: boolean) => read(api.POST("/finance/entries/{id}/copy", { params: { path: { id } }, body: { mirrored } })));

/** Settles others with what a line of an entry put on an account. */
export function useAllocateEntry({ id }: Entry) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { position: number; allocations: Allocation[] }) =>
      read(api.POST("/finance/entries/{id}/allocations", { params: { path: { id } }, body })),
    onSuccess: () => queries.invalidateQueries(),
  });
}
