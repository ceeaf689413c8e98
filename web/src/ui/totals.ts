import { attempt } from "#core/kernel/amount-faults.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { calculateDocument } from "#core/kernel/pricing.ts";

interface TypedLine {
  readonly quantity?: string | undefined;
  readonly unitPrice?: string | undefined;
  readonly discountPercent?: string | undefined;
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d+(\.\d+)?$/.test(text);
/** A price below zero is an allowance. */
const isPrice = (text: string | undefined): text is string => isNumber(text?.replace(/^-/, ""));

/**
 * The net of each line and of all, at once while one types, by the pricing the server posts with. A line that cannot be
 * priced yet has none.
 */
export function netsOf(lines: readonly TypedLine[], currency: string): { lines: (string | undefined)[]; net: string } | undefined {
  const complete = lines.map((line) => isNumber(line.quantity) && isPrice(line.unitPrice));
  const priced = attempt(() =>
    calculateDocument({
      currency,
      rounding: "line",
      lines: lines.map(({ quantity, unitPrice, discountPercent }, index) => ({
        quantity: complete[index] ? `${quantity}` : "0",
        unitPrice: complete[index] ? `${unitPrice}` : "0",
        ...(isNumber(discountPercent) && { discountPercents: [discountPercent] }),
      })),
    }),
  );
  if (!priced.ok) return undefined;
  return {
    lines: priced.value.lines.map((line, index) => (complete[index] ? formatMinor(line.netMinor, currency) : undefined)),
    net: formatMinor(priced.value.netMinor, currency),
  };
}
