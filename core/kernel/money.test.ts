import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currencyCodes, exponentOf } from "./currencies.ts";
import {
  addMoney,
  amount,
  amountIn,
  compareMoney,
  currencyCode,
  equalMoney,
  exchangeRate,
  formatMinor,
  formatMoney,
  MAX_MINOR,
  minorOf,
  money,
  negateMoney,
  nonNegativeAmount,
  parseMinor,
  percentage,
  positiveAmount,
  positiveQuantity,
  quantity,
  signedQuantity,
  subtractMoney,
  sumMoney,
  unitPrice,
} from "./money.ts";

const anyCurrency = fc.constantFrom(...currencyCodes);
const anyMinor = fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR });
const smallMinor = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

describe("the wire form", () => {
  test.each([
    ["1265793.29", "EUR", 126_579_329n, "1265793.29"],
    ["0", "EUR", 0n, "0.00"],
    ["-0.00", "EUR", 0n, "0.00"],
    ["-0.05", "EUR", -5n, "-0.05"],
    ["12.5", "USD", 1250n, "12.50"],
    ["1200", "JPY", 1200n, "1200"],
    ["-7", "JPY", -7n, "-7"],
    ["1.234", "KWD", 1234n, "1.234"],
    ["0.05", "BHD", 50n, "0.050"],
    ["37000.1234", "CLF", 370_001_234n, "37000.1234"],
    ["92233720368547758.07", "EUR", MAX_MINOR, "92233720368547758.07"],
    ["-9223372036854775807", "JPY", -MAX_MINOR, "-9223372036854775807"],
  ])("%s %s", (text, currency, minor, written) => {
    expect(parseMinor(text, currency)).toEqual({ ok: true, value: minor });
    expect(formatMinor(minor, currency)).toBe(written);
  });

  test.each([
    ["12.345", "EUR", "money.decimals", "EUR has at most 2 decimals."],
    ["12.340", "EUR", "money.decimals", "EUR has at most 2 decimals."],
    ["12.0", "JPY", "money.decimals", "JPY has no decimals."],
    ["1e3", "EUR", "money.malformed", undefined],
    ["1E+2", "EUR", "money.malformed", undefined],
    ["1,234.50", "EUR", "money.malformed", undefined],
    ["+1", "EUR", "money.malformed", undefined],
    ["01", "EUR", "money.malformed", undefined],
    [".5", "EUR", "money.malformed", undefined],
    ["5.", "EUR", "money.malformed", undefined],
    [" 5", "EUR", "money.malformed", undefined],
    ["5\n", "EUR", "money.malformed", undefined],
    ["", "EUR", "money.malformed", undefined],
    ["-", "EUR", "money.malformed", undefined],
    ["NaN", "EUR", "money.malformed", undefined],
    ["Infinity", "EUR", "money.malformed", undefined],
    ["0x10", "EUR", "money.malformed", undefined],
    ["١٢", "EUR", "money.malformed", undefined],
    ["92233720368547758.08", "EUR", "money.range", undefined],
    ["-92233720368547758.08", "EUR", "money.range", undefined],
    ["9".repeat(1_000_000), "EUR", "money.range", undefined],
    ["1", "XAU", "money.currency", undefined],
    ["1", "eur", "money.currency", undefined],
  ])("%.20s %s is refused as %s", (text, currency, code, detail) => {
    const parsed = parseMinor(text, currency);
    expect(parsed).toMatchObject({ ok: false, fault: { kind: "invalid", code, ...(detail && { detail }) } });
    expect(() => minorOf(text, currency)).toThrow(RangeError);
  });

  test("whatever is written is read back the same, with exactly the currency's decimals", () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, currency) => {
        const text = formatMinor(minor, currency);
        expect(text.split(".")[1]?.length ?? 0).toBe(exponentOf(currency));
        expect(minorOf(text, currency)).toBe(minor);
        expect(amount().safeParse(text).success).toBe(true);
      }),
    );
  });

  test("no text makes parsing throw, and what is accepted is finite and in range", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double().map(String), fc.stringMatching(/^-?\d{1,22}\.?\d{0,5}$/)),
        anyCurrency,
        (text, currency) => {
          const parsed = parseMinor(text, currency);
          if (parsed.ok) expect(Number(formatMinor(parsed.value, currency))).toBe(Number(text) + 0);
        },
      ),
    );
  });
});

