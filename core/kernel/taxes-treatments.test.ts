import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLine, aTax, euros } from "#core/testing/documents.ts";
import type { DocumentLineInput } from "./pricing.ts";
import type { RoundingPolicy } from "./rounding.ts";
import type { Tax } from "./taxes.ts";

const vat = (rate: string, how: Partial<Tax> = {}) => aTax("VAT", rate, how);
const held = (rate: string, how: Partial<Tax> = {}) => aTax("HELD", rate, { treatment: "withholding", ...how });
const reverse = (rate: string, how: Partial<Tax> = {}) => aTax("RC", rate, { treatment: "reverse_charge", ...how });

/** Amounts of a code as "base tax", with "/ deductible" where it is a part. */
const shown = (lines: DocumentLineInput[], rounding: RoundingPolicy) => {
  const { netMinor, taxMinor, totalMinor, taxes } = euros(lines, rounding);
  const amounts = taxes.map(
    ({ code, baseMinor, taxMinor: tax, deductibleMinor }) =>
      `${code} ${baseMinor} ${tax}${deductibleMinor === undefined ? "" : ` / ${deductibleMinor}`}`,
  );
  return { sums: [netMinor, taxMinor, totalMinor].join(" "), taxes: amounts };
};

// Every number here was worked by hand. Amounts are cents; sums are net, tax, total.
const golden: [what: string, lines: DocumentLineInput[], rounding: RoundingPolicy, sums: string, taxes: string[]][] = [
  [
    "UK: a leased car, half of the VAT deductible",
    [aLine("1", "333.33", [vat("20", { deductiblePercent: "50" })])],
    "line",
    "33333 6667 40000",
    ["VAT 33333 6667 / 3334"],
  ],
  [
    "France: fuel, four fifths deductible",
    [aLine("1", "61.37", [vat("20", { deductiblePercent: "80" })])],
    "line",
    "6137 1227 7364",
    ["VAT 6137 1227 / 982"],
  ],
  ["nothing deductible", [aLine("1", "50", [vat("20", { deductiblePercent: "0" })])], "line", "5000 1000 6000", ["VAT 5000 1000 / 0"]],
  [
    "deductible in part, rounded by line: 3 × (0.10 → 0.02 → 0.01)",
    [
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
    ],
    "line",
    "30 6 36",
    ["VAT 30 6 / 3"],
  ],
  [
    "the same rounded once: 0.30 → 0.06 (0.057) → 0.03",
    [
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
      aLine("1", "0.10", [vat("19", { deductiblePercent: "50" })]),
    ],
    "document",
    "30 6 36",
    ["VAT 30 6 / 3"],
  ],
  [
    "Germany: a supply from the EU, VAT owed and claimed",
    [aLine("1", "1000", [reverse("19")])],
    "line",
    "100000 0 100000",
    ["RC 100000 19000"],
  ],
  [
    "US: use tax, owed and never claimed",
    [aLine("1", "80", [reverse("6.25", { deductiblePercent: "0" })])],
    "line",
    "8000 0 8000",
    ["RC 8000 500 / 0"],
  ],
  [
    "a reverse charge beside a tax that is added",
    [aLine("2", "10.005", [reverse("19"), vat("7")])],
    "document",
    "2001 140 2141",
    ["RC 2001 380", "VAT 2001 140"],
  ],
  [
    "a fifth withheld from the net, not from the VAT",
    [aLine("1", "1000", [vat("22"), held("20")])],
    "line",
    "100000 2000 102000",
    ["VAT 100000 22000", "HELD 100000 20000"],
  ],
  [
    "withheld from net and contribution, VAT on both (Italy)",
    [aLine("1", "1000", [aTax("FUND", "4"), vat("22", { compound: true }), held("20")])],
    "line",
    "100000 6880 106880",
    ["FUND 100000 4000", "VAT 104000 22880", "HELD 100000 20000"],
  ],
  [
    "what is withheld is never in a price: 122 holds 22 of VAT, 20 are kept back",
    [aLine("1", "122", [vat("22", { included: true }), held("20", { included: true })])],
    "line",
    "10000 200 10200",
    ["VAT 10000 2200", "HELD 10000 2000"],
  ],
  [
    "nothing is charged on what is reverse charged or withheld",
    [aLine("1", "100", [held("10"), reverse("20"), vat("10", { compound: true })])],
    "line",
    "10000 0 10000",
    ["HELD 10000 1000", "RC 10000 2000", "VAT 10000 1000"],
  ],
  [
    "an amount for each unit, withheld",
    [aLine("3", "10", [held("0.125", { kind: "fixed_per_unit" })])],
    "line",
    "3000 -38 2962",
    ["HELD 3000 38"],
  ],
  [
    "US: state and county on one line",
    [aLine("1", "19.99", [aTax("STATE", "6.25"), aTax("COUNTY", "2")])],
    "line",
    "1999 165 2164",
    ["STATE 1999 125", "COUNTY 1999 40"],
  ],
  [
    "Canada before 2013: PST on GST",
    [aLine("1", "100", [aTax("GST", "5"), aTax("QST", "9.5", { compound: true })])],
    "line",
    "10000 1498 11498",
    ["GST 10000 500", "QST 10500 998"],
  ],
];

