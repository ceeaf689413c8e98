import * as z from "zod";
import { dimensionQuery } from "#core/finance/dimensions/dimension-filter.ts";
import { instant } from "#core/kernel/dates.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { comparisonQuery, partsQuery } from "./comparison.ts";
import { byDimensionQuery, ColumnValue } from "./dimension-columns.ts";
import { currencyQuery, Translation } from "./translation.ts";

/** What every report can be asked: as of which day, and as it was known at which instant (now, when not said). */
const knownAt = instant()
  .optional()
  .describe("Only what was sealed at or before this instant. A past view never changes. Default: now, with everything posted.");
const asOf = calendarDate().optional().describe("The effective date up to which entries count. Default: today.");
const from = calendarDate().optional();
const hideZero = z
  .stringbool()
  .optional()
  .describe("Leave out of the lines accounts whose every figure is zero, and headings with nothing left below.");
const to = calendarDate().optional().describe("The last day. Default: today.");

export const TrialBalanceQuery = z.object({
  asOf,
  from: from.describe("Debits and credits since this day only, beside the opening balance. Default: since the beginning."),
  knownAt,
  ...dimensionQuery,
  ...comparisonQuery,
  ...currencyQuery,
  hideZero,
});
export type TrialBalanceQuery = z.infer<typeof TrialBalanceQuery>;

const spanQuery = {
  from: from.describe("Default: the start of the fiscal year of `to`."),
  to,
  knownAt,
  ...dimensionQuery,
  ...comparisonQuery,
  ...partsQuery,
  ...currencyQuery,
  hideZero,
};
export const ProfitAndLossQuery = z.object({ ...spanQuery, ...byDimensionQuery });
export type ProfitAndLossQuery = z.infer<typeof ProfitAndLossQuery>;

export const BalanceSheetQuery = z.object({ asOf, knownAt, ...dimensionQuery, ...comparisonQuery, ...currencyQuery, hideZero });
export type BalanceSheetQuery = z.infer<typeof BalanceSheetQuery>;

export const CashFlowQuery = z.object({
  ...spanQuery,
  method: z
    .enum(["indirect", "direct"])
    .optional()
    .describe(
      "Indirect (the default): the result and what of it moved no cash, from sums. Direct (IAS 7.18(a)): gross receipts and payments, from the other side of the entries that moved cash; of some dimensions, what lines of theirs have of it.",
    ),
});
export type CashFlowQuery = z.infer<typeof CashFlowQuery>;

export const GeneralLedgerQuery = z.object({
  accountId: z.uuid(),
  from: from.describe("Default: the start of the fiscal year of `to`."),
  to,
  knownAt,
  ...dimensionQuery,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});
export type GeneralLedgerQuery = z.infer<typeof GeneralLedgerQuery>;

const amount = z.string().meta({ example: "1265793.29" });
export const AccountType = z.enum(["asset", "liability", "equity", "income", "expense"]);
export type AccountType = z.infer<typeof AccountType>;
export const ReportAccount = z.object({ id: z.uuid(), code: z.string(), name: z.string(), type: AccountType });
export type ReportAccount = z.infer<typeof ReportAccount>;

const view = { asOf: z.string(), knownAt: z.string(), currency: z.string() };

export const StatementItem = z.enum([
  "income",
  "expense",
  "result",
  "asset",
  "liability",
  "equity",
  "previous_years",
  "current_year",
  "liabilities_and_equity",
  "balance",
  "operating",
  "non_cash",
  "shown_elsewhere",
  "working_capital",
  "investing",
  "financing",
  "exchange",
  "net_change",
  "cash_before",
  "cash_after",
  "translation_difference",
  "outside_dimensions",
  "receipts",
  "payments",
]);
export type StatementItem = z.infer<typeof StatementItem>;

export const Change = z.object({ difference: amount, percent: z.string().nullable() });
export const StatementLine = z
  .object({
    kind: z
      .enum(["section", "group", "account", "figure", "total"])
      .describe(
        "A section begins with its name alone and ends with its total; a group is a heading of the chart with the sum of what is below it.",
      ),
    item: StatementItem.nullable().describe("What a section, figure or total is of."),
    depth: z.number().int(),
    account: ReportAccount.nullable(),
    subtype: z.string().nullable().describe("Of a group in the cash flow statement: the subtype of its accounts."),
    values: z.array(amount).describe("One for each column."),
    changes: z
      .array(Change)
      .describe(
        "How much the first column is above each later one; per cent to one decimal, null where that is zero. Only with `compare`.",
      ),
  })
  .meta({ id: "StatementLine" });
