import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { layProfitAndLoss } from "./layouts.ts";
import type { ProfitAndLoss, ProfitAndLossQuery } from "./report.ts";
import { columnBodies, type Figures, type Leaf, layOut } from "./statement.ts";
import { dimensionFigures, movementFigures } from "./statement-figures.ts";
import { translationOf } from "./translation.ts";
import { formatterOf, report, viewOf } from "./view.ts";

const TYPES = ["income", "expense"] as const;

/** Income and expenses between two days, and what is left; beside earlier spans, cut into months or by a dimension. In another currency each column is at the mean of its days. */
export const profitAndLoss = report(
  async (ctx, { hideZero = false, byDimension, ...asked }: ProfitAndLossQuery): Promise<Outcome<ProfitAndLoss, Fault<"invalid">>> => {
    const cut = byDimension === undefined ? undefined : await dimensionFigures(ctx, { ...asked, byDimension }, TYPES);
    const read = cut ?? (await movementFigures(ctx, asked, { types: TYPES }));
    if (!read.ok) return read;
    const values = cut?.ok ? cut.value.values : [];
    const { from, to, columns, shown, headings, currency } = read.value;
    const layout = layOut(ctx, { columns, compared: asked.compare !== undefined, hideZero, headings, currency });
    const { income, expense, earned, spent, result, lines } = layProfitAndLoss(layout, shown.sums);
    const format = formatterOf(ctx, currency);
    const rowsOf = (section: "income" | "expense", leaves: readonly Leaf[]) =>
      leaves.map(({ account, figures: [amount = 0n] }) => ({ section, account, amount: format(amount) }));
    const first = ([amount = 0n]: Figures) => format(amount);
    const value: ProfitAndLoss = {
      ...viewOf(ctx, to, asked.knownAt, currency),
      from,
      rows: [...rowsOf("income", income), ...rowsOf("expense", expense)],
      totals: { income: first(earned), expense: first(spent), result: first(result) },
      columns: columnBodies(columns).map((column, at) => ({ ...column, ...(values[at - 1] ? { of: values[at - 1] } : {}) })),
      lines,
      ...translationOf(ctx, shown, format, undefined),
    };
    return done(value);
  },
);
