import { allocate, roundShares } from "./allocate.ts";
import { throwAmountFault } from "./amount-faults.ts";
import { exponentOf } from "./currencies.ts";
import { type Fraction, overOneDenominator, powerOfTen, readDecimal, type Scaled } from "./decimals.ts";
import { withinRange } from "./money.ts";
import { divideRounded, type RoundingPolicy, roundFraction } from "./rounding.ts";
import { type Tax, type TaxAmount, type TaxedLine, taxLines } from "./taxes.ts";

export type DocumentLineInput = Readonly<{
  quantity: string;
  /** Major units of the document's currency, with as many decimals as needed. */
  unitPrice: string;
  /** What the price is for: 15.24 for 12 months. One, when not said. */
  priceQuantity?: string | undefined;
  /** One after the other: 10 and 5 leave 85.5 %. */
  discountPercents?: readonly string[] | undefined;
  /** Taken off after the percentages. Not negative: on a return it reduces what is given back. */
  discountMinor?: bigint | undefined;
  /** Put on before the fixed discount: packing, handling. Not negative: on a return it raises what is given back. */
  chargeMinor?: bigint | undefined;
  taxes?: readonly Tax[] | undefined;
}>;

export type DocumentInput = Readonly<{
  currency: string;
  rounding: RoundingPolicy;
  lines: readonly DocumentLineInput[];
  documentDiscountPercent?: string | undefined;
  /** Taken off after the document's percentage. Not negative, as on a line. */
  documentDiscountMinor?: bigint | undefined;
  /** What was paid before the document was written. */
  prepaidMinor?: bigint | undefined;
  /** What rounds the amount due, as to five cents. Of any sign, and no part of the total. */
  payableRoundingMinor?: bigint | undefined;
}>;

/**
 * `grossMinor` − `discountMinor` is what was asked for the line as its price was quoted, which is `netMinor` and the included taxes.
 * `documentDiscountMinor` is the part of `discountMinor` that came from the document. `netMinor` + `taxMinor` = `totalMinor`.
 */
export type PricedLine = TaxedLine & Readonly<{ grossMinor: bigint; discountMinor: bigint; documentDiscountMinor: bigint }>;

/**
 * Every total is the sum over the lines; `taxes` has each code once, in the order they first appear. `payableMinor` is the total without what was prepaid
 * and with what rounds it.
 */
export type PricedDocument = Readonly<{
  lines: PricedLine[];
  grossMinor: bigint;
  discountMinor: bigint;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  payableMinor: bigint;
  taxes: TaxAmount[];
}>;

/**
 * Prices a document: gross, line discounts, document discount, taxes, in this order. Rounded half away from zero, by line or once for the
 * document (then shared out to the lines by largest remainder), so the totals are always the sums of the lines. A document of negated
 * quantities gives exactly the negated amounts. Throws for amounts that make no sense: wrap input from outside in `attempt`.
 */
export const calculateDocument = (input: DocumentInput): PricedDocument => {
  const exponent = exponentOf(input.currency);
  const exact = input.lines.map((line, index) => priceExactly(line, index, exponent));
  const discounted = (input.rounding === "line" ? roundByLine(exact) : roundByDocument(exact)).map(takeFixed);
  const shares = documentDiscounts(input, discounted);
  const prices = discounted.map((line, index) => line.priceMinor - (shares[index] ?? 0n));
  const taxed = taxLines(
    exact.map(({ quantity, taxes }, index) => ({ priceMinor: prices[index] ?? 0n, quantity, taxes })),
    input.rounding,
    exponent,
  );
  const totals = sumUp(
    taxed.map((line, index) => {
      const grossMinor = discounted[index]?.grossMinor ?? 0n;
      return { grossMinor, discountMinor: grossMinor - (prices[index] ?? 0n), documentDiscountMinor: shares[index] ?? 0n, ...line };
    }),
  );
  const payableMinor = withinRange(totals.totalMinor - (input.prepaidMinor ?? 0n) + (input.payableRoundingMinor ?? 0n));
  return { ...totals, payableMinor };
};

/** Where in the input an amount stands, for the message that refuses it. */
type Place = Readonly<{ name: string; pointer: string }>;

const wholeDocument: Place = { name: "The document", pointer: "" };

const refuseAt = (place: Place, code: "pricing.quantity" | "pricing.price" | "pricing.discount", problem: string): never =>
  throwAmountFault(code, `${place.name}: ${problem}`, place.pointer);

/** A line in exact minor units, before anything is rounded. */
type ExactLine = Readonly<{
  place: Place;
  quantity: Scaled;
  gross: Fraction;
  price: Fraction;
  fixedDiscount: bigint;
  fixedCharge: bigint;
  taxes: readonly Tax[];
}>;

/** A line in whole minor units. */
type RoundedLine = Readonly<{ line: ExactLine; grossMinor: bigint; priceMinor: bigint }>;

const priceExactly = (line: DocumentLineInput, index: number, exponent: number): ExactLine => {
  const place = { name: `Line ${index + 1}`, pointer: `/lines/${index}` };
  const quantity = readDecimal(line.quantity) ?? refuseAt(place, "pricing.quantity", "this is not a quantity.");
  const unitPrice = readDecimal(line.unitPrice) ?? refuseAt(place, "pricing.price", "this is not a price.");
  const per = line.priceQuantity === undefined ? one : (readDecimal(line.priceQuantity) ?? one);
  if (per.units <= 0n) return refuseAt(place, "pricing.price", "a price is for a quantity above zero.");
  const gross = {
    numerator: quantity.units * unitPrice.units * powerOfTen(exponent + per.scale),
    denominator: powerOfTen(quantity.scale + unitPrice.scale) * per.units,
  };
  let { numerator, denominator } = gross;
  for (const text of line.discountPercents ?? []) {
    const percent = percentOf(text, place);
    numerator *= powerOfTen(percent.scale + 2) - percent.units;
    denominator *= powerOfTen(percent.scale + 2);
  }
  const fixed = { fixedDiscount: line.discountMinor ?? 0n, fixedCharge: line.chargeMinor ?? 0n };
  return { place, quantity, gross, price: { numerator, denominator }, ...fixed, taxes: line.taxes ?? [] };
};

