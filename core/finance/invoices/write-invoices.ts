import { CompiledQuery } from "kysely";
import type { NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { allocate } from "#core/kernel/allocate.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import type { Exchange } from "#core/kernel/exchange.ts";
import { conflict, invalid } from "#core/kernel/fault.ts";
import { oneList } from "#core/kernel/join-calls.ts";
import { jsonWithIntegers, type Posting, type PostingLine } from "../entries/post-entry.ts";
import { discountsOf, type Instalment, instalmentsOf, type Terms } from "../payment-terms/schedule.ts";
import "../payment-terms/write-term.ts";
import type { ChargedTax } from "../taxes/charged-tax.ts";
import { resultsOf, type TaxResult } from "../taxes/tax-results.ts";
import { companyMinors, firstTax, partsOf, taxOf } from "./document-parts.ts";
import type { InvoiceKind } from "./invoice.ts";
import type { LineShare } from "./read-lines.ts";

export type { ChargedTax } from "../taxes/charged-tax.ts";

export type IssuedLine = Readonly<{
  id: string;
  description: string;
  productId?: string | undefined;
  quantity: string;
  unitPrice: string;
  discountPercent: string;
  discountMinor: bigint;
  netMinor: bigint;
  taxMinor: bigint;
  accountId: string;
  /** A dimension set, by the released name of its column. */
  dimensionId?: string | undefined;
  /** What that set holds, for the answer. */
  dimensions?: readonly NamedDimension[] | undefined;
  /** How what it is posted as is split. */
  shares?: readonly LineShare[] | undefined;
  /** Of a credit note over a split line: what was left of the original before and after it, so that notes take from each share what it has. */
  left?: Readonly<{ before: PostedAmounts; after: PostedAmounts }> | undefined;
  taxes: readonly ChargedTax[];
  sourceLineId?: string | undefined;
}>;
/** What a line is posted from. */
export type PostedAmounts = Readonly<{ netMinor: bigint; taxes: readonly ChargedTax[] }>;

/** Everything that is known when a document is issued but its number, which Postgres takes last. Amounts are minor units of `currency`. */
export type IssuedDocument = Readonly<{
  id: string;
  kind: InvoiceKind;
  partyId: string;
  partyName: string;
  number?: string | undefined;
  issuedOn: string;
  /** Where there are no terms. */
  dueOn: string;
  terms?: Terms | null | undefined;
  /** Why a bill with a number that the supplier has used already is entered again. */
  duplicateReason?: string | undefined;
  taxedOn?: string | undefined;
  currency: string;
  rounding: "line" | "document";
  pricesIncludeTax: boolean;
  reference?: string | undefined;
  notes?: string | undefined;
  sourceType?: string | undefined;
  sourceId?: string | undefined;
  originalInvoiceId?: string | undefined;
  externalId?: string | undefined;
  controlAccountId: string;
  journalId: string;
  lines: readonly IssuedLine[];
  /** The rate to company currency; absent when they are the same. */
  exchange?: Exchange | undefined;
  /** Instead of revenue and tax the entry goes against this account: open items taken over at cut-over. */
  openingAccountId?: string | undefined;
}>;

onConstraint("numbers_in_date_order", (message) => conflict("number.date_order", message));
onConstraint("invoice_external_id_once", conflict("invoice.external_id_taken", "A document with this external id exists already."));
onConstraint("invoice_number_once", conflict("invoice.number_taken", "This number is taken."));
onConstraint("issued_invoice_is_final", (message) => conflict("invoice.not_draft", message));
onConstraint(
  "supplier_reference_once",
  conflict("bill.duplicate_reference", "A bill of this supplier with this number is entered already; enter it again only with a reason."),
);
export const nothingToInvoice = invalid("invoice.nothing_to_post", "A document of zero cannot be issued.", "/lines");

/** Documents that raise what the party owes us (or lower what we owe) debit the control account. */
const debitsControl = { invoice: true, debit_note: true, credit_note: false, bill: false } as const;
const nameOf = { invoice: "Invoice to", credit_note: "Credit note to", bill: "Bill from", debit_note: "Debit note to" } as const;

/** One line of the control account for each instalment; in company currency they share the document's amount by largest remainder. */
const controlLines = (
  { controlAccountId: accountId, partyId, currency }: IssuedDocument,
  instalments: readonly Instalment[],
  { side, companyMinor }: Readonly<{ side: bigint; companyMinor: bigint }>,
): PostingLine[] => {
  const amounts = instalments.map(({ amountMinor }) => amountMinor);
  const shares = amounts.length > 1 ? allocate(companyMinor, amounts) : [companyMinor];
  return amounts.map((minor, index) => {
    const money = { currency, amount: side * minor, companyAmount: side * (shares[index] ?? 0n) };
    return { accountId, partyId, ...money };
  });
};

/**
 * The journal entry of a document, its totals and what its taxes came to: control account against net by account and tax by code. In another currency the
 * total is converted and rounded once and shared to the lines by largest remainder, so the entry balances in both currencies without plugging.
 */
export const postingOf = (
  document: IssuedDocument,
  entryId: string,
): { posting: Posting; totals: DocumentTotals; results: TaxResult[]; instalments: readonly Instalment[] } => {
  const parts = partsOf(document);
  const totalMinor = parts.reduce((sum, part) => sum + part.minor, 0n);
  const company = companyMinors(parts, document.exchange);
  const companyMinor = parts.reduce((sum, part) => sum + (company.get(part) ?? 0n), 0n);
  const side = debitsControl[document.kind] ? 1n : -1n;
  const { currency } = document;
  const instalments = scheduleOf(document, totalMinor);
  const control = controlLines(document, instalments, { side, companyMinor });
  const lines = parts
    .filter(({ minor }) => minor !== 0n)
    .map(
      (part): PostingLine => ({
        accountId: part.accountId,
        ...(part.dimensionId === undefined ? {} : { dimensionSetId: part.dimensionId }),
        currency,
        amount: -side * part.minor,
        companyAmount: -side * (company.get(part) ?? 0n),
        ...taxOf(part, side),
      }),
    );
  const sign = document.kind === "credit_note" || document.kind === "debit_note" ? -1n : 1n;
  const results = parts
    .filter((part) => firstTax(part) !== undefined)
    .flatMap((part) =>
      resultsOf(part.taxes, { sign, currency, exchange: document.exchange, ledgerMinor: -side * (company.get(part) ?? 0n) }),
    );
  const netMinor = document.lines.reduce((sum, line) => sum + line.netMinor, 0n);
  return {
    posting: {
      id: entryId,
      journalId: document.journalId,
      ...(document.openingAccountId ? { kind: "opening" as const } : {}),
      effectiveOn: document.issuedOn,
      description: `${nameOf[document.kind]} ${document.partyName}`,
      sourceType: document.kind,
      sourceId: document.id,
      lines: [...control, ...lines],
    },
    totals: { netMinor, taxMinor: totalMinor - netMinor, totalMinor, companyMinor },
    results,
    instalments,
  };
};
export type DocumentTotals = Readonly<{ netMinor: bigint; taxMinor: bigint; totalMinor: bigint; companyMinor: bigint }>;

export type WrittenDocument = Readonly<{
  document: IssuedDocument;
  entryId: string;
  totals: DocumentTotals;
  /** In order of their due dates; line 1 of the entry is the first. */
  instalments: readonly Instalment[];
}>;

const scheduleOf = (document: IssuedDocument, totalMinor: bigint): Instalment[] => {
  const { terms, issuedOn, dueOn, currency } = document;
  const instalments = terms ? instalmentsOf(terms, issuedOn, totalMinor, currency) : [];
  return instalments.length > 0 ? instalments : [{ dueOn, amountMinor: totalMinor }];
};

/** What of its terms a document keeps: due dates of several instalments, discounts, and which terms they were. */
export const keptTerms = ({ document: { terms, issuedOn }, instalments }: Pick<WrittenDocument, "document" | "instalments">) => {
  const discounts = terms ? discountsOf(terms, issuedOn) : [];
  return {
    dueOn: instalments[0]?.dueOn,
    dueDates: instalments.length > 1 ? instalments.map(({ dueOn }) => dueOn) : undefined,
    paymentTermId: terms?.id,
    discounts: discounts.length > 0 ? discounts : undefined,
  };
};

/** What a line keeps of its split; the names are those of the sets. */
export const keptShares = (shares: readonly LineShare[] | undefined) => shares?.map(({ percent, setId }) => ({ percent, setId }));

/** The statement that writes issued documents, taking their numbers: after the postings, right before COMMIT. */
export const invoiceStatement = (documents: readonly WrittenDocument[]): Statement => ({
  sql: "select id, number from finance.write_invoices($1::jsonb)",
  call: "(select count(*) from finance.write_invoices($1::jsonb))",
  turn: "invoices",
  merge: oneList,
  parameters: [
    jsonWithIntegers(
      documents.map((written) => {
        const { document, entryId, totals } = written;
        const {
          partyName: _n,
          controlAccountId: _c,
          journalId: _j,
          exchange: _e,
          openingAccountId: _o,
          terms: _t,
          lines,
          ...header
        } = document;
        return {
          ...header,
          ...keptTerms(written),
          ...totals,
          state: "issued",
          openMinor: totals.totalMinor,
          openCompanyMinor: totals.companyMinor,
          entryId,
          lines: lines.map(({ dimensions: _, left: __, shares, ...line }, index) => ({
            ...line,
            shares: keptShares(shares),
            position: index + 1,
          })),
        };
      }),
    ),
  ],
});

/** Writes a batch at once and answers the numbers, in the order given. */
export const writeInvoices = async (tx: TxCtx, documents: readonly WrittenDocument[]): Promise<string[]> => {
  const { sql, parameters } = invoiceStatement(documents);
  const { rows } = await tx.db.executeQuery<{ id: string; number: string }>(CompiledQuery.raw(sql, [...parameters]));
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  return documents.map(({ document }) => numbers.get(document.id) ?? "");
};
