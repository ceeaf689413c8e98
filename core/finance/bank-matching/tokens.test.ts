import fc from "fast-check";
import { expect, test } from "vitest";
import { namedBy, nameLikeness, nearness, plainToken, subsetOf, tokensOf } from "./tokens.ts";

test("tokens of a text are what may be a number", () => {
  expect([...tokensOf(["Invoice INV-2026/0001, thanks", null, "RF18 539007547034", "RF18539007547034"])]).toEqual([
    "INV20260001",
    "RF18",
    "539007547034",
    "RF18539007547034",
  ]);
  expect(plainToken("inv-2026.0001")).toBe("INV20260001");
});

test.each([
  ["INV-000123", null, "pays inv000123", "whole"],
  ["INV-000123", null, "pays 000123", "digits"],
  ["INV-000123", null, "pays 0123", "digits"],
  ["INV-000123", null, "pays 123", undefined],
  ["B-1", "PO 77-4", "for PO77-4", "whole"],
  ["B-1", null, "for B-1", undefined],
] as const)("%s (%s) in %j: %s", (number, reference, text, match) => expect(namedBy(tokensOf([text]), number, reference)).toBe(match));

test.each([
  ["ALFRED FUTTER GMBH", "Alfred Futter", 1],
  ["Futter, Alfred", "Alfred Futter", 1],
  ["Alfred Meier", "Alfred Futter", 0.5],
  ["GmbH", "Other GmbH", 0],
  ["", "x", 0],
])("%j and %j: %d", (one, other, likeness) => expect(nameLikeness(one, other)).toBe(likeness));

test("nearness in days", () => {
  expect([
    nearness("2026-01-01", "2026-01-04"),
    nearness("2026-01-01", "2025-12-25"),
    nearness("2026-01-01", "2026-02-01"),
    nearness("2026-01-01", null),
  ]).toEqual([8, 5, 2, 0]);
  expect(nearness("2026-01-01", "2026-06-01")).toBe(0);
});

test("a subset comes exactly to its sum, has at least two, and is found whenever a small one is there", () => {
  const minors = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 2, maxLength: 16 });
  fc.assert(
    fc.property(minors, fc.nat(), fc.nat(), (items, a, b) => {
      const [one, other] = [a % items.length, b % items.length];
      fc.pre(one !== other);
      const sum = (items[one] ?? 0n) + (items[other] ?? 0n);
      const found = subsetOf(items, (minor) => minor, sum);
      // Within the steps that are taken one is found, and what is found is right.
      if (items.length <= 12) expect(found).toBeDefined();
      if (found) {
        expect(found.length).toBeGreaterThan(1);
        expect(found.reduce((total, minor) => total + minor, 0n)).toBe(sum);
      }
    }),
  );
  expect(subsetOf([5n, 7n], (minor) => minor, 5n)).toBeUndefined();
});