const one: Scaled = { units: 1n, scale: 0 };

const percentOf = (text: string, place: Place): Scaled => {
  const percent = readDecimal(text);
  if (percent && percent.units >= 0n && percent.units <= powerOfTen(percent.scale + 2)) return percent;
  return refuseAt(place, "pricing.discount", "a discount is a percentage from 0 to 100.");
};

const roundByLine = (lines: readonly ExactLine[]): RoundedLine[] =>
  lines.map((line) => ({ line, grossMinor: roundFraction(line.gross), priceMinor: roundFraction(line.price) }));

/** The prices are rounded once, as a sum. A line's gross is its part and its own discount, so that no line shows a discount it has not. */
const roundByDocument = (lines: readonly ExactLine[]): RoundedLine[] => {
  const { numerators, denominator } = overOneDenominator(lines.map(({ price }) => price));
  const parts = roundShares(numerators, denominator);
  return lines.map((line, index) => {
    const priceMinor = parts[index] ?? 0n;
    const { gross, price } = line;
    // The price's denominator is a multiple of the gross's: percentages only add to it.
    const discount = gross.numerator * (price.denominator / gross.denominator) - price.numerator;
    return { line, grossMinor: priceMinor + divideRounded(discount, price.denominator), priceMinor };
  });
};

/** A fixed discount goes towards zero, so that a return mirrors the sale. */
const towardsZero = (amount: bigint, discount: bigint, place: Place): bigint => {
  const size = amount < 0n ? -amount : amount;
  if (discount < 0n) refuseAt(place, "pricing.discount", "a discount is not negative.");
  if (discount > size) refuseAt(place, "pricing.discount", "the discount is more than the amount it is taken off.");
  return amount < 0n ? -discount : discount;
};

/** A fixed charge is part of the gross, so that the discount stays what was taken off. It goes away from zero, so that a return mirrors the sale. */
const putOnCharge = ({ line, grossMinor, priceMinor }: RoundedLine): RoundedLine => {
  if (line.fixedCharge < 0n) refuseAt(line.place, "pricing.price", "a charge is not negative.");
  const charge = grossMinor < 0n || line.quantity.units < 0n ? -line.fixedCharge : line.fixedCharge;
  return { line, grossMinor: grossMinor + charge, priceMinor: priceMinor + charge };
};

const takeFixedDiscount = (rounded: RoundedLine): RoundedLine => {
  const { line, priceMinor } = rounded;
  if (line.fixedDiscount === 0n) return rounded;
  return { ...rounded, priceMinor: priceMinor - towardsZero(priceMinor, line.fixedDiscount, line.place) };
};

const takeFixed = (rounded: RoundedLine): RoundedLine =>
  takeFixedDiscount(rounded.line.fixedCharge === 0n ? rounded : putOnCharge(rounded));

const sum = (amounts: readonly bigint[]) => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

/** Each line's part of the document's discounts. */
const documentDiscounts = (input: DocumentInput, lines: readonly RoundedLine[]): bigint[] => {
  const prices = lines.map(({ priceMinor }) => priceMinor);
  const percent = input.documentDiscountPercent === undefined ? undefined : percentOf(input.documentDiscountPercent, wholeDocument);
  const byPercent = percent
    ? roundShares(
        prices.map((price) => price * percent.units),
        powerOfTen(percent.scale + 2),
      )
    : prices.map(() => 0n);
  const fixed = input.documentDiscountMinor ?? 0n;
  if (fixed === 0n) return byPercent;
  const rest = prices.map((price, index) => price - (byPercent[index] ?? 0n));
  const byAmount = allocate(towardsZero(sum(rest), fixed, wholeDocument), rest);
  return byPercent.map((share, index) => share + (byAmount[index] ?? 0n));
};

const sumUp = (lines: PricedLine[]): Omit<PricedDocument, "payableMinor"> => {
  const taxes = new Map<string, { code: string; baseMinor: bigint; taxMinor: bigint; deductibleMinor?: bigint }>();
  const totals = { grossMinor: 0n, discountMinor: 0n, netMinor: 0n, taxMinor: 0n, totalMinor: 0n };
  for (const line of lines) {
    totals.grossMinor += withinRange(line.grossMinor);
    totals.discountMinor += line.discountMinor;
    totals.netMinor += withinRange(line.netMinor);
    totals.taxMinor += withinRange(line.taxMinor);
    totals.totalMinor += withinRange(line.totalMinor);
    for (const tax of line.taxes) {
      const ofCode = taxes.get(tax.code) ?? { code: tax.code, baseMinor: 0n, taxMinor: 0n };
      ofCode.baseMinor += withinRange(tax.baseMinor);
      ofCode.taxMinor += withinRange(tax.taxMinor);
      if (tax.deductibleMinor !== undefined) ofCode.deductibleMinor = (ofCode.deductibleMinor ?? 0n) + tax.deductibleMinor;
      taxes.set(tax.code, ofCode);
    }
  }
  for (const total of Object.values(totals)) withinRange(total);
  for (const { baseMinor, taxMinor } of taxes.values()) {
    withinRange(baseMinor);
    withinRange(taxMinor);
  }
  return { lines, ...totals, taxes: [...taxes.values()] };
};
