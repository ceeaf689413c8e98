import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import type { BalanceSheet, BalanceSheetQuery } from "./report.ts";
import { type AccountSum, accountSums, fiscalYearStart, formatterOf, report, sumOf, viewOf } from "./view.ts";

const debitOf = ({ debit, credit }: AccountSum) => debit - credit;
const creditOf = ({ debit, credit }: AccountSum) => credit - debit;
const isEarning = ({ account }: AccountSum) => account.type === "income" || account.type === "expense";

/**
 * What the company has, owes and is worth on a day. Income and expenses that no closing entry has moved to an account of equity yet are shown as
 * earnings, those of the fiscal year by themselves, so that both sides are equal on any day.
 */
export const balanceSheet = report(async (ctx, { asOf, knownAt }: BalanceSheetQuery): Promise<Outcome<BalanceSheet, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  const view = viewOf(ctx, asOf, knownAt);
  const sums = await accountSums(ctx.db, { companyId, to: view.asOf, knownAt });
  const yearStart = await fiscalYearStart(ctx.db, companyId, view.asOf);
  const ofYear =
    yearStart === undefined
      ? []
      : await accountSums(ctx.db, { companyId, from: yearStart, to: view.asOf, knownAt, types: ["income", "expense"] });
  const sectionOf = (section: "asset" | "liability" | "equity") => sums.filter(({ account }) => account.type === section);
  const [assets, liabilities, equity] = [sectionOf("asset"), sectionOf("liability"), sectionOf("equity")];
  const earnings = sumOf(sums.filter(isEarning), creditOf);
  const currentYear = sumOf(ofYear, creditOf);
  const owed = sumOf(liabilities, creditOf);
  const worth = sumOf(equity, creditOf) + earnings;
  const format = formatterOf(ctx);
  const value: BalanceSheet = {
    ...view,
    rows: [
      ...assets.map((row) => ({ section: "asset" as const, account: row.account, amount: format(debitOf(row)) })),
      ...liabilities.map((row) => ({ section: "liability" as const, account: row.account, amount: format(creditOf(row)) })),
      ...equity.map((row) => ({ section: "equity" as const, account: row.account, amount: format(creditOf(row)) })),
    ],
    earnings: { fiscalYearStart: yearStart ?? null, previousYears: format(earnings - currentYear), currentYear: format(currentYear) },
    totals: {
      assets: format(sumOf(assets, debitOf)),
      liabilities: format(owed),
      equity: format(worth),
      liabilitiesAndEquity: format(owed + worth),
    },
  };
  return done(value);
});