describe("arithmetic", () => {
  const eur = (minor: bigint) => money(minor, "EUR");

  test("adds, subtracts, negates and sums", () => {
    expect(addMoney(eur(1050n), eur(-50n))).toEqual(eur(1000n));
    expect(subtractMoney(eur(1000n), eur(1n))).toEqual(eur(999n));
    expect(negateMoney(eur(5n))).toEqual(eur(-5n));
    expect(sumMoney([eur(1n), eur(2n), eur(3n)], "EUR")).toEqual(eur(6n));
    expect(sumMoney([], "JPY")).toEqual(money(0n, "JPY"));
    expect(formatMoney(eur(6n))).toBe("0.06");
  });

  test("two currencies never meet", () => {
    const yen = money(1n, "JPY");
    expect(() => addMoney(eur(1n), yen)).toThrow("EUR and JPY cannot be mixed");
    expect(() => subtractMoney(eur(1n), yen)).toThrow(TypeError);
    expect(() => compareMoney(eur(1n), yen)).toThrow(TypeError);
    expect(() => sumMoney([yen], "EUR")).toThrow(TypeError);
    expect(equalMoney(money(0n, "JPY"), eur(0n))).toBe(false);
  });

  test("an amount no column can hold is never made", () => {
    expect(() => addMoney(eur(MAX_MINOR), eur(1n))).toThrow(RangeError);
    expect(() => subtractMoney(eur(-MAX_MINOR), eur(1n))).toThrow(RangeError);
    expect(() => money(1n, "XAU")).toThrow(RangeError);
    expect(negateMoney(eur(-MAX_MINOR))).toEqual(eur(MAX_MINOR));
  });

  test("subtracting undoes adding, and comparing agrees with subtracting", () => {
    fc.assert(
      fc.property(smallMinor, smallMinor, anyCurrency, (a, b, currency) => {
        const left = money(a, currency);
        const right = money(b, currency);
        expect(subtractMoney(addMoney(left, right), right)).toEqual(left);
        expect(compareMoney(left, right)).toBe(Math.sign(Number(a - b)));
        expect(equalMoney(left, right)).toBe(compareMoney(left, right) === 0);
        expect(addMoney(left, negateMoney(left))).toEqual(money(0n, currency));
      }),
    );
  });
});

describe("schemas", () => {
  const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, values: unknown[]) =>
    values.filter((value) => schema.safeParse(value).success);

  const candidates = [
    "0",
    "0.00",
    "-1",
    "1",
    "1.5",
    "1.123456",
    "1.1234567",
    "999999999999",
    "1000000000000",
    "1e3",
    "01",
    "",
    "abc",
    1,
    null,
  ];

  test.each([
    ["amount", amount(), ["0", "0.00", "-1", "1", "1.5", "999999999999", "1000000000000"]],
    ["nonNegativeAmount", nonNegativeAmount(), ["0", "0.00", "1", "1.5", "999999999999", "1000000000000"]],
    ["positiveAmount", positiveAmount(), ["1", "1.5", "999999999999", "1000000000000"]],
    ["quantity", quantity(), ["0", "0.00", "1", "1.5", "1.123456", "999999999999"]],
    ["positiveQuantity", positiveQuantity(), ["1", "1.5", "1.123456", "999999999999"]],
    ["signedQuantity", signedQuantity(), ["0", "0.00", "-1", "1", "1.5", "1.123456", "999999999999"]],
    ["unitPrice", unitPrice(), ["0", "0.00", "1", "1.5", "1.123456", "999999999999"]],
    ["percentage", percentage(), ["0", "0.00", "1", "1.5", "1.123456"]],
    ["exchangeRate", exchangeRate(), ["1", "1.5", "1.123456", "1.1234567", "999999999999"]],
    ["amountIn JPY", amountIn("JPY"), ["0", "-1", "1", "999999999999", "1000000000000"]],
    ["amountIn EUR", amountIn("EUR"), ["0", "0.00", "-1", "1", "1.5", "999999999999", "1000000000000"]],
  ] as const)("%s", (_name, schema, accepted) => {
    expect(accepts(schema, candidates)).toEqual(accepted);
  });

  test("the bounds of a percentage", () => {
    expect(accepts(percentage(), ["100", "100.000000", "100.000001", "101", "99.999999", "-0", "00", "9.975"])).toEqual([
      "100",
      "100.000000",
      "99.999999",
      "9.975",
    ]);
  });

  test("only currencies a document can be in", () => {
    expect(accepts(currencyCode(), ["EUR", "JPY", "XAU", "eur", "XXX", "EURO", "", 978])).toEqual(["EUR", "JPY"]);
  });

  test("a refusal says what to write", () => {
    expect(
      positiveAmount()
        .safeParse("0.00")
        .error?.issues.map(({ message }) => message),
    ).toEqual(["Write an amount above zero."]);
    expect(
      amountIn("JPY")
        .safeParse("1.5")
        .error?.issues.map(({ message }) => message),
    ).toEqual(["JPY has no decimals."]);
    expect(unitPrice().safeParse("1,5").error?.issues[0]?.message).toMatch(/^Write a price like/);
  });
});
