import * as z from "zod";
import type { Db, Grant } from "#core/kernel/context.ts";
import { line } from "#core/kernel/text.ts";

export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** How many files one record may have. */
export const MAX_ATTACHMENTS = 50;

/** A kind of record that files can be attached to. What may no longer lose them is Postgres's to say (trigger `attachment_stays`). */
export type AttachmentSubject = Readonly<{
  type: string;
  /** As in "entry", for refusals. */
  noun: string;
  read: Grant;
  write: Grant;
  exists: (db: Db, companyId: string, id: string) => Promise<boolean>;
}>;

export const FileName = line(200).refine((name) => !/[/\\]/.test(name), "A file name has no slashes.");

export const AttachmentBody = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "receipt.pdf" }),
    mediaType: z.string().meta({ example: "application/pdf" }),
    size: z.number().int().describe("In bytes."),
    sha256: z.string().describe("Of its bytes, in hexadecimal."),
    uploadedBy: z.uuid(),
    uploadedByName: z.string(),
    uploadedAt: z.string(),
  })
  .meta({ id: "Attachment" });
export type AttachmentBody = z.infer<typeof AttachmentBody>;
