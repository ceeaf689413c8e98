import * as z from "zod";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { BankWarning } from "./bank-warning.ts";

export const StatementState = z.enum(["imported", "reconciled", "discarded"]);

export const BankStatementBody = z
  .object({
    id: z.uuid(),
    bankAccount: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
    format: z.enum(["camt.053", "camt.054", "ofx", "csv"]),
    messageType: z.string(),
    reference: z.string().nullable(),
    currency: z.string(),
    fromOn: z.string().nullable(),
    toOn: z.string(),
    opening: z.string().nullable(),
    closing: z.string().nullable(),
    credits: z.string().describe("Sum of the booked entries that came in."),
    debits: z.string().describe("Sum of the booked entries that went out."),
    booked: z.number().int().describe("Booked entries in the file's statement."),
    pending: z.number().int().describe("Entries that are announced or told as advice: shown, never counted."),
    added: z.number().int().describe("Booked lines that were new with this statement."),
    left: z.number().int().describe("Of those, lines that are not matched to the end."),
    warnings: z.array(BankWarning),
    state: StatementState,
    fileId: z.uuid(),
    fileName: z.string(),
    version: z.number().int(),
    createdAt: z.string(),
  })
  .meta({ id: "BankStatement" });
export type BankStatementBody = z.infer<typeof BankStatementBody>;

export const ImportedFileBody = z
  .object({
    fileId: z.uuid(),
    fileName: z.string(),
    sha256: z.string(),
    format: z.string(),
    added: z.number().int().describe("Booked lines that came in."),
    known: z.number().int().describe("Booked lines that were there already, from this file or another one."),
    warnings: z.array(BankWarning),
    statements: z.array(BankStatementBody),
  })
  .meta({ id: "ImportedBankFile" });
export type ImportedFileBody = z.infer<typeof ImportedFileBody>;

export const BankStatementQuery = PageQuery.omit({ q: true }).extend({
  bankAccountId: z.uuid().optional(),
  state: StatementState.optional(),
});
export type BankStatementQuery = z.infer<typeof BankStatementQuery>;
export const BankStatementPage = PageOf(BankStatementBody);

/** The fields of a file that is sent: in the query beside the bare file, or in its form. */
export const ImportFields = z.strictObject({
  fileName: line(200).optional(),
  bankAccountId: z.uuid().optional().describe("Needed for CSV, and where a file does not name its account."),
  csvFormatId: z.uuid().optional().describe("How to read a CSV: a saved form of files."),
});
export type ImportFields = z.infer<typeof ImportFields>;

export const DiscardInput = z.strictObject({ reason: line(500) }).meta({ example: { reason: "Read with the wrong columns" } });

const detail = {
  amount: z.string().nullable(),
  name: z.string().nullable(),
  account: z.string().nullable().describe("The other side's number, shortened."),
  text: z.string().nullable(),
  endToEndId: z.string().nullable(),
  structuredReference: z.string().nullable(),
  returnReason: z.string().nullable(),
  instructed: z.object({ currency: z.string(), amount: z.string(), rate: z.string().nullable() }).nullable(),
};

export const BankLineBody = z
  .object({
    id: z.uuid(),
    bankAccountId: z.uuid(),
    statementId: z.uuid(),
    position: z.number().int(),
    status: z.enum(["booked", "pending", "advice"]),
    bookedOn: z.string(),
    valuedOn: z.string().nullable(),
    currency: z.string(),
    ...detail,
    amount: z.string().describe("Money in is positive."),
    left: z.string().describe("What is not matched yet, with the sign of the amount."),
    bankReference: z.string().nullable(),
    code: z.string().nullable().describe("What kind of transaction the bank says it is."),
    reversal: z.boolean(),
    batchCount: z.number().int(),
    details: z.array(z.object(detail)).describe("The payments of a batch."),
  })
  .meta({ id: "BankLine" });
export type BankLineBody = z.infer<typeof BankLineBody>;
export type BankLineDetail = BankLineBody["details"][number];

export const BankLineQuery = PageQuery.extend({
  bankAccountId: z.uuid().optional(),
  statementId: z.uuid().optional(),
  left: z.stringbool().optional().describe("Only lines that are not matched to the end."),
  status: z.enum(["booked", "pending", "advice"]).optional(),
  from: calendarDate().optional(),
  to: calendarDate().optional(),
  sort: z.enum(["bookedOn", "-bookedOn"]).default("-bookedOn"),
});
export type BankLineQuery = z.infer<typeof BankLineQuery>;
export const BankLinePage = PageOf(BankLineBody);
