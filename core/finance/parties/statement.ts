import { sql } from "kysely";
import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import type { Ctx, ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { AgedReport, agedPayables, agedReceivables } from "../reports/aged.ts";
import { fiscalYearStart } from "../reports/view.ts";

export const StatementQuery = z.object({
  ledger: z.enum(["receivable", "payable"]).optional().describe("Default: what the party is, a customer first."),
  from: calendarDate().optional().describe("Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The last day. Default: today."),
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
        opening: amount,
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
        closing: amount,
      }),
    ),
    aged: AgedReport,
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
const MOST_ROWS = 5_000;

/** Lines of control accounts that are items, found by party and day. */
const items = (companyId: string, { partyId, ledger }: Span) => sql`
  finance.journal_line l cross join lateral (
    select o.* from finance.open_item o where o.company_id = l.company_id and o.entry_id = l.entry_id and o.position = l.position and o.ledger = ${ledger} offset 0) o
  where l.company_id = ${companyId} and l.party_id = ${partyId}`;

const readStatement = async ({ db, actor }: ReadCtx, span: Span) => {
  const side = span.ledger === "receivable" ? sql`1` : sql`-1`;
  const company = actor.companyId;
  const [opening, rows] = await Promise.all([
    sql<{ currency: string; sum: string }>`
      select o.currency, (${side} * sum(o.amount_minor))::text as sum from ${items(company, span)} and l.effective_on < ${span.from}::date group by 1`.execute(
      db,
    ),
    sql<Row>`
      select s.currency, s.effective_on as date, coalesce(i.kind, s.document_kind) as kind, s.document_id, coalesce(i.number, p.number) as number, s.entry_id, e.description as text,
             coalesce(i.reference, p.reference) as reference, s.due_on, (${side} * s.amount)::text as amount
        from (select o.currency, o.effective_on, o.document_kind, o.document_id, o.entry_id, sum(o.amount_minor) as amount, case when o.document_kind = 'invoice' then min(o.due_on) end as due_on
                from ${items(company, span)} and l.effective_on between ${span.from}::date and ${span.to}::date group by 1, 2, 3, 4, 5
               order by 2, 5 limit ${MOST_ROWS + 1}) s
        join finance.journal_entry e on e.company_id = ${company} and e.id = s.entry_id
        left join finance.invoice i on i.company_id = ${company} and i.id = s.document_id and s.document_kind = 'invoice'
        left join finance.payment p on p.company_id = ${company} and p.id = s.document_id
       order by s.effective_on, s.entry_id`.execute(db),
  ]);
  return { opening: new Map(opening.rows.map(({ currency, sum }) => [currency, BigInt(sum)])), rows: rows.rows };
};

const currenciesOf = ({ opening, rows }: Awaited<ReturnType<typeof readStatement>>): StatementBody["currencies"] => {
  const currencies = [
    ...new Set([...[...opening].filter(([, sum]) => sum !== 0n).map(([currency]) => currency), ...rows.map(({ currency }) => currency)]),
  ];
  return currencies.toSorted().map((currency) => {
    let balance = opening.get(currency) ?? 0n;
    const first = balance;
    const ofCurrency = rows
      .filter((row) => row.currency === currency)
      .map(({ currency: _, documentId, number, amount: minor, ...row }) => {
        balance += BigInt(minor);
        const told = { amount: formatMinor(BigInt(minor), currency), balance: formatMinor(balance, currency) };
        return { ...row, document: { id: documentId, number }, ...told };
      });
    return { currency, opening: formatMinor(first, currency), rows: ofCurrency, closing: formatMinor(balance, currency) };
  });
};

type StatementFault = Fault<"invalid" | "missing" | "refused">;
type Head = Omit<StatementBody, "aged">;

const readHead = query(
  "finance.report.read",
  async (ctx, { id, ...input }: StatementQuery & Readonly<{ id: string }>): Promise<Outcome<Head, StatementFault>> => {
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
    const ledger = input.ledger ?? (party.isCustomer ? "receivable" : "payable");
    const read = await readStatement(ctx, { partyId: id, ledger, from, to });
    if (read.rows.length > MOST_ROWS)
      return refuse(invalid("report.too_long", `This statement has more than ${MOST_ROWS} lines; choose fewer days.`, "/from"));
    const { isCustomer: _, ...named } = party;
    return done({ party: named, ledger, from, to, currencies: currenciesOf(read) });
  },
);

/**
 * The account of a customer or supplier between two days: what was open before, every document, payment and correction with the balance it leaves, by
 * currency, and what is open at the end by age.
 */
export const statementOfAccount = async (
  ctx: Ctx,
  input: StatementQuery & Readonly<{ id: string }>,
): Promise<Outcome<StatementBody, StatementFault>> => {
  const head = await readHead(ctx, input);
  if (!head.ok) return head;
  const { ledger, to } = head.value;
  const aged = await (ledger === "receivable" ? agedReceivables : agedPayables)(ctx, { asOf: to, partyId: input.id });
  return aged.ok ? done({ ...head.value, aged: aged.value }) : aged;
};
