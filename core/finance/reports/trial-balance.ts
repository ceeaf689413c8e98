import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { dayBefore } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { columnSums } from "./column-sums.ts";
import { columnsOf } from "./comparison.ts";
import { readHeadings } from "./headings.ts";
import { layTrialBalance } from "./layouts.ts";
import type { TrialBalance, TrialBalanceQuery } from "./report.ts";
import { columnBodies, debitOf, layOut } from "./statement.ts";
import { formatterOf, report, sumOf, viewOf } from "./view.ts";

/**
 * Every account that moved, with its debits and credits up to a day and the balance they leave. With `from`, debits and credits since then beside
 * the opening balance. Both sides are equal because every entry is; of some dimensions alone they need not be. Lines show the balances beside earlier ones.
 */
export const trialBalance = report(
  async (
    ctx,
    { asOf, from, knownAt, compare, periods, hideZero = false, ...filter }: TrialBalanceQuery,
  ): Promise<Outcome<TrialBalance, Fault<"invalid">>> => {
    const view = viewOf(ctx, asOf, knownAt);
    if (from !== undefined && from > view.asOf) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const companyId = ctx.actor.companyId;
    const columns = columnsOf({ to: asOf ?? todayOf(ctx) }, { compare, periods });
    if (!columns.ok) return columns;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const split = from === undefined ? [] : [{ from, to: view.asOf }, { to: dayBefore(from) }];
    const [sums, headings] = await Promise.all([
      columnSums(ctx.db, { companyId, columns: [...columns.value, ...split], knownAt, sets: sets.value }),
      readHeadings(ctx.db, companyId),
    ]);
    const width = columns.value.length;
    const rows = sums.map(({ account, columns: all }) => {
      const moved = (from === undefined ? all[0] : all[width]) ?? { debit: 0n, credit: 0n };
      const before = all[width + 1];
      return { account, ...moved, opening: before ? debitOf(before) : 0n };
    });
    const layout = layOut(ctx, { columns: columns.value, compared: compare !== undefined, hideZero, headings });
    const moved = rows.filter(({ debit, credit, opening }) => debit !== 0n || credit !== 0n || opening !== 0n);
    const format = formatterOf(ctx);
    const opening = (minor: bigint) => (from === undefined ? {} : { opening: format(minor) });
    const value: TrialBalance = {
      ...view,
      ...(from === undefined ? {} : { from }),
      rows: moved.map((row) => ({
        account: row.account,
        ...opening(row.opening),
        debit: format(row.debit),
        credit: format(row.credit),
        balance: format(row.opening + row.debit - row.credit),
      })),
      totals: {
        ...opening(sumOf(moved, (row) => row.opening)),
        debit: format(sumOf(moved, (row) => row.debit)),
        credit: format(sumOf(moved, (row) => row.credit)),
        balance: format(sumOf(moved, (row) => row.opening + row.debit - row.credit)),
      },
      columns: columnBodies(columns.value),
      lines: layTrialBalance(layout, sums, width),
    };
    return done(value);
  },
);
