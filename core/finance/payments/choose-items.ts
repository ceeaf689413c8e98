import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { calledOf, type Ledger, type OpenDocument, type OpenItem, openOf } from "../open-items/open-item.ts";
import { type Share, sharesOf } from "../open-items/settle.ts";
import type { AllocationWish } from "./payment.ts";

/** What funds settle of one document. */
export type Chosen = Readonly<{ document: OpenDocument; amountMinor: bigint; shares: readonly Share[] }>;

/** Money that is shared out: its side of the control account, its currency, how much of it there is. */
export type Purse = Readonly<{ debit: boolean; currency: string; leftMinor: bigint; accountId?: string | undefined }>;

type Named = Readonly<Partial<Record<"invoiceId" | "paymentId" | "entryId", string | undefined>>>;
const idOf = ({ invoiceId, paymentId, entryId }: Named) => invoiceId ?? paymentId ?? entryId ?? "";
const fieldOf = ({ paymentId, entryId }: Named) => (paymentId ? "paymentId" : entryId ? "entryId" : "invoiceId");

/** The documents a wish names, or all that the other side of the purse has open. */
export const wantedBy = (wish: AllocationWish, debit: boolean, currency: string | undefined) =>
  wish === "oldest" ? { debit: !debit, currency } : wish.map(idOf);

const settleable = ({ items }: OpenDocument, debit: boolean) =>
  items.length > 0 && items.every(({ amountMinor }) => amountMinor > 0n !== debit);

/** Of an entry, the part that the purse could settle when there is one. */
const namedBy = (wish: Named, documents: readonly OpenDocument[], { debit, currency, accountId }: Purse): OpenDocument | undefined => {
  const named = documents.filter(({ id }) => id === idOf(wish));
  const onAccount = ({ items }: OpenDocument) => accountId === undefined || items.every((item) => item.accountId === accountId);
  return named.find((one) => one.currency === currency && settleable(one, debit) && onAccount(one)) ?? named[0];
};

const notSettleable = conflict("payment.not_settleable", "This cannot settle such a document.");
const mixed = conflict("payment.mixed", "What is settled together must stand on one account; customers and suppliers are settled apart.");

/** Customers' items go before suppliers' for money that comes in, the other way round for money that goes out. */
const oldest = (documents: readonly OpenDocument[], { debit, currency, leftMinor, accountId }: Purse): Chosen[] => {
  const fitting = documents.filter((document) => document.currency === currency && settleable(document, debit));
  const items = fitting.flatMap((document) =>
    document.items.filter(({ openMinor }) => openMinor !== 0n).map((item) => ({ document, item })),
  );
  const first: Ledger = debit ? "payable" : "receivable";
  const preferred = items.find(({ item }) => item.ledger === first) ?? items[0];
  const account = accountId ?? preferred?.item.accountId;
  const due = items.filter(({ item }) => item.accountId === account).sort((a, b) => keyOf(a.item).localeCompare(keyOf(b.item)));
  const shares = sharesOf(
    due.map(({ item }) => item),
    leftMinor,
  );
  return [...Map.groupBy(shares, ({ item }) => due.find((one) => one.item === item)?.document as OpenDocument)].map(([document, ofIt]) => ({
    document,
    shares: ofIt,
    amountMinor: ofIt.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
  }));
};
const keyOf = ({ dueOn, entryId, position }: OpenItem) => `${dueOn}${entryId}${String(position).padStart(3, "0")}`;

/**
 * How much of which item: as wished, each up to what is open of its document, the instalment due first going first. Refuses documents that are not there,
 * of the wrong side, currency or account, and more than is open or than there is.
 */
export const chooseItems = (wish: AllocationWish, documents: readonly OpenDocument[], purse: Purse): Outcome<Chosen[]> => {
  if (wish === "oldest") return done(oldest(documents, purse));
  const chosen: Chosen[] = [];
  let left = purse.leftMinor;
  for (const [index, one] of wish.entries()) {
    const pointer = `/allocations/${index}`;
    const document = namedBy(one, documents, purse);
    if (!document || chosen.some((other) => other.document === document))
      return refuse(
        invalid("payment.invoice_missing", "This party has no such document, or it stands here twice.", `${pointer}/${fieldOf(one)}`),
      );
    if (!settleable(document, purse.debit)) return refuse(notSettleable);
    if (document.currency !== purse.currency)
      return refuse(invalid("payment.currency", `${calledOf(document)} is in ${document.currency}.`, `${pointer}/${fieldOf(one)}`));
    const minor = parseMinor(one.amount, purse.currency);
    if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: `${pointer}/amount`, detail: minor.fault.detail }] });
    const open = openOf([document]);
    if (minor.value > open)
      return refuse(
        conflict(
          "invoice.over_allocated",
          `Only ${formatMinor(open, document.currency)} ${document.currency} is open on ${calledOf(document)}.`,
        ),
      );
    left -= minor.value;
    if (left < 0n) return refuse(conflict("payment.over_allocated", "The allocations are more than the payment."));
    chosen.push({ document, amountMinor: minor.value, shares: sharesOf(document.items, minor.value) });
  }
  const accounts = new Set(chosen.flatMap(({ shares }) => shares.map(({ item }) => item.accountId)));
  if (purse.accountId) accounts.add(purse.accountId);
  return accounts.size > 1 ? refuse(mixed) : done(chosen);
};
