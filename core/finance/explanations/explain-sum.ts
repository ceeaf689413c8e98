import * as z from "zod";
import { dimensionQuery } from "#core/finance/dimensions/dimension-filter.ts";
import { balanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import { ReportAccount, StatementItem, type StatementLine } from "#core/finance/reports/report.ts";
import { currencyQuery } from "#core/finance/reports/translation.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { instant } from "#core/kernel/dates.ts";
import { done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calendarDate } from "#core/kernel/text.ts";

export const SummedReport = z.enum(["profit-and-loss", "balance-sheet"]);

export const SumQuery = z.object({
  report: SummedReport,
  item: StatementItem.describe("The total, or the section that the heading stands in.").meta({ example: "income" }),
  heading: z.uuid().optional().describe("A heading of the chart within that section."),
  from: calendarDate().optional().describe("Of profit and loss. Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The day of the figure, or its last. Default: today."),
  knownAt: instant().optional(),
  ...dimensionQuery,
  ...currencyQuery,
});
export type SumQuery = z.infer<typeof SumQuery>;

const amount = z.string().meta({ example: "1250.00" });
const Part = z.object({
  kind: z.enum(["group", "account", "figure", "total"]),
  item: StatementItem.nullable(),
  account: ReportAccount.nullable(),
  amount,
  sign: z.enum(["added", "subtracted"]),
});
export const SumExplanation = z
  .object({
    report: SummedReport,
    item: StatementItem,
    heading: ReportAccount.nullable(),
    from: z.string().nullable().describe("Null: since the beginning."),
    to: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    amount,
    parts: z.array(Part).describe("What stands directly below it, as the statement has it; what is nothing is left out."),
  })
  .meta({ id: "SumExplanation", description: "How a heading or total of a statement comes about." });
export type SumExplanation = z.infer<typeof SumExplanation>;

type Sign = SumExplanation["parts"][number]["sign"];
type Sum = Readonly<{ line: StatementLine; parts: readonly (readonly [StatementLine, Sign])[] }>;

/** Totals of totals. The rest are of what stands in their section. */
const OF_TOTALS: Readonly<Partial<Record<z.infer<typeof StatementItem>, Readonly<Partial<Record<z.infer<typeof StatementItem>, Sign>>>>>> =
  {
    result: { income: "added", expense: "subtracted" },
    liabilities_and_equity: { liability: "added", equity: "added", outside_dimensions: "added" },
  };

const isTotalOf = (item: string) => (line: StatementLine) => line.kind === "total" && line.item === item;

/** What stands one step below a line, up to the next line that is not below it. */
const below = (lines: readonly StatementLine[], at: number, depth: number): StatementLine[] => {
  const after = lines.slice(at + 1);
  const end = after.findIndex((line) => line.depth < depth || line.kind === "section" || line.kind === "total");
  return after.slice(0, end < 0 ? undefined : end).filter((line) => line.depth === depth);
};

const sumOf = (lines: readonly StatementLine[], { item, heading }: Pick<SumQuery, "item" | "heading">): Sum | undefined => {
  const of = OF_TOTALS[item];
  const total = lines.find(isTotalOf(item));
  if (of && total && heading === undefined) {
    const parts = lines.flatMap((line): (readonly [StatementLine, Sign])[] => {
      const sign = line.kind === "total" || line.kind === "figure" ? of[line.item ?? item] : undefined;
      return sign ? [[line, sign]] : [];
    });
    return { line: total, parts };
  }
  const start = lines.findIndex(({ kind, item: named }) => kind === "section" && named === item);
  const end = lines.findIndex(isTotalOf(item));
  if (start < 0 || !total) return undefined;
  const at =
    heading === undefined
      ? start
      : lines.findIndex(({ kind, account }, place) => place > start && place < end && kind === "group" && account?.id === heading);
  const line = heading === undefined ? total : lines[at];
  return line && { line, parts: below(lines, at, (lines[at]?.depth ?? 0) + 1).map((part) => [part, "added"] as const) };
};

const isAnything = (value: string | undefined) => /[1-9]/.test(value ?? "");

/**
 * How a heading or total of a statement comes about: what stands directly below it, read from the statement itself, so that it is what one sees there. Each part
 * has an explanation of its own.
 */
export const explainSum = async (
  ctx: Ctx,
  { report, ...query }: SumQuery,
): Promise<Outcome<SumExplanation, Fault<"invalid" | "missing" | "refused">>> => {
  const { item, heading: _, from, to, ...asked } = query;
  const read =
    report === "profit-and-loss" ? await profitAndLoss(ctx, { ...asked, from, to }) : await balanceSheet(ctx, { ...asked, asOf: to });
  if (!read.ok) return read;
  const { lines, columns, asOf, knownAt, currency } = read.value;
  const sum = sumOf(lines, query);
  if (!sum) return refuse(missing("line", query.heading ?? item));
  return done({
    ...{ report, item, heading: sum.line.account, from: columns[0]?.from ?? null, to: asOf, knownAt, currency },
    amount: sum.line.values[0] ?? "",
    parts: sum.parts.flatMap(([{ kind, item: named, account, values }, sign]) =>
      kind === "section" || !isAnything(values[0]) ? [] : [{ kind, item: named, account, amount: values[0] ?? "", sign }],
    ),
  });
};
