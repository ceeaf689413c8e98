import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editableDecimal, formatDate, formatDecimal, formatMoney, padDecimals, parseDecimal } from "./format.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("money for people", () => {
  test("is exact far beyond what a double holds", () => {
    expect(formatMoney("92233720368547758.07", "EUR", "en")).toBe("€92,233,720,368,547,758.07");
    expect(formatMoney("0.10", "EUR", "en")).toBe("€0.10");
  });

  test("follows the language and the currency's decimals", () => {
    expect(plain(formatMoney("1265793.29", "EUR", "de"))).toBe("1.265.793,29 €");
    expect(plain(formatMoney("-1200", "JPY", "de"))).toBe("-1.200 ¥");
    expect(plain(formatMoney("1.234", "KWD", "en"))).toMatch(/1\.234$/);
  });

  test("without a currency keeps the decimals it came with", () => {
    expect(formatMoney("1200.50", undefined, "en")).toBe("1,200.50");
  });

  test("shows what is no number as it is", () => {
    expect(formatMoney("n/a", "EUR", "en")).toBe("n/a");
    expect(formatDecimal("1e5", "en")).toBe("1e5");
  });
});

describe("typed numbers", () => {
  test.each([
    ["1.265.793,29", "de", "1265793.29"],
    ["1,265,793.29", "en", "1265793.29"],
    ["12,5", "de", "12.5"],
    ["12.5", "de", "12.5"],
    ["1.200", "de", "1200"],
    ["1,200", "en", "1200"],
    ["1’200.50", "de-CH", "1200.50"],
    ["1 200,50", "fr", "1200.50"],
    ["007", "en", "7"],
    [".5", "en", "0.5"],
    ["5.", "en", "5"],
    ["-0.00", "en", "0.00"],
    ["−3", "en", "-3"],
  ])("%s in %s is %s", (text, locale, wire) => expect(parseDecimal(text, locale)).toBe(wire));

  test.each(["", "-", ".", "abc", "1e5", "1.2.3", "12,34,5", "--1"])("%s is no number", (text) => {
    expect(parseDecimal(text, "en")).toBeUndefined();
  });

  const decimal = fc
    .tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.stringMatching(/^\d{0,4}$/))
    .map(([negative, whole, fraction]) => `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`);
  const locale = fc.constantFrom("en", "de", "fr", "de-CH", "en-IN", "pt-BR", "es");

  test("what the field shows is read back as the same number", () => {
    fc.assert(fc.property(decimal, locale, (value, where) => parseDecimal(editableDecimal(value, where), where) === value));
  });

  test("what a cell shows can be pasted into a field", () => {
    fc.assert(fc.property(decimal, locale, (value, where) => parseDecimal(formatMoney(value, undefined, where), where) === value));
  });
});

test("decimals are padded, never cut", () => {
  expect([padDecimals("5", 2), padDecimals("5.1", 2), padDecimals("5.123", 2), padDecimals("5", 0)]).toEqual([
    "5.00",
    "5.10",
    "5.123",
    "5",
  ]);
});

test("a calendar day is the same day in every time zone", () => {
  expect(formatDate("2026-01-01", "en-GB")).toBe("1 Jan 2026");
});
