import { describe, expect, test } from "vitest";
import { aLine, aTax, euros, onlyLine } from "#core/testing/documents.ts";
import type { DocumentLineInput } from "./pricing.ts";

describe.each(["line", "document"] as const)("the taxes of a single line, rounded by %s", (rounding) => {
  const inside19 = aTax("VAT19", "19", { included: true });

  test.each<[string, DocumentLineInput, { netMinor: bigint; totalMinor: bigint; taxes: string[] }]>([
    // code, base, tax
    [
      "19 % inside and a deposit for each unit on top",
      aLine("2", "1.19", [inside19, aTax("DEPOSIT", "0.25", { kind: "fixed_per_unit" })]),
      {
        netMinor: 200n,
        totalMinor: 288n,
        taxes: ["VAT19 200 38", "DEPOSIT 200 50"],
      },
    ],
    [
      "19 % and an eco fee inside, the fee itself free of VAT",
      aLine("2", "12.50", [aTax("ECO", "0.60", { kind: "fixed_per_unit", included: true }), inside19]),
      {
        netMinor: 2000n,
        totalMinor: 2500n,
        taxes: ["ECO 2000 120", "VAT19 2000 380"],
      },
    ],
    [
      "19 % inside, charged on the eco fee inside too", // 25.00 / 1.19 = 21.0084, of which 1.20 is the fee
      aLine("2", "12.50", [
        aTax("ECO", "0.60", { kind: "fixed_per_unit", included: true }),
        aTax("VAT19", "19", { included: true, compound: true }),
      ]),
      {
        netMinor: 1981n,
        totalMinor: 2500n,
        taxes: ["ECO 1981 120", "VAT19 2101 399"],
      },
    ],
    [
      "GST, and QST on price and GST", // 7.5 % of 105.00 is 7.875
      aLine("1", "100", [aTax("GST", "5"), aTax("QST", "7.5", { compound: true })]),
      {
        netMinor: 10_000n,
        totalMinor: 11_288n,
        taxes: ["GST 10000 500", "QST 10500 788"],
      },
    ],
    [
      "GST, and QST on the price alone", // 9.975 %
      aLine("1", "100", [aTax("GST", "5"), aTax("QST", "9.975")]),
      {
        netMinor: 10_000n,
        totalMinor: 11_498n,
        taxes: ["GST 10000 500", "QST 10000 998"],
      },
    ],
    [
      "GST and QST on GST, both inside", // 112.88 / (1.05 × 1.075) = 100.0044
      aLine("1", "112.88", [aTax("GST", "5", { included: true }), aTax("QST", "7.5", { included: true, compound: true })]),
      {
        netMinor: 10_000n,
        totalMinor: 11_288n,
        taxes: ["GST 10000 500", "QST 10500 788"],
      },
    ],
    [
      "an included tax goes before the others wherever it stands", // the 10 % on top is charged on 100 + 20
      aLine("1", "120", [aTax("LUXURY", "10", { compound: true }), aTax("VAT", "20", { included: true })]),
      {
        netMinor: 10_000n,
        totalMinor: 13_200n,
        taxes: ["LUXURY 12000 1200", "VAT 10000 2000"],
      },
    ],
    [
      "a tax withheld",
      aLine("1", "100", [aTax("IVA", "21"), aTax("IRPF", "-15")]),
      {
        netMinor: 10_000n,
        totalMinor: 10_600n,
        taxes: ["IVA 10000 2100", "IRPF 10000 -1500"],
      },
    ],
    [
      "a deposit that comes back with a return",
      aLine("-2", "1.19", [inside19, aTax("DEPOSIT", "0.25", { kind: "fixed_per_unit" })]),
      {
        netMinor: -200n,
        totalMinor: -288n,
        taxes: ["VAT19 -200 -38", "DEPOSIT -200 -50"],
      },
    ],
  ])("%s", (_name, input, expected) => {
    const { netMinor, totalMinor, taxes } = onlyLine("EUR", input, rounding);
    expect({ netMinor, totalMinor, taxes: taxes.map(({ code, baseMinor, taxMinor }) => `${code} ${baseMinor} ${taxMinor}`) }).toEqual(
      expected,
    );
  });
});

