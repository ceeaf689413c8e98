import { expect, test } from "vitest";
import { nextSort, sortedBy } from "./sort.ts";

test("pressing a head goes round: ascending, descending, unsorted; another column starts anew", () => {
  expect(nextSort("name", undefined)).toBe("name");
  expect(nextSort("name", "name")).toBe("-name");
  expect(nextSort("name", "-name")).toBeUndefined();
  expect(nextSort("name", "-total")).toBe("name");
});

test("only a column the API can sort by counts as sorted", () => {
  const columns = [{ id: "n", sort: "name" }, { id: "x" }];
  expect(sortedBy(columns, "-name")).toEqual([{ id: "n", desc: true }]);
  expect(sortedBy(columns, undefined)).toEqual([]);
  expect(sortedBy(columns, "x")).toEqual([]);
});
