import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currencyCodes, exponentOf } from "./currencies.ts";
import { calculateDocument, type DocumentInput, type DocumentLineInput, type PricedDocument, type PricedLine } from "./pricing.ts";
import type { Tax } from "./taxes.ts";

/** An independent reckoner, on its own clone so that no global setting changes. */
const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP });
const wholeOf = (exact: Decimal) => BigInt(exact.toFixed(0));

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const negated = (text: string) => (text.startsWith("-") ? text.slice(1) : `-${text}`);

/** Decimal strings up to a size, often with few decimals or halves, where rounding is at stake. */
const decimal = (largest: bigint, signed = false) =>
  fc
    .tuple(
      fc.bigInt({ min: 0n, max: largest }),
      fc.oneof(fc.constantFrom("", ".5", ".25", ".335", ".005"), fc.stringMatching(/^\.\d{1,6}$/)),
      fc.boolean(),
    )
    .map(([whole, fraction, negative]) => `${signed && negative ? "-" : ""}${whole}${fraction}`);

const percent = decimal(99n);

const aTax = (included: fc.Arbitrary<boolean>): fc.Arbitrary<Tax> =>
  fc.record({
    code: fc.constantFrom("A", "B", "C"),
    kind: fc.constantFrom("percent", "percent", "fixed_per_unit"),
    rate: percent,
    included,
    compound: fc.boolean(),
  });

const anyLine = (taxes: fc.Arbitrary<Tax>, signed: boolean): fc.Arbitrary<DocumentLineInput> =>
  fc.record({
    quantity: decimal(10n ** 4n, signed),
    unitPrice: decimal(10n ** 5n),
    discountPercents: fc.array(percent, { maxLength: 2 }),
    taxes: fc.array(taxes, { maxLength: 3 }),
  });

const anyDocument = (taxes: fc.Arbitrary<Tax> = aTax(fc.boolean()), signed = true): fc.Arbitrary<DocumentInput> =>
  fc.record({
    currency: fc.constantFrom("EUR", "USD", "JPY", "KWD", "CLF", ...currencyCodes),
    rounding: fc.constantFrom("line", "document"),
    lines: fc.array(anyLine(taxes, signed), { maxLength: 8 }),
    documentDiscountPercent: fc.option(percent, { nil: undefined }),
  });

const linesAndInputs = (input: DocumentInput, document: PricedDocument): [PricedLine, DocumentLineInput][] =>
  document.lines.map((line, index) => [line, input.lines[index] ?? { quantity: "", unitPrice: "" }]);

const amountsOf = (line: PricedLine) => [
  line.grossMinor,
  line.discountMinor,
  line.documentDiscountMinor,
  line.netMinor,
  line.taxMinor,
  line.totalMinor,
];

/** quantity × price × what the discounts leave, in minor units, nothing rounded. */
const exactPrice = (line: DocumentLineInput, currency: string) =>
  (line.discountPercents ?? []).reduce(
    (price, discount) => price.times(new Exact(100).minus(discount)).div(100),
    new Exact(line.quantity).times(line.unitPrice).times(new Exact(10).pow(exponentOf(currency))),
  );

