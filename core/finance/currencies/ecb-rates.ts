import { decimalOf, formatDecimal, powerOfTen, trimDecimal } from "#core/kernel/decimals.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { divideRounded } from "#core/kernel/rounding.ts";
import { at, childrenOf, type XmlElement } from "../bank-statements/xml-element.ts";

/** What a euro is worth in other currencies on a day, as the European Central Bank writes it: digits and a point. */
export type EuroRate = Readonly<{ day: string; currency: string; perEuro: string }>;

type Unreadable = Outcome<EuroRate[], Fault<"invalid">>;

const unreadable = (detail: string) => refuse(invalid("rates_file.unreadable", detail, "/file"));

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CURRENCY = /^[A-Z]{3}$/;
const RATE = /^\d{1,12}(?:\.\d{1,12})?$/;

/** The XML of the reference rates, of a day or their history: Cube, Cube of a time, Cube of a currency and a rate. */
export const readEcbXml = (root: XmlElement): Unreadable => {
  const days = childrenOf(at(root, "Cube"), "Cube");
  const rates: EuroRate[] = [];
  for (const day of days) {
    const time = day.attributes.time ?? "";
    for (const { attributes } of childrenOf(day, "Cube")) {
      const { currency = "", rate = "" } = attributes;
      if (!DAY.test(time) || !CURRENCY.test(currency) || !RATE.test(rate))
        return unreadable(`"${`${time} ${currency} ${rate}`.slice(0, 60)}" is not the rate of a currency on a day.`);
      rates.push({ day: time, currency, perEuro: rate });
    }
  }
  return rates.length > 0 ? done(rates) : unreadable("This file holds no reference rates of the European Central Bank.");
};

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/** "2026-11-27" of the history, or "27 November 2026" of the daily file. */
const dayOf = (text: string): string | undefined => {
  if (DAY.test(text)) return text;
  const [, day = "", month = "", year] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? [];
  const index = MONTHS.indexOf(month.toLowerCase());
  return index < 0 ? undefined : `${year}-${String(index + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
};

/** Whether a header is that of the reference rates: a date, then currencies. */
export const isEcbHeader = (header: readonly string[]): boolean => {
  const [date = "", ...currencies] = header.map((cell) => cell.trim());
  const named = currencies.filter((cell) => cell !== "");
  return date.toLowerCase() === "date" && named.length > 0 && named.every((cell) => CURRENCY.test(cell));
};

/** The CSV of the reference rates: a column for each currency, "N/A" where there was no rate. */
export const readEcbCsv = (header: readonly string[], rows: readonly (readonly string[])[]): Unreadable => {
  const currencies = header.map((cell) => cell.trim());
  const rates: EuroRate[] = [];
  for (const row of rows) {
    const day = dayOf((row[0] ?? "").trim());
    if (day === undefined) return unreadable(`"${(row[0] ?? "").slice(0, 40)}" is not a day.`);
    for (const [index, currency] of currencies.entries()) {
      const rate = (row[index] ?? "").trim();
      if (index === 0 || currency === "" || rate === "" || rate === "N/A") continue;
      if (!RATE.test(rate)) return unreadable(`"${rate.slice(0, 40)}" is not a rate of ${currency} on ${day}.`);
      rates.push({ day, currency, perEuro: rate });
    }
  }
  return rates.length > 0 ? done(rates) : unreadable("This file holds no rates.");
};

/** How many decimals a rate is kept with. */
const RATE_DECIMALS = 12;

/**
 * What one unit of a currency is worth in another, from what a euro is worth in either: rounded once, half away from zero, to 12 decimals. One is the euro
 * itself. Undefined where it rounds to nothing, which is no rate.
 */
export const crossRate = (perEuro: string, basePerEuro: string): string | undefined => {
  const [currency, base] = [decimalOf(perEuro), decimalOf(basePerEuro)];
  if (currency.units <= 0n || base.units <= 0n) return undefined;
  const units = divideRounded(base.units * powerOfTen(currency.scale + RATE_DECIMALS), currency.units * powerOfTen(base.scale));
  return units > 0n ? trimDecimal(formatDecimal({ units, scale: RATE_DECIMALS })) : undefined;
};
