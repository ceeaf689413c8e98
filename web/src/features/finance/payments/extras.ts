import { discountFor, dueWithDiscount } from "#core/finance/open-items/discount-amount.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { Allocation } from "../../../ui/allocate.ts";
import type { Invoice } from "./queries.ts";

/** What is taken off a document besides the money. */
export interface Extras {
  readonly takeDiscount: boolean;
  readonly writeOffReason: string;
}

type Settled = Pick<Invoice, "open" | "currency" | "discounts">;

const minorOf = (text: string, currency: string) => {
  const parsed = parseMinor(text, currency);
  return parsed.ok ? parsed.value : 0n;
};

/** The discount that money of this day earns. */
export const bestDiscount = ({ discounts }: Pick<Settled, "discounts">, paidOn: string) => discounts.find(({ until }) => paidOn <= until);

const discountMinor = (invoice: Settled, paidOn: string, share: string, { takeDiscount }: Extras) => {
  const offer = bestDiscount(invoice, paidOn);
  const { currency } = invoice;
  return offer && takeDiscount ? discountFor(offer, minorOf(share, currency), minorOf(invoice.open, currency)) : 0n;
};

/** What stays open of a document when the money and its discount are taken off. */
export const restOf = (invoice: Settled, paidOn: string, share: string, extras: Extras): string => {
  const { currency, open } = invoice;
  const rest = minorOf(open, currency) - minorOf(share, currency) - discountMinor(invoice, paidOn, share, extras);
  return formatMinor(rest > 0n ? rest : 0n, currency);
};

/** The money that settles a document in full when its discount is taken. */
export const amountDue = (invoice: Settled, paidOn: string): string => {
  const { currency, open } = invoice;
  const offer = bestDiscount(invoice, paidOn);
  if (!offer) return open;
  return formatMinor(dueWithDiscount(offer, minorOf(open, currency)), currency);
};

/** The allocation of a document with what is taken off it. */
export const withExtras = (
  allocation: Allocation,
  invoice: Invoice | undefined,
  paidOn: string,
  extras: Extras,
): Allocation & { discount?: "take"; writeOff?: { amount: string; reason: string } } => {
  if (!invoice || allocation.invoiceId !== invoice.id) return allocation;
  const rest = restOf(invoice, paidOn, allocation.amount, extras);
  const reason = extras.writeOffReason.trim();
  return {
    ...allocation,
    ...(extras.takeDiscount && bestDiscount(invoice, paidOn) ? { discount: "take" as const } : {}),
    ...(reason && /[1-9]/.test(rest) ? { writeOff: { amount: rest, reason } } : {}),
  };
};
