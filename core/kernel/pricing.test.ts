import { describe, expect, test } from "vitest";
import { aLine, aTax, euros, onlyLine } from "#core/testing/documents.ts";
import { attempt } from "./amount-faults.ts";
import type { DocumentInput, DocumentLineInput } from "./pricing.ts";

const amounts = ({ grossMinor, discountMinor, netMinor, taxMinor, totalMinor }: ReturnType<typeof onlyLine>) => [
  grossMinor,
  discountMinor,
  netMinor,
  taxMinor,
  totalMinor,
];

describe.each(["line", "document"] as const)("a single line, rounded by %s", (rounding) => {
  const vat19 = aTax("VAT19", "19");
  const inside19 = aTax("VAT19", "19", { included: true });

  test.each<[string, string, DocumentLineInput, bigint[]]>([
    // gross, discount, net, tax, total
    ["no tax", "EUR", aLine("3", "19.99"), [5997n, 0n, 5997n, 0n, 5997n]],
    ["19 % on top", "EUR", aLine("3", "19.99", [vat19], { discountPercents: ["10"] }), [5997n, 600n, 5397n, 1025n, 6422n]],
    ["two discounts in turn", "EUR", aLine("1", "100", [], { discountPercents: ["10", "5"] }), [10_000n, 1450n, 8550n, 0n, 8550n]],
    [
      "a percentage, then an amount",
      "EUR",
      aLine("1", "100", [], { discountPercents: ["10"], discountMinor: 5n }),
      [10_000n, 1005n, 8995n, 0n, 8995n],
    ],
    ["everything off", "EUR", aLine("7", "0.333", [vat19], { discountPercents: ["100"] }), [233n, 233n, 0n, 0n, 0n]],
    ["19 % inside", "EUR", aLine("1", "119.00", [inside19]), [11_900n, 0n, 10_000n, 1900n, 11_900n]],
    ["19 % inside 9.99", "EUR", aLine("1", "9.99", [inside19]), [999n, 0n, 839n, 160n, 999n]],
    ["yen", "JPY", aLine("3", "333.5", [aTax("CT", "10")]), [1001n, 0n, 1001n, 100n, 1101n]],
    ["yen, inside", "JPY", aLine("1", "1000", [aTax("CT", "10", { included: true })]), [1000n, 0n, 909n, 91n, 1000n]],
    ["Kuwaiti dinars", "KWD", aLine("2.5", "1.2345", [aTax("T", "5")]), [3086n, 0n, 3086n, 154n, 3240n]],
    ["Bahraini dinars", "BHD", aLine("7", "0.0715", [aTax("VAT", "10")]), [501n, 0n, 501n, 50n, 551n]],
    ["unidades de fomento", "CLF", aLine("1.5", "37.12345", [aTax("IVA", "19")]), [556_852n, 0n, 556_852n, 105_802n, 662_654n]],
    ["a return", "EUR", aLine("-3", "19.99", [vat19], { discountPercents: ["10"] }), [-5997n, -600n, -5397n, -1025n, -6422n]],
    ["a return of a discounted sale", "EUR", aLine("-2", "10", [vat19], { discountMinor: 500n }), [-2000n, -500n, -1500n, -285n, -1785n]],
    ["nothing sold", "EUR", aLine("0", "10", [vat19]), [0n, 0n, 0n, 0n, 0n]],
    [
      "the widest numbers",
      "JPY",
      aLine("999999999.999999", "999999999.999999"),
      [999_999_999_999_998_000n, 0n, 999_999_999_999_998_000n, 0n, 999_999_999_999_998_000n],
    ],
  ])("%s", (_name, currency, input, expected) => {
    expect(amounts(onlyLine(currency, input, rounding))).toEqual(expected);
  });
});

