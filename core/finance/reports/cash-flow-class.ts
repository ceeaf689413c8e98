import * as z from "zod";
import type { AccountType } from "./report.ts";

export const CashFlowClass = z.enum(["cash", "non_cash", "working_capital", "investing", "financing", "exchange"]);
export type CashFlowClass = z.infer<typeof CashFlowClass>;
/** `result`: income and expenses that are nowhere else. */
export type CashFlowPart = CashFlowClass | "result";

const CASH = new Set(["bank", "cash"]);
const LONG_LIVED = new Set(["fixed_asset", "intangible", "non_current", "lease"]);
const BORROWED = new Set(["loan", "lease", "non_current"]);

/**
 * Where the movements of an account belong when nobody said otherwise. Contra accounts of what lasts long gather depreciation, which moves no cash; so do
 * provisions and other comprehensive income.
 */
export const usualPart = ({
  type,
  subtype,
  isContra,
}: Readonly<{ type: AccountType; subtype: string; isContra: boolean }>): CashFlowPart => {
  if (type === "income" || type === "expense") return "result";
  if (type === "equity") return subtype === "oci" ? "non_cash" : "financing";
  if (type === "liability") {
    if (subtype === "provision") return "non_cash";
    return BORROWED.has(subtype) ? "financing" : "working_capital";
  }
  if (CASH.has(subtype)) return "cash";
  if (!LONG_LIVED.has(subtype)) return "working_capital";
  return isContra ? "non_cash" : "investing";
};
