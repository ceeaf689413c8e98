import { useLingui } from "@lingui/react/macro";
import type { Answer } from "../api/types.ts";

type Item = Answer<"/finance/reports/profit-and-loss">["lines"][number]["item"];
/** What of a line its name is made of. */
export type NamedLine = Readonly<{ kind: string; item: Item; account: Readonly<{ name: string }> | null; subtype: string | null }>;

/** What sections, figures and totals of statements are called. */
export function useItemNames(): (line: NamedLine) => string {
  const { t } = useLingui();
  const items: Readonly<Record<NonNullable<Item>, string>> = {
    income: t`Income`,
    expense: t`Expenses`,
    result: t`Result`,
    asset: t`Assets`,
    liability: t`Liabilities`,
    equity: t`Equity`,
    previous_years: t`Earnings of previous years`,
    current_year: t`Earnings of the year`,
    liabilities_and_equity: t`Liabilities and equity`,
    balance: t`Balance`,
    operating: t`Operating activities`,
    non_cash: t`What moved no cash`,
    shown_elsewhere: t`Part of the result, shown below`,
    working_capital: t`Change of working capital`,
    investing: t`Investing activities`,
    financing: t`Financing activities`,
    exchange: t`Effect of exchange rates`,
    net_change: t`Net change of cash`,
    cash_before: t`Cash at the beginning`,
    cash_after: t`Cash at the end`,
    translation_difference: t`Translation difference`,
    outside_dimensions: t`Not of these dimensions`,
    receipts: t`Receipts`,
    payments: t`Payments made`,
  };
  const subtypes: Readonly<Record<string, string>> = {
    receivable: t`Receivables`,
    payable: t`Payables`,
    inventory: t`Inventory`,
    tax: t`Taxes`,
    payroll: t`Payroll`,
    accrued: t`Accruals`,
    deferred: t`Deferred items`,
    clearing: t`Clearing`,
    suspense: t`Suspense`,
    other_current: t`Other current items`,
  };
  const summed = new Set(["income", "expense", "asset", "liability", "equity", "liabilities_and_equity"]);
  return ({ kind, item, account, subtype }) => {
    if (account) return account.name;
    if (subtype !== null) return subtypes[subtype] ?? subtype.replaceAll("_", " ");
    const name = item === null ? "" : items[item];
    return kind === "total" && item !== null && summed.has(item) ? t`Total ${name}` : name;
  };
}
