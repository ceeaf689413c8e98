import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt } from "./amount-faults.ts";
import { currencyCodes } from "./currencies.ts";
import { convertBack, convertLines, convertMinor } from "./exchange.ts";
import { MAX_MINOR } from "./money.ts";

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe("one amount", () => {
  test.each([
    [10_000n, "USD", "EUR", "0.9187", 9187n],
    [10_005n, "USD", "EUR", "0.9", 9005n], // 90.045 rounds away from zero
    [-10_005n, "USD", "EUR", "0.9", -9005n],
    [10_000n, "EUR", "JPY", "162.345", 16_235n], // 16,234.5 yen
    [16_235n, "JPY", "EUR", "0.00616", 10_001n], // 100.0076
    [1_000n, "KWD", "EUR", "3.0021", 300n], // one dinar has a thousand fils
    [12_345n, "EUR", "KWD", "0.33311", 41_122n], // 41.1224...
    [10_000n, "CLF", "CLP", "38123.45", 38_123n], // one unidad has 10,000 minor units, the peso none
    [1n, "EUR", "EUR", "1", 1n],
  ])("%d %s in %s at %s", (minor, from, to, rate, converted) => {
    expect(convertMinor(minor, { from, to, rate })).toBe(converted);
  });

  test.each(["0", "-1", "0.000"])("a rate of %s is refused", (rate) => {
    expect(attempt(() => convertMinor(1n, { from: "EUR", to: "USD", rate }))).toMatchObject({
      ok: false,
      fault: { code: "exchange.rate" },
    });
  });

  test("an amount that grows beyond what a column holds is refused, not cut", () => {
    expect(attempt(() => convertMinor(MAX_MINOR, { from: "EUR", to: "USD", rate: "1.1" }))).toMatchObject({
      ok: false,
      fault: { kind: "invalid", code: "money.range" },
    });
  });

  test("a bug is still thrown", () => {
    expect(() => attempt(() => convertMinor(1n, { from: "EUR", to: "XAU", rate: "1" }))).toThrow("XAU is not a currency");
  });
});

describe("a document", () => {
  test("its total is rounded once and its lines share it", () => {
    // 33.33 three times at 1.1 is 36.663 each and 109.989 together: 109.99, though the lines by themselves would come to 109.98.
    expect(convertLines([3333n, 3333n, 3333n], { from: "EUR", to: "USD", rate: "1.1" })).toEqual({
      totalMinor: 10_999n,
      lineMinors: [3667n, 3666n, 3666n],
    });
  });

  test("with lines of both signs, also when they come to nothing", () => {
    expect(convertLines([105n, -105n], { from: "EUR", to: "USD", rate: "1.1" })).toEqual({ totalMinor: 0n, lineMinors: [115n, -115n] });
    expect(convertLines([], { from: "EUR", to: "USD", rate: "1.1" })).toEqual({ totalMinor: 0n, lineMinors: [] });
  });

  test("always adds up to its converted total, and a credit note mirrors it", () => {
    const lines = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { maxLength: 30 });
    const rate = fc.bigInt({ min: 1n, max: 10n ** 9n }).map((units) => `${units / 100_000n}.${`${units % 100_000n}`.padStart(5, "0")}`);
    const currency = fc.constantFrom(...currencyCodes);
    fc.assert(
      fc.property(lines, rate, currency, currency, (minors, text, from, to) => {
        const exchange = { from, to, rate: text };
        const { totalMinor, lineMinors } = convertLines(minors, exchange);
        expect(totalMinor).toBe(convertMinor(sum(minors), exchange));
        expect(sum(lineMinors)).toBe(totalMinor);
        const credit = convertLines(
          minors.map((minor) => -minor),
          exchange,
        );
        expect(credit).toEqual({ totalMinor: -totalMinor, lineMinors: lineMinors.map((minor) => -minor) });
      }),
    );
  });
});

test("back by the same rate: what a pound is in euros when a euro is 0.835 pounds", () => {
  const exchange = { from: "EUR", to: "GBP", rate: "0.835" };
  // 100.00 / 0.835 = 119.7604…
  expect([convertBack(10_000n, exchange), convertBack(-10_000n, exchange), convertBack(0n, exchange)]).toEqual([11_976n, -11_976n, 0n]);
  expect(convertBack(100_000n, { from: "JPY", to: "EUR", rate: "0.00615" })).toBe(162_602n);
  expect(() => convertBack(1n, { ...exchange, rate: "0" })).toThrow("above zero");
});
