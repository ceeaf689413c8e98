import { formatMinor } from "#core/kernel/money.ts";
import type { CloseFinding } from "./close-check.ts";

type Links = Readonly<{ expected?: string; actual?: string }>;

const linked = ({ expected, actual }: Links) => ({ expectedLink: expected ?? null, actualLink: actual ?? null });

/** Two amounts of one currency in minor units. It holds when they are the same. */
export const amounts = (label: string, currency: string, expected: bigint, actual: bigint, links: Links = {}): CloseFinding => ({
  label,
  unit: currency,
  expected: formatMinor(expected, currency),
  actual: formatMinor(actual, currency),
  difference: formatMinor(actual - expected, currency),
  holds: actual === expected,
  ...linked(links),
});

/** How many there are of what there should be none. */
export const noneOf = (label: string, count: number, link?: string): CloseFinding => ({
  label,
  unit: null,
  expected: "0",
  actual: `${count}`,
  difference: `${count}`,
  holds: count === 0,
  ...linked(link === undefined ? {} : { actual: link }),
});

/** An address of this API with those filters that are set. */
export const address = (path: string, filter: Readonly<Record<string, string | undefined>>): string => {
  const query = new URLSearchParams(Object.entries(filter).filter((one): one is [string, string] => one[1] !== undefined));
  return `${path}?${query}`;
};
