import { decimalOf } from "#core/kernel/decimals.ts";

/**
 * By how many percent an amount changed, as a whole number with its sign: `+12`, `-3`, `0`. Nothing when there was nothing
 * to compare with.
 */
export function changeInPercent(now: string, before: string): string | undefined {
  const [current, earlier] = [decimalOf(now), decimalOf(before)];
  const scale = Math.max(current.scale, earlier.scale);
  const a = current.units * 10n ** BigInt(scale - current.scale);
  const b = earlier.units * 10n ** BigInt(scale - earlier.scale);
  if (b <= 0n) return undefined;
  const tenths = ((a - b) * 1000n) / b;
  const percent = (tenths + (tenths < 0n ? -5n : 5n)) / 10n;
  return percent > 0n ? `+${percent}` : `${percent}`;
}
