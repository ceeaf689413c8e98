import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { TrialBalance, TrialBalanceQuery } from "./report.ts";
import { accountSums, dayBefore, formatterOf, report, sumOf, viewOf } from "./view.ts";

/**
 * Every account that moved, with its debits and credits up to a day and the balance they leave. With `from`, debits and credits since then beside
 * the opening balance. Both sides are equal because every entry is; of some dimensions alone they need not be.
 */
export const trialBalance = report(
  async (ctx, { asOf, from, knownAt, ...filter }: TrialBalanceQuery): Promise<Outcome<TrialBalance, Fault<"invalid">>> => {
    const view = viewOf(ctx, asOf, knownAt);
    if (from !== undefined && from > view.asOf) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const companyId = ctx.actor.companyId;
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const sums = await accountSums(ctx.db, {
      companyId,
      from,
      to: view.asOf,
      knownAt,
      sets: sets.value,
      openingBefore: from === undefined ? undefined : dayBefore(from),
    });
    const format = formatterOf(ctx);
    const opening = (minor: bigint) => (from === undefined ? {} : { opening: format(minor) });
    const value: TrialBalance = {
      ...view,
      ...(from === undefined ? {} : { from }),
      rows: sums.map((row) => ({
        account: row.account,
        ...opening(row.opening),
        debit: format(row.debit),
        credit: format(row.credit),
        balance: format(row.opening + row.debit - row.credit),
      })),
      totals: {
        ...opening(sumOf(sums, (row) => row.opening)),
        debit: format(sumOf(sums, (row) => row.debit)),
        credit: format(sumOf(sums, (row) => row.credit)),
        balance: format(sumOf(sums, (row) => row.opening + row.debit - row.credit)),
      },
    };
    return done(value);
  },
);
