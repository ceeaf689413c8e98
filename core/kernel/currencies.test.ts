import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { codesWithoutMinorUnit, currencyCodes, exponentOf, isCurrency } from "./currencies.ts";

const reference = new URL("../../../shared/data/reference/iso4217-currencies.csv", import.meta.url);

test.each([
  ["JPY", 0],
  ["EUR", 2],
  ["KWD", 3],
  ["BHD", 3],
  ["CLF", 4],
  ["UYW", 4],
])("%s has %i decimals", (currency, exponent) => {
  expect(exponentOf(currency)).toBe(exponent);
});

test.each(["XAU", "XXX", "XDR", "eur", "EURO", "", "toString", "ABC", "HRK"])("no document is in %j", (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(() => exponentOf(code)).toThrow(RangeError);
});

test("every code is three capitals, listed once", () => {
  expect(currencyCodes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
  expect(currencyCodes.length + codesWithoutMinorUnit.size).toBe(178);
});

// The list of the standard is not part of the project: where it is not at hand this reports itself as skipped.
test.skipIf(!existsSync(reference))("the codes and decimals are those of the ISO 4217 list, where it is at hand", () => {
  const rows: { code: string; minor_unit: string }[] = parse(readFileSync(reference), { columns: true });
  const ours = new Map(currencyCodes.map((code) => [code, `${exponentOf(code)}`]));
  for (const code of codesWithoutMinorUnit) ours.set(code, "");
  expect(new Map([...ours].sort())).toEqual(new Map(rows.map((row): [string, string] => [row.code, row.minor_unit]).sort()));
});
