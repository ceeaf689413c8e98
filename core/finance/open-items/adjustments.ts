import { allocate } from "#core/kernel/allocate.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import type { Posting } from "../entries/post-entry.ts";
import { companyShare, type Edge, edgeOf } from "./allocations.ts";
import type { Ledger } from "./open-item.ts";
import type { Share } from "./settle.ts";

/** Where a part of what is taken off goes, in minor units of the document's currency, above zero or not; a tax with its base. */
export type AdjustmentPart = Readonly<{ accountId: string; minor: bigint; taxCodeId?: string | undefined; taxBase?: bigint | undefined }>;

export type Adjustment = Readonly<{
  kind: "discount" | "write_off";
  /** The payment it came with, or the document. */
  documentId: string;
  description: string;
  on: string;
  journalId: string;
  partyId: string;
  currency: string;
  shares: readonly Share[];
  parts: readonly AdjustmentPart[];
}>;

/** An entry that settles items without money, the item it opens, and the edges between them. */
export type Adjusted = Readonly<{
  posting: Posting;
  opening: { entryId: string; ledger: Ledger; kind: "discount" | "write_off"; documentId: string };
  edges: Edge[];
}>;

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);

/**
 * Takes an amount off open items: line 1 is the control account, the others where it goes. In company currency it is worth what the items lose, so that no
 * exchange difference comes of it; the parts share that by largest remainder.
 */
export const adjust = (tx: Pick<TxCtx, "newId">, adjustment: Adjustment): Adjusted => {
  const { kind, documentId, on, partyId, currency, shares, parts } = adjustment;
  const first = shares[0]?.item;
  if (!first) throw new Error("An adjustment takes something off something.");
  const entryId = tx.newId();
  const side = first.amountMinor > 0n ? 1n : -1n;
  const losses = shares.map(({ item, amountMinor }) =>
    companyShare(amountMinor, magnitude(item.openMinor), magnitude(item.openCompanyMinor)),
  );
  const totalMinor = shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const companyMinor = losses.reduce((sum, loss) => sum + loss, 0n);
  const companyParts = allocate(
    companyMinor,
    parts.map(({ minor }) => minor),
  );
  const lines = parts.map(({ accountId, minor, taxCodeId, taxBase }, index) => ({
    ...{ accountId, currency, amount: side * minor, companyAmount: side * (companyParts[index] ?? 0n) },
    ...(taxCodeId === undefined ? {} : { taxCodeId, taxBase: side * (taxBase ?? 0n) }),
  }));
  const control = { accountId: first.accountId, partyId, currency, amount: -side * totalMinor, companyAmount: -side * companyMinor };
  const edges = shares.map(({ item, amountMinor }, index) => {
    const [own, other] = [
      { entryId, position: 1, companyMinor: losses[index] ?? 0n },
      { ...item, companyMinor: losses[index] ?? 0n },
    ];
    const dated = { amountMinor, allocatedOn: on > item.effectiveOn ? on : item.effectiveOn };
    return side > 0n ? edgeOf(tx, other, own, dated) : edgeOf(tx, own, other, dated);
  });
  return {
    posting: {
      ...{ id: entryId, journalId: adjustment.journalId, effectiveOn: on, description: adjustment.description },
      ...{ sourceType: kind, sourceId: documentId, lines: [control, ...lines.filter(({ amount }) => amount !== 0n)] },
    },
    opening: { entryId, ledger: first.ledger, kind, documentId },
    edges,
  };
};
