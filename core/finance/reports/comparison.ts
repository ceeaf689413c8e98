import * as z from "zod";
import { addDays, addMonths, dayAfter, dayBefore, daysBetween, monthEndOf, monthStartOf } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";

/** A column of a statement: what moved between two days, or since the beginning up to one. */
export type Column = Readonly<{ from?: string | undefined; to: string }>;

export const MAX_COLUMNS = 25;

const Comparison = z.enum(["previous_period", "previous_year"]);
/** What a statement beside earlier ones takes. */
export const comparisonQuery = {
  compare: Comparison.optional().describe(
    "Beside it the period before, of the same length (whole months stay whole months; of a day, the day a month before), or the same days of the year before.",
  ),
  periods: z.coerce.number().int().min(1).max(23).optional().describe("How many earlier ones. Default: 1."),
};
/** What a statement of movements can be cut into. */
export const partsQuery = {
  by: z
    .enum(["month", "quarter", "year"])
    .optional()
    .describe("Beside the whole its calendar months, quarters or years, at most 24. Not together with `compare`."),
};
export type ComparisonFilter = Readonly<{
  compare?: z.infer<typeof Comparison> | undefined;
  periods?: number | undefined;
  by?: "month" | "quarter" | "year" | undefined;
}>;

const isMonthEnd = (date: string) => date === monthEndOf(date);

/** A day so many months away; the end of a month stays the end of one. */
const sameDay = (date: string, months: number) =>
  isMonthEnd(date) ? monthEndOf(addMonths(monthStartOf(date), months)) : addMonths(date, months);

const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** The column so many steps before. */
const earlier = ({ from, to }: Column, compare: z.infer<typeof Comparison>, step: number): Column => {
  if (compare === "previous_year") return { from: from && addMonths(from, -12 * step), to: sameDay(to, -12 * step) };
  if (from === undefined) return { from, to: sameDay(to, -step) };
  if (from === monthStartOf(from) && isMonthEnd(to)) {
    const months = (monthsBetween(from, to) + 1) * step;
    return { from: addMonths(from, -months), to: sameDay(to, -months) };
  }
  const days = (daysBetween(from, to) + 1) * step;
  return { from: addDays(from, -days), to: addDays(to, -days) };
};

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

const partsOf = (from: string, to: string, by: keyof typeof MONTHS): Column[] => {
  const parts: Column[] = [];
  const size = MONTHS[by];
  for (let start = from; start <= to && parts.length < MAX_COLUMNS; ) {
    const intoPart = (Number(start.slice(5, 7)) - 1) % size;
    const end = dayBefore(addMonths(monthStartOf(start), size - intoPart));
    parts.push({ from: start, to: end < to ? end : to });
    start = dayAfter(end);
  }
  return parts;
};

/** The columns of a statement, the one asked for first. */
export const columnsOf = (asked: Column, { compare, periods = 1, by }: ComparisonFilter): Outcome<Column[], Fault<"invalid">> => {
  if (compare !== undefined && by !== undefined)
    return refuse(invalid("report.comparison", "Compare with earlier periods, or cut into parts; not both.", "/by"));
  if (by !== undefined && asked.from !== undefined) {
    const parts = partsOf(asked.from, asked.to, by);
    if (parts.length >= MAX_COLUMNS) return refuse(invalid("report.columns", `These are more than ${MAX_COLUMNS - 1} columns.`, "/by"));
    return done([asked, ...parts]);
  }
  if (compare === undefined) return done([asked]);
  const others = Array.from({ length: periods }, (_, step) => earlier(asked, compare, step + 1));
  if (others.some(({ from, to }) => (from ?? to) < "1900-01-01"))
    return refuse(invalid("report.columns", "Books begin in 1900 at the earliest.", "/periods"));
  return done([asked, ...others]);
};

/** How much the first figure is above another in per cent, to one decimal (half away from zero); null where there is nothing to compare with. */
export const percentOf = (figure: bigint, base: bigint): string | null => {
  if (base === 0n) return null;
  const size = base < 0n ? -base : base;
  const scaled = (figure - base) * 2000n;
  const tenths = (scaled + (scaled < 0n ? -size : size)) / (2n * size);
  const digits = `${tenths < 0n ? -tenths : tenths}`.padStart(2, "0");
  return `${tenths < 0n ? "-" : ""}${digits.slice(0, -1)}.${digits.slice(-1)}`;
};
