import * as z from "zod";
import { calendarDate } from "#core/kernel/text.ts";

export const AuditPackageQuery = z
  .strictObject({
    from: calendarDate().describe("The first day of the period."),
    to: calendarDate().describe("The last day of the period."),
  })
  .refine(({ from, to }) => from <= to, { path: ["from"], error: "The first day is after the last." });
export type AuditPackageQuery = z.infer<typeof AuditPackageQuery>;

/** What a package holds, in this order; each record is one line of JSON. */
export const RECORD_TYPES = [
  "header",
  "account",
  "journal",
  "tax",
  "dimension",
  "dimension_set",
  "party",
  "document",
  "payment",
  "entry",
  "seal",
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];
export type PackageRecord = Readonly<{ type: RecordType; line: string }>;

/** The entries of a period by number. Numbers between that belong to other periods are there as seals alone. */
export type PackageRange = Readonly<{ first: string | null; last: string | null; unsealed: number }>;
