import { sql } from "kysely";
import { behind, foundBy, type Sort } from "#core/database/keyset.ts";
import { listQuery } from "#core/database/list-query.ts";
import { addDays, todayOf } from "#core/kernel/clock.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query, singleQuery } from "#core/kernel/query.ts";
import { allocationsOf } from "../open-items/read-allocations.ts";
import { discountsOf, instalmentsOf, type OfferedDiscount, type Terms, termsOfParty } from "../payment-terms/schedule.ts";
import type { InvoiceBody, InvoiceFilter } from "./invoice.ts";
import { invoiceLine, invoiceSummary, scheduleBody, settlementBody, taxSums } from "./invoice-body.ts";
import { linesOf } from "./read-lines.ts";

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

type Wanted = Readonly<{
  kind: InvoiceFilter["kind"];
  state: InvoiceFilter["state"];
  partyId: string | undefined;
  issuedFrom: string | undefined;
  issuedTo: string | undefined;
  q: string | undefined;
}>;

const wantedOf = (read: Reader, wanted: Wanted, open: boolean | undefined) => {
  let invoices = summaries(read);
  if (wanted.kind !== undefined) invoices = invoices.where("i.kind", "=", wanted.kind);
  if (wanted.state !== undefined) invoices = invoices.where("i.state", "=", wanted.state);
  if (wanted.partyId !== undefined) invoices = invoices.where("i.partyId", "=", wanted.partyId);
  if (open !== undefined) invoices = invoices.where("i.openMinor", open ? ">" : "=", 0n);
  if (wanted.issuedFrom !== undefined) invoices = invoices.where("i.issuedOn", ">=", wanted.issuedFrom);
  if (wanted.issuedTo !== undefined) invoices = invoices.where("i.issuedOn", "<=", wanted.issuedTo);
  return wanted.q === undefined ? invoices : invoices.where(foundBy("i.id", "finance.search_invoices", wanted.q));
};

const invoices = listQuery();

/** Newest first unless asked otherwise; by a day or number, drafts stand beyond the last. Totals are compared as they stand, whatever their currency. `open=true` shows what is still to be paid; `q` searches number, reference and party. */
export const listInvoices = singleQuery("finance.invoice.read", async (read, filter: InvoiceFilter) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  const { kind, state, partyId, issuedFrom, issuedTo, q, open } = filter;
  const { companyId } = read.actor;
  const values = {
    companyId,
    kind,
    state,
    partyId,
    issuedFrom,
    issuedTo,
    q: q || undefined,
    after: cursor?.value,
    limit: filter.limit + 1,
  };
  const rows = await invoices(read.db, { choices: [filter.sort, open], values }, ({ companyId, after, limit, ...wanted }) =>
    behind(wantedOf({ db: read.db, actor: { companyId } }, wanted, open), sort, after).limit(limit),
  );
  return done(pageOf(rows, filter.limit, cursorOf(filter.sort), invoiceSummary));
});

type Scheduled = Readonly<{
  state: string;
  currency: string;
  totalMinor: bigint;
  discounts: unknown;
  termsDays: number;
  terms: Terms | null;
  items: readonly { dueOn: string; amount: string; open: string }[];
}>;

/** When it is due and what paying early saves; of a draft as if it were issued today. */
const schedule = (read: Pick<ReadCtx, "clock" | "company">, { state, currency, totalMinor, terms, ...header }: Scheduled) => {
  if (state !== "draft") {
    const items = header.items.map(({ dueOn, amount, open }) => ({ dueOn, amountMinor: BigInt(amount), openMinor: BigInt(open) }));
    return scheduleBody(items, (header.discounts ?? []) as OfferedDiscount[], totalMinor, currency);
  }
  const today = todayOf(read);
  const instalments = terms
    ? instalmentsOf(terms, today, totalMinor, currency)
    : [{ dueOn: addDays(today, header.termsDays), amountMinor: totalMinor }];
  return scheduleBody(
    instalments.map((one) => ({ ...one, openMinor: 0n })),
    terms ? discountsOf(terms, today) : [],
    totalMinor,
    currency,
  );
};

/** A document with lines, taxes and what has been settled against it; undefined when it is not there. */
export const readInvoice = async (read: Reader & Pick<ReadCtx, "clock" | "company">, id: string): Promise<InvoiceBody | undefined> => {
  const [header, lines, allocations] = await Promise.all([
    summaries(read)
      .select([
        "i.notes",
        "i.sourceType",
        "i.sourceId",
        "i.originalInvoiceId",
        "i.entryId",
        "i.duplicateReason",
        "i.paymentTermId",
        "i.taxedOn",
        "i.pricesIncludeTax",
      ])
      .select(["i.discounts", "p.paymentTermsDays as termsDays"])
      .select([
        sql<Terms | null>`coalesce(${sql.raw(termsOfParty("i"))}, ${sql.raw(termsOfParty("p"))})`.as("terms"),
        sql<{ dueOn: string; amount: string; open: string }[]>`(
          select coalesce(jsonb_agg(jsonb_build_object('dueOn', o.due_on, 'amount', abs(o.amount_minor)::text, 'open', abs(o.open_minor)::text) order by o.position), '[]')
            from finance.open_item o where o.company_id = i.company_id and o.entry_id = i.entry_id)`.as("items"),
      ])
      .where("i.id", "=", id)
      .executeTakeFirst(),
    linesOf(read.db, read.actor.companyId, id).execute(),
    allocationsOf(read, { invoice: id }),
  ]);
  if (!header) return undefined;
  const { currency } = header;
  return {
    ...invoiceSummary(header),
    notes: header.notes,
    pricesIncludeTax: header.pricesIncludeTax,
    source: header.sourceType !== null && header.sourceId !== null ? { type: header.sourceType, id: header.sourceId } : null,
    originalInvoiceId: header.originalInvoiceId,
    paymentTermId: header.paymentTermId,
    taxedOn: header.taxedOn,
    duplicateReason: header.duplicateReason,
    ...schedule(read, header),
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
