import { CompiledQuery } from "kysely";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { convertLines, type Exchange } from "#core/kernel/exchange.ts";
import { conflict, invalid } from "#core/kernel/fault.ts";
import { jsonWithIntegers, type Posting, type PostingLine } from "../entries/post-entry.ts";
import type { InvoiceKind } from "./invoice.ts";

/** A tax as it was charged on a line: the definition and the result. Stored with the line, so that a document always explains itself. */
export type ChargedTax = Readonly<{
  taxCodeId: string;
  accountId: string;
  code: string;
  kind: "percent" | "fixed_per_unit";
  rate: string;
  included: boolean;
  compound: boolean;
  baseMinor: string;
  taxMinor: string;
}>;

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
  dimensionId?: string | undefined;
  taxes: readonly ChargedTax[];
  sourceLineId?: string | undefined;
}>;

/** Everything that is known when a document is issued but its number, which Postgres takes last. Amounts are minor units of `currency`. */
export type IssuedDocument = Readonly<{
  id: string;
  kind: InvoiceKind;
  partyId: string;
  partyName: string;
  number?: string | undefined;
  issuedOn: string;
  dueOn: string;
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
export const nothingToInvoice = invalid("invoice.nothing_to_post", "A document of zero cannot be issued.", "/lines");

/** Documents that raise what the party owes us (or lower what we owe) debit the control account. */
const debitsControl = { invoice: true, debit_note: true, credit_note: false, bill: false } as const;
const nameOf = { invoice: "Invoice to", credit_note: "Credit note to", bill: "Bill from", debit_note: "Debit note to" } as const;

type Part = { accountId: string; dimensionId?: string | undefined; minor: bigint; taxCodeId?: string; taxBase?: bigint };

/** Net by account and dimension, tax by code, in order of appearance. */
const partsOf = (document: IssuedDocument): Part[] => {
  const parts = new Map<string, Part>();
  const add = (key: string, part: Part) => {
    const known = parts.get(key);
    if (!known) parts.set(key, { ...part });
    else {
      known.minor += part.minor;
      if (part.taxBase !== undefined) known.taxBase = (known.taxBase ?? 0n) + part.taxBase;
    }
  };
  for (const line of document.lines) {
    if (document.openingAccountId) {
      add("opening", { accountId: document.openingAccountId, minor: line.netMinor + line.taxMinor });
      continue;
    }
    add(`net ${line.accountId} ${line.dimensionId ?? ""}`, {
      accountId: line.accountId,
      dimensionId: line.dimensionId,
      minor: line.netMinor,
    });
    for (const tax of line.taxes) {
      add(`tax ${tax.taxCodeId}`, {
        accountId: tax.accountId,
        minor: BigInt(tax.taxMinor),
        taxCodeId: tax.taxCodeId,
        taxBase: BigInt(tax.baseMinor),
      });
    }
  }
  return [...parts.values()].filter((part) => part.minor !== 0n || part.taxBase);
};

/**
 * The journal entry of a document and its totals: control account against net by account and tax by code. In another currency the total is
 * converted and rounded once and shared to the lines by largest remainder, so the entry balances in both currencies without plugging.
 */
export const postingOf = (document: IssuedDocument, entryId: string): { posting: Posting; totals: DocumentTotals } => {
  const parts = partsOf(document).filter((part) => part.minor !== 0n);
  const totalMinor = parts.reduce((sum, part) => sum + part.minor, 0n);
  const minors = parts.map((part) => part.minor);
  const company = document.exchange ? convertLines(minors, document.exchange) : { totalMinor, lineMinors: minors };
  const side = debitsControl[document.kind] ? 1n : -1n;
  const { currency, partyId } = document;
  const control: PostingLine = {
    accountId: document.controlAccountId,
    partyId,
    currency,
    amount: side * totalMinor,
    companyAmount: side * company.totalMinor,
  };
  const lines = parts.map(
    ({ accountId, dimensionId, minor, taxCodeId, taxBase }, index): PostingLine => ({
      accountId,
      ...(dimensionId === undefined ? {} : { dimensionId }),
      currency,
      amount: -side * minor,
      companyAmount: -side * (company.lineMinors[index] ?? 0n),
      ...(taxCodeId === undefined ? {} : { taxCodeId, taxBase: -side * (taxBase ?? 0n) }),
    }),
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
      lines: [control, ...lines],
    },
    totals: { netMinor, taxMinor: totalMinor - netMinor, totalMinor, companyMinor: company.totalMinor },
  };
};
export type DocumentTotals = Readonly<{ netMinor: bigint; taxMinor: bigint; totalMinor: bigint; companyMinor: bigint }>;

export type WrittenDocument = Readonly<{ document: IssuedDocument; entryId: string; totals: DocumentTotals }>;

/** The statement that writes issued documents, taking their numbers: after the postings, right before COMMIT. */
export const invoiceStatement = (documents: readonly WrittenDocument[]): Statement => ({
  sql: "select id, number from finance.write_invoices($1::jsonb)",
  call: "(select count(*) from finance.write_invoices($1::jsonb))",
  parameters: [
    jsonWithIntegers(
      documents.map(({ document, entryId, totals }) => {
        const { partyName: _n, controlAccountId: _c, journalId: _j, exchange: _e, openingAccountId: _o, lines, ...header } = document;
        return {
          ...header,
          ...totals,
          state: "issued",
          openMinor: totals.totalMinor,
          openCompanyMinor: totals.companyMinor,
          entryId,
          lines: lines.map((line, index) => ({ ...line, position: index + 1 })),
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
