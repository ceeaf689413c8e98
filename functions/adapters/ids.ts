import { v7 } from "uuid";

const BYTES = 16;
const POOLED = 256;

/** The counter of RFC 9562 §6.2 method 1, as wide as the library's own: bits 6 to 9 of the random bytes, of which the first stays clear for carrying. */
const counterFrom = (random: Uint8Array): number =>
  (((random[6] ?? 0) & 0x7f) << 24) | ((random[7] ?? 0) << 16) | ((random[8] ?? 0) << 8) | (random[9] ?? 0);

/**
 * Makes ids: UUIDs of version 7 (RFC 9562 §5.7), each greater than the one before it, within a millisecond and when the clock is set back. Random bytes are drawn for
 * 256 at a time: drawing them one by one is five sixths of what an id costs, and a sale has thirty.
 */
export const idsOf = (now: () => number = Date.now): (() => string) => {
  const pool = new Uint8Array(BYTES * POOLED);
  let at = pool.length;
  let [milliseconds, counter] = [Number.NEGATIVE_INFINITY, 0];
  return () => {
    if (at === pool.length) {
      crypto.getRandomValues(pool);
      at = 0;
    }
    const random = pool.subarray(at, at + BYTES);
    at += BYTES;
    const time = now();
    if (time > milliseconds) [milliseconds, counter] = [time, counterFrom(random)];
    else {
      counter = (counter + 1) | 0;
      if (counter === 0) milliseconds += 1;
    }
    return v7({ random, msecs: milliseconds, seq: counter });
  };
};
