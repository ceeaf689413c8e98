import { sql } from "kysely";
import * as z from "zod";
import { rowsOfPage } from "#core/database/keyset.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Ctx, ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, encodeCursor, MAX_LIMIT } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { AgedReport, agedPayables, agedReceivables } from "../reports/aged.ts";
import { fiscalYearStart } from "../reports/view.ts";

export const StatementQuery = z.object({
  ledger: z.enum(["receivable", "payable"]).optional().describe("Default: what the party is, a customer first."),
  from: calendarDate().optional().describe("Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The last day. Default: today."),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(MAX_LIMIT).describe("How many entries; an entry is never cut."),
  after: z.string().max(500).optional(),
});
export type StatementQuery = z.infer<typeof StatementQuery>;

const amount = z.string().meta({ example: "1265793.29" });
export const StatementBody = z
  .object({
    party: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
    ledger: z.enum(["receivable", "payable"]),
    from: z.string(),
    to: z.string(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        opening: amount.describe("Before `from`."),
        rows: z.array(
          z.object({
            date: z.string(),
            kind: z.string().describe("invoice, credit_note, bill, debit_note, payment, discount, write_off, reversal or entry."),
            document: z.object({ id: z.uuid(), number: z.string().nullable() }),
            entryId: z.uuid(),
            text: z.string(),
            reference: z.string().nullable(),
            dueOn: z.string().nullable(),
            amount: amount.describe("What it added to what is owed."),
            balance: amount,
          }),
        ),
        closing: amount.describe("At the end of `to`, whatever the page."),
      }),
    ),
    aged: AgedReport,
    next: z.string().optional(),
  })
  .meta({ id: "Statement", description: "What a customer owes, or a supplier is owed, is positive." });
export type StatementBody = z.infer<typeof StatementBody>;

type Row = {
  currency: string;
  date: string;
  kind: string;
  documentId: string;
  number: string | null;
  entryId: string;
  text: string;
  reference: string | null;
  dueOn: string | null;
  amount: string;
};
type Span = Readonly<{ partyId: string; ledger: "receivable" | "payable"; from: string; to: string }>;
type Place = Readonly<{ day: string; id: string }>;

/** Lines of control accounts that are items, found by party and day. */
const items = (companyId: string, { partyId, ledger }: Span) => sql`
  finance.journal_line l cross join lateral (
    select o.* from finance.open_item o where o.company_id = l.company_id and o.entry_id = l.entry_id and o.position = l.position and o.ledger = ${ledger} offset 0) o
  where l.company_id = ${companyId} and l.party_id = ${partyId}`;
const sideOf = ({ ledger }: Span) => (ledger === "receivable" ? sql`1` : sql`-1`);

type BalanceRow = { currency: string; opening: string; carried: string; closing: string };

/** By currency: what was open before, before the page, and at the end. */
const readBalances = async ({ db, actor }: ReadCtx, span: Span, place: Place | undefined): Promise<BalanceRow[]> => {
  const before = sql`l.effective_on < ${span.from}::date`;
  const carried = place ? sql`(l.effective_on, l.entry_id) <= (${place.day}::date, ${place.id}::uuid)` : before;
  const { rows } = await sql<BalanceRow>`
    select b.currency, b.opening::text, b.carried::text, b.closing::text
      from (select o.currency, ${sideOf(span)} * coalesce(sum(o.amount_minor) filter (where ${before}), 0) as opening,
                   ${sideOf(span)} * coalesce(sum(o.amount_minor) filter (where ${carried}), 0) as carried, ${sideOf(span)} * sum(o.amount_minor) as closing,
                   count(*) filter (where not ${before}) as moved
              from ${items(actor.companyId, span)} and l.effective_on <= ${span.to}::date group by 1) b
     where b.opening <> 0 or b.moved > 0 order by b.currency`.execute(db);
  return rows;
};

type RowsWanted = Span & Readonly<{ currency?: string | undefined; limit: number; after?: string | undefined }>;

