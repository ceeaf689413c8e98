import { expect, test } from "vitest";
import { hintOf, isCreditorReference, isValidIban, plainNumber } from "./account-number.ts";

test.each([
  "DE02 1203 0000 0000 2020 51",
  "GB29NWBK60161331926819",
  "CH9300762011623852957",
  "BR1800360305000010009795493C1",
  "NO9386011117947",
])("%s is an IBAN", (iban) => expect(isValidIban(iban)).toBe(true));
test.each([
  "DE02120300000000202052",
  "DE0212030000000020205",
  "XX02120300000000202051",
  "GB29NWBK6016133192681",
  "",
  "DE",
  "NL26VAYB8060476891",
])("%j is none", (iban) => expect(isValidIban(iban)).toBe(false));
test.each([
  ["RF18 5390 0754 7034", true],
  ["RF18539007547035", false],
  ["INV-2026-0001", false],
  ["RF18", false],
])("%s as a creditor reference: %s", (reference, valid) => expect(isCreditorReference(reference)).toBe(valid));
test("a number is compared plain and shown by its end alone", () => {
  expect(plainNumber(" de02-1203 0000.00")).toBe("DE02120300000" + "0");
  expect([hintOf("DE02120300000000202051"), hintOf("098-121"), hintOf("455000-5999")]).toEqual(["DE…2051", "…21", "…5999"]);
});
