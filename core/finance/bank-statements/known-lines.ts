/** What tells one line of an account from another. `partyHashes` are those of the other side's number, the current key's first. */
export type LineTraits = Readonly<{
  bookedOn: string;
  amountMinor: bigint;
  format: string;
  bankReference: string | null;
  partyName: string | null;
  partyHashes: readonly string[];
  text: string | null;
}>;

const words = ({ partyName, text }: LineTraits): ReadonlySet<string> =>
  new Set(`${partyName ?? ""} ${text ?? ""}`.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

const isSameFamily = (one: LineTraits, other: LineTraits) => one.format === other.format;

/**
 * Whether two lines of the same day and amount can be the same one. The bank's own reference decides between files of one format. Otherwise nothing may speak
 * against it: another number of the other side, or names and texts without a word in common.
 */
export const canBeSame = (one: LineTraits, other: LineTraits): boolean => {
  if (one.bankReference !== null && one.bankReference === other.bankReference) return true;
  if (isSameFamily(one, other) && one.bankReference !== null && other.bankReference !== null) return false;
  if (one.partyHashes.length > 0 && other.partyHashes.length > 0) return one.partyHashes.some((hash) => other.partyHashes.includes(hash));
  const [mine, theirs] = [words(one), words(other)];
  return mine.size === 0 || theirs.size === 0 || [...mine].some((word) => theirs.has(word));
};

/** Surer pairs first: the same reference, then the same number of the other side. */
const likeness = (one: LineTraits, other: LineTraits): number =>
  (one.bankReference !== null && one.bankReference === other.bankReference ? 2 : 0) +
  (one.partyHashes.some((hash) => other.partyHashes.includes(hash)) ? 1 : 0);

const dayAndAmount = ({ bookedOn, amountMinor }: LineTraits) => `${bookedOn}|${amountMinor}`;

/**
 * Which incoming lines are there already: each stored line answers for one of its day and amount. So what stands twice in a file comes in twice, and what two
 * files tell comes in once, whichever of them was first and whatever their formats.
 */
export const knownLines = <T extends LineTraits>(incoming: readonly T[], stored: readonly LineTraits[]): ReadonlySet<T> => {
  const unclaimed = Map.groupBy(stored, dayAndAmount);
  const known = new Set<T>();
  for (const least of [2, 1, 0]) {
    for (const line of incoming) {
      if (known.has(line)) continue;
      const candidates = unclaimed.get(dayAndAmount(line)) ?? [];
      const at = candidates.findIndex((one) => likeness(line, one) >= least && canBeSame(line, one));
      if (at < 0) continue;
      candidates.splice(at, 1);
      known.add(line);
    }
  }
  return known;
};

/** What a line's key is made of, but for how many of it there are. */
const baseKey = (line: LineTraits) =>
  line.bankReference === null
    ? `c|${dayAndAmount(line)}|${line.partyHashes[0] ?? line.partyName ?? ""}|${line.text ?? ""}`
    : `r|${dayAndAmount(line)}|${line.bankReference}`;

/** Keys that Postgres holds unique in an account; equal lines are told apart by counting on from those that are stored. */
export const fingerprintsOf = <T extends LineTraits>(fresh: readonly T[], stored: readonly LineTraits[]): ReadonlyMap<T, string> => {
  const counts = new Map<string, number>();
  const next = (line: LineTraits) => {
    const key = baseKey(line);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${key}|${count}`;
  };
  for (const line of stored) next(line);
  return new Map(fresh.map((line) => [line, next(line)]));
};
