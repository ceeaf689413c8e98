import type { EntryLineInput } from "#core/finance/entries/entry.ts";
import { allocate } from "#core/kernel/allocate.ts";
import { done, type Fault, type InputError, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { Share } from "./split.ts";

/** How many lines an entry may have once its splits are written out. */
export const MOST_LINES = 5000;

export type SavedSplit = Readonly<{ id: string; code: string; active: boolean; shares: readonly Share[] }>;

/** The lines as they are posted, and for each the place of the line it was written as. */
export type ExpandedLines = Readonly<{ lines: readonly EntryLineInput[]; origins: readonly number[] }>;

/**
 * A line's parts by largest remainder: they come to its amount exactly, and those of a mirrored line are mirrored. A share too small for one unit gets no
 * line; the tax base is shared among the parts there are.
 */
const partsOf = (input: EntryLineInput, shares: readonly Share[], defaultCurrency: string): readonly EntryLineInput[] => {
  const { shares: _, splitId: __, dimensions = [], ...whole } = input;
  const currency = input.currency ?? defaultCurrency;
  const side = input.debit === undefined ? "credit" : "debit";
  const amount = parseMinor(input[side] ?? "0", currency);
  const taxBase = input.taxBase === undefined ? undefined : parseMinor(input.taxBase, currency);
  if (!amount.ok || (taxBase && !taxBase.ok)) return [{ ...whole, dimensions }]; // refused where every amount is read
  const percents = shares.map(({ percent }) => percent);
  const amounts = allocate(amount.value, percents);
  const kept = shares.flatMap((share, index) => (amounts[index] ? [{ share, part: amounts[index] }] : []));
  const bases =
    taxBase && kept.length > 0
      ? allocate(
          taxBase.value,
          kept.map(({ share }) => share.percent),
        )
      : undefined;
  return kept.map(({ share, part }, index) => ({
    ...whole,
    [side]: formatMinor(part, currency),
    dimensions: [...dimensions, ...share.dimensions],
    ...(bases ? { taxBase: formatMinor(bases[index] ?? 0n, currency) } : {}),
  }));
};

/** The shares of a line: its own, those of the saved split it names, none, or why it cannot be split. */
export const sharesOf = (
  { shares, splitId }: Pick<EntryLineInput, "shares" | "splitId">,
  saved: ReadonlyMap<string, SavedSplit>,
  pointer: string,
): readonly Share[] | InputError | undefined => {
  if (splitId === undefined) return shares;
  const split = saved.get(splitId);
  if (!split) return { pointer, detail: `There is no split ${splitId}.` };
  return split.active ? split.shares : { pointer, detail: `Split ${split.code} is not active.` };
};

/** Writes out the lines that are split over dimensions. Lines without a split stay as they are. */
export const expandSplits = (
  lines: readonly EntryLineInput[],
  saved: readonly SavedSplit[],
  defaultCurrency: string,
): Outcome<ExpandedLines, Fault<"invalid">> => {
  const byId = new Map(saved.map((split) => [split.id, split]));
  const errors: InputError[] = [];
  const expanded = lines.map((input, index) => {
    const shares = sharesOf(input, byId, `/lines/${index}/splitId`);
    if (shares === undefined) return [input];
    if ("pointer" in shares) {
      errors.push(shares);
      return [];
    }
    return partsOf(input, shares, defaultCurrency);
  });
  if (errors.length > 0)
    return refuse({
      kind: "invalid",
      code: "split.missing",
      detail: "Not every split can be used.",
      errors: errors.slice(0, 100),
    } as const);
  if (expanded.reduce((count, parts) => count + parts.length, 0) > MOST_LINES)
    return refuse(invalid("entry.too_many_lines", `With its splits written out an entry has at most ${MOST_LINES} lines.`, "/lines"));
  return done({ lines: expanded.flat(), origins: expanded.flatMap((parts, index) => parts.map(() => index)) });
};

/** Errors at the lines as they were written, each said once. */
export const atOrigins = (fault: Fault<"invalid">, origins: readonly number[]): Fault<"invalid"> => {
  if (!fault.errors) return fault;
  const moved = fault.errors.map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\/lines\/(\d+)/, (_, index) => `/lines/${origins[Number(index)] ?? index}`),
    detail,
  }));
  const seen = new Set<string>();
  const isNew = ({ pointer, detail }: InputError) => !seen.has(pointer + detail) && seen.add(pointer + detail) !== undefined;
  return { ...fault, errors: moved.filter(isNew) };
};
