import { matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { ProfitAndLoss, ProfitAndLossQuery } from "./report.ts";
import { type AccountSum, accountSums, fiscalYearStart, formatterOf, report, sumOf, viewOf } from "./view.ts";

const amountOf = ({ account, debit, credit }: AccountSum) => (account.type === "income" ? credit - debit : debit - credit);

/** Income and expenses between two days, and what is left. */
export const profitAndLoss = report(
  async (ctx, { from: wanted, to: last, knownAt, ...filter }: ProfitAndLossQuery): Promise<Outcome<ProfitAndLoss, Fault<"invalid">>> => {
    const companyId = ctx.actor.companyId;
    const to = last ?? todayOf(ctx);
    const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const sets = await matchingSets(ctx.db, companyId, filter);
    if (!sets.ok) return sets;
    const sums = await accountSums(ctx.db, { companyId, from, to, knownAt, sets: sets.value, types: ["income", "expense"] });
    const income = sums.filter(({ account }) => account.type === "income");
    const expense = sums.filter(({ account }) => account.type === "expense");
    const [earned, spent] = [sumOf(income, amountOf), sumOf(expense, amountOf)];
    const format = formatterOf(ctx);
    const rowsOf = (section: "income" | "expense", rows: readonly AccountSum[]) =>
      rows.map((row) => ({ section, account: row.account, amount: format(amountOf(row)) }));
    const value: ProfitAndLoss = {
      ...viewOf(ctx, to, knownAt),
      from,
      rows: [...rowsOf("income", income), ...rowsOf("expense", expense)],
      totals: { income: format(earned), expense: format(spent), result: format(earned - spent) },
    };
    return done(value);
  },
);
