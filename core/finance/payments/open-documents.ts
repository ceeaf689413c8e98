import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { companyShare, type Edge } from "./allocations.ts";
import type { AllocateInput } from "./payment.ts";

type Wish = AllocateInput["allocations"];
/** Money in settles invoices (and what suppliers give back), money out settles bills (and credit notes of customers). */
const settles = { in: ["invoice", "debit_note"], out: ["bill", "credit_note"] } as const;

/** The documents a payment shall settle, locked in key order: those named, or the party's open ones. */
export const lockOpenDocuments = (tx: TxCtx, partyId: string, direction: "in" | "out", wish: Wish) => {
  const documents = tx.db
    .selectFrom("finance.invoice")
    .select(["id", "kind", "state", "number", "dueOn", "issuedOn", "currency", "openMinor", "openCompanyMinor"])
    .where("companyId", "=", tx.actor.companyId)
    .where("partyId", "=", partyId);
  const chosen =
    wish === "oldest"
      ? documents.where("openMinor", ">", 0n).where("kind", "in", [...settles[direction]])
      : documents.where("id", "=", sql<string>`any (${wish.map(({ invoiceId }) => invoiceId)}::uuid[])`);
  return wish !== "oldest" && wish.length === 0 ? Promise.resolve([]) : chosen.orderBy("id").forUpdate().execute();
};
export type OpenDocument = Awaited<ReturnType<typeof lockOpenDocuments>>[number];

/** The money to be shared out: what is left of a payment, in its currency and in company currency. */
export type Funds = Readonly<{
  paymentId: string;
  direction: "in" | "out";
  currency: string;
  leftMinor: bigint;
  leftCompanyMinor: bigint;
  on: string;
}>;

const amountsOf = (wish: Wish, documents: readonly OpenDocument[], funds: Funds): Outcome<{ document: OpenDocument; amount: bigint }[]> => {
  if (wish === "oldest") {
    let left = funds.leftMinor;
    const due = documents
      .filter(({ currency }) => currency === funds.currency)
      .sort((a, b) => `${a.dueOn}${a.id}`.localeCompare(`${b.dueOn}${b.id}`));
    return done(
      due.flatMap((document) => {
        const amount = document.openMinor < left ? document.openMinor : left;
        left -= amount;
        return amount > 0n ? [{ document, amount }] : [];
      }),
    );
  }
  const shares: { document: OpenDocument; amount: bigint }[] = [];
  for (const [index, { invoiceId, amount }] of wish.entries()) {
    const pointer = `/allocations/${index}`;
    const document = documents.find(({ id }) => id === invoiceId);
    if (!document || shares.some((share) => share.document === document))
      return refuse(
        invalid("payment.invoice_missing", "This party has no such document, or it stands here twice.", `${pointer}/invoiceId`),
      );
    if (document.state === "draft" || !(settles[funds.direction] as readonly string[]).includes(document.kind))
      return refuse(conflict("payment.not_settleable", "This payment cannot settle such a document."));
    if (document.currency !== funds.currency)
      return refuse(invalid("payment.currency", `${document.number} is in ${document.currency}.`, `${pointer}/invoiceId`));
    const minor = parseMinor(amount, funds.currency);
    if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: `${pointer}/amount`, detail: minor.fault.detail }] });
    if (minor.value > document.openMinor)
      return refuse(
        conflict(
          "invoice.over_allocated",
          `Only ${formatMinor(document.openMinor, document.currency)} ${document.currency} is open on ${document.number}.`,
        ),
      );
    shares.push({ document, amount: minor.value });
  }
  return done(shares);
};

/** The edges that settle the documents from the funds. Refuses more than is left or open, other currencies, drafts, the wrong side. */
export const edgesOf = (
  tx: Pick<TxCtx, "newId">,
  wish: Wish,
  documents: readonly OpenDocument[],
  funds: Funds,
): Outcome<(Edge & { document: OpenDocument })[]> => {
  const shares = amountsOf(wish, documents, funds);
  if (!shares.ok) return shares;
  const sides = new Set(shares.value.map(({ document }) => document.kind));
  if (sides.size > 1) return refuse(conflict("payment.mixed", "One payment cannot settle documents of customers and suppliers together."));
  let { leftMinor, leftCompanyMinor } = funds;
  const edges: (Edge & { document: OpenDocument })[] = [];
  for (const { document, amount } of shares.value) {
    if (amount > leftMinor) return refuse(conflict("payment.over_allocated", "The allocations are more than the payment."));
    const settledCompanyMinor = companyShare(amount, leftMinor, leftCompanyMinor);
    leftMinor -= amount;
    leftCompanyMinor -= settledCompanyMinor;
    const companyMinor = companyShare(amount, document.openMinor, document.openCompanyMinor);
    edges.push({
      id: tx.newId(),
      invoiceId: document.id,
      paymentId: funds.paymentId,
      amountMinor: amount,
      companyMinor,
      settledCompanyMinor,
      allocatedOn: funds.on,
      document,
    });
  }
  return done(edges);
};
