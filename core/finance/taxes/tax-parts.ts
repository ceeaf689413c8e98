import { type ChargedTax, deductibleOf } from "./charged-tax.ts";

/** What is owed for sales, claimed for purchases, or kept back from a payment. */
export type TaxPartKind = "output" | "input" | "withheld";

/**
 * A tax of one line where the ledger has it. `minor` is what the document's total gains by it. One with a `part` is a result of the tax; `side` is the
 * side of its account in a plain document, 1 for debit. One without is the part that may not be deducted, which is a cost like the line itself.
 */
export type TaxPart = Readonly<{
  accountId: string;
  minor: bigint;
  /** Parts of a reverse charge: they come to nothing together. */
  reverse: boolean;
  tax: ChargedTax;
  part?: TaxPartKind;
  side: 1 | -1;
  pending: boolean;
}>;

/**
 * Where a tax of a line goes. A standard tax goes to its account, of a purchase only the deductible part, the rest to the account for that or the
 * line's own. A reverse charge is claimed on one account and owed on another. What is withheld lowers the total. A tax due on payment waits on its
 * pending account.
 */
export const taxParts = (tax: ChargedTax, line: Readonly<{ accountId: string }>, purchase: boolean): TaxPart[] => {
  const amount = BigInt(tax.taxMinor);
  const accountId = tax.pendingAccountId ?? tax.accountId;
  const common = { tax, reverse: tax.treatment === "reverse_charge", pending: tax.pendingAccountId !== undefined };
  if (tax.treatment === "withholding") return [{ ...common, accountId, minor: -amount, part: "withheld", side: purchase ? -1 : 1 }];
  if (!purchase) return [{ ...common, accountId, minor: amount, part: "output", side: -1 }];
  const deductible = deductibleOf(tax);
  const parts: TaxPart[] = [{ ...common, accountId, minor: deductible, part: "input", side: 1 }];
  if (deductible !== amount)
    parts.push({ ...common, accountId: tax.nondeductibleAccountId ?? line.accountId, minor: amount - deductible, pending: false, side: 1 });
  if (tax.reverseAccountId !== undefined)
    parts.push({ ...common, accountId: tax.reverseAccountId, minor: -amount, part: "output", side: -1 });
  return parts;
};
