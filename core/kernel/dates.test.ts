import { expect, test } from "vitest";
import { instant, isCalendarDate, monthStartOf, nextMonthOf } from "./dates.ts";

test.each(["2026-03-31", "2024-02-29", "1900-01-01", "2199-12-31"])("%s is a day", (text) => {
  expect(isCalendarDate(text)).toBe(true);
});

test.each([
  "2026-02-29",
  "2026-13-01",
  "2026-00-10",
  "2026-3-1",
  "0000-01-01",
  "1899-12-31",
  "2200-01-01",
  "20260331",
  "2026-03-31T00:00:00Z",
  "",
  "٢٠٢٦-٠٣-٣١",
])("%s is none", (text) => {
  expect(isCalendarDate(text)).toBe(false);
});

test("an instant is given in UTC", () => {
  expect(instant().parse("2026-03-31T12:00:00+02:00")).toBe("2026-03-31T10:00:00.000Z");
  expect(instant().safeParse("2026-03-31").success).toBe(false);
  expect(instant().safeParse("0000-01-01T00:00:00Z").success).toBe(false);
});

test("months begin on their first day and follow each other over the year's end", () => {
  expect(monthStartOf("2026-03-31")).toBe("2026-03-01");
  expect(nextMonthOf("2026-01-31")).toBe("2026-02-01");
  expect(nextMonthOf("2026-12-05")).toBe("2027-01-01");
});
