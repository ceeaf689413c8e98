import * as z from "zod";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

const column = () => line(200).describe("A column by its heading, or by its place from 1 on.");
const words = () => z.array(line(40)).min(1).max(20);

/** How a bank writes its CSV. Amounts stand in one column (with a sign, or with a word for the side in another), or in one for debits and one for credits. */
export const CsvMapping = z
  .strictObject({
    delimiter: z.enum([",", ";", "\t", "|"]).optional().describe("Default: found out."),
    header: z.boolean().default(true).describe("Whether a line of headings stands above the lines."),
    skipLines: z.number().int().min(0).max(100).default(0).describe("Lines above the headings that are none."),
    decimal: z.enum([".", ","]).default(".").describe("What stands before the decimals; the other one groups thousands."),
    dates: z.enum(["YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY", "DD.MM.YY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY"]).default("YYYY-MM-DD"),
    invert: z.boolean().default(false).describe("Whether money in is negative, as on some credit cards."),
    columns: z.strictObject({
      bookedOn: column(),
      valuedOn: column().optional(),
      amount: column().optional(),
      side: column().optional(),
      debit: column().optional(),
      credit: column().optional(),
      balance: column().optional().describe("The balance behind each line, from which opening and closing follow."),
      currency: column().optional(),
      name: column().optional(),
      account: column().optional().describe("The other side's IBAN or number."),
      text: z.array(column()).max(10).default([]),
      bankReference: column().optional(),
      endToEndId: column().optional(),
      structuredReference: column().optional(),
      code: column().optional(),
      status: column().optional(),
    }),
    debitWords: words().default(["D", "DBIT", "DR", "S", "debit", "Soll"]),
    creditWords: words().default(["C", "CRDT", "CR", "H", "credit", "Haben"]),
    pendingWords: words().default(["PDNG", "pending", "vorgemerkt"]),
  })
  .refine(({ columns: { amount, debit, credit } }) => (amount === undefined) !== (debit === undefined && credit === undefined), {
    message: "Name one column of amounts, or those of debits and credits.",
    path: ["columns", "amount"],
  });
export type CsvMapping = z.infer<typeof CsvMapping>;

const example = {
  name: "My bank",
  mapping: {
    decimal: ",",
    dates: "DD.MM.YYYY",
    columns: { bookedOn: "Buchungstag", amount: "Betrag", name: "Auftraggeber", text: ["Verwendungszweck"] },
  },
};

export const CsvFormatInput = z.strictObject({ name: line(100), mapping: CsvMapping }).meta({ example });
export type CsvFormatInput = z.infer<typeof CsvFormatInput>;

export const CsvFormatPatch = z
  .strictObject({ name: line(100), mapping: CsvMapping })
  .partial()
  .meta({ example });
export type CsvFormatPatch = z.infer<typeof CsvFormatPatch>;

export const CsvFormatBody = z
  .object({ id: z.uuid(), name: z.string(), mapping: CsvMapping, version: z.number().int() })
  .meta({ id: "BankCsvFormat" });
export type CsvFormatBody = z.infer<typeof CsvFormatBody>;

export const CsvFormatQuery = PageQuery.omit({ q: true });
export const CsvFormatPage = PageOf(CsvFormatBody);
