import * as z from "zod";
import { exchangeOn, type FinanceImportContext, partyMissing, readFinanceContext } from "#core/finance/import-context.ts";
import { attempt } from "#core/kernel/amount-faults.ts";
import { addDays } from "#core/kernel/clock.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { currencyCode, formatMinor, parseMinor, positiveAmount } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { type Posting, postEntries } from "../entries/post-entry.ts";
import { INVOICE_KINDS } from "./invoice.ts";
import { type IssuedDocument, postingOf, type WrittenDocument, writeInvoices } from "./write-invoices.ts";

const OpenItem = z.strictObject({
  kind: z.enum(INVOICE_KINDS).default("invoice"),
  number: line(64),
  party: z.string().max(200),
  issuedOn: calendarDate(),
  dueOn: calendarDate().optional(),
  postedOn: calendarDate().optional(),
  currency: currencyCode().optional(),
  open: positiveAmount(),
  reference: line(200).optional(),
});
type OpenItem = z.infer<typeof OpenItem>;
type Ready = Readonly<{ written: WrittenDocument; posting: Posting }>;

const idOf = ({ kind, party, number }: OpenItem) => `open:${kind}:${party}:${number}`;

const ready = (tx: TxCtx, item: OpenItem, context: FinanceImportContext): Outcome<Ready> => {
  const party = context.parties.get(item.party);
  if (!party) return { ok: false, fault: partyMissing(item.party) };
  const currency = item.currency ?? party.currency;
  const postedOn = item.postedOn ?? item.issuedOn;
  const minor = parseMinor(item.open, currency);
  if (!minor.ok) return { ok: false, fault: { ...minor.fault, errors: [{ pointer: "/open_amount", detail: minor.fault.detail }] } };
  const exchange = exchangeOn(tx, context, currency, postedOn);
  if (!exchange.ok) return exchange;
  const ours = item.kind === "invoice" || item.kind === "credit_note";
  const openingAccountId = context.accountFor("opening");
  const document: IssuedDocument = {
    id: tx.newId(),
    kind: item.kind,
    partyId: party.id,
    partyName: party.name,
    number: item.number,
    issuedOn: item.issuedOn,
    dueOn: item.dueOn ?? addDays(item.issuedOn, party.termsDays),
    currency,
    rounding: tx.company.rounding,
    pricesIncludeTax: false,
    reference: item.reference,
    externalId: idOf(item),
    controlAccountId: context.accountFor(ours ? "receivable" : "payable", party.id),
    journalId: context.journals.get("OPN") ?? "",
    openingAccountId,
    ...(exchange.value ? { exchange: exchange.value } : {}),
    lines: [
      {
        id: tx.newId(),
        description: `Open at the change of systems: ${item.number}`,
        quantity: "1",
        unitPrice: item.open,
        discountPercent: "0",
        discountMinor: 0n,
        netMinor: minor.value,
        taxMinor: 0n,
        accountId: openingAccountId,
        taxes: [],
      },
    ],
  };
  const entryId = tx.newId();
  const posted = attempt(() => postingOf(document, entryId));
  if (!posted.ok) return posted;
  const { posting, totals, instalments } = posted.value;
  return done({ written: { document, entryId, totals, instalments }, posting: { ...posting, effectiveOn: postedOn } });
};

const tell = (tx: TxCtx, { written: { document, totals } }: Ready) => {
  const { id, kind, number, partyId, issuedOn, dueOn, currency } = document;
  const told = { id, kind, number, partyId, issuedOn, dueOn, total: formatMinor(totals.totalMinor, currency), currency };
  tx.audit({ action: `${kind}.taken_over`, subjectType: "invoice", subjectId: id, after: told });
  tx.event({ type: `${kind}.taken_over`, subject: id, data: told });
};

/**
 * Invoices, bills and credit notes still open at the change of systems, with their own numbers and dates, and for what is still open of them. They
 * are posted against the opening account on the day of the change. Known by kind, party and number.
 */
export const openItemImport = defineImport<OpenItem>({
  name: "open-items",
  title: "Open items",
  grant: "finance.invoice.issue",
  columns: [
    { name: "kind", also: ["type"], about: "invoice, bill, credit_note or debit_note; invoice when absent" },
    { name: "number", required: true, also: ["invoice_number", "document"], about: "The document's own number" },
    { name: "party", required: true, also: ["customer", "supplier", "customer_id", "supplier_id"], about: "External id or code" },
    { name: "issued_on", required: true, also: ["date", "invoice_date"], about: "Its date" },
    { name: "due_on", also: ["due_date"], about: "By the party's terms when absent" },
    { name: "posted_on", also: ["cut_over_on"], about: "Day it enters the books; its own date when absent" },
    { name: "currency", about: "The party's when absent" },
    { name: "open_amount", required: true, also: ["open", "amount", "balance"], about: "What is still unpaid" },
    { name: "reference", about: "Reference" },
  ],
  read: ([cells = {}]) =>
    readBy(
      OpenItem,
      present({
        kind: cells.kind?.toLowerCase(),
        number: cells.number,
        party: cells.party,
        issuedOn: cell(cells, "issued_on", dateCell),
        dueOn: cell(cells, "due_on", dateCell),
        postedOn: cell(cells, "posted_on", dateCell),
        currency: cells.currency,
        open: cell(cells, "open_amount", decimalCell),
        reference: cells.reference,
      }),
    ),
  write: async (tx, items) => {
    const known = await knownBy(tx, "finance.invoice", "externalId", items.map(idOf));
    const context = await readFinanceContext(tx, {
      parties: items.map(({ party }) => party),
      currencies: items.map(({ currency }) => currency),
    });
    const fresh: Ready[] = [];
    const results = items.map((item): ItemResult => {
      if (known.has(idOf(item))) return "unchanged";
      const one = ready(tx, item, context);
      if (!one.ok) return { fault: one.fault };
      fresh.push(one.value);
      return "created";
    });
    if (fresh.length === 0) return results;
    await postEntries(
      tx,
      fresh.map(({ posting }) => posting),
    );
    await writeInvoices(
      tx,
      fresh.map(({ written }) => written),
    );
    for (const one of fresh) tell(tx, one);
    return results;
  },
});
