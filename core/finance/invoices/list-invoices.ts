import { sql } from "kysely";
import { behind, foundBy, type Sort } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query, singleQuery } from "#core/kernel/query.ts";
import { allocationsOf } from "../open-items/read-allocations.ts";
import type { InvoiceBody, InvoiceFilter } from "./invoice.ts";
import { invoiceLine, invoiceSummary, settlementBody, taxSums } from "./invoice-body.ts";

type Reader = Readonly<{ db: Db; actor: Readonly<{ companyId: string }> }>;

const summaries = ({ db, actor }: Reader) =>
  db
    .selectFrom("finance.invoice as i")
    .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "i.companyId").onRef("p.id", "=", "i.partyId"))
    .select(["i.id", "i.kind", "i.state", "i.number", "i.partyId", "p.name as partyName", "i.issuedOn", "i.dueOn", "i.currency"])
    .select(["i.netMinor", "i.taxMinor", "i.totalMinor", "i.openMinor", "i.reference", "i.version"])
    .where("i.companyId", "=", actor.companyId);

const issuedOn = sql`coalesce(i.issued_on, 'infinity'::date)`;
const dueOn = sql`coalesce(i.due_on, 'infinity'::date)`;
const number = sql`coalesce(i.number, '')`;
const sorts = {
  "-created": { columns: ["i.id"], types: ["uuid"], direction: "desc" },
  issuedOn: { columns: [issuedOn, "i.id"], types: ["date", "uuid"], direction: "asc" },
  "-issuedOn": { columns: [issuedOn, "i.id"], types: ["date", "uuid"], direction: "desc" },
  dueOn: { columns: [dueOn, "i.id"], types: ["date", "uuid"], direction: "asc" },
  "-dueOn": { columns: [dueOn, "i.id"], types: ["date", "uuid"], direction: "desc" },
  number: { columns: [number, "i.id"], types: ["text", "uuid"], direction: "asc" },
  "-number": { columns: [number, "i.id"], types: ["text", "uuid"], direction: "desc" },
  total: { columns: ["i.totalMinor", "i.id"], types: ["bigint", "uuid"], direction: "asc" },
  "-total": { columns: ["i.totalMinor", "i.id"], types: ["bigint", "uuid"], direction: "desc" },
} as const satisfies Record<InvoiceFilter["sort"], Sort>;

type Row = Awaited<ReturnType<ReturnType<typeof summaries>["execute"]>>[number];
const sortValue: Readonly<Record<string, (invoice: Row) => string>> = {
  issuedOn: (invoice) => invoice.issuedOn ?? "infinity",
  dueOn: (invoice) => invoice.dueOn ?? "infinity",
  number: (invoice) => invoice.number ?? "",
  total: ({ totalMinor }) => `${totalMinor}`,
};
const cursorOf = (sort: InvoiceFilter["sort"]) => (invoice: Row) => {
  const value = sortValue[sort.replace("-", "")];
  return value ? [value(invoice), invoice.id] : [invoice.id];
};

/** Newest first unless asked otherwise; by a day or number, drafts stand beyond the last. Totals are compared as they stand, whatever their currency. `open=true` shows what is still to be paid; `q` searches number, reference and party. */
export const listInvoices = singleQuery("finance.invoice.read", async (read, filter: InvoiceFilter) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let invoices = summaries(read);
  if (filter.kind !== undefined) invoices = invoices.where("i.kind", "=", filter.kind);
  if (filter.state !== undefined) invoices = invoices.where("i.state", "=", filter.state);
  if (filter.partyId !== undefined) invoices = invoices.where("i.partyId", "=", filter.partyId);
  if (filter.open !== undefined) invoices = invoices.where("i.openMinor", filter.open ? ">" : "=", 0n);
  if (filter.issuedFrom !== undefined) invoices = invoices.where("i.issuedOn", ">=", filter.issuedFrom);
  if (filter.issuedTo !== undefined) invoices = invoices.where("i.issuedOn", "<=", filter.issuedTo);
  if (filter.q) invoices = invoices.where(foundBy("i.id", "finance.search_invoices", filter.q));
  const rows = await behind(invoices, sort, cursor?.value)
    .limit(filter.limit + 1)
    .execute();
  return done(pageOf(rows, filter.limit, cursorOf(filter.sort), invoiceSummary));
});

/** A document with lines, taxes and what has been settled against it; undefined when it is not there. */
export const readInvoice = async (read: Reader, id: string): Promise<InvoiceBody | undefined> => {
  const company = read.actor.companyId;
  const [header, lines, allocations] = await Promise.all([
    summaries(read)
      .select(["i.notes", "i.sourceType", "i.sourceId", "i.originalInvoiceId", "i.entryId"])
      .where("i.id", "=", id)
      .executeTakeFirst(),
    read.db
      .selectFrom("finance.invoiceLine")
      .selectAll()
      .where("companyId", "=", company)
      .where("invoiceId", "=", id)
      .orderBy("position")
      .execute(),
    allocationsOf(read, { invoice: id }),
  ]);
  if (!header) return undefined;
  const { currency } = header;
  return {
    ...invoiceSummary(header),
    notes: header.notes,
    source: header.sourceType !== null && header.sourceId !== null ? { type: header.sourceType, id: header.sourceId } : null,
    originalInvoiceId: header.originalInvoiceId,
    entryId: header.entryId,
    lines: lines.map((line) => invoiceLine(line, currency)),
    taxes: taxSums(lines, currency),
    allocations: allocations.map((allocation) => settlementBody(header, allocation)),
  };
};

export const getInvoice = query("finance.invoice.read", async (read, { id }: { id: string }): Promise<Outcome<InvoiceBody>> => {
  const invoice = await readInvoice(read, id);
  return invoice ? done(invoice) : refuse(missing("invoice", id));
});
