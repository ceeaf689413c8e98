import * as z from "zod";
import { dimensionQuery } from "#core/finance/dimensions/dimension-filter.ts";
import { readBalanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { readCashFlow } from "#core/finance/reports/cash-flow.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import { CashFlowQuery, ReportAccount, StatementItem, type StatementLine } from "#core/finance/reports/report.ts";
import type { Behind, Leaf } from "#core/finance/reports/statement.ts";
import { currencyQuery } from "#core/finance/reports/translation.ts";
import { trialBalance } from "#core/finance/reports/trial-balance.ts";
import { report } from "#core/finance/reports/view.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { dayBefore, instant } from "#core/kernel/dates.ts";
import { done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { addressOf } from "./address.ts";
import { type Sign, sumOf } from "./sum-parts.ts";

const SummedReport = z.enum(["trial-balance", "profit-and-loss", "balance-sheet", "cash-flow"]);

export const SumQuery = z.object({
  report: SummedReport,
  item: StatementItem.describe(
    "The total or figure, or the section that the group or heading stands in. Headings of the trial balance stand in `balance`.",
  ).meta({
    example: "income",
  }),
  group: StatementItem.optional().describe("Of cash flow: a group within that section, as `working_capital` or `receipts`."),
  subtype: z.string().max(40).optional().describe("Of cash flow: the group of accounts of this subtype, within working capital."),
  heading: z.uuid().optional().describe("A heading of the chart within that section, and group."),
  from: calendarDate().optional().describe("Of profit and loss and cash flow. Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The day of the figure, or its last. Default: today."),
  method: CashFlowQuery.shape.method,
  knownAt: instant().optional(),
  ...dimensionQuery,
  ...currencyQuery,
});
export type SumQuery = z.infer<typeof SumQuery>;

const amount = z.string().meta({ example: "1250.00" });
const Part = z.object({
  kind: z.enum(["group", "account", "figure", "total"]),
  item: StatementItem.nullable(),
  subtype: z.string().nullable(),
  account: ReportAccount.nullable(),
  amount,
  sign: z.enum(["added", "subtracted"]),
  explain: z.string().describe("Where it tells how it came about itself."),
});
export const SumExplanation = z
  .object({
    report: SummedReport,
    item: StatementItem,
    group: StatementItem.nullable(),
    subtype: z.string().nullable(),
    heading: ReportAccount.nullable(),
    from: z.string().nullable().describe("Null: since the beginning."),
    to: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    amount,
    parts: z
      .array(Part)
      .describe(
        "What stands directly below it, as the statement has it, or the accounts it is the sum of without their standing there; what is nothing is left out.",
      ),
  })
  .meta({ id: "SumExplanation", description: "How a heading, total or figure of a statement comes about." });
export type SumExplanation = z.infer<typeof SumExplanation>;
type Part = SumExplanation["parts"][number];

type Statement = Readonly<{
  body: Readonly<{
    asOf: string;
    knownAt: string;
    currency: string;
    columns: readonly Readonly<{ from: string | null; to: string }>[];
    lines: readonly StatementLine[];
  }>;
  behind: Behind;
  /** Since when earnings are of this year. */
  yearStart?: string | null;
}>;

const cashFlowRead = report(readCashFlow);
const balanceSheetRead = report(readBalanceSheet);

/** The statement as one sees it, and what its figures are made of. */
const readStatement = async (
  ctx: Ctx,
  { report: of, item: _, group: __, subtype: ___, heading: ____, from, to, method, ...asked }: SumQuery,
): Promise<Outcome<Statement, Fault<"invalid" | "refused">>> => {
  if (of === "cash-flow") return cashFlowRead(ctx, { ...asked, from, to, method });
  if (of === "balance-sheet") {
    const read = await balanceSheetRead(ctx, { ...asked, asOf: to });
    return read.ok ? done({ ...read.value, yearStart: read.value.body.earnings.fiscalYearStart }) : read;
  }
  const read =
    of === "profit-and-loss" ? await profitAndLoss(ctx, { ...asked, from, to }) : await trialBalance(ctx, { ...asked, asOf: to });
  return read.ok ? done({ body: read.value, behind: {} }) : read;
};

const isAnything = (value: string | undefined) => /[1-9]/.test(value ?? "");
const turned = (value: string) => (isAnything(value) ? (value.startsWith("-") ? value.slice(1) : `-${value}`) : value);

/** Where accounts tell about themselves: most in the statement, some with what they had before its days. */
const accountPlace = (query: SumQuery, { body, yearStart }: Statement): { report: string; from?: string | undefined; to: string } => {
  const { item, report: of } = query;
  const { asOf: to, columns } = body;
  const from = columns[0]?.from ?? undefined;
  if (of === "cash-flow" && item === "cash_before") return { report: "trial-balance", to: dayBefore(from ?? to) };
  if (item === "current_year") return { report: of, from: yearStart ?? undefined, to };
  if (item === "previous_years" && yearStart) return { report: of, to: dayBefore(yearStart) };
  return { report: of, from, to };
};

type Asking = Readonly<{ query: SumQuery; statement: Statement; view: Readonly<Record<string, string | undefined>> }>;

const accountAddress = ({ query, statement, view }: Asking, account: string): string => {
  const { report: of, from, to } = accountPlace(query, statement);
  if (query.method === "direct" && of === "cash-flow") {
    const side = query.group === "receipts" || query.group === "payments" ? query.group : undefined;
    return addressOf("/finance/reports/cash-flow/entries", { account, side, from, to, ...view });
  }
  return addressOf(`/finance/reports/${of}/explain`, { account, from, to, ...view });
};

const lineAddress = (asking: Asking, { kind, item, subtype, account }: StatementLine): string => {
  const { query, statement, view } = asking;
  if (kind === "account" && account) return accountAddress(asking, account.id);
  const { from, to } = { from: statement.body.columns[0]?.from ?? undefined, to: statement.body.asOf };
  const whole = { report: query.report, method: query.method, from, to, ...view };
  if (kind !== "group") return addressOf("/finance/reports/explain-sum", { ...whole, item: item ?? undefined });
  const group = item ?? query.group;
  return addressOf("/finance/reports/explain-sum", {
    ...{ ...whole, item: query.item, group },
    ...{ subtype: subtype ?? query.subtype, heading: account?.id },
  });
};

/** Expenses make earnings less; cash and income stand as they are. */
const behindPart = (asking: Asking, { account, figures: [minor = 0n] }: Leaf): Part => {
  const sign: Sign = account.type === "expense" && asking.query.report === "balance-sheet" ? "subtracted" : "added";
  const told = formatMinor(sign === "added" ? minor : -minor, asking.statement.body.currency);
  return { kind: "account", item: null, subtype: null, account, amount: told, sign, explain: accountAddress(asking, account.id) };
};

const behindParts = (asking: Asking, behind: readonly Leaf[]): Part[] =>
  behind
    .toSorted(({ account: left }, { account: right }) => (left.code < right.code ? -1 : 1))
    .map((leaf) => behindPart(asking, leaf))
    .filter((part) => isAnything(part.amount));

/**
 * How a heading, total or figure of a statement comes about: what stands directly below it, read from the statement itself, so that it is what one sees there;
 * or the accounts it sums without showing them. Each part has an explanation of its own.
 */
export const explainSum = async (ctx: Ctx, query: SumQuery): Promise<Outcome<SumExplanation, Fault<"invalid" | "missing" | "refused">>> => {
  const { report: of, item, group, subtype, heading, knownAt, dimension, withoutDimension, currency } = query;
  const read = await readStatement(ctx, query);
  if (!read.ok) return read;
  const { body, behind } = read.value;
  const sum = sumOf(body.lines, of, query, behind[item]);
  if (!sum) return refuse(missing("line", heading ?? subtype ?? group ?? item));
  const asking = { query, statement: read.value, view: { knownAt, dimension, withoutDimension, currency } };
  const partOf = ({ line, sign }: (typeof sum.parts)[number]): Part[] => {
    const { kind, item: named, subtype: kindOfAccount, account, values } = line;
    const [value = ""] = values;
    if (kind === "section" || !isAnything(value)) return [];
    const told = group === "shown_elsewhere" ? turned(value) : value;
    return [{ kind, item: named, subtype: kindOfAccount, account, amount: told, sign, explain: lineAddress(asking, line) }];
  };
  return done({
    ...{ report: of, item, group: group ?? null, subtype: subtype ?? null, heading: heading === undefined ? null : sum.line.account },
    ...{ from: body.columns[0]?.from ?? null, to: body.asOf, knownAt: body.knownAt, currency: body.currency },
    amount: sum.line.values[0] ?? "",
    parts: [...sum.parts.flatMap(partOf), ...behindParts(asking, sum.behind)],
  });
};
