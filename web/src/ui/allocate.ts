import { formatMinor, parseMinor } from "#core/kernel/money.ts";

interface Open {
  readonly open: string;
}

/** Something that is open: a document, money on account, or what an entry by hand put on an account. */
export interface OpenDocument extends Open {
  /** Tells it apart: of an entry each account is settled by itself. */
  readonly key: string;
  readonly id: string;
  readonly kind: "invoice" | "credit_note" | "bill" | "debit_note" | "payment" | "entry";
  readonly number: string | null;
  readonly text: string;
  readonly ledger: "receivable" | "payable";
  readonly accountId: string;
  readonly currency: string;
  readonly dueOn: string;
}

/** An amount as typed, in minor units; nothing that is no amount of the currency counts. */
const minorOrZero = (text: string, currency: string): bigint => {
  const parsed = parseMinor(text, currency);
  return parsed.ok && parsed.value > 0n ? parsed.value : 0n;
};

/** Shares money out over what is open in its order, each up to what is open, until it is used up. */
export function shareOut(
  amount: string,
  documents: readonly (Open & { readonly key: string })[],
  currency: string,
): Readonly<Record<string, string>> {
  let left = minorOrZero(amount, currency);
  const shares: Record<string, string> = {};
  for (const { key, open } of documents) {
    const due = minorOrZero(open, currency);
    const share = left < due ? left : due;
    if (share > 0n) shares[key] = formatMinor(share, currency);
    left -= share;
  }
  return shares;
}

/** Only what stands on one account is settled together: that of the first. */
export const onOneAccount = <Document extends Pick<OpenDocument, "accountId">>(documents: readonly Document[]): readonly Document[] =>
  documents.filter(({ accountId }) => accountId === documents[0]?.accountId);

/** How the API names what is settled. */
export type Allocation = { invoiceId?: string; paymentId?: string; entryId?: string; amount: string };
const named = ({ kind, id }: Pick<OpenDocument, "kind" | "id">) => {
  if (kind === "payment") return { paymentId: id };
  return kind === "entry" ? { entryId: id } : { invoiceId: id };
};

/** The shares that are anything, as the API takes them. */
export const allocationsOf = (
  shares: Readonly<Record<string, string>>,
  documents: readonly Pick<OpenDocument, "key" | "kind" | "id">[],
): Allocation[] =>
  documents.flatMap((document) => {
    const amount = shares[document.key] ?? "";
    return /[1-9]/.test(amount) ? [{ ...named(document), amount }] : [];
  });

/** What of the money nothing takes; negative when the shares take more than there is. */
export function leftOver(amount: string, shares: Readonly<Record<string, string>>, currency: string): string {
  const used = Object.values(shares).reduce((sum, share) => sum + minorOrZero(share, currency), 0n);
  return formatMinor(minorOrZero(amount, currency) - used, currency);
}

/** All that is open, as one amount. */
export const openTotal = (documents: readonly Open[], currency: string): string =>
  formatMinor(
    documents.reduce((sum, { open }) => sum + minorOrZero(open, currency), 0n),
    currency,
  );
