import { roundShares } from "./allocate.ts";
import { throwAmountFault } from "./amount-faults.ts";
import {
  addFractions,
  type Fraction,
  fractionOf,
  multiplyFractions,
  overOneDenominator,
  powerOfTen,
  readDecimal,
  type Scaled,
} from "./decimals.ts";
import { divideRounded, type RoundingPolicy } from "./rounding.ts";

/** A tax as a line bears it. `rate` is a percentage, or major units of the document's currency for each unit sold. */
export type Tax = Readonly<{ code: string; kind: "percent" | "fixed_per_unit"; rate: string; included: boolean; compound: boolean }>;

export type TaxAmount = Readonly<{ code: string; baseMinor: bigint; taxMinor: bigint }>;

/** What a line costs after every discount, as its price was quoted: with the included taxes, without the others. */
export type TaxableLine = Readonly<{ priceMinor: bigint; quantity: Scaled; taxes: readonly Tax[] }>;

export type TaxedLine = Readonly<{ netMinor: bigint; taxMinor: bigint; totalMinor: bigint; taxes: TaxAmount[] }>;

/** A tax while its line is calculated: percent as a ratio, fixed as minor units for the line's whole quantity. */
type Charge = { tax: Tax; isFixed: boolean; factor: Fraction; baseMinor: bigint; taxMinor: bigint };

/** A line while it is calculated: `included` and `added` are its charges in their order. `netMinor` is known once the included are. */
type Work = { netMinor: bigint; line: TaxableLine; charges: Charge[]; included: Charge[]; added: Charge[] };

/**
 * Taxes of priced lines. The included ones are taken out of the price first, in their order, so that net and included taxes make up the
 * price exactly; then the others are added in their order. A percentage is charged on the net, a compound one on the net and every tax before
 * it in that sequence, a fixed one by quantity. By "line" every tax of every line is rounded, and a compound tax is charged on the rounded
 * ones before it. By "document" the exact taxes of all lines are summed for each code, rounded once, and shared out by largest remainder.
 */
export const taxLines = (lines: readonly TaxableLine[], policy: RoundingPolicy, exponent: number): TaxedLine[] => {
  const works = lines.map((line) => startWork(line, exponent));
  if (policy === "line") for (const work of works) chargeByLine(work);
  else chargeByDocument(works);
  return works.map(finish);
};

const startWork = (line: TaxableLine, exponent: number): Work => {
  const charges = line.taxes.map((tax) => chargeOf(tax, line.quantity, exponent));
  return {
    netMinor: line.priceMinor,
    line,
    charges,
    included: charges.filter(({ tax }) => tax.included),
    added: charges.filter(({ tax }) => !tax.included),
  };
};

const chargeOf = (tax: Tax, quantity: Scaled, exponent: number): Charge => {
  const rate = readDecimal(tax.rate);
  if (!rate) return throwAmountFault("pricing.tax", `${tax.code}: "${tax.rate.slice(0, 40)}" is not a rate.`);
  const isFixed = tax.kind === "fixed_per_unit";
  const factor = isFixed
    ? { numerator: quantity.units * rate.units * powerOfTen(exponent), denominator: powerOfTen(quantity.scale + rate.scale) }
    : { numerator: rate.units, denominator: powerOfTen(rate.scale + 2) };
  return { tax, isFixed, factor, baseMinor: 0n, taxMinor: 0n };
};

const roundFraction = ({ numerator, denominator }: Fraction) => divideRounded(numerator, denominator);

const chargeByLine = (work: Work) => {
  const exact = includedTaxes(work);
  work.included.forEach((charge, index) => {
    charge.taxMinor = roundFraction(exact[index] ?? nothing);
    work.netMinor -= charge.taxMinor;
  });
  let before = work.line.priceMinor;
  for (const charge of work.added) {
    const base = charge.tax.compound ? before : work.netMinor;
    charge.taxMinor = divideRounded(charge.isFixed ? charge.factor.numerator : base * charge.factor.numerator, charge.factor.denominator);
    before += charge.taxMinor;
  }
};

const chargeByDocument = (works: readonly Work[]) => {
  roundByCode(works.flatMap((work) => pair(work.included, includedTaxes(work))));
  for (const work of works) for (const { taxMinor } of work.included) work.netMinor -= taxMinor;
  roundByCode(works.flatMap((work) => pair(work.added, addedTaxes(work))));
};

const pair = (charges: readonly Charge[], exact: readonly Fraction[]) =>
  charges.map((charge, index) => ({ charge, exact: exact[index] ?? nothing }));

/** One rounding for each code; the lines' charges get their parts of it. */
const roundByCode = (entries: readonly { charge: Charge; exact: Fraction }[]) => {
  for (const ofCode of Map.groupBy(entries, ({ charge }) => charge.tax.code).values()) {
    const { numerators, denominator } = overOneDenominator(ofCode.map(({ exact }) => exact));
    const parts = roundShares(numerators, denominator);
    ofCode.forEach(({ charge }, index) => {
      charge.taxMinor = parts[index] ?? 0n;
    });
  }
};

const nothing = fractionOf(0n);
const one = fractionOf(1n);

/**
 * The exact taxes inside a price. Each is a linear function of the net, slope × net + constant, so the price is one too;
 * solving that for the net gives them all at once.
 */
const includedTaxes = ({ line, included }: Work): Fraction[] => {
  const [only] = included;
  if (!only) return [];
  let slope = one;
  let constant = nothing;
  const parts = included.map(({ tax, isFixed, factor }) => {
    const part = isFixed
      ? { slope: nothing, constant: factor }
      : {
          slope: tax.compound ? multiplyFractions(slope, factor) : factor,
          constant: tax.compound ? multiplyFractions(constant, factor) : nothing,
        };
    slope = addFractions(slope, part.slope);
    constant = addFractions(constant, part.constant);
    return part;
  });
  if (slope.numerator <= 0n)
    return throwAmountFault("pricing.tax", `${only.tax.code}: taxes of -100 % or less cannot be included in a price.`);
  const rest = addFractions(fractionOf(line.priceMinor), { numerator: -constant.numerator, denominator: constant.denominator });
  const net = multiplyFractions(rest, { numerator: slope.denominator, denominator: slope.numerator });
  return parts.map((part) => addFractions(multiplyFractions(part.slope, net), part.constant));
};

/** The exact taxes on top of a net that is already whole, compound ones on the exact taxes before them. */
const addedTaxes = ({ line, netMinor, added }: Work): Fraction[] => {
  const net = fractionOf(netMinor);
  let before = fractionOf(line.priceMinor);
  return added.map(({ tax, isFixed, factor }) => {
    const exact = isFixed ? factor : multiplyFractions(tax.compound ? before : net, factor);
    before = addFractions(before, exact);
    return exact;
  });
};

/** The line as it is stored: taxes in the order they were given, each beside the base it was charged on. */
const finish = ({ netMinor, charges, included, added }: Work): TaxedLine => {
  let before = netMinor;
  for (const charge of [...included, ...added]) {
    charge.baseMinor = charge.tax.compound && !charge.isFixed ? before : netMinor;
    before += charge.taxMinor;
  }
  const taxes = charges.map(({ tax, baseMinor, taxMinor }) => ({ code: tax.code, baseMinor, taxMinor }));
  return { netMinor, taxMinor: before - netMinor, totalMinor: before, taxes };
};
