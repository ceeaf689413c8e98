import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, roundShares } from "./allocate.ts";

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

const size = (amount: bigint) => (amount < 0n ? -amount : amount);

describe("by largest remainder", () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [5n, [3n, 7n], [2n, 3n]], // 1.5 and 3.5: a tie goes to the earlier
    [5n, [7n, 3n], [4n, 1n]],
    [-5n, [3n, 7n], [-2n, -3n]],
    [10n, [0n, 1n, 0n, 2n], [0n, 3n, 0n, 7n]],
    [0n, [1n, 2n], [0n, 0n]],
    [1n, [1n, 1n, 1n, 1n], [1n, 0n, 0n, 0n]],
    [7n, ["0.5", "0.25", "0.25"], [3n, 2n, 2n]], // 3.5, 1.75, 1.75: the larger remainders win over the earlier
    [1000n, ["33.333333", 33n, "33.666667"], [333n, 330n, 337n]],
    [8n, [100n, -20n], [10n, -2n]], // a document with a return among its lines
    [8n, [-100n, 20n], [10n, -2n]],
    [10n ** 30n, [1n, 2n], [333_333_333_333_333_333_333_333_333_333n, 666_666_666_666_666_666_666_666_666_667n]],
  ])("%s by %s", (total, weights, parts) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  test.each([[[]], [[0n]], [[0n, 0n]], [["0.00", 0n]], [[5n, -5n]]])("weights %s say nothing, and are refused", (weights) => {
    expect(() => allocate(100n, weights)).toThrow(RangeError);
  });

  test("a weight that is not a number is refused", () => {
    expect(() => allocate(1n, ["1e3"])).toThrow(RangeError);
  });

  const weights = fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(50).map(BigInt)), { minLength: 1, maxLength: 30 });
  const total = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });

  test("the parts add up, are within one unit of their share, mirror, and nothing goes to a weight of zero", () => {
    fc.assert(
      fc.property(total, weights, (amount, shares) => {
        fc.pre(sum(shares) > 0n);
        const parts = allocate(amount, shares);
        expect(sum(parts)).toBe(amount);
        expect(allocate(-amount, shares)).toEqual(parts.map((part) => -part));
        for (const [index, part] of parts.entries()) {
          const share = shares[index] ?? 0n;
          expect(size(part * sum(shares) - amount * share) < sum(shares)).toBe(true);
          if (share === 0n) expect(part).toBe(0n);
        }
      }),
    );
  });

  test("equal weights differ by at most one unit, the earlier never gets less", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 1, max: 40 }), (amount, count) => {
        const parts = allocate(
          amount,
          Array.from({ length: count }, () => 7n),
        );
        expect(parts).toEqual(parts.toSorted((left, right) => Number(right - left)));
        expect((parts[0] ?? 0n) - (parts.at(-1) ?? 0n) <= 1n).toBe(true);
      }),
    );
  });

  test("decimal weights and the same weights in whole numbers give the same parts", () => {
    fc.assert(
      fc.property(total, fc.array(fc.nat(10 ** 9), { minLength: 1, maxLength: 10 }), (amount, thousandths) => {
        fc.pre(thousandths.some((weight) => weight > 0));
        const decimals = thousandths.map((weight) => `${Math.trunc(weight / 1000)}.${`${weight % 1000}`.padStart(3, "0")}`);
        expect(allocate(amount, decimals)).toEqual(allocate(amount, thousandths.map(BigInt)));
      }),
    );
  });
});

describe("exact shares to whole ones", () => {
  test.each([
    [[335n, 335n, 335n], 1000n, [1n, 0n, 0n]],
    [[335n, 335n, 335n], 10n, [34n, 34n, 33n]], // 33.5 three times is 100.5, so 101
    [[-335n, -335n, -335n], 10n, [-34n, -34n, -33n]],
    [[5n, -5n], 10n, [0n, 0n]], // a half and its return come to nothing, either way round
    [[-5n, 5n], 10n, [0n, 0n]],
    [[15n, 15n, -10n], 10n, [2n, 1n, -1n]],
    [[], 10n, []],
  ])("%s over %s", (numerators, denominator, parts) => {
    expect(roundShares(numerators, denominator)).toEqual(parts);
  });

  test("of any signs: add up to the rounded sum, within one unit each, mirrored", () => {
    const numerators = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { maxLength: 30 });
    fc.assert(
      fc.property(numerators, fc.bigInt({ min: 1n, max: 10n ** 9n }), (shares, denominator) => {
        const parts = roundShares(shares, denominator);
        expect(size(sum(parts) * denominator - sum(shares)) * 2n <= denominator).toBe(true);
        expect(parts.every((part, index) => size(part * denominator - (shares[index] ?? 0n)) < denominator)).toBe(true);
        expect(
          roundShares(
            shares.map((share) => -share),
            denominator,
          ),
        ).toEqual(parts.map((part) => -part));
      }),
    );
  });
});
