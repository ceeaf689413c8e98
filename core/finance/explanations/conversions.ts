import { Decimal } from "decimal.js";
import { exponentOf } from "#core/kernel/currencies.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { EntryExplanation } from "./explanation.ts";
import type { StoredRate } from "./posting-facts.ts";

type Line = Readonly<{ currency: string; amount: bigint; companyAmount: bigint }>;
type Conversion = NonNullable<EntryExplanation["lines"][number]["conversion"]>;

const major = (minor: bigint, currency: string) => new Decimal(minor.toString()).div(new Decimal(10).pow(exponentOf(currency)));

/** How a line came from its currency into the company's, beside the rate of the day in the table. */
export const conversionOf = ({ currency, amount, companyAmount }: Line, baseCurrency: string, rates: readonly StoredRate[]): Conversion => {
  const stored = rates.find((rate) => rate.currency === currency) ?? null;
  const [original, converted] = [major(amount, currency), major(companyAmount, baseCurrency)];
  const known = !original.isZero() && !converted.isZero();
  const unit = new Decimal(10).pow(-exponentOf(baseCurrency));
  return {
    currency,
    amount: formatMinor(amount, currency),
    companyAmount: formatMinor(companyAmount, baseCurrency),
    rate: known ? converted.div(original).toSignificantDigits(10).toFixed() : null,
    stored: stored && { id: stored.id, rate: stored.rate, validOn: stored.validOn, changedSince: stored.changedSince },
    agrees: stored === null || original.isZero() ? null : original.mul(stored.rate).minus(converted).abs().lte(unit.mul(1.5)),
  };
};
