import * as z from "zod";
import { instant } from "#core/kernel/dates.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { ReportAccount } from "../reports/report.ts";
import { TaxPart } from "./tax-box.ts";

const knownAt = instant().optional().describe("Only what was sealed at or before this instant. Default: now, with everything posted.");
const from = calendarDate().optional().describe("Default: the first of the month of `to`.");
const to = calendarDate().optional().describe("The last day. Default: today.");

export const TaxReportQuery = z.object({
  from,
  to,
  returnCode: z.string().max(32).optional().describe("Only the boxes of this return."),
  knownAt,
});
export type TaxReportQuery = z.infer<typeof TaxReportQuery>;

const amount = z.string().meta({ example: "1265793.29" });

export const TaxReport = z
  .object({
    ...{ asOf: z.string(), knownAt: z.string(), currency: z.string(), from: z.string() },
    rows: z.array(
      z.object({
        tax: z.object({ id: z.uuid(), code: z.string(), name: z.string(), category: z.string().nullable() }),
        rate: z.string().nullable(),
        part: TaxPart,
        pending: z.boolean().describe("Waits for the payment of its documents."),
        entries: z.number().int(),
        base: amount,
        amount,
        deductible: amount.describe("Of an input tax what may be claimed, of any other all of it."),
      }),
    ),
    returns: z.array(z.object({ code: z.string(), boxes: z.array(z.object({ id: z.uuid(), box: z.string(), name: z.string(), amount })) })),
    accounts: z
      .array(
        z.object({
          account: ReportAccount,
          ledger: amount,
          results: amount,
          withoutTax: amount.describe("Lines without a tax: payments to the tax office, corrections by hand."),
          unexplained: amount,
        }),
      )
      .describe("The tax accounts of the ledger beside what the results say; a debit is positive."),
    totals: z.object({ output: amount, input: amount, withheld: amount, due: amount.describe("Output less input tax.") }),
  })
  .meta({ id: "TaxReport" });
export type TaxReport = z.infer<typeof TaxReport>;

/** One of `taxCodeId`, `boxId` and `accountId` says which lines. */
export const TaxLinesQuery = z.object({
  from,
  to,
  taxCodeId: z.uuid().optional(),
  part: TaxPart.optional(),
  pending: z.stringbool().optional(),
  boxId: z.uuid().optional(),
  accountId: z.uuid().optional().describe("The lines of a tax account that have no tax: what explains a difference."),
  knownAt,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});
export type TaxLinesQuery = z.infer<typeof TaxLinesQuery>;

export const TaxLines = z
  .object({
    ...{ asOf: z.string(), knownAt: z.string(), currency: z.string(), from: z.string() },
    items: z.array(
      z.object({
        entryId: z.uuid(),
        position: z.number().int(),
        date: z.string(),
        description: z.string(),
        tax: z.string().nullable().describe("Its code."),
        part: TaxPart.nullable(),
        pending: z.boolean(),
        sourceType: z.string().nullable(),
        sourceId: z.uuid().nullable(),
        number: z.string().nullable().describe("Of the document."),
        party: z.string().nullable(),
        currency: z.string().describe("Of the document; documentBase and documentTax are in it, the other amounts in the company's."),
        ...{ documentBase: amount, documentTax: amount, base: amount, amount, deductible: amount },
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: "TaxLines" });
export type TaxLines = z.infer<typeof TaxLines>;
