import * as z from "zod";
import { type AmountFault, type AmountFaultCode, amountFault, throwAmountFault } from "./amount-faults.ts";
import { exponentOf, isCurrency } from "./currencies.ts";
import { formatDecimal } from "./decimals.ts";
import { done, type Outcome, type Refusal, refuse } from "./fault.ts";

/** An amount: whole minor units (cents, fils, yen) beside their ISO 4217 currency. */
export type Money = Readonly<{ minor: bigint; currency: string }>;

/** What a bigint column holds. Symmetrical, so that an amount can always be negated. */
export const MAX_MINOR = 2n ** 63n - 1n;

const refusal = (code: AmountFaultCode, detail: string): Refusal<AmountFault> => refuse(amountFault(code, detail));

const decimalsText = (count: number) => (count === 0 ? "no decimals" : `at most ${count} decimals`);

const plainDecimal = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * Minor units of an amount in major units as people and the wire write it ("1265793.29"), or a fault that says what is wrong with it.
 * Fewer decimals than the currency's are accepted, more are refused even when they are zeros: nothing is rounded on the way in.
 */
export const parseMinor = (text: string, currency: string): Outcome<bigint, AmountFault> => {
  if (!isCurrency(currency)) return refusal("money.currency", `${currency} is not a currency a document can be in.`);
  // No amount in range is longer than this, and a megabyte of digits must not reach BigInt.
  if (text.length > 40) return refusal("money.range", "This amount is too large.");
  const match = plainDecimal.exec(text);
  if (!match) return refusal("money.malformed", 'Write an amount like "1234.50": digits, a point, no grouping and no exponent.');
  const [, sign, whole = "", fraction = ""] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) return refusal("money.decimals", `${currency} has ${decimalsText(exponent)}.`);
  const size = BigInt(whole + fraction.padEnd(exponent, "0"));
  if (size > MAX_MINOR) return refusal("money.range", "This amount is too large.");
  return done(sign ? -size : size);
};

/** Like `parseMinor`, for text that is known to be right: throws where that one refuses. */
export const minorOf = (text: string, currency: string): bigint => {
  const parsed = parseMinor(text, currency);
  if (!parsed.ok) throw new RangeError(`"${text.slice(0, 40)}" ${currency}: ${parsed.fault.detail}`);
  return parsed.value;
};

/** The wire form: major units with exactly the currency's decimals, "1265793.29", "-0.050", "1200". */
export const formatMinor = (minor: bigint, currency: string): string => formatDecimal({ units: minor, scale: exponentOf(currency) });

/** An amount of whole minor units; throws for an unknown currency or an amount no column can hold. */
export const money = (minor: bigint, currency: string): Money => {
  exponentOf(currency);
  return { minor: withinRange(minor), currency };
};

/** Returns the amount, or throws when it is beyond what a bigint column holds. */
export const withinRange = (minor: bigint): bigint => {
  if (minor > MAX_MINOR || minor < -MAX_MINOR) throwAmountFault("money.range", "This comes to an amount too large to be stored.");
  return minor;
};

/** The wire form of an amount, without its currency. */
export const formatMoney = ({ minor, currency }: Money): string => formatMinor(minor, currency);

/** Mixing currencies is a bug of the caller, so this throws rather than refuses. */
const sameCurrency = (left: Money, right: Money): string => {
  if (left.currency !== right.currency) throw new TypeError(`${left.currency} and ${right.currency} cannot be mixed in one amount.`);
  return left.currency;
};

export const addMoney = (left: Money, right: Money): Money => money(left.minor + right.minor, sameCurrency(left, right));

export const subtractMoney = (left: Money, right: Money): Money => money(left.minor - right.minor, sameCurrency(left, right));

export const negateMoney = ({ minor, currency }: Money): Money => money(-minor, currency);

/** The sum of amounts that must all be in this currency; zero of it when there are none. */
export const sumMoney = (amounts: Iterable<Money>, currency: string): Money => {
  let total = money(0n, currency);
  for (const amount of amounts) total = addMoney(total, amount);
  return total;
};

