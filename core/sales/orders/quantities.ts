import { decimalOf, formatDecimal, powerOfTen } from "#core/kernel/decimals.ts";

const SCALE = 6; // numeric(18,6)

/** A quantity as whole millionths, so that sums and comparisons are exact. */
export const millionths = (quantity: string): bigint => {
  const { units, scale } = decimalOf(quantity);
  return units * powerOfTen(SCALE - scale);
};

/** Back to a decimal string without trailing zeros. */
export const quantityOf = (units: bigint): string => {
  const text = formatDecimal({ units, scale: SCALE });
  return text.replace(/\.?0+$/, "");
};
