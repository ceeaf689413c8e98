import { roundShares } from "./allocate.ts";
import { throwAmountFault } from "./amount-faults.ts";
import { exponentOf } from "./currencies.ts";
import { decimalOf, type Fraction, powerOfTen } from "./decimals.ts";
import { withinRange } from "./money.ts";
import { divideRounded } from "./rounding.ts";

/** A rate says what one major unit of `from` is worth in major units of `to`, as a decimal string. */
export type Exchange = Readonly<{ from: string; to: string; rate: string }>;

/** What one minor unit of `from` is worth in minor units of `to`. */
const minorRate = ({ from, to, rate }: Exchange): Fraction => {
  const { units, scale } = decimalOf(rate);
  if (units <= 0n) throwAmountFault("exchange.rate", "An exchange rate must be above zero.");
  return { numerator: units * powerOfTen(exponentOf(to)), denominator: powerOfTen(exponentOf(from) + scale) };
};

/** One amount in another currency, rounded half away from zero. */
export const convertMinor = (minor: bigint, exchange: Exchange): bigint => {
  const { numerator, denominator } = minorRate(exchange);
  return withinRange(divideRounded(minor * numerator, denominator));
};

/** The other way: an amount of `to` in `from`, by the same rate. Rounded half away from zero. */
export const convertBack = (minor: bigint, exchange: Exchange): bigint => {
  const { numerator, denominator } = minorRate(exchange);
  return withinRange(divideRounded(minor * denominator, numerator));
};

/**
 * A document in the company's currency: its total is converted and rounded once, and the lines share that by largest remainder, so that
 * they add up to it without a difference to post anywhere. Works for lines of both signs and for documents that come to nothing.
 */
export const convertLines = (lineMinors: readonly bigint[], exchange: Exchange): { totalMinor: bigint; lineMinors: bigint[] } => {
  const { numerator, denominator } = minorRate(exchange);
  const converted = roundShares(
    lineMinors.map((minor) => minor * numerator),
    denominator,
  );
  let totalMinor = 0n;
  for (const minor of converted) totalMinor += withinRange(minor);
  return { totalMinor: withinRange(totalMinor), lineMinors: converted };
};

/** Parts of an amount of `to` in `from`: their sum is what the whole amount is, and they share it by largest remainder. */
export const convertPartsBack = (minors: readonly bigint[], exchange: Exchange): bigint[] => {
  const { numerator, denominator } = minorRate(exchange);
  return roundShares(
    minors.map((minor) => minor * denominator),
    numerator,
  ).map(withinRange);
};