/** Negative, zero or positive, as for `sort`; throws for two currencies. */
export const compareMoney = (left: Money, right: Money): -1 | 0 | 1 => {
  sameCurrency(left, right);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
};

/** Same amount and same currency. Two currencies are simply not equal, even at zero. */
export const equalMoney = (left: Money, right: Money): boolean => left.currency === right.currency && left.minor === right.minor;

// The schemas are made by functions so that a bundle which only formats money does not carry zod.

const digitsBefore = (count: number) => `(?:0|[1-9]\\d{0,${count - 1}})`;

const decimalSchema = (whole: number, decimals: number, signed: boolean, message: string) =>
  z.string(message).regex(new RegExp(`^${signed ? "-?" : ""}${digitsBefore(whole)}(?:\\.\\d{1,${decimals}})?$`), message);

const isZero = (text: string) => /^[-0.]+$/.test(text);

const notZero = (text: string) => !isZero(text);

/** An ISO 4217 code a document can be in. */
export const currencyCode = () =>
  z
    .string("Write a currency code like EUR.")
    .regex(/^[A-Z]{3}$/, "Write a currency code like EUR.")
    .refine(isCurrency, "This is not an active ISO 4217 currency with a minor unit.");

const signedAmount = 'Write an amount like "1234.50" or "-1234.50".';
const unsignedAmount = 'Write an amount like "1234.50", not negative.';

/** An amount of any sign in major units. The decimals its currency allows are checked by `parseMinor` or `amountIn`. */
export const amount = () => decimalSchema(19, 4, true, signedAmount);

/** An amount in major units, zero or more. */
export const nonNegativeAmount = () => decimalSchema(19, 4, false, unsignedAmount);

/** An amount in major units, more than zero. */
export const positiveAmount = () => nonNegativeAmount().refine(notZero, "Write an amount above zero.");

/** An amount of any sign in a currency that is already known, as in a form. */
export const amountIn = (currency: string) =>
  z.string(signedAmount).superRefine((text, context) => {
    const parsed = parseMinor(text, currency);
    if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.fault.detail });
  });

/** A quantity as numeric(18,6) holds it: up to 12 digits, a point, up to 6 decimals. */
export const quantity = () =>
  decimalSchema(12, 6, false, 'Write a quantity like "12" or "0.75": up to 12 digits and 6 decimals, not negative.');

/** A quantity above zero. */
export const positiveQuantity = () => quantity().refine(notZero, "Write a quantity above zero.");

/** A quantity of any sign, as for returns and stock corrections. */
export const signedQuantity = () => decimalSchema(12, 6, true, 'Write a quantity like "12" or "-0.75": up to 12 digits and 6 decimals.');

/** A price for one unit as numeric(18,6) holds it, zero or more, in major units of the document's currency. */
export const unitPrice = () => decimalSchema(12, 6, false, 'Write a price like "18.00": up to 12 digits and 6 decimals, not negative.');

/** A price for one unit of any sign: one below zero is an allowance. */
export const signedUnitPrice = () => decimalSchema(12, 6, true, 'Write a price like "18.00" or "-18.00": up to 12 digits and 6 decimals.');

/** A percentage from 0 to 100 with up to 6 decimals: "19", "9.975". */
export const percentage = () =>
  z
    .string("Write a percentage from 0 to 100.")
    .regex(/^(?:100(?:\.0{1,6})?|(?:0|[1-9]\d?)(?:\.\d{1,6})?)$/, 'Write a percentage from 0 to 100 like "19" or "9.975".');

/** An exchange rate: what one unit of one currency is worth in another, above zero, up to 12 digits and 12 decimals. */
export const exchangeRate = () =>
  decimalSchema(12, 12, false, 'Write a rate like "1.0875", not negative.').refine(notZero, "Write a rate above zero.");
