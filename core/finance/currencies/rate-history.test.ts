import { expect, test } from "vitest";
import { asking, meanRate, type RateHistory, rateOfDay } from "./rate-history.ts";

const euro: RateHistory = {
  currency: "EUR",
  base: "GBP",
  rates: [
    { validOn: "2026-01-01", rate: "0.800000000000" },
    { validOn: "2026-03-01", rate: "0.900000000000" },
    { validOn: "2026-06-01", rate: "1" },
  ],
};

test("the rate of a day is that day's or the last before it; before the first there is none, by name and day", () => {
  expect(["2026-01-01", "2026-02-28", "2026-03-01", "2027-01-01"].map((day) => rateOfDay(euro, day))).toEqual(
    ["0.8", "0.8", "0.9", "1"].map((value) => ({ ok: true, value })),
  );
  expect(rateOfDay(euro, "2025-12-31")).toMatchObject({
    fault: {
      code: "rate.missing",
      detail: "There is no exchange rate of EUR on 2025-12-31 or before.",
      errors: [{ pointer: "/currency" }],
    },
  });
  expect(rateOfDay({ ...euro, rates: [] }, "2026-03-31").ok).toBe(false);
});

test("the mean weighs each rate by the days it applied on", () => {
  const over = (from: string, to: string) => meanRate(euro, { from, to });
  expect(over("2026-02-01", "2026-02-28")).toEqual({ ok: true, value: "0.8" });
  // 59 days at 0.80 and 31 at 0.90: 75.1 / 90.
  expect(over("2026-01-01", "2026-03-31")).toEqual({ ok: true, value: "0.834444444444" });
  expect(over("2026-02-28", "2026-03-01")).toEqual({ ok: true, value: "0.85" });
  expect(over("2026-03-01", "2026-03-01")).toEqual({ ok: true, value: "0.9" });
  // 31 days at 0.80 ... of the whole year: 59 at 0.80, 92 at 0.90, 214 at 1: 344 / 365, rounded half away from zero.
  expect(over("2026-01-01", "2026-12-31")).toEqual({ ok: true, value: "0.942465753425" });
  expect(over("2025-12-31", "2026-03-31")).toMatchObject({ fault: { code: "rate.missing" } });
});

test("of several missing rates the earliest is told", () => {
  const asked = asking(euro);
  expect(asked.on("2026-03-01")).toEqual({ from: "EUR", to: "GBP", rate: "0.9" });
  expect(asked.missing()).toBeUndefined();
  asked.on("2025-12-31");
  asked.over({ from: "2025-11-01", to: "2026-01-31" });
  asked.on("2025-12-01");
  expect(asked.missing()).toMatchObject({ detail: "There is no exchange rate of EUR on 2025-11-01 or before." });
});
