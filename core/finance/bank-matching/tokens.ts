/** Letters and digits alone, in capitals: INV-2026/0001 and inv 20260001 are the same number. */
export const plainToken = (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

const SHORTEST = 4;

/** What in a text may be the number of a document: words with digits, a creditor reference without its check digits. */
export const tokensOf = (texts: readonly (string | null | undefined)[]): ReadonlySet<string> => {
  const words = texts.flatMap((text) => text?.toUpperCase().match(/[\p{L}\p{N}][\p{L}\p{N}\-/_.]*/gu) ?? []);
  const plain = words.map(plainToken).filter((word) => word.length >= SHORTEST && /\d/.test(word));
  const references = plain.flatMap((word) => (/^RF\d{2}/.test(word) && word.length > 4 + SHORTEST ? [word.slice(4)] : []));
  return new Set([...plain, ...references]);
};

export type NumberMatch = "whole" | "digits" | undefined;

/** Whether a text's tokens name a document: by its number or reference whole, or by the digits of its number. */
export const namedBy = (tokens: ReadonlySet<string>, number: string | null, reference: string | null): NumberMatch => {
  const plain = plainToken(number ?? "");
  if (plain.length >= SHORTEST && tokens.has(plain)) return "whole";
  const own = plainToken(reference ?? "");
  if (own.length >= SHORTEST && tokens.has(own)) return "whole";
  const digits = /\d{4,}$/.exec(plain)?.[0];
  return digits !== undefined && (tokens.has(digits) || tokens.has(digits.replace(/^0+/, "").padStart(SHORTEST, "0")))
    ? "digits"
    : undefined;
};

const smallWords = new Set(["GMBH", "LTD", "LIMITED", "INC", "LLC", "SARL", "SAS", "AND", "UND", "THE", "COMPANY", "CORP", "GROUP"]);
const wordsOf = (name: string) => new Set((name.toUpperCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !smallWords.has(word)));

/** How alike two names are, from 0 to 1: the share of the shorter one's words that the longer one has. Forms of companies do not count. */
export const nameLikeness = (one: string, other: string): number => {
  const [mine, theirs] = [wordsOf(one), wordsOf(other)];
  const fewer = Math.min(mine.size, theirs.size);
  return fewer === 0 ? 0 : [...mine].filter((word) => theirs.has(word)).length / fewer;
};

const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;

/** Points for nearness in days. */
export const nearness = (one: string, other: string | null): number => {
  if (other === null) return 0;
  const days = daysBetween(one, other);
  return days <= 3 ? 8 : days <= 10 ? 5 : days <= 31 ? 2 : 0;
};

const MOST_STEPS = 20_000;

/**
 * Those that together come exactly to a sum, the first in their order; at least two. Undefined when there are none among the first sixteen, or when it would take too
 * long to know.
 */
export const subsetOf = <T>(items: readonly T[], minorOf: (item: T) => bigint, sum: bigint): readonly T[] | undefined => {
  const some = items.slice(0, 16);
  let steps = 0;
  const search = (from: number, left: bigint, chosen: readonly T[]): readonly T[] | undefined => {
    if (left === 0n) return chosen.length > 1 ? chosen : undefined;
    if (left < 0n || ++steps > MOST_STEPS) return undefined;
    for (let at = from; at < some.length; at++) {
      const item = some[at] as T;
      const found = search(at + 1, left - minorOf(item), [...chosen, item]);
      if (found) return found;
    }
    return undefined;
  };
  return search(0, sum, []);
};
