import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addFractions, decimalOf, formatDecimal, multiplyFractions, overOneDenominator, readDecimal } from "./decimals.ts";
import { divideRounded, rescaleRounded, roundToMinor } from "./rounding.ts";

/** An independent reckoner, on its own clone so that no global setting changes. */
const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_UP });

describe("half away from zero", () => {
  test.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 2n, 2n],
    [7n, 3n, 2n],
    [8n, 3n, 3n],
    [-7n, 3n, -2n],
    [-8n, 3n, -3n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [0n, 7n, 0n],
    [49n, 100n, 0n],
    [-49n, 100n, 0n],
  ])("%d / %d is %d", (dividend, divisor, quotient) => {
    expect(divideRounded(dividend, divisor)).toBe(quotient);
  });

  test.each([
    ["0.335", "EUR", 34n],
    ["-0.335", "EUR", -34n],
    ["0.334999999999", "EUR", 33n],
    ["1.005", "USD", 101n],
    ["2.5", "JPY", 3n],
    ["-2.5", "JPY", -3n],
    ["2.4999", "JPY", 2n],
    ["0.0005", "KWD", 1n],
    ["0.0005", "BHD", 1n],
    ["1.23445", "CLF", 12_345n],
    ["7", "KWD", 7000n],
  ])("%s %s", (decimal, currency, minor) => {
    expect(roundToMinor(decimal, currency)).toBe(minor);
  });

  test("a divisor of zero or less is a bug", () => {
    expect(() => divideRounded(1n, 0n)).toThrow(RangeError);
    expect(() => divideRounded(1n, -3n)).toThrow(RangeError);
  });

  test("agrees with an independent decimal library, and mirrors", () => {
    const wide = 10n ** 40n;
    fc.assert(
      fc.property(fc.bigInt({ min: -wide, max: wide }), fc.bigInt({ min: 1n, max: 10n ** 20n }), (dividend, divisor) => {
        const rounded = divideRounded(dividend, divisor);
        expect(rounded.toString()).toBe(new Exact(`${dividend}`).div(`${divisor}`).toFixed(0).replace(/^-0$/, "0"));
        expect(divideRounded(-dividend, divisor)).toBe(-rounded);
      }),
    );
  });
});

describe("exact decimals", () => {
  test.each([
    ["12.50", 1250n, 2],
    ["-0.005", -5n, 3],
    ["-0", 0n, 0],
    ["007", 7n, 0],
    ["999999999999.999999", 999_999_999_999_999_999n, 6],
  ])("%s", (text, units, scale) => {
    expect(decimalOf(text)).toEqual({ units, scale });
  });

  test.each(["", "-", ".", "1.", ".1", "+1", "1e3", "0x1", "1,5", " 1", "1 ", "1\n", "--1", "NaN", "1.2.3", "9".repeat(61)])(
    "%j is none",
    (text) => {
      expect(readDecimal(text)).toBeUndefined();
      expect(() => decimalOf(text)).toThrow(RangeError);
    },
  );

  test("written and read back is the same, and fewer decimals round like the library", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(20), fc.nat(20), (units, scale, decimals) => {
        const text = formatDecimal({ units, scale });
        expect(decimalOf(text)).toEqual({ units, scale });
        const rounded = formatDecimal({ units: rescaleRounded({ units, scale }, decimals), scale: decimals });
        expect(rounded).toBe(new Exact(text).toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, "$1"));
      }),
    );
  });
});

test("fractions add, multiply and share a denominator exactly", () => {
  const fraction = fc.record({
    numerator: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    denominator: fc.bigInt({ min: 1n, max: 10n ** 6n }),
  });
  fc.assert(
    fc.property(fraction, fraction, fraction, (a, b, c) => {
      const sum = addFractions(a, b);
      expect(sum.numerator * a.denominator * b.denominator).toBe(
        (a.numerator * b.denominator + b.numerator * a.denominator) * sum.denominator,
      );
      const product = multiplyFractions(a, b);
      expect(product.numerator * a.denominator * b.denominator).toBe(a.numerator * b.numerator * product.denominator);
      const shared = overOneDenominator([a, b, c]);
      for (const [index, { numerator, denominator }] of [a, b, c].entries()) {
        expect((shared.numerators[index] ?? 0n) * denominator).toBe(numerator * shared.denominator);
      }
    }),
  );
  expect(
    overOneDenominator([
      { numerator: 1n, denominator: 119n },
      { numerator: 1n, denominator: 107n },
      { numerator: 1n, denominator: 119n },
    ]),
  ).toEqual({
    numerators: [107n, 119n, 107n],
    denominator: 119n * 107n,
  });
});
