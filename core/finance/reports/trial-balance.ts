import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import { layTrialBalance } from "./layouts.ts";
import type { TrialBalance, TrialBalanceQuery } from "./report.ts";
import { shownBalances } from "./shown-balances.ts";
import { columnBodies, debitOf, layOut } from "./statement.ts";
import { NOTHING, otherCurrency, translationOf } from "./translation.ts";
import { formatterOf, report, sumOf, viewOf } from "./view.ts";

type Sides = Readonly<{ opening: bigint; debit: bigint; credit: bigint }>;

/** What makes the sides of a translated trial balance equal: of the whole, or of what moved beside the opening balance. */
const differenceSides = (whole: bigint, moved: bigint): Sides => ({
  opening: moved - whole,
  debit: moved < 0n ? -moved : 0n,
  credit: moved > 0n ? moved : 0n,
});

/**
 * Every account that moved, with its debits and credits up to a day and the balance they leave. With `from`, debits and credits since then beside
 * the opening balance. Both sides are equal because every entry is; of some dimensions alone they need not be. Lines show the balances beside earlier ones.
 * In another currency all figures of an account are at the rates of its balance.
 */
export const trialBalance = report(
  async (
    ctx,
    { asOf, from, knownAt, compare, periods, currency: asked, hideZero = false, ...filter }: TrialBalanceQuery,
  ): Promise<Outcome<TrialBalance, Fault<"invalid">>> => {
    const currency = otherCurrency(ctx, asked);
    const view = viewOf(ctx, asOf, knownAt, currency);
    if (from !== undefined && from > view.asOf) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const companyId = ctx.actor.companyId;
    const columns = columnsOf({ to: asOf ?? todayOf(ctx) }, { compare, periods });
    if (!columns.ok) return columns;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const width = columns.value.length;
    const split = from === undefined ? [] : [{ from, to: view.asOf }];
    const days = columns.value.map((column) => ({ ...column, on: column.to }));
    const valued = [...days, ...split.map((column) => ({ ...column, on: view.asOf }))];
    const [shown, headings] = await Promise.all([
      shownBalances(ctx, { columns: valued, width: valued.length, currency, knownAt, sets: sets.value }),
      readHeadings(ctx.db, companyId),
    ]);
    if (!shown.ok) return shown;
    const { sums, difference } = shown.value;
    const rows = sums.map(({ account, columns: all }) => {
      const [whole = NOTHING] = all;
      const moved = (from === undefined ? whole : all[width]) ?? NOTHING;
      return { account, ...moved, opening: debitOf(whole) - debitOf(moved) };
    });
    const layout = layOut(ctx, { columns: columns.value, compared: compare !== undefined, hideZero, headings, currency });
    const moved = rows.filter(({ debit, credit, opening }) => debit !== 0n || credit !== 0n || opening !== 0n);
    const format = formatterOf(ctx, currency);
    const sidesOf = ({ opening, debit, credit }: Sides) => ({
      ...(from === undefined ? {} : { opening: format(opening) }),
      debit: format(debit),
      credit: format(credit),
      balance: format(opening + debit - credit),
    });
    const translated = difference && differenceSides(difference[0] ?? 0n, difference[from === undefined ? 0 : width] ?? 0n);
    const summed = translated ? [...moved, translated] : moved;
    const sum = (side: keyof Sides) => sumOf<Sides>(summed, (row) => row[side]);
    const rates = { ...shown.value, rates: shown.value.rates.slice(0, width) };
    const value: TrialBalance = {
      ...view,
      ...(from === undefined ? {} : { from }),
      rows: moved.map((row) => ({ account: row.account, ...sidesOf(row) })),
      ...(translated ? { translationDifference: sidesOf(translated) } : {}),
      totals: sidesOf({ opening: sum("opening"), debit: sum("debit"), credit: sum("credit") }),
      columns: columnBodies(columns.value),
      lines: layTrialBalance(layout, sums, width, { difference }),
      ...translationOf(
        ctx,
        rates,
        format,
        difference?.map((minor) => -minor),
      ),
    };
    return done(value);
  },
);
