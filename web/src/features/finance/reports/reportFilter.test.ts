import { expect, test } from "vitest";
import { byDimensionQuery, dayQuery, methodQuery, spanOf, spanQuery } from "./reportFilter.ts";

test("spans around a day, also at the turn of a year and in leap years", () => {
  expect(spanOf("month", "2024-02-10")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(spanOf("lastMonth", "2026-01-31")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  expect(spanOf("quarter", "2026-11-29")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(spanOf("year", "2026-11-29")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
  expect(spanOf("lastYear", "2026-11-29")).toEqual({ from: "2025-01-01", to: "2025-12-31" });
});

test("an address can say anything; only what the API knows is asked", () => {
  expect(spanQuery({ from: "2026-01-01", compare: "nonsense", by: "week" })).toEqual({ from: "2026-01-01" });
  expect(spanQuery({ compare: "previous_year", periods: "3", by: "month" })).toEqual({ compare: "previous_year", periods: 3 });
  expect(spanQuery({ by: "month" })).toEqual({ by: "month" });
  expect(dayQuery({ asOf: "2026-01-31", from: "2026-01-01", hideZero: "true" })).toEqual({ asOf: "2026-01-31", hideZero: "true" });
});

test("a statement is cut by a dimension, or stands beside earlier ones, or is cut into months", () => {
  expect(byDimensionQuery({ byDimension: "d" })).toEqual({ byDimension: "d" });
  for (const other of [{ by: "month" }, { compare: "previous_year" }]) expect(byDimensionQuery({ byDimension: "d", ...other })).toEqual({});
});

test("a cash flow is by the direct method where the address says so", () => {
  expect(methodQuery({ method: "direct", dimension: "d" })).toEqual({ method: "direct" });
  expect(methodQuery({ method: "nonsense", dimension: "d" })).toEqual({});
});