describe("a discount on the document", () => {
  const lines = [aLine("1", "100", [aTax("V20", "20")]), aLine("2", "25", [aTax("V10", "10")]), aLine("3", "10")];
  const nets = (document: ReturnType<typeof euros>) => document.lines.map(({ netMinor }) => netMinor);
  const shares = (document: ReturnType<typeof euros>) => document.lines.map(({ documentDiscountMinor }) => documentDiscountMinor);

  test("of an amount is shared out before tax, by largest remainder", () => {
    const document = euros(lines, "line", { documentDiscountMinor: 1000n });
    expect(shares(document)).toEqual([555n, 278n, 167n]);
    expect(nets(document)).toEqual([9445n, 4722n, 2833n]);
    expect(document).toMatchObject({
      grossMinor: 18_000n,
      discountMinor: 1000n,
      netMinor: 17_000n,
      taxMinor: 1889n + 472n,
      totalMinor: 19_361n,
    });
  });

  test("of a percentage is rounded once", () => {
    expect(shares(euros(lines, "line", { documentDiscountPercent: "2.5" }))).toEqual([250n, 125n, 75n]);
    const cents = [aLine("1", "0.03"), aLine("1", "0.03"), aLine("1", "0.03")];
    expect(shares(euros(cents, "line", { documentDiscountPercent: "50" }))).toEqual([2n, 2n, 1n]); // 4.5 cents
  });

  test("percentage first, then the amount, added to the lines' own", () => {
    const both = [aLine("1", "100", [], { discountPercents: ["10"] }), aLine("1", "10")];
    const document = euros(both, "line", { documentDiscountPercent: "50", documentDiscountMinor: 1000n });
    expect(nets(document)).toEqual([3600n, 400n]); // 90 and 10; 45 and 5; 9 and 1 off
    expect(document.lines.map(({ discountMinor }) => discountMinor)).toEqual([6400n, 600n]);
  });

  test("with a return among the lines, and on a document that is all returns", () => {
    expect(nets(euros([aLine("1", "100"), aLine("-1", "20")], "line", { documentDiscountMinor: 800n }))).toEqual([9000n, -1800n]);
    expect(nets(euros([aLine("-1", "100"), aLine("-1", "20")], "line", { documentDiscountMinor: 1200n }))).toEqual([-9000n, -1800n]);
    expect(nets(euros([aLine("1", "20"), aLine("-1", "20")], "line", { documentDiscountPercent: "10" }))).toEqual([1800n, -1800n]);
  });

  test("may leave nothing, on a line and on a document, but what the percentage took cannot be taken again", () => {
    expect(euros([aLine("1", "10", [], { discountMinor: 1000n })]).totalMinor).toBe(0n);
    const half = (documentDiscountMinor: bigint) => () =>
      euros([aLine("1", "10")], "line", { documentDiscountPercent: "50", documentDiscountMinor });
    expect(half(500n)().totalMinor).toBe(0n);
    expect(attempt(half(501n))).toMatchObject({ ok: false, fault: { code: "pricing.discount" } });
  });

  test("is taken off prices as they were quoted, with their included taxes", () => {
    const document = euros([aLine("1", "119", [aTax("V19", "19", { included: true })])], "line", { documentDiscountPercent: "10" });
    expect(document).toMatchObject({ grossMinor: 11_900n, discountMinor: 1190n, netMinor: 9000n, taxMinor: 1710n, totalMinor: 10_710n });
  });
});

test("a document without lines comes to nothing", () => {
  expect(euros([], "document", { documentDiscountPercent: "5" })).toMatchObject({ lines: [], totalMinor: 0n, taxes: [] });
});

describe("amounts that make no sense are refused", () => {
  const good = aLine("1", "10");
  const included = (rate: string) => [aTax("W", rate, { included: true })];
  test.each<[string, string, Partial<DocumentInput>]>([
    ["pricing.quantity", "Line 2: this is not a quantity.", { lines: [good, aLine("1e3", "10")] }],
    ["pricing.price", "Line 1: this is not a price.", { lines: [aLine("1", "10,00")] }],
    [
      "pricing.discount",
      "Line 1: a discount is a percentage from 0 to 100.",
      { lines: [aLine("1", "10", [], { discountPercents: ["100.01"] })] },
    ],
    [
      "pricing.discount",
      "Line 1: a discount is a percentage from 0 to 100.",
      { lines: [aLine("1", "10", [], { discountPercents: ["-1"] })] },
    ],
    [
      "pricing.discount",
      "Line 1: the discount is more than the amount it is taken off.",
      { lines: [aLine("1", "10", [], { discountMinor: 1001n })] },
    ],
    ["pricing.discount", "Line 1: a discount is not negative.", { lines: [aLine("1", "10", [], { discountMinor: -1n })] }],
    [
      "pricing.discount",
      "The document: the discount is more than the amount it is taken off.",
      { lines: [good], documentDiscountMinor: 1001n },
    ],
    ["pricing.discount", "The document: the discount is more than the amount it is taken off.", { lines: [], documentDiscountMinor: 1n }],
    ["pricing.discount", "The document: a discount is a percentage from 0 to 100.", { lines: [good], documentDiscountPercent: "x" }],
    ["pricing.tax", 'V: "x" is not a rate.', { lines: [aLine("1", "10", [aTax("V", "x")])] }],
    ["pricing.tax", "W: taxes of -100 % or less cannot be included in a price.", { lines: [aLine("1", "10", included("-100"))] }],
    ["money.range", "This comes to an amount too large to be stored.", { lines: [aLine("999999999999", "999999999999")] }],
    [
      "money.range",
      "This comes to an amount too large to be stored.",
      { lines: [aLine("1", "999999999999", [aTax("V", "999999999999")])] },
    ],
    ["money.range", "This comes to an amount too large to be stored.", { lines: [1, 2].map(() => aLine("1000000000", "50000000")) }],
  ])("%s: %s", (code, detail, more) => {
    const outcome = attempt(() => euros([], "line", more));
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "invalid", code, detail } });
  });

  test("the fault points at the line", () => {
    const outcome = attempt(() => euros([good, aLine("two", "10")]));
    expect(outcome).toMatchObject({ ok: false, fault: { errors: [{ pointer: "/lines/1", detail: "Line 2: this is not a quantity." }] } });
  });
});
