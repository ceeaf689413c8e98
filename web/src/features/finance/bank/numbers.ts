/** A bank's number in groups of four, as people read it. */
export const grouped = (number: string | null): string => number?.replace(/(.{4})(?=.)/g, "$1 ") ?? "";

/** Amounts as decimal strings of one currency, added exactly. */
export function sumOf(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map((amount) => amount.split(".")[1]?.length ?? 0));
  const minor = amounts.reduce((sum, amount) => sum + toMinor(amount, decimals), 0n);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, "0");
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minor < 0n ? `-${text}` : text;
}

const toMinor = (amount: string, decimals: number): bigint => {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount.trim()) ?? [];
  const minor = BigInt(whole + fraction.padEnd(decimals, "0"));
  return sign ? -minor : minor;
};

export const negated = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);
export const isZero = (amount: string): boolean => /^-?[0.]*$/.test(amount);
