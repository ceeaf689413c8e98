import { expect, test } from "vitest";
import { grouped, isZero, negated, sumOf } from "./numbers.ts";

test("numbers are read in groups", () => {
  expect([grouped("DE02120300000000202051"), grouped("1234"), grouped(null)]).toEqual(["DE02 1203 0000 0000 2020 51", "1234", ""]);
});

test("amounts are added exactly", () => {
  expect([sumOf(["0.10", "0.20"]), sumOf(["100.00", "-100.05"]), sumOf(["5", "-7"]), sumOf([]), sumOf(["", "1.00"])]).toEqual([
    "0.30",
    "-0.05",
    "-2",
    "0",
    "1.00",
  ]);
  expect([negated("1.00"), negated("-1.00"), isZero("0.00"), isZero("-0.01")]).toEqual(["-1.00", "1.00", true, false]);
});
