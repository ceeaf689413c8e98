import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, line } from "#core/kernel/text.ts";

export const JournalKind = z.enum(["general", "sales", "purchase", "bank", "cash", "payroll", "closing", "opening"]);

const manualPosting = z.boolean().default(true).describe("Whether entries by hand go into it, or those of documents alone.");

export const JournalInput = z.strictObject({ code: codeText(16), name: line(100), kind: JournalKind, manualPosting });
export type JournalInput = z.infer<typeof JournalInput>;

export const JournalPatch = z.strictObject({ name: line(100), active: z.boolean(), manualPosting: z.boolean() }).partial();
export type JournalPatch = z.infer<typeof JournalPatch>;

export const JournalBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    kind: JournalKind,
    manualPosting: z.boolean(),
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "Journal" });
export type JournalBody = z.infer<typeof JournalBody>;

export const JournalQuery = PageQuery.omit({ q: true }).extend({ kind: JournalKind.optional(), active: z.stringbool().optional() });
export type JournalQuery = z.infer<typeof JournalQuery>;
