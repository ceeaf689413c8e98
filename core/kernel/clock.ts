import type { Clock, CompanyFacts } from "./context.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (YYYY-MM-DD) of an instant in an IANA time zone. */
export const dayIn = (timeZone: string, instant: Date): string => {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(instant);
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
