/** An exact decimal as an integer and a number of decimals: "12.50" is 1250 at scale 2. Faster than objects, and nothing is ever lost. */
export type Scaled = Readonly<{ units: bigint; scale: number }>;

/** An exact ratio; the denominator is above zero. */
export type Fraction = Readonly<{ numerator: bigint; denominator: bigint }>;

const powers: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

/** Ten to the power of a whole number. */
export const powerOfTen = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

const plainDecimal = /^-?\d+(?:\.\d+)?$/;

/** Digits beyond this are not a number anybody deals in, and the cost of BigInt grows with their square. */
const longestDecimal = 60;

/** Reads a plain decimal string ("-12.50"), or gives undefined for anything else: no exponent, no sign but minus, no grouping. */
export const readDecimal = (text: string): Scaled | undefined => {
  if (text.length > longestDecimal || !plainDecimal.test(text)) return undefined;
  const point = text.indexOf(".");
  if (point === -1) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
};

/** Like `readDecimal`, for text that is known to be right: throws where that one gives undefined. */
export const decimalOf = (text: string): Scaled => {
  const read = readDecimal(text);
  if (!read) throw new RangeError(`"${text.slice(0, longestDecimal)}" is not a plain decimal number.`);
  return read;
};

/** The plain decimal string of a scaled integer, with exactly that many decimals. */
export const formatDecimal = ({ units, scale }: Scaled): string => {
  if (scale === 0) return units.toString();
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${negative ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
};

export const fractionOf = (whole: bigint): Fraction => ({ numerator: whole, denominator: 1n });

export const addFractions = (left: Fraction, right: Fraction): Fraction =>
  left.denominator === right.denominator
    ? { numerator: left.numerator + right.numerator, denominator: left.denominator }
    : {
        numerator: left.numerator * right.denominator + right.numerator * left.denominator,
        denominator: left.denominator * right.denominator,
      };

export const multiplyFractions = (left: Fraction, right: Fraction): Fraction => ({
  numerator: left.numerator * right.numerator,
  denominator: left.denominator * right.denominator,
});

const greatestCommonDivisor = (left: bigint, right: bigint): bigint => {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
};

/** The fractions' numerators over one denominator they all share. */
export const overOneDenominator = (fractions: readonly Fraction[]): { numerators: bigint[]; denominator: bigint } => {
  let common = 1n;
  for (const { denominator } of fractions) {
    if (common % denominator !== 0n) common = (common / greatestCommonDivisor(common, denominator)) * denominator;
  }
  return { numerators: fractions.map(({ numerator, denominator }) => numerator * (common / denominator)), denominator: common };
};

/** A numeric of Postgres as people write it: "12.500000" is "12.5", "3.000000" is "3". */
export const trimDecimal = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
