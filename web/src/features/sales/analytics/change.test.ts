import { expect, test } from "vitest";
import { changeInPercent } from "./change.ts";

test("a change is rounded to whole percents, away from zero at the half", () => {
  expect(changeInPercent("112.40", "100.00")).toBe("+12");
  expect(changeInPercent("112.50", "100.00")).toBe("+13");
  expect(changeInPercent("87.50", "100.00")).toBe("-13");
  expect(changeInPercent("100.00", "100")).toBe("0");
  expect(changeInPercent("0.00", "100.00")).toBe("-100");
});

test("from nothing there is no change to tell", () => {
  expect(changeInPercent("5.00", "0.00")).toBeUndefined();
  expect(changeInPercent("5.00", "-1.00")).toBeUndefined();
});