describe("by line or by document", () => {
  const each = (lines: readonly { netMinor: bigint; taxMinor: bigint }[]) => lines.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]);

  test("3 × 0.335 at 19 %", () => {
    const lines = ["VAT", "VAT", "VAT"].map((code) => aLine("1", "0.335", [aTax(code, "19")]));
    const byLine = euros(lines, "line");
    expect(each(byLine.lines)).toEqual([
      [34n, 6n],
      [34n, 6n],
      [34n, 6n],
    ]);
    expect(byLine).toMatchObject({
      netMinor: 102n,
      taxMinor: 18n,
      totalMinor: 120n,
      taxes: [{ code: "VAT", baseMinor: 102n, taxMinor: 18n }],
    });

    const byDocument = euros(lines, "document"); // 1.005 is 1.01, and 19 % of that 0.1919
    expect(each(byDocument.lines)).toEqual([
      [34n, 7n],
      [34n, 6n],
      [33n, 6n],
    ]);
    expect(byDocument).toMatchObject({ grossMinor: 101n, discountMinor: 0n, netMinor: 101n, taxMinor: 19n, totalMinor: 120n });
    expect(byDocument.taxes).toEqual([{ code: "VAT", baseMinor: 101n, taxMinor: 19n }]);
  });

  test("3 × 9.99 with 19 % inside", () => {
    const lines = [1, 2, 3].map(() => aLine("1", "9.99", [aTax("VAT", "19", { included: true })]));
    expect(euros(lines, "line")).toMatchObject({ netMinor: 2517n, taxMinor: 480n, totalMinor: 2997n });

    const byDocument = euros(lines, "document"); // 29.97 × 19 / 119 is 4.785
    expect(byDocument).toMatchObject({ netMinor: 2518n, taxMinor: 479n, totalMinor: 2997n });
    expect(each(byDocument.lines)).toEqual([
      [839n, 160n],
      [839n, 160n],
      [840n, 159n],
    ]);
  });

  test("a compound tax is charged on the rounded tax before it by line, on the exact one by document", () => {
    const lines = [aLine("1", "0.10", [aTax("A", "5"), aTax("B", "50", { compound: true })])];
    expect(euros(lines, "line").taxes.map(({ taxMinor }) => taxMinor)).toEqual([1n, 6n]); // half of 0.11
    expect(euros(lines, "document").taxes.map(({ taxMinor }) => taxMinor)).toEqual([1n, 5n]); // half of 0.105
  });

  test("each code is rounded by itself, and only lines that bear it have a part of it", () => {
    const lines = [
      aLine("1", "0.25", [aTax("A", "10")]),
      aLine("1", "0.25", [aTax("B", "10")]),
      aLine("1", "0.25", [aTax("A", "10"), aTax("B", "10")]),
    ];
    const { taxes, lines: out } = euros(lines, "document"); // 10 % of 0.50 twice: 0.05 each, of which the lines' parts are 2.5 cents
    expect(taxes).toEqual([
      { code: "A", baseMinor: 50n, taxMinor: 5n },
      { code: "B", baseMinor: 50n, taxMinor: 5n },
    ]);
    expect(out.map((one) => one.taxes.map(({ code, taxMinor }) => `${code}${taxMinor}`))).toEqual([["A3"], ["B3"], ["A2", "B2"]]);
  });

  test("no line shows a discount it has not", () => {
    const lines = [aLine("1", "0.335", [], { discountPercents: ["50"] }), aLine("1", "0.335"), aLine("1", "0.335"), aLine("1", "0.335")];
    const byDocument = euros(lines, "document"); // 0.1675 + 1.005 = 1.1725
    expect(byDocument.netMinor).toBe(117n);
    expect(byDocument.lines.map(({ discountMinor }) => discountMinor)).toEqual([17n, 0n, 0n, 0n]);
  });
});
