import { expect, test } from "vitest";
import { addDays, dayIn } from "./clock.ts";

test.each(["UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Pacific/Kiritimati"])(
  "in %s every minute of three days, over a change of the clocks, belongs to its day",
  (timeZone) => {
    const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    const begun = Date.parse("2026-03-28T00:00:00Z");
    for (let minute = 0; minute < 3 * 24 * 60; minute++) {
      const instant = new Date(begun + minute * 60_000);
      expect(dayIn(timeZone, instant)).toBe(format.format(instant));
    }
  },
);

test("an answer kept for one instant is not given for another, nor for another place", () => {
  const instant = new Date("2026-06-30T23:30:00Z");
  expect(dayIn("UTC", instant)).toBe("2026-06-30");
  expect(dayIn("Europe/London", instant)).toBe("2026-07-01");
  expect(dayIn("UTC", new Date("2027-06-30T23:30:00Z"))).toBe("2027-06-30");
});

test("days are added over the ends of months and years", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2027-01-01", -1)).toBe("2026-12-31");
});
