import * as z from "zod";

const firstYear = 1900;
const lastYear = 2199;

/** Whether this is a day of the calendar that books can be about: a typing error in the year is not a date far away. */
export const isCalendarDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const day = new Date(`${text}T00:00:00Z`);
  return year >= firstYear && year <= lastYear && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

/** An instant as RFC 3339, with its offset; the value is in UTC. */
export const instant = () =>
  z.iso
    .datetime({ offset: true, error: "Write an instant like 2026-03-31T12:00:00Z." })
    .refine((text) => isCalendarDate(text.slice(0, 10)), `Write an instant from ${firstYear} to ${lastYear}.`)
    .transform((text) => new Date(text).toISOString());

/** The first day of the month of a day. */
export const monthStartOf = (date: string): string => `${date.slice(0, 8)}01`;

/** The first day of the month after that of a day. */
export const nextMonthOf = (date: string): string => {
  const day = new Date(`${monthStartOf(date)}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1);
  return day.toISOString().slice(0, 10);
};

const shifted = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
export const dayBefore = (date: string): string => shifted(date, -1);
export const dayAfter = (date: string): string => shifted(date, 1);
/** How many days from one day to another, not counting the first. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
export const addDays = shifted;

/** The last day of the month of a day. */
export const monthEndOf = (date: string): string => dayBefore(nextMonthOf(date));

/** The same day so many months later or earlier; where the month is shorter, its last day. */
export const addMonths = (date: string, months: number): string => {
  const first = new Date(`${monthStartOf(date)}T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const start = first.toISOString().slice(0, 10);
  const last = monthEndOf(start);
  const wanted = start.slice(0, 8) + date.slice(8);
  return wanted < last ? wanted : last;
};
