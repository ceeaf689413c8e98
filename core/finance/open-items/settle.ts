import type { TxCtx } from "#core/kernel/context.ts";
import { companyShare, type Edge, edgeOf, type LineKey } from "./allocations.ts";
import type { OpenItem } from "./open-item.ts";

/** A line whose amount settles others, in minor units above zero: what is left of it, and in company currency. */
export type Funds = LineKey & Readonly<{ debit: boolean; leftMinor: bigint; leftCompanyMinor: bigint; effectiveOn: string }>;

/** How much of which item. */
export type Share = Readonly<{ item: OpenItem; amountMinor: bigint }>;

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);
const later = (one: string, other: string) => (one > other ? one : other);

/** An amount over items in their order, each up to what is open of it. */
export const sharesOf = (items: readonly OpenItem[], amountMinor: bigint): Share[] => {
  let left = amountMinor;
  return items.flatMap((item) => {
    const open = magnitude(item.openMinor);
    const amount = open < left ? open : left;
    left -= amount;
    return amount > 0n ? [{ item, amountMinor: amount }] : [];
  });
};

/**
 * The edges by which funds settle shares of items, and the funds that are left. The caller sees to it that no share is more than is open or left. An edge
 * is dated on the given day, but never before either line.
 */
export const settle = (tx: Pick<TxCtx, "newId">, funds: Funds, shares: readonly Share[], on: string): { edges: Edge[]; left: Funds } => {
  let left = funds;
  const taken = new Map<OpenItem, { open: bigint; company: bigint }>();
  const edges = shares.map(({ item, amountMinor }) => {
    const { open, company } = taken.get(item) ?? { open: magnitude(item.openMinor), company: magnitude(item.openCompanyMinor) };
    const ofItem = companyShare(amountMinor, open, company);
    const ofFunds = companyShare(amountMinor, left.leftMinor, left.leftCompanyMinor);
    taken.set(item, { open: open - amountMinor, company: company - ofItem });
    left = { ...left, leftMinor: left.leftMinor - amountMinor, leftCompanyMinor: left.leftCompanyMinor - ofFunds };
    const own = { ...funds, companyMinor: ofFunds };
    const other = { ...item, companyMinor: ofItem };
    const allocatedOn = later(on, later(funds.effectiveOn, item.effectiveOn));
    return funds.debit ? edgeOf(tx, own, other, { amountMinor, allocatedOn }) : edgeOf(tx, other, own, { amountMinor, allocatedOn });
  });
  return { edges, left };
};

/** What is left of items after edges at them. */
export const itemsAfter = (items: readonly OpenItem[], edges: readonly Edge[]): OpenItem[] =>
  items.map((item) => {
    let { openMinor, openCompanyMinor } = item;
    for (const edge of edges) {
      if (edge.debitEntryId === item.entryId && edge.debitPosition === item.position) {
        openMinor -= edge.amountMinor;
        openCompanyMinor -= edge.debitCompanyMinor;
      }
      if (edge.creditEntryId === item.entryId && edge.creditPosition === item.position) {
        openMinor += edge.amountMinor;
        openCompanyMinor += edge.creditCompanyMinor;
      }
    }
    return { ...item, openMinor, openCompanyMinor };
  });
