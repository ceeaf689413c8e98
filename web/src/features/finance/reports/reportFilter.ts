import { oneOf } from "../../../ui/useUrlState.ts";

/** What a report is asked, as it stands in the address. */
export const reportFilters = [
  ...(["asOf", "from", "to", "compare", "periods", "by", "byDimension", "knownAt", "hideZero"] as const),
  ...(["dimension", "withoutDimension", "currency", "method"] as const),
] as const;
export type ReportFilter = Readonly<Partial<Record<(typeof reportFilters)[number], string>>>;

const comparisons = ["previous_period", "previous_year"] as const;
const parts = ["month", "quarter", "year"] as const;

/** As known when, beside what, with or without zeros. */
export const viewQuery = ({ knownAt, hideZero, compare, periods }: ReportFilter) => ({
  ...(knownAt && { knownAt }),
  ...(hideZero && { hideZero }),
  ...(oneOf(compare, comparisons) && { compare: oneOf(compare, comparisons), ...(periods && { periods: Number(periods) }) }),
});

/** The question to a statement of a day. */
export const dayQuery = (filter: ReportFilter) => ({ ...viewQuery(filter), ...(filter.asOf && { asOf: filter.asOf }) });

/** The question to a statement between two days. */
export const spanQuery = (filter: ReportFilter) => ({
  ...viewQuery(filter),
  ...(filter.from && { from: filter.from }),
  ...(filter.to && { to: filter.to }),
  ...partsQuery(filter),
});

/** Cut into parts, where it is not beside earlier spans. */
export const partsQuery = ({ by, compare }: ReportFilter) => (oneOf(by, parts) && !compare ? { by: oneOf(by, parts) } : {});

/** Translated by the company's rates; an address that says something else is not asked. */
export const currencyQuery = ({ currency }: ReportFilter) => (currency && /^[A-Z]{3}$/.test(currency) ? { currency } : {});

export const dimensionQuery = ({ dimension, withoutDimension }: ReportFilter) => ({
  ...(dimension && { dimension }),
  ...(withoutDimension && { withoutDimension }),
});

/** By the direct method, or by the indirect one, which is the API's own. */
export const methodQuery = ({ method }: ReportFilter) => (method === "direct" ? { method: "direct" as const } : {});

/** Cut by a dimension, where it is not beside earlier spans or cut into parts. */
export const byDimensionQuery = ({ byDimension, by, compare }: ReportFilter) => (byDimension && !by && !compare ? { byDimension } : {});

const iso = (date: Date) => date.toISOString().slice(0, 10);
const day = (year: number, month: number, date: number) => iso(new Date(Date.UTC(year, month, date)));

export type Preset = "month" | "lastMonth" | "quarter" | "year" | "lastYear";

/** The spans people ask for most, around a day. */
export const spanOf = (preset: Preset, today: string): Readonly<{ from: string; to: string }> => {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
  const quarter = month - (month % 3);
  const spans = {
    month: [day(year, month, 1), day(year, month + 1, 0)],
    lastMonth: [day(year, month - 1, 1), day(year, month, 0)],
    quarter: [day(year, quarter, 1), day(year, quarter + 3, 0)],
    year: [day(year, 0, 1), day(year, 12, 0)],
    lastYear: [day(year - 1, 0, 1), day(year, 0, 0)],
  } as const;
  const [from, to] = spans[preset];
  return { from, to };
};
