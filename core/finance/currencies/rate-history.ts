import type { Db } from "#core/kernel/context.ts";
import { dayAfter, daysBetween } from "#core/kernel/dates.ts";
import { decimalOf, formatDecimal, powerOfTen, trimDecimal } from "#core/kernel/decimals.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { divideRounded } from "#core/kernel/rounding.ts";

/** What one unit of a currency was worth in the company's, day by day: each rate from its day on, the oldest first. */
export type RateHistory = Readonly<{ currency: string; base: string; rates: readonly Readonly<{ validOn: string; rate: string }>[] }>;
type Span = Readonly<{ from: string; to: string }>;

/** Decimals of a mean. */
const MEAN_SCALE = 12;

/** Every rate of a currency up to a day, in one read. */
export const readRateHistory = async (
  db: Db,
  company: Readonly<{ id: string; baseCurrency: string }>,
  currency: string,
  to: string,
): Promise<RateHistory> => ({
  currency,
  base: company.baseCurrency,
  rates: await db
    .selectFrom("finance.exchangeRate")
    .select(["validOn", "rate"])
    .where("companyId", "=", company.id)
    .where("currency", "=", currency)
    .where("validOn", "<=", to)
    .orderBy("validOn")
    .execute(),
});

const rateMissing = (currency: string, day: string) =>
  refuse(invalid("rate.missing", `There is no exchange rate of ${currency} on ${day} or before.`, "/currency"));

/** Where the rate of a day stands; -1 before the first one. */
const placeOf = ({ rates }: RateHistory, day: string): number => {
  let [low, high] = [0, rates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rates[middle]?.validOn ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** The rate of a day, or the last before it. A missing one is a refusal, never a guess. */
export const rateOfDay = (history: RateHistory, day: string): Outcome<string, Fault<"invalid">> => {
  const found = history.rates[placeOf(history, day)];
  return found ? done(trimDecimal(found.rate)) : rateMissing(history.currency, day);
};

/** The mean of the rates that applied on each day from one to another; every day has one or it is a refusal. To 12 decimals. */
export const meanRate = (history: RateHistory, { from, to }: Span): Outcome<string, Fault<"invalid">> => {
  const first = placeOf(history, from);
  if (first < 0) return rateMissing(history.currency, from);
  const end = dayAfter(to);
  let sum = 0n;
  for (let at = first; at < history.rates.length && (history.rates[at]?.validOn ?? "") < end; at++) {
    const { validOn, rate } = history.rates[at] as RateHistory["rates"][number];
    const next = history.rates[at + 1]?.validOn ?? end;
    const days = daysBetween(validOn > from ? validOn : from, next < end ? next : end);
    const { units, scale } = decimalOf(rate);
    sum += units * powerOfTen(MEAN_SCALE - scale) * BigInt(days);
  }
  const units = divideRounded(sum, BigInt(daysBetween(from, end)));
  return done(trimDecimal(formatDecimal({ units, scale: MEAN_SCALE })));
};

/**
 * Rates for a statement of many figures: of those that are missing the earliest is kept, for the statement to refuse with once all is asked for. Until then a
 * missing one counts as one.
 */
export const asking = (history: RateHistory) => {
  let missing: Readonly<{ day: string; fault: Fault<"invalid"> }> | undefined;
  const means = new Map<string, string>();
  const keep = (day: string, found: Outcome<string, Fault<"invalid">>): string => {
    if (found.ok) return found.value;
    if (missing === undefined || day < missing.day) missing = { day, fault: found.fault };
    return "1";
  };
  const exchange = (rate: string) => ({ from: history.currency, to: history.base, rate });
  return {
    on: (day: string) => exchange(keep(day, rateOfDay(history, day))),
    over: (span: Span) => {
      const key = `${span.from} ${span.to}`;
      const rate = means.get(key) ?? keep(span.from, meanRate(history, span));
      means.set(key, rate);
      return exchange(rate);
    },
    missing: () => missing?.fault,
  };
};
export type AskedRates = ReturnType<typeof asking>;
