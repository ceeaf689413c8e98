import type { Clock, CompanyFacts } from "./context.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
/** Days begin at a quarter of an hour everywhere, so within one the answer stays; every request asks. */
const QUARTER_MS = 15 * 60 * 1000;
const latest = new Map<string, Readonly<{ quarter: number; day: string }>>();

/** The calendar day (YYYY-MM-DD) of an instant in an IANA time zone. */
export const dayIn = (timeZone: string, instant: Date): string => {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS);
  const known = latest.get(timeZone);
  if (known?.quarter === quarter) return known.day;
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  const day = format.format(instant);
  latest.set(timeZone, { quarter, day });
  return day;
};

/** A clock over any source of instants: the system's in the program, a fixed one in tests. */
export const clockOf = (now: () => Date): Clock => ({ now, today: (timeZone) => dayIn(timeZone, now()) });

/** Adds whole days to a calendar date. */
export const addDays = (date: string, days: number): string => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};

/** The company's business date. */
export const todayOf = ({ clock, company }: Readonly<{ clock: Clock; company: CompanyFacts }>): string => clock.today(company.timeZone);
