/** A small deterministic generator (mulberry32): the sample company is the same on every machine, every time. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const between = (low: number, high: number) => low + below(high - low + 1);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  };
  /** The first items are picked more often, as some customers and products are in real life. */
  const pickEarly = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() ** 2 * items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  };
  return { next, below, between, pick, pickEarly, chance: (probability: number) => next() < probability };
};
export type Random = ReturnType<typeof randomFrom>;
