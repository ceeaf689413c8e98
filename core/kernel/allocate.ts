import { decimalOf, powerOfTen } from "./decimals.ts";
import { divideRounded } from "./rounding.ts";

/**
 * Whole numbers as near as can be to exact shares (numerators over one denominator above zero) that add up to the sum of the shares
 * rounded half away from zero. Each share is cut towards zero; what is missing goes, one unit each, to the largest remainders, the earlier
 * of two equal ones first. Every part is less than one unit from its share, and shares of the other sign give the same parts mirrored.
 */
export const roundShares = (numerators: readonly bigint[], denominator: bigint): bigint[] => {
  let sum = 0n;
  for (const numerator of numerators) sum += numerator;
  const parts = numerators.map((numerator) => numerator / denominator);
  let missing = divideRounded(sum, denominator);
  for (const part of parts) missing -= part;
  if (missing === 0n) return parts;

  const unit = missing > 0n ? 1n : -1n;
  const remainders = numerators.map((numerator) => (numerator % denominator) * unit);
  const byRemainder = remainders.map((_, index) => index).sort((left, right) => descending(remainders[left], remainders[right]));
  for (const index of byRemainder.slice(0, Number(missing * unit))) parts[index] = (parts[index] ?? 0n) + unit;
  return parts;
};

const descending = (left = 0n, right = 0n) => {
  if (left === right) return 0;
  return left > right ? -1 : 1;
};

const wholeWeights = (weights: readonly (bigint | string)[]): bigint[] => {
  const scaled = weights.map((weight) => (typeof weight === "bigint" ? { units: weight, scale: 0 } : decimalOf(weight)));
  const scale = Math.max(0, ...scaled.map((weight) => weight.scale));
  return scaled.map((weight) => weight.units * powerOfTen(scale - weight.scale));
};

/**
 * Splits a total in proportion to weights (integers or decimal strings) by largest remainder, ties to the earlier. The parts always add up
 * to the total, and a negative total gives the parts of the positive one mirrored. Weights of both signs share in proportion too, as the
 * lines of a document with a return do. Weights that add up to zero say nothing about the shares: that throws.
 */
export const allocate = (total: bigint, weights: readonly (bigint | string)[]): bigint[] => {
  const shares = wholeWeights(weights);
  let sum = 0n;
  for (const share of shares) sum += share;
  if (sum === 0n) throw new RangeError("An amount cannot be shared out by weights that add up to zero.");
  const direction = sum > 0n ? total : -total;
  return roundShares(
    shares.map((share) => share * direction),
    sum > 0n ? sum : -sum,
  );
};
