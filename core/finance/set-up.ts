import type { TxCtx } from "#core/kernel/context.ts";
import { type ChartName, chartTemplates } from "./accounts/chart-templates.ts";
import { insertAccounts } from "./accounts/insert-accounts.ts";
import { newAccountOf } from "./accounts/read-template.ts";
import type { AccountPurpose } from "./determination/account-rule.ts";
import { purposesWithoutAccount } from "./determination/determine-accounts.ts";
import { openFiscalYears } from "./periods/open-fiscal-years.ts";
import { setUpTaxes } from "./taxes/set-up-taxes.ts";

export type FinanceSetUp = Readonly<{ companyId: string; chart: ChartName; fiscalYearStart: number; today: string }>;

const journals = [
  ["GEN", "General", "general"],
  ["SAL", "Sales", "sales"],
  ["PUR", "Purchases", "purchase"],
  ["BNK", "Bank", "bank"],
  ["CSH", "Cash", "cash"],
  ["PAY", "Payroll", "payroll"],
  ["OPN", "Opening balances", "opening"],
  ["CLS", "Closing", "closing"],
] as const;

/** Series of numbers; those of invoices and credit notes run in the order of their dates. */
const series = [
  ["invoice", "INV-", true],
  ["credit_note", "CN-", true],
  ["bill", "BILL-", false],
  ["debit_note", "DBN-", false],
  ["payment", "PAY-", false],
] as const;

/**
 * Everything finance needs before the first posting: chart, journals, account determination complete for every purpose, taxes, payment methods,
 * number series, and fiscal years from the year before `today` to the year after.
 */
export const setUpFinance = async (tx: TxCtx, { companyId, chart, fiscalYearStart, today }: FinanceSetUp): Promise<void> => {
  const template = chartTemplates[chart];
  const ids = new Map(template.accounts.map(({ code }) => [code, tx.newId()]));
  const idOf = (code: string) => {
    const id = ids.get(code);
    if (!id) throw new Error(`Chart ${chart} has no account ${code}.`);
    return id;
  };
  await insertAccounts(
    tx,
    template.accounts.map((account) => newAccountOf(account, idOf)),
  );
  await tx.db
    .insertInto("finance.journal")
    .values(journals.map(([code, name, kind]) => ({ id: tx.newId(), companyId, code, name, kind })))
    .execute();
  const { cash, ...purposes } = template.rules;
  const rules = Object.entries(purposes) as [AccountPurpose, string][];
  await tx.db
    .insertInto("finance.accountRule")
    .values(rules.map(([purpose, code]) => ({ id: tx.newId(), companyId, purpose, accountId: idOf(code) })))
    .execute();
  const lacking = await purposesWithoutAccount(tx.db, companyId);
  if (lacking.length > 0) throw new Error(`Chart ${chart} has no account for ${lacking.join(", ")}.`);
  await tx.db
    .insertInto("finance.paymentMethod")
    .values([
      { id: tx.newId(), companyId, code: "bank", name: "Bank transfer", accountId: idOf(purposes.payment) },
      { id: tx.newId(), companyId, code: "cash", name: "Cash", accountId: idOf(cash) },
    ])
    .execute();
  await tx.db
    .insertInto("shared.numberSeries")
    .values(series.map(([name, prefix, inDateOrder]) => ({ companyId, series: name, prefix, inDateOrder })))
    .execute();
  await setUpTaxes(tx, companyId, chart, idOf);
  await openFiscalYears(tx, { companyId, startMonth: fiscalYearStart, from: today, yearsBefore: 1, yearsAfter: 1 });
};
