import { expect, test } from "vitest";
import { roveTo } from "./useRoving.ts";

test("arrows stay inside the list; Home and End reach its ends", () => {
  expect(roveTo("ArrowDown", 3, 5)).toBe(4);
  expect(roveTo("ArrowDown", 4, 5)).toBe(4);
  expect(roveTo("ArrowUp", 0, 5)).toBe(0);
  expect(roveTo("PageDown", 1, 5)).toBe(4);
  expect(roveTo("Home", 4, 5)).toBe(0);
  expect(roveTo("End", 0, 5)).toBe(4);
  expect(roveTo("Enter", 2, 5)).toBeUndefined();
});
