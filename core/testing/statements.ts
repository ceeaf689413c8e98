import { agedPayables, agedReceivables } from "#core/finance/reports/aged.ts";
import { balanceSheet } from "#core/finance/reports/balance-sheet.ts";
import { cashFlow } from "#core/finance/reports/cash-flow.ts";
import { profitAndLoss } from "#core/finance/reports/profit-and-loss.ts";
import type { StatementLine } from "#core/finance/reports/report.ts";
import { trialBalance } from "#core/finance/reports/trial-balance.ts";
import { taxReport } from "#core/finance/taxes/tax-report.ts";
import { resultOf, type TestCompany } from "./company.ts";

type Amounts = Readonly<Record<string, string>>;
type Row = Readonly<{ account: Readonly<{ code: string }> }>;
const byCode = <R extends Row>(rows: readonly R[], amountOf: (row: R) => string): Amounts =>
  Object.fromEntries(rows.map((row) => [row.account.code, amountOf(row)] as const).filter(([, amount]) => Number(amount) !== 0));

/** Balances by code that are not zero; a debit is positive. */
export const balancesOn = async (company: TestCompany, asOf: string, knownAt?: string): Promise<Amounts> =>
  byCode(resultOf(await trialBalance(company.as(), { asOf, knownAt })).rows, ({ balance }) => balance);

/** Amounts of a year's profit and loss by code, and its totals. */
export const incomeOf = async (company: TestCompany, from: string, to: string) => {
  const { rows, totals } = resultOf(await profitAndLoss(company.as(), { from, to }));
  return { ...byCode(rows, ({ amount }) => amount), ...totals };
};

/** A balance sheet's totals and earnings. */
export const sheetOn = async (company: TestCompany, asOf: string) => {
  const { totals, earnings } = resultOf(await balanceSheet(company.as(), { asOf }));
  return { ...totals, previousYears: earnings.previousYears, currentYear: earnings.currentYear };
};

const nameOf = ({ account, subtype, item }: StatementLine) => account?.code ?? subtype ?? item ?? "";

/** Every line of a cash flow statement that has a figure, by account, subtype or item; without the headings of the chart, which only repeat what is below. */
export const cashFlowOf = async (company: TestCompany, from: string, to: string): Promise<Amounts> =>
  Object.fromEntries(
    resultOf(await cashFlow(company.as(), { from, to }))
      .lines.filter(({ kind, account, values }) => values.length > 0 && !(kind === "group" && account !== null))
      .map((line) => [nameOf(line), line.values[0] ?? ""]),
  );

const aged = { receivable: agedReceivables, payable: agedPayables };

/** What parties owe or are owed in company currency by age: on account, not due, then 1-30, 31-60, 61-90 days and more; last what revaluation made of it. */
export const agedOn = async (company: TestCompany, ledger: keyof typeof aged, asOf: string) => {
  const { rows, totals } = resultOf(await aged[ledger](company.as(), { asOf }));
  const parties = rows.map(({ party, onAccount, notDue, buckets, revaluation }) => [
    party.name,
    [onAccount, notDue, ...buckets, revaluation],
  ]);
  return { ...Object.fromEntries(parties), total: totals.total };
};

/** A tax report: rows as `code rate part`, boxes of one return, and how the accounts tie. */
export const taxesOf = async (company: TestCompany, from: string, to: string, returnCode: string) => {
  const { rows, returns, accounts, totals } = resultOf(await taxReport(company.as(), { from, to, returnCode }));
  return {
    rows: Object.fromEntries(
      rows.map(({ tax, rate, part, base, amount, deductible }) => [`${tax.code} ${rate} ${part}`, [base, amount, deductible]]),
    ),
    boxes: Object.fromEntries((returns[0]?.boxes ?? []).map(({ box, amount }) => [box, amount])),
    accounts: Object.fromEntries(
      accounts.map(({ account, ledger, results, withoutTax, unexplained }) => [account.code, [ledger, results, withoutTax, unexplained]]),
    ),
    totals,
  };
};
