import { expect, test } from "vitest";
import { oneOf, readFilter, writeFilter } from "./useUrlState.ts";

test("reads the named filters only, and empty ones not at all", () => {
  expect(readFilter(new URLSearchParams("q=ann&status=&other=1"), ["q", "status"])).toEqual({ q: "ann" });
});

test("changes one filter and leaves the rest of the address", () => {
  const query = new URLSearchParams("q=ann&sort=-name");
  expect(writeFilter(query, { q: undefined, status: "draft" }).toString()).toBe("sort=-name&status=draft");
  expect(query.toString()).toBe("q=ann&sort=-name");
});

test("an unknown value of an address counts as absent", () => {
  expect([oneOf("name", ["name", "-name"]), oneOf("drop table", ["name"]), oneOf(undefined, ["name"])]).toEqual([
    "name",
    undefined,
    undefined,
  ]);
});