/** A page of what happened, whole entries in order of day: so many, and where the next page begins. */
const readRows = async (
  { db, actor }: ReadCtx,
  { currency, limit, after, ...span }: RowsWanted,
): Promise<Outcome<{ rows: Row[]; next?: string }, Fault<"invalid">>> => {
  const cursor = after === undefined ? undefined : decodeDayCursor(after);
  if (cursor && !cursor.ok) return cursor;
  const company = actor.companyId;
  const only = currency === undefined ? sql`` : sql`and o.currency = ${currency}`;
  const found = items(company, span);
  const { rows } = await sql<Row & { more: boolean }>`
    with page as (
      select l.effective_on, l.entry_id from ${found} ${only} and l.effective_on between ${span.from}::date and ${span.to}::date
             ${cursor ? sql`and (l.effective_on, l.entry_id) > (${cursor.value.day}::date, ${cursor.value.id}::uuid)` : sql``}
       group by 1, 2 order by 1, 2 limit ${rowsOfPage(limit)}),
    shown as (select * from page order by 1, 2 limit ${limit})
    select s.currency, s.effective_on as date, coalesce(i.kind, s.document_kind) as kind, s.document_id, coalesce(i.number, p.number) as number, s.entry_id, e.description as text,
           coalesce(i.reference, p.reference) as reference, s.due_on, (${sideOf(span)} * s.amount)::text as amount, (select count(*) from page) > ${limit}::integer as more
      from (select o.currency, o.effective_on, o.document_kind, o.document_id, o.entry_id, sum(o.amount_minor) as amount, case when o.document_kind = 'invoice' then min(o.due_on) end as due_on
              from shown cross join lateral (
                select o.* from finance.open_item o
                 where o.company_id = ${company} and o.entry_id = shown.entry_id and o.ledger = ${span.ledger} and o.party_id = ${span.partyId} ${only} offset 0) o
             group by 1, 2, 3, 4, 5) s
      join finance.journal_entry e on e.company_id = ${company} and e.id = s.entry_id
      left join finance.invoice i on i.company_id = ${company} and i.id = s.document_id and s.document_kind = 'invoice'
      left join finance.payment p on p.company_id = ${company} and p.id = s.document_id
     order by s.effective_on, s.entry_id, s.document_kind, s.document_id, s.currency`.execute(db);
  const last = rows.at(-1);
  const next = last?.more ? { next: encodeCursor([last.date, last.entryId]) } : {};
  return done({ rows: rows.map(({ more: _, ...row }) => row), ...next });
};

const rowBody = ({ currency, documentId, number, amount: minor, ...row }: Row) => ({
  ...row,
  document: { id: documentId, number },
  amount: formatMinor(BigInt(minor), currency),
});

const currenciesOf = (balances: readonly BalanceRow[], rows: readonly Row[]): StatementBody["currencies"] =>
  balances.map(({ currency, opening, carried, closing }) => {
    let balance = BigInt(carried);
    const ofCurrency = rows
      .filter((row) => row.currency === currency)
      .map((row) => {
        balance += BigInt(row.amount);
        return { ...rowBody(row), balance: formatMinor(balance, currency) };
      });
    const told = { opening: formatMinor(BigInt(opening), currency), closing: formatMinor(BigInt(closing), currency) };
    return { currency, rows: ofCurrency, ...told };
  });

type StatementFault = Fault<"invalid" | "missing" | "refused">;
type Head = Omit<StatementBody, "aged">;
type Asked = StatementQuery & Readonly<{ id: string }>;

const readHead = query(
  "finance.report.read",
  async (ctx, { id, limit, after, ...input }: Asked): Promise<Outcome<Head, StatementFault>> => {
    const { db, actor } = ctx;
    const to = input.to ?? todayOf(ctx);
    const [party, yearStart] = await Promise.all([
      db
        .selectFrom("finance.party")
        .select(["id", "code", "name", "isCustomer"])
        .where("companyId", "=", actor.companyId)
        .where("id", "=", id)
        .executeTakeFirst(),
      input.from ?? fiscalYearStart(db, actor.companyId, to),
    ]);
    if (!party) return refuse(missing("party", id));
    const from = yearStart ?? to;
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const span: Span = { partyId: id, ledger: input.ledger ?? (party.isCustomer ? "receivable" : "payable"), from, to };
    const page = await readRows(ctx, { ...span, limit, after });
    if (!page.ok) return page;
    const cursor = after === undefined ? undefined : decodeDayCursor(after);
    const balances = await readBalances(ctx, span, cursor?.ok ? cursor.value : undefined);
    const { isCustomer: _, ...named } = party;
    const { rows, next } = page.value;
    const value = { party: named, ledger: span.ledger, from, to, currencies: currenciesOf(balances, rows) };
    return done(next === undefined ? value : { ...value, next });
  },
);

/**
 * The account of a customer or supplier between two days: what was open before, every document, payment and correction with the balance it leaves, by
 * currency, and what is open at the end by age. A page of entries at a time.
 */
export const statementOfAccount = async (ctx: Ctx, input: Asked): Promise<Outcome<StatementBody, StatementFault>> => {
  const head = await readHead(ctx, input);
  if (!head.ok) return head;
  const { ledger, to } = head.value;
  const aged = await (ledger === "receivable" ? agedReceivables : agedPayables)(ctx, { asOf: to, partyId: input.id });
  return aged.ok ? done({ ...head.value, aged: aged.value }) : aged;
};

/** What happened in one currency, a page at a time: for files, which hold all of it. */
export const statementRows = query("finance.report.read", async (ctx, wanted: RowsWanted & Readonly<{ currency: string }>) => {
  const page = await readRows(ctx, wanted);
  return page.ok ? done({ ...page.value, rows: page.value.rows.map(rowBody) }) : page;
});
