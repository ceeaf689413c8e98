import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { read } from "./read.ts";
import type { Item } from "./types.ts";

export type Attachment = Item<"/finance/entries/{id}/attachments">;
/** What files can be attached to; they all answer alike. */
export type AttachmentSubject = "entries" | "invoices" | "payments";

const filesAt = (subject: AttachmentSubject) => `/finance/${subject}/{id}/attachments` as "/finance/entries/{id}/attachments";
const fileAt = (subject: AttachmentSubject) => `${filesAt(subject)}/{attachmentId}` as "/finance/entries/{id}/attachments/{attachmentId}";

const filesOf = (subject: AttachmentSubject, id: string) =>
  queryOptions({
    queryKey: ["finance", subject, id, "attachments"],
    queryFn: async () => (await read(api.GET(filesAt(subject), { params: { path: { id } } }))).items,
  });

const attach = (subject: AttachmentSubject, id: string, file: File) =>
  read(
    api.POST(filesAt(subject), {
      params: { path: { id }, query: { name: file.name.replaceAll(/[/\\]/g, "_") } },
      body: file as unknown as string,
      bodySerializer: (bytes) => bytes,
      headers: { "content-type": "application/octet-stream" },
    }),
  );

const fetchFile = async (subject: AttachmentSubject, id: string, attachmentId: string): Promise<Blob> =>
  read(api.GET(fileAt(subject), { params: { path: { id, attachmentId } }, parseAs: "blob" })) as unknown as Promise<Blob>;

/** The files of a record: what there is, and what can be done with them. */
export function useAttachments(subject: AttachmentSubject, id: string) {
  const queries = useQueryClient();
  const list = filesOf(subject, id);
  const { data: files = [] } = useQuery(list);
  const onSettled = () => queries.invalidateQueries({ queryKey: list.queryKey });
  const add = useMutation({ mutationFn: (file: File) => attach(subject, id, file), onSettled });
  const remove = useMutation({
    mutationFn: (attachmentId: string) => read(api.DELETE(fileAt(subject), { params: { path: { id, attachmentId } } })),
    onSettled,
  });
  const save = useMutation({
    mutationFn: async ({ id: attachmentId, name }: Attachment) => saveAs(await fetchFile(subject, id, attachmentId), name),
  });
  return { files, add: add.mutateAsync, remove: remove.mutateAsync, save: save.mutateAsync };
}

/** Gives bytes to the browser's downloads; they are never opened as a page of this app. */
function saveAs(bytes: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
