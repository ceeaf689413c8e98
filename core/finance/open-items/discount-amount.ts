import { decimalOf, powerOfTen } from "#core/kernel/decimals.ts";
import { divideRounded } from "#core/kernel/rounding.ts";
import { type OfferedDiscount, percentOf } from "../payment-terms/schedule.ts";

/**
 * The most that may be taken off with money: the discount on all that is open when the money is enough for the rest, and its own part when it is less
 * (98.00 of 3 % are 101.03 settled, 3.03 of it discount). Rounded half away from zero.
 */
export const discountFor = ({ percent }: Pick<OfferedDiscount, "percent">, moneyMinor: bigint, openMinor: bigint): bigint => {
  const whole = percentOf(openMinor, percent);
  if (moneyMinor >= openMinor) return 0n;
  if (moneyMinor >= openMinor - whole) return openMinor - moneyMinor;
  const { units, scale } = decimalOf(percent);
  return divideRounded(moneyMinor * units, powerOfTen(scale + 2) - units);
};

/** What settles an open amount when the whole discount is taken. */
export const dueWithDiscount = ({ percent }: Pick<OfferedDiscount, "percent">, openMinor: bigint): bigint =>
  openMinor - percentOf(openMinor, percent);