describe("golden table: taxes of every treatment", () => {
  test.each(golden)("%s", (_, lines, rounding, sums, taxes) => {
    expect(shown(lines, rounding)).toEqual({ sums, taxes });
  });
});

const percents = fc.constantFrom("0", "50", "80", "33.333333", "100");
/** A code is of one treatment: it says which. */
const anyTax: fc.Arbitrary<Tax> = fc
  .record({
    code: fc.constantFrom("A", "B", "C"),
    kind: fc.constantFrom("percent", "fixed_per_unit"),
    rate: fc.constantFrom("0", "5.5", "19", "20", "0.125"),
    included: fc.boolean(),
    compound: fc.boolean(),
    treatment: fc.constantFrom("standard", "reverse_charge", "withholding"),
    deductiblePercent: fc.option(percents, { nil: undefined }),
  })
  .map((tax) => ({ ...tax, code: `${tax.code} ${tax.treatment}` }));
const anyLine = fc.record({
  quantity: fc.constantFrom("1", "3", "-2", "0.333"),
  unitPrice: fc.constantFrom("0", "0.01", "9.995", "1234.56"),
  taxes: fc.uniqueArray(anyTax, { maxLength: 3, selector: ({ code }) => code }),
});

const sumOf = <T>(items: readonly T[], amount: (item: T) => bigint) => items.reduce((total, item) => total + amount(item), 0n);
const size = (minor: bigint) => (minor < 0n ? -minor : minor);

describe("whatever the taxes", () => {
  test("the total gains what is added, loses what is withheld, and a reverse charge changes nothing", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.constantFrom<RoundingPolicy>("line", "document"), (lines, rounding) => {
        const document = euros(lines, rounding);
        document.lines.forEach((line, index) => {
          const treated = (lines[index]?.taxes ?? []).map((tax, at) => ({ tax, amount: line.taxes[at]?.taxMinor ?? 0n }));
          const of = (treatment: string) =>
            sumOf(
              treated.filter(({ tax }) => tax.treatment === treatment),
              ({ amount }) => amount,
            );
          expect(line.taxMinor).toBe(of("standard") - of("withholding"));
          expect(line.totalMinor).toBe(line.netMinor + line.taxMinor);
        });
        const without = euros(
          lines.map((line) => ({ ...line, taxes: line.taxes.filter(({ treatment }) => treatment !== "reverse_charge") })),
          rounding,
        );
        expect([document.netMinor, document.taxMinor, document.totalMinor]).toEqual([
          without.netMinor,
          without.taxMinor,
          without.totalMinor,
        ]);
      }),
    );
  });

  test("the deductible part is between nothing and the tax, all of it at 100 and none at 0, and a return mirrors it", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.constantFrom<RoundingPolicy>("line", "document"), (lines, rounding) => {
        const negated = (quantity: string) => (quantity.startsWith("-") ? quantity.slice(1) : `-${quantity}`);
        const [bought, returned] = [lines, lines.map((line) => ({ ...line, quantity: negated(line.quantity) }))].map((all) =>
          euros(all, rounding),
        );
        bought?.lines.forEach((line, index) => {
          line.taxes.forEach(({ taxMinor, deductibleMinor }, at) => {
            const percent = lines[index]?.taxes[at]?.deductiblePercent;
            expect(deductibleMinor === undefined).toBe(percent === undefined);
            if (deductibleMinor === undefined) return;
            expect(size(deductibleMinor) <= size(taxMinor)).toBe(true);
            if (percent === "100") expect(deductibleMinor).toBe(taxMinor);
            if (percent === "0") expect(deductibleMinor).toBe(0n);
            expect(returned?.lines[index]?.taxes[at]?.deductibleMinor).toBe(-deductibleMinor);
          });
        });
      }),
    );
  });
});