export type StatementLine = z.infer<typeof StatementLine>;

const laidOut = {
  columns: z
    .array(z.object({ from: z.string().nullable(), to: z.string() }))
    .describe("The one asked for, and those beside it. Without `from`: since the beginning."),
  lines: z.array(StatementLine).describe("The statement as it is printed."),
  translation: Translation.optional(),
};
const outsideDimensions = {
  outsideDimensions: amount
    .optional()
    .describe("Of some dimensions alone: what the other side of their entries has without them. With it both sides are equal."),
};
const sides = { opening: amount.optional(), debit: amount, credit: amount, balance: amount };

export const TrialBalance = z
  .object({
    ...view,
    from: z.string().optional(),
    rows: z.array(z.object({ account: ReportAccount, ...sides })),
    translationDifference: z.object(sides).optional().describe("Only with `currency`: what makes both sides equal; in the totals."),
    totals: z.object(sides),
    ...laidOut,
  })
  .meta({ id: "TrialBalance" });
export type TrialBalance = z.infer<typeof TrialBalance>;

export const ProfitAndLoss = z
  .object({
    ...view,
    from: z.string(),
    rows: z.array(z.object({ section: z.enum(["income", "expense"]), account: ReportAccount, amount })),
    totals: z.object({ income: amount, expense: amount, result: amount }),
    ...laidOut,
    columns: z
      .array(z.object({ from: z.string().nullable(), to: z.string(), of: ColumnValue.optional() }))
      .describe("The one asked for, and those beside it: earlier spans, parts, or with `byDimension` the same days by value."),
  })
  .meta({ id: "ProfitAndLoss" });
export type ProfitAndLoss = z.infer<typeof ProfitAndLoss>;

export const BalanceSheet = z
  .object({
    ...view,
    rows: z.array(z.object({ section: z.enum(["asset", "liability", "equity"]), account: ReportAccount, amount })),
    earnings: z.object({ fiscalYearStart: z.string().nullable(), previousYears: amount, currentYear: amount }),
    totals: z.object({ assets: amount, liabilities: amount, equity: amount, ...outsideDimensions, liabilitiesAndEquity: amount }),
    ...laidOut,
  })
  .meta({ id: "BalanceSheet", description: "Equity in the totals holds the earnings that are not closed into an account yet." });
export type BalanceSheet = z.infer<typeof BalanceSheet>;

export const CashFlow = z
  .object({
    ...view,
    method: z.enum(["indirect", "direct"]),
    sharedEntries: z
      .number()
      .int()
      .optional()
      .describe("Of the direct method: entries in which more stands against cash than cash, so that it is shared in proportion."),
    from: z.string(),
    totals: z.object({
      operating: amount,
      investing: amount,
      financing: amount,
      exchange: amount,
      ...outsideDimensions,
      netChange: amount,
      cashBefore: amount,
      cashAfter: amount,
    }),
    ...laidOut,
  })
  .meta({
    id: "CashFlow",
    description:
      "By the indirect or the direct method. The net change ties to the accounts of cash to the cent, because every entry balances.",
  });
export type CashFlow = z.infer<typeof CashFlow>;

export const GeneralLedger = z
  .object({
    ...view,
    from: z.string(),
    account: ReportAccount,
    opening: amount,
    rows: z.array(
      z.object({
        entryId: z.uuid(),
        number: z.number().int().nullable(),
        date: z.string(),
        position: z.number().int(),
        description: z.string(),
        sourceType: z.string().nullable(),
        sourceId: z.string().nullable(),
        partyId: z.string().nullable(),
        currency: z.string(),
        amount,
        debit: amount,
        credit: amount,
        balance: amount,
      }),
    ),
    totals: z.object({ debit: amount, credit: amount, balance: amount }),
    next: z.string().optional(),
  })
  .meta({ id: "GeneralLedger", description: "Amounts beside `currency` are in it; debit, credit and balance in company currency." });
export type GeneralLedger = z.infer<typeof GeneralLedger>;