describe("whatever is priced", () => {
  test("lines and document add up, and an included tax is inside the price to the last unit", () => {
    fc.assert(
      fc.property(anyDocument(), (input) => {
        const document = calculateDocument(input);
        for (const [line, { taxes = [] }] of linesAndInputs(input, document)) {
          const included = line.taxes.filter((_, index) => taxes[index]?.included);
          expect(line.netMinor + sum(included.map(({ taxMinor }) => taxMinor))).toBe(line.grossMinor - line.discountMinor);
          expect(sum(line.taxes.map(({ taxMinor }) => taxMinor))).toBe(line.taxMinor);
          expect(line.netMinor + line.taxMinor).toBe(line.totalMinor);
          expect(line.taxes.map(({ code }) => code)).toEqual(taxes.map(({ code }) => code));
        }
        for (const key of ["grossMinor", "discountMinor", "netMinor", "taxMinor", "totalMinor"] as const) {
          expect(document[key]).toBe(sum(document.lines.map((line) => line[key])));
        }
        const all = document.lines.flatMap((line) => line.taxes);
        for (const { code, baseMinor, taxMinor } of document.taxes) {
          expect(baseMinor).toBe(sum(all.filter((tax) => tax.code === code).map((tax) => tax.baseMinor)));
          expect(taxMinor).toBe(sum(all.filter((tax) => tax.code === code).map((tax) => tax.taxMinor)));
        }
        expect(document.taxes.map(({ code }) => code)).toEqual([...new Set(all.map(({ code }) => code))]);
      }),
    );
  });

  test("a return of everything gives the same amounts, negated", () => {
    const withAmounts = fc.tuple(
      anyDocument(aTax(fc.boolean()), false),
      fc.bigInt({ min: 0n, max: 100n }),
      fc.bigInt({ min: 0n, max: 100n }),
    );
    fc.assert(
      fc.property(withAmounts, ([input, lineDiscount, documentDiscount]) => {
        const exponent = exponentOf(input.currency);
        // Every line and the document are worth enough for their fixed discounts, which return with the rest.
        const lines = input.lines.map((line) => ({
          ...line,
          quantity: `1${line.quantity}`,
          unitPrice: `100${line.unitPrice}`,
          discountPercents: [],
          discountMinor: lineDiscount * BigInt(10 ** exponent),
        }));
        const documentDiscountPercent = input.documentDiscountPercent && "33.335";
        const sale = { ...input, lines, documentDiscountPercent, documentDiscountMinor: lines.length > 0 ? documentDiscount : 0n };
        const bought = calculateDocument(sale);
        const returned = calculateDocument({ ...sale, lines: lines.map((line) => ({ ...line, quantity: negated(line.quantity) })) });
        expect(returned.lines.map(amountsOf)).toEqual(bought.lines.map((line) => amountsOf(line).map((minor) => -minor)));
        expect(returned.taxes).toEqual(
          bought.taxes.map(({ code, baseMinor, taxMinor }) => ({ code, baseMinor: -baseMinor, taxMinor: -taxMinor })),
        );
        expect(returned.totalMinor).toBe(-bought.totalMinor);
      }),
    );
  });

  test("mixed signs, negated line by line, mirror too", () => {
    fc.assert(
      fc.property(anyDocument(), (input) => {
        const lines = input.lines.map((line) => ({ ...line, quantity: negated(line.quantity) }));
        const mirrored = calculateDocument({ ...input, lines });
        expect(mirrored.lines.map(amountsOf)).toEqual(calculateDocument(input).lines.map((line) => amountsOf(line).map((minor) => -minor)));
      }),
    );
  });
});

