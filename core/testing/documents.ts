import {
  calculateDocument,
  type DocumentInput,
  type DocumentLineInput,
  type PricedDocument,
  type PricedLine,
} from "#core/kernel/pricing.ts";
import type { RoundingPolicy } from "#core/kernel/rounding.ts";
import type { Tax } from "#core/kernel/taxes.ts";

/** A percentage on top of the price, unless said otherwise. */
export const aTax = (code: string, rate: string, how: Partial<Tax> = {}): Tax => ({
  code,
  kind: "percent",
  rate,
  included: false,
  compound: false,
  ...how,
});

export const aLine = (
  quantity: string,
  unitPrice: string,
  taxes: Tax[] = [],
  more: Partial<DocumentLineInput> = {},
): DocumentLineInput => ({
  quantity,
  unitPrice,
  taxes,
  ...more,
});

/** A priced document in euro. */
export const euros = (lines: DocumentLineInput[], rounding: RoundingPolicy = "line", more: Partial<DocumentInput> = {}): PricedDocument =>
  calculateDocument({ currency: "EUR", rounding, lines, ...more });

/** One line, priced on its own. */
export const onlyLine = (currency: string, line: DocumentLineInput, rounding: RoundingPolicy): PricedLine => {
  const [first] = calculateDocument({ currency, rounding, lines: [line] }).lines;
  if (!first) throw new Error("The document has no line.");
  return first;
};
