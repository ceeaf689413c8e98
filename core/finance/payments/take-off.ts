import type { Grant, TxCtx } from "#core/kernel/context.ts";
import { conflict, done, forbidden, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { needsSecondPerson } from "#core/platform/approvals/second-person.ts";
import { determineAccounts } from "../determination/determine-accounts.ts";
import { type Adjusted, type AdjustmentPart, adjust } from "../open-items/adjustments.ts";
import type { Edge } from "../open-items/allocations.ts";
import { type DiscountFacts, discountFacts, discountOn, discountParts } from "../open-items/discount.ts";
import { discountFor } from "../open-items/discount-amount.ts";
import { calledOf, type OpenDocument, type OpenItem, openOf } from "../open-items/open-item.ts";
import { itemsAfter, sharesOf } from "../open-items/settle.ts";
import { writtenOffOf } from "../open-items/written-off.ts";
import { settlementRule } from "../settlement-rules/settlement-rule.ts";
import type { Chosen } from "./choose-items.ts";
import type { AllocationInput, AllocationWish } from "./payment.ts";

const WRITE: Grant = "finance.write_off.write";
const UNLIMITED: Grant = "finance.write_off.unlimited";

/** What taking off besides money needs to know, read only when it is asked for. */
export type TakeOffFacts = Readonly<{
  discounts: ReadonlyMap<string, DiscountFacts>;
  accounts: Readonly<Record<"allowed" | "received" | "writeOff", string>>;
  limitMinor: bigint;
  /** What has been written off of a document already, in company currency: the limit is for a document, not for one time. */
  writtenOff: ReadonlyMap<string, bigint>;
}>;

const wishesOf = (wish: AllocationWish): readonly AllocationInput[] =>
  wish === "oldest" ? [] : wish.filter(({ discount, writeOff }) => discount !== undefined || writeOff !== undefined);

/** Reads them along with the locks; undefined when nothing is to be taken off. */
export const takeOffFacts = async (tx: TxCtx, partyId: string, wish: AllocationWish): Promise<TakeOffFacts | undefined> => {
  const wishes = wishesOf(wish);
  if (wishes.length === 0) return undefined;
  const discounted = wishes.flatMap(({ invoiceId, discount }) => (invoiceId !== undefined && discount !== undefined ? [invoiceId] : []));
  const documents = wishes.flatMap(({ invoiceId, paymentId, entryId, writeOff }) =>
    writeOff === undefined ? [] : (invoiceId ?? paymentId ?? entryId ?? []),
  );
  return writeOffFacts(tx, partyId, { discounted, documents });
};

type Documents = Readonly<{ discounted?: readonly string[]; documents: readonly string[] }>;

/** The accounts and the limit, the discounts of documents, and what was written off of documents before. */
export const writeOffFacts = async (tx: TxCtx, party: string, { discounted = [], documents }: Documents): Promise<TakeOffFacts> => {
  const purposes = ["discount_allowed", "discount_received", "write_off"] as const;
  const [discounts, [allowed = "", received = "", writeOff = ""], rule, writtenOff] = await Promise.all([
    discountFacts(tx, discounted),
    determineAccounts(
      tx,
      purposes.map((purpose) => ({ purpose, party })),
    ),
    settlementRule(tx),
    writtenOffOf(tx, party, documents),
  ]);
  return { discounts, accounts: { allowed, received, writeOff }, limitMinor: rule.writeOffLimitMinor, writtenOff };
};

/** Who a document is settled with, and when. */
export type TakeOff = Readonly<{ documentId: string; on: string; journalId: string; partyId: string; partyName: string }>;
/** `earnedOn` is the day of the money, which decides about discounts. */
type WithMoney = TakeOff & Readonly<{ earnedOn: string }>;

const amountOf = (text: string, currency: string, pointer: string): Outcome<bigint> => {
  const minor = parseMinor(text, currency);
  return minor.ok ? minor : refuse({ ...minor.fault, errors: [{ pointer, detail: minor.fault.detail }] });
};

const tooMuch = (open: bigint, document: OpenDocument) =>
  refuse(
    conflict(
      "invoice.over_allocated",
      `Only ${formatMinor(open, document.currency)} ${document.currency} is open on ${calledOf(document)}.`,
    ),
  );

const discounted = (
  tx: TxCtx,
  { document, amountMinor }: Chosen,
  items: readonly OpenItem[],
  { discounts, accounts }: TakeOffFacts,
  how: WithMoney & Readonly<{ wish: string; pointer: string }>,
): Outcome<Adjusted | undefined> => {
  const facts = discounts.get(document.id);
  const offer = facts && discountOn(facts, how.earnedOn);
  if (!facts || !offer)
    return refuse(conflict("payment.discount_expired", `${calledOf(document)} offers no discount for money of ${how.earnedOn}.`));
  const most = discountFor(offer, amountMinor, openOf([document]));
  const wanted = how.wish === "take" ? done(most) : amountOf(how.wish, document.currency, `${how.pointer}/discount`);
  if (!wanted.ok) return wanted;
  if (wanted.value > most)
    return refuse(
      conflict("payment.discount_too_much", `This money earns a discount of ${formatMinor(most, document.currency)} ${document.currency}.`),
    );
  if (wanted.value === 0n) return done(undefined);
  const accountId = items[0]?.ledger === "payable" ? accounts.received : accounts.allowed;
  return done(
    adjust(tx, {
      ...how,
      kind: "discount",
      currency: document.currency,
      description: `Discount of ${offer.percent} % on ${calledOf(document)}, ${how.partyName}`,
      shares: sharesOf(items, wanted.value),
      parts: discountParts(facts, wanted.value, accountId, offer.reducesTax),
    }),
  );
};

/** What something taken off is worth in company currency. */
export const worthOf = ({ edges }: Adjusted): bigint => edges.reduce((sum, { debitCompanyMinor }) => sum + debitCompanyMinor, 0n);

/** Money waits for nobody: what needs a second person beside it is written off by itself. */
const byItself = conflict(
  "write_off.by_itself",
  "This write-off needs a second person: settle with the money, then write off the rest by itself.",
);

/** Gives up a rest of a document, within the limit unless the actor may go beyond it. */
export const writtenOff = (
  tx: TxCtx,
  document: OpenDocument,
  items: readonly OpenItem[],
  { accounts, limitMinor, writtenOff: earlier }: TakeOffFacts,
  how: TakeOff & Readonly<{ amountMinor: bigint; reason: string; accountId?: string | undefined }>,
): Outcome<Adjusted> => {
  if (!tx.actor.grants.has(WRITE)) return refuse(forbidden(WRITE));
  const open = openOf([{ ...document, items }]);
  if (how.amountMinor > open) return tooMuch(open, document);
  const parts: AdjustmentPart[] = [{ accountId: how.accountId ?? accounts.writeOff, minor: how.amountMinor }];
  const adjusted = adjust(tx, {
    ...how,
    kind: "write_off",
    currency: document.currency,
    description: `Written off ${calledOf(document)}, ${how.partyName}: ${how.reason}`,
    shares: sharesOf(items, how.amountMinor),
    parts,
  });
  if (worthOf(adjusted) + (earlier.get(document.id) ?? 0n) > limitMinor && !tx.actor.grants.has(UNLIMITED))
    return refuse(
      conflict(
        "write_off.over_limit",
        `At most ${formatMinor(limitMinor, tx.company.baseCurrency)} ${tx.company.baseCurrency} of a document may be written off.`,
      ),
    );
  return done(adjusted);
};

/** Discounts and write-offs that a wish asks for beside the money, taken off what the money leaves open. */
export const takeOff = (
  tx: TxCtx,
  wish: AllocationWish,
  chosen: readonly Chosen[],
  money: readonly Edge[],
  facts: TakeOffFacts | undefined,
  how: WithMoney,
): Outcome<Adjusted[]> => {
  if (!facts || wish === "oldest") return done([]);
  const adjusted: Adjusted[] = [];
  for (const [index, one] of wish.entries()) {
    const ofDocument = chosen.find(({ document }) => document.id === (one.invoiceId ?? one.paymentId ?? one.entryId));
    if (!ofDocument) continue;
    const pointer = `/allocations/${index}`;
    let items = itemsAfter(ofDocument.document.items, money);
    if (one.discount !== undefined) {
      const discount = discounted(tx, ofDocument, items, facts, { ...how, wish: one.discount, pointer });
      if (!discount.ok) return discount;
      if (discount.value) {
        adjusted.push(discount.value);
        items = itemsAfter(items, discount.value.edges);
      }
    }
    if (one.writeOff) {
      const { amount, reason, accountId } = one.writeOff;
      const minor = amountOf(amount, ofDocument.document.currency, `${pointer}/writeOff/amount`);
      if (!minor.ok) return minor;
      const off = writtenOff(tx, ofDocument.document, items, facts, { ...how, amountMinor: minor.value, reason, accountId });
      if (!off.ok) return off;
      const worth = worthOf(off.value) + (facts.writtenOff.get(ofDocument.document.id) ?? 0n);
      if (needsSecondPerson(tx, WRITE, worth)) return refuse(byItself);
      adjusted.push(off.value);
    }
  }
  return done(adjusted);
};
