import { addDays } from "#core/kernel/clock.ts";
import { decimalOf, powerOfTen } from "#core/kernel/decimals.ts";
import { parseMinor } from "#core/kernel/money.ts";
import { divideRounded } from "#core/kernel/rounding.ts";
import type { TermDiscount, TermPart } from "./payment-term.ts";

/** Terms as a document is issued with them. */
export type Terms = Readonly<{ id: string; parts: readonly TermPart[]; discounts: readonly TermDiscount[]; discountReducesTax: boolean }>;

export type Instalment = Readonly<{ dueOn: string; amountMinor: bigint }>;

/** A discount as a document keeps it: the last day on which money may be sent for it. */
export type OfferedDiscount = Readonly<{ until: string; percent: string; reducesTax: boolean }>;

const daysOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const dateOf = (year: number, month: number, day: number) => {
  const first = new Date(Date.UTC(year, month - 1, 1));
  const [ofYear, ofMonth] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
  return `${ofYear}-${String(ofMonth).padStart(2, "0")}-${String(Math.min(day, daysOfMonth(ofYear, ofMonth))).padStart(2, "0")}`;
};
const partsOfDate = (date: string) => date.split("-").map(Number) as [number, number, number];

/**
 * The day an instalment is due: whole months after the document's date (31 January and a month is the last of February), then days, then to the end of
 * that month, then on to a day of the month: the next one that has not passed, and after an end of month the one of the month behind it.
 */
export const dueDateOf = (
  from: string,
  { days, months, endOfMonth, dayOfMonth }: Pick<TermPart, "days" | "months" | "endOfMonth" | "dayOfMonth">,
): string => {
  const [year, month, day] = partsOfDate(from);
  let due = addDays(dateOf(year, month + months, day), days);
  if (endOfMonth) {
    const [ofYear, ofMonth] = partsOfDate(due);
    due = dateOf(ofYear, ofMonth, 31);
  }
  if (dayOfMonth === null) return due;
  const [ofYear, ofMonth] = partsOfDate(due);
  const within = dateOf(ofYear, ofMonth, dayOfMonth);
  return within >= due && !endOfMonth ? within : dateOf(ofYear, ofMonth + 1, dayOfMonth);
};

/** A percentage of an amount, rounded half away from zero. */
export const percentOf = (minor: bigint, percent: string): bigint => {
  const { units, scale } = decimalOf(percent);
  return divideRounded(minor * units, powerOfTen(scale + 2));
};

const wanted = (part: TermPart, totalMinor: bigint, leftMinor: bigint, currency: string): bigint => {
  if (part.share === "remainder") return leftMinor;
  if (part.share === "percent") return percentOf(totalMinor, part.value);
  const fixed = parseMinor(part.value, currency);
  // A fixed amount with more decimals than the currency has asks for nothing it could pay.
  return fixed.ok ? fixed.value : 0n;
};

/**
 * The instalments of a total, in order of their due dates: percentages rounded half away from zero, fixed amounts, and the rest, which takes every
 * rounding. None is more than what the ones before leave; those that come to nothing fall away. They always add up to the total.
 */
export const instalmentsOf = ({ parts }: Pick<Terms, "parts">, issuedOn: string, totalMinor: bigint, currency: string): Instalment[] => {
  let left = totalMinor;
  const instalments = parts.map((part) => {
    const share = wanted(part, totalMinor, left, currency);
    const amountMinor = share < left ? share : left;
    left -= amountMinor;
    return { dueOn: dueDateOf(issuedOn, part), amountMinor };
  });
  return instalments
    .filter(({ amountMinor }) => amountMinor > 0n)
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
};

/** The terms of a party as SQL that answers them as JSON, or null; `party` is the alias of its row. */
export const termsOfParty = (party: string): string =>
  `(select jsonb_build_object('id', t.id, 'parts', t.parts, 'discounts', t.discounts, 'discountReducesTax', t.discount_reduces_tax)
      from finance.payment_term t where t.company_id = ${party}.company_id and t.id = ${party}.payment_term_id)`;

/** The discounts of terms, counted from the document's date. */
export const discountsOf = ({ discounts, discountReducesTax }: Terms, issuedOn: string): OfferedDiscount[] =>
  discounts.map(({ days, percent }) => ({ until: addDays(issuedOn, days), percent, reducesTax: discountReducesTax }));
