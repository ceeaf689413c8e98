import fc from "fast-check";
import { expect, test } from "vitest";
import { PaymentTermInput, type TermPart } from "./payment-term.ts";
import { discountsOf, dueDateOf, instalmentsOf } from "./schedule.ts";

const when = (change: Partial<Pick<TermPart, "days" | "months" | "endOfMonth" | "dayOfMonth">>) => ({
  days: 0,
  months: 0,
  endOfMonth: false,
  dayOfMonth: null,
  ...change,
});

test.each([
  ["2026-01-15", when({ days: 30 }), "2026-02-14"],
  ["2026-01-31", when({ months: 1 }), "2026-02-28"],
  ["2024-01-31", when({ months: 1 }), "2024-02-29"],
  ["2026-11-30", when({ months: 3 }), "2027-02-28"],
  ["2026-01-15", when({ endOfMonth: true }), "2026-01-31"],
  ["2026-01-15", when({ days: 30, endOfMonth: true }), "2026-02-28"],
  ["2026-12-05", when({ days: 30, endOfMonth: true, dayOfMonth: 10 }), "2027-02-10"],
  ["2026-01-15", when({ dayOfMonth: 10 }), "2026-02-10"],
  ["2026-01-15", when({ dayOfMonth: 15 }), "2026-01-15"],
  ["2026-01-31", when({ days: 1, dayOfMonth: 31 }), "2026-02-28"],
  ["2026-12-20", when({ dayOfMonth: 5 }), "2027-01-05"],
])("from %s, %j is due on %s", (from, rule, due) => {
  expect(dueDateOf(from, rule)).toBe(due);
});

const terms = (...parts: object[]) =>
  PaymentTermInput.parse({
    code: "T",
    name: "Terms",
    parts,
    discounts: [
      { days: 8, percent: "3" },
      { days: 14, percent: "2" },
    ],
  });

test("percentages round, the remainder takes what is left, instalments stand in order of their dates", () => {
  const { parts } = terms(
    { share: "percent", value: "33.33", days: 60 },
    { share: "fixed", value: "10.00", days: 10 },
    { share: "remainder", days: 30 },
  );
  expect(instalmentsOf({ parts }, "2026-01-01", 10_001n, "EUR")).toEqual([
    { dueOn: "2026-01-11", amountMinor: 1_000n },
    { dueOn: "2026-01-31", amountMinor: 5_668n },
    { dueOn: "2026-03-02", amountMinor: 3_333n },
  ]);
  // Fixed amounts beyond the total leave nothing, and what is nothing is no instalment.
  expect(instalmentsOf({ parts }, "2026-01-01", 500n, "EUR")).toEqual([
    { dueOn: "2026-01-11", amountMinor: 333n },
    { dueOn: "2026-03-02", amountMinor: 167n },
  ]);
});

test("discounts end so many days after the document", () => {
  expect(discountsOf({ id: "x", ...terms({ share: "remainder" }) }, "2026-02-25")).toEqual([
    { until: "2026-03-05", percent: "3", reducesTax: true },
    { until: "2026-03-11", percent: "2", reducesTax: true },
  ]);
});

test.each([
  ["no remainder", [{ share: "percent", value: "50" }], []],
  ["a remainder before the last", [{ share: "remainder" }, { share: "percent", value: "50" }, { share: "remainder" }], []],
  ["more than 100 percent", [{ share: "percent", value: "60" }, { share: "percent", value: "41" }, { share: "remainder" }], []],
  [
    "a later discount that is larger",
    [{ share: "remainder" }],
    [
      { days: 8, percent: "2" },
      { days: 14, percent: "3" },
    ],
  ],
  [
    "discounts out of order",
    [{ share: "remainder" }],
    [
      { days: 14, percent: "3" },
      { days: 8, percent: "2" },
    ],
  ],
])("%s is refused", (_, parts, discounts) => {
  expect(PaymentTermInput.safeParse({ code: "T", name: "T", parts, discounts }).success).toBe(false);
});

test("whatever the terms, instalments are above zero and add up to the total", () => {
  const part = fc.oneof(
    fc.record({ share: fc.constant("percent"), value: fc.integer({ min: 0, max: 33 }).map(String), days: fc.integer({ min: 0, max: 90 }) }),
    fc.record({
      share: fc.constant("fixed"),
      value: fc.integer({ min: 1, max: 5_000 }).map((n) => (n / 100).toFixed(2)),
      days: fc.integer({ min: 0, max: 90 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 3 }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (parts, total) => {
      const all = instalmentsOf(terms(...parts, { share: "remainder", days: 5 }), "2026-01-30", total, "EUR");
      expect(all.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(total);
      expect(all.every(({ amountMinor }) => amountMinor > 0n)).toBe(true);
      expect(all.map(({ dueOn }) => dueOn)).toEqual(all.map(({ dueOn }) => dueOn).toSorted());
    }),
  );
});
