import { exponentOf } from "./currencies.ts";
import { decimalOf, type Fraction, powerOfTen, type Scaled } from "./decimals.ts";

/** How a company rounds a document: every line by itself, or once for the whole document. */
export type RoundingPolicy = "line" | "document";

/** The quotient rounded half away from zero: 5/2 is 3, -5/2 is -3. The divisor must be above zero. */
export const divideRounded = (dividend: bigint, divisor: bigint): bigint => {
  if (divisor <= 0n) throw new RangeError("Only a divisor above zero can be rounded by.");
  const quotient = dividend / divisor;
  const rest = dividend - quotient * divisor;
  if (rest === 0n) return quotient;
  if (rest > 0n) return rest * 2n >= divisor ? quotient + 1n : quotient;
  return rest * -2n >= divisor ? quotient - 1n : quotient;
};

/** An exact ratio rounded half away from zero. */
export const roundFraction = ({ numerator, denominator }: Fraction): bigint => divideRounded(numerator, denominator);

/** A scaled integer rounded half away from zero to fewer decimals, or filled up with zeros to more. */
export const rescaleRounded = ({ units, scale }: Scaled, decimals: number): bigint =>
  scale <= decimals ? units * powerOfTen(decimals - scale) : divideRounded(units, powerOfTen(scale - decimals));

/** Minor units of an exact decimal in major units ("0.335" EUR is 34), rounded half away from zero to the currency's decimals. */
export const roundToMinor = (decimal: string, currency: string): bigint => rescaleRounded(decimalOf(decimal), exponentOf(currency));
