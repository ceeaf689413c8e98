import { expect, test } from "vitest";
import { resultOf } from "#core/testing/company.ts";
import { type Column, type ComparisonFilter, columnsOf, percentOf } from "./comparison.ts";

const spans = (asked: Column, filter: ComparisonFilter) => resultOf(columnsOf(asked, filter)).map(({ from = "", to }) => `${from}..${to}`);

test("the period before has the same length, and whole months stay whole months", () => {
  expect(spans({ from: "2026-03-01", to: "2026-03-31" }, { compare: "previous_period", periods: 2 })).toEqual([
    "2026-03-01..2026-03-31",
    "2026-02-01..2026-02-28",
    "2026-01-01..2026-01-31",
  ]);
  expect(spans({ from: "2026-01-01", to: "2026-12-31" }, { compare: "previous_period" }).at(-1)).toBe("2025-01-01..2025-12-31");
  expect(spans({ from: "2026-04-01", to: "2026-06-30" }, { compare: "previous_period" }).at(-1)).toBe("2026-01-01..2026-03-31");
  expect(spans({ from: "2026-03-10", to: "2026-03-16" }, { compare: "previous_period" }).at(-1)).toBe("2026-03-03..2026-03-09");
});

test("the year before has the same days; a leap day ends a month", () => {
  expect(spans({ from: "2025-02-01", to: "2025-02-28" }, { compare: "previous_year" }).at(-1)).toBe("2024-02-01..2024-02-29");
  expect(spans({ from: "2024-02-29", to: "2024-03-01" }, { compare: "previous_year" }).at(-1)).toBe("2023-02-28..2023-03-01");
  expect(spans({ from: "2026-01-01", to: "2026-03-15" }, { compare: "previous_year", periods: 2 })).toEqual([
    "2026-01-01..2026-03-15",
    "2025-01-01..2025-03-15",
    "2024-01-01..2024-03-15",
  ]);
});

test("a day beside the day a month before, the end of a month beside ends of months", () => {
  expect(spans({ to: "2026-03-31" }, { compare: "previous_period", periods: 3 })).toEqual([
    "..2026-03-31",
    "..2026-02-28",
    "..2026-01-31",
    "..2025-12-31",
  ]);
  expect(spans({ to: "2026-03-15" }, { compare: "previous_period" }).at(-1)).toBe("..2026-02-15");
  expect(spans({ to: "2024-02-29" }, { compare: "previous_year" }).at(-1)).toBe("..2023-02-28");
});

test("a span is cut at the ends of calendar months, quarters and years", () => {
  expect(spans({ from: "2026-01-15", to: "2026-03-10" }, { by: "month" })).toEqual([
    "2026-01-15..2026-03-10",
    "2026-01-15..2026-01-31",
    "2026-02-01..2026-02-28",
    "2026-03-01..2026-03-10",
  ]);
  expect(spans({ from: "2025-11-15", to: "2026-04-01" }, { by: "quarter" }).slice(1)).toEqual([
    "2025-11-15..2025-12-31",
    "2026-01-01..2026-03-31",
    "2026-04-01..2026-04-01",
  ]);
  expect(spans({ from: "2024-06-01", to: "2026-02-01" }, { by: "year" })).toHaveLength(4);
  expect(spans({ from: "2024-01-01", to: "2025-12-31" }, { by: "month" })).toHaveLength(25);
});

test("too many columns, two wishes at once, and days before all books are refused", () => {
  expect(columnsOf({ from: "2023-12-31", to: "2025-12-31" }, { by: "month" })).toMatchObject({ fault: { code: "report.columns" } });
  expect(columnsOf({ from: "1950-01-01", to: "2199-12-31" }, { by: "month" })).toMatchObject({ fault: { code: "report.columns" } });
  expect(columnsOf({ from: "2025-01-01", to: "2025-12-31" }, { by: "month", compare: "previous_year" })).toMatchObject({
    fault: { code: "report.comparison" },
  });
  expect(columnsOf({ to: "1901-01-01" }, { compare: "previous_year", periods: 9 })).toMatchObject({ fault: { code: "report.columns" } });
});

test("per cent to one decimal, half away from zero, of what was there before", () => {
  expect([percentOf(150n, 100n), percentOf(50n, 100n), percentOf(100n, 100n)]).toEqual(["50.0", "-50.0", "0.0"]);
  expect([percentOf(2001n, 2000n), percentOf(1999n, 2000n), percentOf(20009n, 20000n)]).toEqual(["0.1", "-0.1", "0.0"]);
  expect([percentOf(-50n, -100n), percentOf(100n, -50n), percentOf(1n, 0n)]).toEqual(["50.0", "300.0", null]);
});
