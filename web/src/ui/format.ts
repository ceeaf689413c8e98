/** Decimal strings to what people read and back. Nothing here passes through a floating-point number. */

const decimalPattern = /^-?\d+(\.\d+)?$/;

/** Intl takes decimal strings exactly; its type wants them spelled as a template. */
const exact = (value: string) => value as `${number}`;

/** An amount as the wire writes it, for people: `"1265793.29"`, EUR, de → `1.265.793,29 €`. */
export function formatMoney(value: string, currency: string | undefined, locale: string): string {
  if (!decimalPattern.test(value)) return value;
  if (currency) return numberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(exact(value));
  const decimals = value.split(".")[1]?.length ?? 0;
  return numberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(exact(value));
}

/** A quantity or a rate: as many decimals as it needs. */
export const formatDecimal = (value: string, locale: string): string =>
  decimalPattern.test(value) ? numberFormat(locale, { maximumFractionDigits: 20 }).format(exact(value)) : value;

/** A short form for charts and tiles: `1.3M`. */
export const formatCompact = (value: string, currency: string, locale: string): string =>
  numberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    notation: "compact",
    maximumFractionDigits: 1,
  }).format(exact(value));

/** A calendar day, `2026-11-22`. It has no time zone, so it is formatted in UTC. */
export const formatDate = (date: string, locale: string): string =>
  dateFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

/** The month of a day, short: `Nov`. */
export const formatMonth = (date: string, locale: string): string =>
  date && dateFormat(locale, { month: "short", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));

/** An instant, in the reader's time zone. */
export const formatInstant = (instant: string, locale: string): string =>
  dateFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));

/**
 * What a person typed, as the wire writes it, or undefined when it is no number: `1.265.793,29` (de) → `1265793.29`.
 * A lone point is a decimal point in every language where it cannot be a group, because keypads have no comma.
 */
export function parseDecimal(text: string, locale: string): string | undefined {
  const { group, decimal } = separators(locale);
  let plain = text.replace(/[\s\u00a0\u202f'’]/g, "").replace("−", "-");
  const isGrouped = new RegExp(`^-?\\d{1,3}(${escaped(group)}\\d{2,3})*${escaped(group)}\\d{3}(${escaped(decimal)}\\d*)?$`).test(plain);
  if (isGrouped) plain = plain.replaceAll(group, "");
  plain = plain.replace(decimal, ".");
  const match = /^(-?)0*(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  if (!/\d/.test(plain)) return undefined;
  const digits = `${whole || "0"}${fraction ? `.${fraction}` : ""}`;
  return `${/[1-9]/.test(digits) ? sign : ""}${digits}`;
}

/** A decimal string as someone would type it: the locale's decimal sign, no groups. */
export const editableDecimal = (value: string, locale: string): string =>
  decimalPattern.test(value) ? value.replace(".", separators(locale).decimal) : value;

/** Pads to the decimals of the currency; more decimals stay, for the form to refuse. */
export function padDecimals(value: string, decimals: number): string {
  const [whole = "", fraction = ""] = value.split(".");
  const padded = fraction.padEnd(decimals, "0");
  return padded ? `${whole}.${padded}` : whole;
}

const escaped = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function separators(locale: string): { group: string; decimal: string } {
  const parts = numberFormat(locale, { useGrouping: "always" }).formatToParts(exact("1234567.5"));
  const sign = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  const decimal = sign("decimal", ".");
  const group = sign("group", decimal === "," ? "." : ",");
  // Spaces and apostrophes are dropped before; what is left to take for a group is the other of point and comma.
  return { decimal, group: /[.,]/.test(group) ? group : decimal === "," ? "." : "," };
}

const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    numbers.set(key, format);
  }
  return format;
}

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    dates.set(key, format);
  }
  return format;
}
