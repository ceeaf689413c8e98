import type { StatementItem, StatementLine } from "#core/finance/reports/report.ts";
import type { Leaf } from "#core/finance/reports/statement.ts";

export type SummedReport = "trial-balance" | "profit-and-loss" | "balance-sheet" | "cash-flow";
export type Sign = "added" | "subtracted";
/** Which heading, total or figure: by its item, or within the section of that item by group, subtype and heading. */
export type SumPlace = Readonly<{
  item: StatementItem;
  group?: StatementItem | undefined;
  subtype?: string | undefined;
  heading?: string | undefined;
}>;
export type LinePart = Readonly<{ line: StatementLine; sign: Sign }>;
/** What a line is made of: other lines, or accounts that have none. */
export type Sum = Readonly<{ line: StatementLine; parts: readonly LinePart[]; behind: readonly Leaf[] }>;
type Lines = readonly StatementLine[];

type Signs = Readonly<Partial<Record<StatementItem, Sign>>>;
const PARTS_OF_CASH_FLOW = ["operating", "investing", "financing", "exchange"] as const;
const each = (items: readonly StatementItem[], sign: Sign): Signs => Object.fromEntries(items.map((item) => [item, sign]));
const CHANGE_OF_CASH: Signs = { cash_after: "added", cash_before: "subtracted" };

/** Totals of totals, and what is left between them. The rest are of what stands in their section. */
const OF_TOTALS: Readonly<Record<SummedReport, Readonly<Partial<Record<StatementItem, Signs>>>>> = {
  "trial-balance": {},
  "profit-and-loss": { result: { income: "added", expense: "subtracted" } },
  "balance-sheet": {
    liabilities_and_equity: each(["liability", "equity", "outside_dimensions"], "added"),
    outside_dimensions: { asset: "added", ...each(["liability", "equity"], "subtracted") },
    translation_difference: { asset: "added", ...each(["liability", "outside_dimensions"], "subtracted") },
  },
  "cash-flow": {
    net_change: each([...PARTS_OF_CASH_FLOW, "outside_dimensions"], "added"),
    cash_after: each(["cash_before", "net_change"], "added"),
    outside_dimensions: { ...CHANGE_OF_CASH, ...each(PARTS_OF_CASH_FLOW, "subtracted") },
    translation_difference: { ...CHANGE_OF_CASH, ...each(["operating", "investing", "financing", "outside_dimensions"], "subtracted") },
  },
};
/** Where a translation difference stands: it is what everything else there leaves. */
const SECTION_OF_DIFFERENCE: Readonly<Partial<Record<SummedReport, StatementItem>>> = {
  "balance-sheet": "equity",
  "cash-flow": "exchange",
};

const added = (line: StatementLine): LinePart => ({ line, sign: "added" });
const isOf = (line: StatementLine, item: StatementItem) => (line.kind === "total" || line.kind === "figure") && line.item === item;

/** What stands one step below a line, up to the next line that is not below it. */
const below = (lines: Lines, at: number, depth: number): StatementLine[] => {
  const after = lines.slice(at + 1);
  const end = after.findIndex((line) => line.depth < depth || line.kind === "section" || line.kind === "total");
  return after.slice(0, end < 0 ? undefined : end).filter((line) => line.depth === depth);
};

/** Where the section of an item begins; a trial balance is one section. */
const sectionAt = (lines: Lines, report: SummedReport, item: StatementItem) => {
  if (report === "trial-balance") return item === "balance" ? -1 : undefined;
  const at = lines.findIndex((line) => line.kind === "section" && line.item === item);
  return at < 0 ? undefined : at;
};
const inSection = (lines: Lines, report: SummedReport, item: StatementItem) => {
  const at = sectionAt(lines, report, item);
  return at === undefined ? [] : below(lines, at, report === "trial-balance" ? 0 : 1);
};

const sumOfTotal = (lines: Lines, report: SummedReport, item: StatementItem, behind: readonly Leaf[] | undefined): Sum | undefined => {
  const line = lines.find((one) => isOf(one, item));
  if (!line) return undefined;
  if (behind) return { line, parts: [], behind };
  const signs = OF_TOTALS[report][item];
  const totals = lines.flatMap((one): LinePart[] => {
    const sign = one.kind === "total" || one.kind === "figure" ? signs?.[one.item ?? item] : undefined;
    return sign ? [{ line: one, sign }] : [];
  });
  const beside = item === "translation_difference" ? inSection(lines, report, SECTION_OF_DIFFERENCE[report] ?? "balance") : [];
  const others = beside.filter((one) => one !== line).map((one): LinePart => ({ line: one, sign: "subtracted" }));
  if (signs || others.length > 0) return { line, parts: [...totals, ...others], behind: [] };
  const parts = inSection(lines, report, item).map(added);
  return sectionAt(lines, report, item) === undefined ? undefined : { line, parts, behind: [] };
};

/** Of a group or heading: step by step into the section. */
const sumWithin = (lines: Lines, report: SummedReport, { item, group, subtype, heading }: SumPlace): Sum | undefined => {
  let at = sectionAt(lines, report, item);
  let least = -1;
  const steps: ((line: StatementLine) => boolean)[] = [
    ...(group === undefined ? [] : [(line: StatementLine) => line.kind === "group" && line.item === group]),
    ...(subtype === undefined ? [] : [(line: StatementLine) => line.kind === "group" && line.subtype === subtype]),
    ...(heading === undefined ? [] : [(line: StatementLine) => line.kind === "group" && line.account?.id === heading]),
  ];
  for (const isWanted of steps) {
    if (at === undefined) return undefined;
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => line.kind === "section" || line.kind === "total" || line.depth <= least);
    const found = rest.slice(0, end < 0 ? undefined : end).findIndex(isWanted);
    if (found < 0) return undefined;
    at = at + 1 + found;
    least = lines[at]?.depth ?? 0;
  }
  const line = at === undefined ? undefined : lines[at];
  const sign: Sign = group === "shown_elsewhere" ? "subtracted" : "added";
  return line && { line, parts: below(lines, at as number, line.depth + 1).map((part) => ({ line: part, sign })), behind: [] };
};

/** What a heading, total or figure is the sum of; undefined where there is no such line. */
export const sumOf = (lines: Lines, report: SummedReport, place: SumPlace, behind: readonly Leaf[] | undefined): Sum | undefined =>
  place.group === undefined && place.subtype === undefined && place.heading === undefined
    ? sumOfTotal(lines, report, place.item, behind)
    : sumWithin(lines, report, place);
