import { addDays } from "#core/kernel/clock.ts";
import { nextMonthOf } from "#core/kernel/dates.ts";
import type { FiscalYearInput } from "./period.ts";

export type Days = Readonly<{ name: string; startsOn: string; endsOn: string }>;
type Weeks = Exclude<FiscalYearInput["periods"], "months">;

export const LONGEST_MONTHS = 24;
const WEEK = 7;
const YEAR_WEEKS = 52;

/** The weeks of the three periods of each quarter. */
const patterns: Readonly<Record<Weeks, readonly number[]>> = { weeks_4_4_5: [4, 4, 5], weeks_4_5_4: [4, 5, 4], weeks_5_4_4: [5, 4, 4] };

export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

/** Calendar months; the first begins and the last ends with the year, so a company founded in the middle of a month has a short one. */
export const monthsOf = (startsOn: string, endsOn: string): Days[] => {
  const months: Days[] = [];
  for (let start = startsOn; start <= endsOn && months.length <= LONGEST_MONTHS; start = nextMonthOf(start)) {
    const last = addDays(nextMonthOf(start), -1);
    months.push({ name: start.slice(0, 7), startsOn: start, endsOn: last < endsOn ? last : endsOn });
  }
  return months;
};

/** Twelve periods of whole weeks, the 53rd week in the last. Undefined when the year does not have 52 or 53 whole weeks. */
export const weeksOf = (startsOn: string, endsOn: string, pattern: Weeks): Days[] | undefined => {
  const weeks = (daysBetween(startsOn, endsOn) + 1) / WEEK;
  if (weeks !== YEAR_WEEKS && weeks !== YEAR_WEEKS + 1) return undefined;
  const lengths = [0, 1, 2, 3].flatMap(() => patterns[pattern]);
  let start = startsOn;
  return lengths.map((length, index) => {
    const last = index === lengths.length - 1 ? endsOn : addDays(start, length * WEEK - 1);
    const period = { name: `${endsOn.slice(0, 4)}-P${String(index + 1).padStart(2, "0")}`, startsOn: start, endsOn: last };
    start = addDays(last, 1);
    return period;
  });
};

/** The last day of a year that says none: twelve months, or 52 weeks, from its first. */
export const usualEnd = (startsOn: string, periods: FiscalYearInput["periods"]): string => {
  if (periods !== "months") return addDays(startsOn, YEAR_WEEKS * WEEK - 1);
  const next = `${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4)}`;
  // A year from the 29th of February on ends on the 28th.
  return addDays(startsOn.endsWith("-02-29") ? next.replace(/29$/, "28") : next, startsOn.endsWith("-02-29") ? 0 : -1);
};
