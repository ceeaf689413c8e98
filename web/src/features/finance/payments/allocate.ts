import { formatMinor, parseMinor } from "#core/kernel/money.ts";

interface Open {
  readonly id: string;
  readonly open: string;
}

/** An amount as typed, in minor units; nothing that is no amount of the currency counts. */
const minorOrZero = (text: string, currency: string): bigint => {
  const parsed = parseMinor(text, currency);
  return parsed.ok && parsed.value > 0n ? parsed.value : 0n;
};

/** Shares money out over open invoices in their order, each up to what is open, until it is used up. */
export function shareOut(amount: string, invoices: readonly Open[], currency: string): Readonly<Record<string, string>> {
  let left = minorOrZero(amount, currency);
  const shares: Record<string, string> = {};
  for (const { id, open } of invoices) {
    const due = minorOrZero(open, currency);
    const share = left < due ? left : due;
    if (share > 0n) shares[id] = formatMinor(share, currency);
    left -= share;
  }
  return shares;
}

/** The shares that are anything, as the API takes them. */
export const allocationsOf = (shares: Readonly<Record<string, string>>) =>
  Object.entries(shares)
    .filter(([, share]) => /[1-9]/.test(share))
    .map(([invoiceId, amount]) => ({ invoiceId, amount }));

/** What of the money no invoice takes; negative when the invoices take more than there is. */
export function leftOver(amount: string, shares: Readonly<Record<string, string>>, currency: string): string {
  const used = Object.values(shares).reduce((sum, share) => sum + minorOrZero(share, currency), 0n);
  return formatMinor(minorOrZero(amount, currency) - used, currency);
}

/** All that is open, as one amount. */
export const openTotal = (invoices: readonly Open[], currency: string): string =>
  formatMinor(
    invoices.reduce((sum, { open }) => sum + minorOrZero(open, currency), 0n),
    currency,
  );