describe("rounded by line, an independent decimal library agrees", () => {
  const byLine = (taxes: fc.Arbitrary<Tax>) =>
    anyDocument(taxes).map((input) => ({ ...input, rounding: "line" as const, documentDiscountPercent: undefined }));

  test("on gross, discount and the taxes on top", () => {
    fc.assert(
      fc.property(byLine(aTax(fc.constant(false))), (input) => {
        for (const [line, { quantity, unitPrice, taxes = [], ...more }] of linesAndInputs(input, calculateDocument(input))) {
          expect(line.grossMinor).toBe(wholeOf(exactPrice({ quantity, unitPrice }, input.currency)));
          expect(line.netMinor).toBe(wholeOf(exactPrice({ quantity, unitPrice, ...more }, input.currency)));
          let before = line.netMinor;
          for (const [index, { kind, rate, compound }] of taxes.entries()) {
            const base = kind === "percent" && compound ? before : line.netMinor;
            const exact =
              kind === "percent"
                ? new Exact(`${base}`).times(rate).div(100)
                : new Exact(quantity).times(rate).times(new Exact(10).pow(exponentOf(input.currency)));
            expect(line.taxes[index]).toEqual({ code: taxes[index]?.code, baseMinor: base, taxMinor: wholeOf(exact) });
            before += wholeOf(exact);
          }
        }
      }),
    );
  });

  test("on taxes inside: exact net and taxes make up the price, and each tax is the nearest whole of its own", () => {
    fc.assert(
      fc.property(byLine(aTax(fc.constant(true))), (input) => {
        for (const [line, { quantity, taxes = [] }] of linesAndInputs(input, calculateDocument(input))) {
          const price = new Exact(`${line.totalMinor}`);
          /** Taxes on a net, by the rules of a tax on top but nothing rounded: the net that leads to the price is found by its two points. */
          const taxesOn = (net: Decimal) => {
            let before = net;
            return taxes.map(({ kind, rate, compound }) => {
              const perUnit = new Exact(quantity).times(rate).times(new Exact(10).pow(exponentOf(input.currency)));
              const exact = kind === "fixed_per_unit" ? perUnit : (compound ? before : net).times(rate).div(100);
              before = before.plus(exact);
              return exact;
            });
          };
          const priceOf = (net: Decimal) => taxesOn(net).reduce((total, exact) => total.plus(exact), net);
          const atZero = priceOf(new Exact(0));
          const net = price.minus(atZero).div(priceOf(new Exact(1)).minus(atZero));
          for (const [index, exact] of taxesOn(net).entries()) {
            const difference = exact.minus(`${line.taxes[index]?.taxMinor}`).abs();
            expect(difference.lte(new Exact("0.5").plus("1e-40"))).toBe(true);
          }
        }
      }),
    );
  });

  test("a line is priced as if it were alone", () => {
    fc.assert(
      fc.property(byLine(aTax(fc.boolean())), (input) => {
        const together = calculateDocument(input).lines;
        expect(together).toEqual(input.lines.flatMap((line) => calculateDocument({ ...input, lines: [line] }).lines));
      }),
    );
  });
});

describe("rounded by document", () => {
  const byDocument = (taxes: fc.Arbitrary<Tax>, signed = true) =>
    anyDocument(taxes, signed).map((input) => ({ ...input, rounding: "document" as const }));

  test("the price is the exact sum rounded once, each line within a unit of its own", () => {
    fc.assert(
      fc.property(byDocument(aTax(fc.boolean())), (any) => {
        const input = { ...any, documentDiscountPercent: undefined };
        const document = calculateDocument(input);
        const exact = input.lines.map((line) => exactPrice(line, input.currency));
        expect(document.grossMinor - document.discountMinor).toBe(wholeOf(exact.reduce((total, price) => total.plus(price), new Exact(0))));
        for (const [index, line] of document.lines.entries()) {
          const difference = new Exact(`${line.grossMinor - line.discountMinor}`).minus(exact[index] ?? 0).abs();
          expect(difference.lt(1)).toBe(true);
        }
      }),
    );
  });

  test("a percentage on top is the printed base's, rounded once", () => {
    const oneRate = percent.chain((rate) =>
      byDocument(fc.constant({ code: "A", kind: "percent", rate, included: false, compound: false } as const)).map((input) => ({
        input,
        rate,
      })),
    );
    fc.assert(
      fc.property(oneRate, ({ input, rate }) => {
        for (const { baseMinor, taxMinor } of calculateDocument(input).taxes) {
          expect(taxMinor).toBe(wholeOf(new Exact(`${baseMinor}`).times(rate).div(100)));
        }
      }),
    );
  });

  test("differs from rounding by line by less than a unit for each line and tax", () => {
    fc.assert(
      fc.property(byDocument(aTax(fc.boolean()).filter((tax) => tax.kind === "fixed_per_unit" || !tax.compound)), (input) => {
        const byLine = calculateDocument({ ...input, rounding: "line" });
        const difference = calculateDocument(input).totalMinor - byLine.totalMinor;
        const roundings = input.lines.reduce((count, line) => count + 2 + 3 * (line.taxes?.length ?? 0), 1);
        expect((difference < 0n ? -difference : difference) <= BigInt(roundings)).toBe(true);
      }),
    );
  });
});
