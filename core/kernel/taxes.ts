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
import { divideRounded, type RoundingPolicy, roundFraction } from "./rounding.ts";

/**
 * A tax as a line bears it. `rate` is a percentage, or major units of the document's currency for each unit sold. A `standard` tax is added to what the
 * document comes to, a `withholding` one is kept back from it, a `reverse_charge` is owed and claimed by the buyer and changes nothing.
 * `deductiblePercent` is the share of the tax a buyer may claim; without it all of it.
 */
export type Tax = Readonly<{
  code: string;
  kind: "percent" | "fixed_per_unit";
  rate: string;
  included: boolean;
  compound: boolean;
  treatment?: TaxTreatment | undefined;
  deductiblePercent?: string | undefined;
}>;

export type TaxTreatment = "standard" | "reverse_charge" | "withholding";

/** `deductibleMinor` is there where only a part of the tax may be claimed. */
export type TaxAmount = Readonly<{ code: string; baseMinor: bigint; taxMinor: bigint; deductibleMinor?: bigint }>;

/** What a line costs after every discount, as its price was quoted: with the included taxes, without the others. */
export type TaxableLine = Readonly<{ priceMinor: bigint; quantity: Scaled; taxes: readonly Tax[] }>;

export type TaxedLine = Readonly<{ netMinor: bigint; taxMinor: bigint; totalMinor: bigint; taxes: TaxAmount[] }>;

/** A tax while its line is calculated: percent as a ratio, fixed as minor units for the line's whole quantity. One `aside` is not part of the price. */
type Charge = {
  tax: Tax;
  isFixed: boolean;
  aside: boolean;
  factor: Fraction;
  baseMinor: bigint;
  taxMinor: bigint;
  deductibleMinor?: bigint;
};

/** A line while it is calculated: `included` and `added` are its charges in their order. `netMinor` is known once the included are. */
type Work = { netMinor: bigint; line: TaxableLine; charges: Charge[]; included: Charge[]; added: Charge[] };

/**
 * Taxes of priced lines. The included ones are taken out of the price first, in their order, so that net and included taxes make up the
 * price exactly; then the others are added in their order. A percentage is charged on the net, a compound one on the net and every tax before
 * it in that sequence, a fixed one by quantity. What is kept back or reverse charged is charged like the added ones, but nothing is charged on it, and it is
 * never part of a price. By "line" every tax of every line is rounded, and a compound tax is charged on the rounded
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
    included: charges.filter(isIncluded),
    added: charges.filter((charge) => !isIncluded(charge)),
  };
};

const isIncluded = ({ tax, aside }: Charge) => tax.included && !aside;

const chargeOf = (tax: Tax, quantity: Scaled, exponent: number): Charge => {
  const rate = readDecimal(tax.rate);
  if (!rate) return throwAmountFault("pricing.tax", `${tax.code}: "${tax.rate.slice(0, 40)}" is not a rate.`);
  const isFixed = tax.kind === "fixed_per_unit";
  const factor = isFixed
    ? { numerator: quantity.units * rate.units * powerOfTen(exponent), denominator: powerOfTen(quantity.scale + rate.scale) }
    : { numerator: rate.units, denominator: powerOfTen(rate.scale + 2) };
  return { tax, isFixed, aside: (tax.treatment ?? "standard") !== "standard", factor, baseMinor: 0n, taxMinor: 0n };
};

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
    if (!charge.aside) before += charge.taxMinor;
  }
  for (const charge of work.charges) {
    const share = deductibleShare(charge.tax);
    if (share) charge.deductibleMinor = roundFraction(multiplyFractions(fractionOf(charge.taxMinor), share));
  }
};

/** The share of a tax that may be claimed, where that is not all of it. */
const deductibleShare = ({ code, deductiblePercent }: Tax): Fraction | undefined => {
  if (deductiblePercent === undefined) return undefined;
  const percent = readDecimal(deductiblePercent);
  if (!percent || percent.units < 0n || percent.units > powerOfTen(percent.scale + 2))
    return throwAmountFault("pricing.tax", `${code}: what is deductible is a percentage from 0 to 100.`);
  return { numerator: percent.units, denominator: powerOfTen(percent.scale + 2) };
};

const chargeByDocument = (works: readonly Work[]) => {
  roundByCode(works.flatMap((work) => pair(work.included, includedTaxes(work))));
  for (const work of works) for (const { taxMinor } of work.included) work.netMinor -= taxMinor;
  roundByCode(works.flatMap((work) => pair(work.added, addedTaxes(work))));
  const partly = works.flatMap(({ charges }) => charges).flatMap((charge) => pairWithShare(charge));
  roundByCode(partly, (charge, minor) => {
    charge.deductibleMinor = minor;
  });
};

const pairWithShare = (charge: Charge) => {
  const share = deductibleShare(charge.tax);
  return share ? [{ charge, exact: multiplyFractions(fractionOf(charge.taxMinor), share) }] : [];
};

const pair = (charges: readonly Charge[], exact: readonly Fraction[]) =>
  charges.map((charge, index) => ({ charge, exact: exact[index] ?? nothing }));

const keepTax = (charge: Charge, minor: bigint) => {
  charge.taxMinor = minor;
};

/** One rounding for each code; the lines' charges get their parts of it. */
const roundByCode = (entries: readonly { charge: Charge; exact: Fraction }[], keep = keepTax) => {
  for (const ofCode of Map.groupBy(entries, ({ charge }) => charge.tax.code).values()) {
    const { numerators, denominator } = overOneDenominator(ofCode.map(({ exact }) => exact));
    const parts = roundShares(numerators, denominator);
    ofCode.forEach(({ charge }, index) => {
      keep(charge, parts[index] ?? 0n);
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
  return added.map(({ tax, isFixed, aside, factor }) => {
    const exact = isFixed ? factor : multiplyFractions(tax.compound ? before : net, factor);
    if (!aside) before = addFractions(before, exact);
    return exact;
  });
};

/** The line as it is stored: taxes in the order they were given, each beside the base it was charged on. What is kept back lowers its total. */
const finish = ({ netMinor, charges, included, added }: Work): TaxedLine => {
  let before = netMinor;
  let keptBack = 0n;
  for (const charge of [...included, ...added]) {
    charge.baseMinor = charge.tax.compound && !charge.isFixed ? before : netMinor;
    if (!charge.aside) before += charge.taxMinor;
    if (charge.tax.treatment === "withholding") keptBack += charge.taxMinor;
  }
  const totalMinor = before - keptBack;
  return { netMinor, taxMinor: totalMinor - netMinor, totalMinor, taxes: charges.map(amountOf) };
};

const amountOf = ({ tax, baseMinor, taxMinor, deductibleMinor }: Charge): TaxAmount => ({
  code: tax.code,
  baseMinor,
  taxMinor,
  ...(deductibleMinor !== undefined && { deductibleMinor }),
});
