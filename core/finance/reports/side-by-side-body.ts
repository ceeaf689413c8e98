import * as z from "zod";
import { dimensionQuery } from "#core/finance/dimensions/dimension-filter.ts";
import { instant } from "#core/kernel/dates.ts";
import { currencyCode } from "#core/kernel/money.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { comparisonQuery, partsQuery } from "./comparison.ts";
import { AccountType, Change, StatementItem } from "./report.ts";
import { Translation } from "./translation.ts";

const UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const MOST = 20;

export const SideBySideQuery = z.object({
  companies: z
    .string()
    .regex(new RegExp(`^${UUID}(?:,${UUID}){0,${MOST - 1}}$`), `Write up to ${MOST} ids with commas between them.`)
    .meta({ examples: ["019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708,019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709"] })
    .describe(
      "Ids of companies the caller belongs to, in the order of the columns, with commas between them. Reports must be allowed in each.",
    ),
  statement: z.enum(["trial_balance", "profit_and_loss", "balance_sheet", "cash_flow"]).default("trial_balance"),
  currency: currencyCode()
    .optional()
    .describe("Of all columns, each translated by its company's own rates. Default: the currency of the first company."),
  from: calendarDate()
    .optional()
    .describe("Of profit and loss and cash flow: the first day. Default: the start of the first company's fiscal year."),
  to: calendarDate().optional().describe("The day of the statement, or its last. Default: today, in the first company."),
  knownAt: instant().optional().describe("Only what was sealed at or before this instant. Default: now, with everything posted."),
  ...comparisonQuery,
  by: partsQuery.by.describe(
    "Of profit and loss and cash flow: beside the whole its calendar months, quarters or years. Not together with `compare`.",
  ),
  dimension: dimensionQuery.dimension.describe(
    "Only lines that name one of these dimension values or one below it; ids of the company the caller works in, with commas between them. In the others they are the values of the same codes; a company without one has nothing there.",
  ),
  withoutDimension: dimensionQuery.withoutDimension.describe(
    "Only lines that name no value of these dimensions; ids of the company the caller works in, likewise.",
  ),
  hideZero: z
    .stringbool()
    .optional()
    .describe("Leave out accounts that are zero in every column of every company, and headings with nothing left below."),
});
export type SideBySideQuery = z.infer<typeof SideBySideQuery>;

const amount = z.string().meta({ example: "1265793.29" });
export const SideBySideLine = z.object({
  kind: z.enum(["section", "group", "account", "figure", "total"]),
  item: StatementItem.nullable(),
  subtype: z.string().nullable().describe("Of a group in the cash flow statement: the subtype of its accounts."),
  depth: z.number().int(),
  account: z
    .object({
      code: z.string(),
      type: AccountType,
      names: z.array(z.string()).describe("What the companies call it: one name, or the different ones in the order of the companies."),
      ids: z.array(z.uuid().nullable()).describe("Its id in each company; null where it has none, or nothing was posted to it."),
    })
    .nullable(),
  values: z.array(amount).describe("One for each company."),
  total: amount
    .nullable()
    .describe("The sum of the companies as it is: nothing between them is eliminated. Null in the head of a section."),
  beside: z
    .array(
      z.object({
        values: z.array(amount),
        total: amount.nullable(),
        changes: z.array(Change).describe("How much the column asked for is above this one, one for each company. Only with `compare`."),
        totalChange: Change.nullable(),
      }),
    )
    .describe("The same in each of the further columns: with `compare` the earlier ones, with `by` the parts."),
});
export type SideBySideLine = z.infer<typeof SideBySideLine>;

export const SideBySide = z
  .object({
    statement: SideBySideQuery.shape.statement.unwrap(),
    from: z.string().nullable(),
    to: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    companies: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        currency: z.string().describe("Its own."),
        translation: Translation.optional(),
      }),
    ),
    columns: z
      .array(z.object({ from: z.string().nullable(), to: z.string() }))
      .describe("Of every company: the one asked for, and those beside it. Without `from`: since the beginning."),
    lines: z
      .array(SideBySideLine)
      .describe("Accounts and headings are matched by number and type; where one stands is told by the first company that has it."),
  })
  .meta({ id: "SideBySide", description: "Companies beside each other in one currency. The total is a simple sum, not a consolidation." });
export type SideBySide = z.infer<typeof SideBySide>;
