import { sql } from "kysely";
import * as z from "zod";
import { rowsOfPage } from "#core/database/keyset.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { instant, monthStartOf } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, PageQuery, pageOf } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { formatterOf, report, sumOf } from "./view.ts";

export const JournalReportQuery = PageQuery.omit({ q: true }).extend({
  journalId: z.uuid().optional().describe("One journal. Default: all of them."),
  from: calendarDate().optional().describe("Default: the first of the month of `to`."),
  to: calendarDate().optional().describe("Default: today."),
  knownAt: instant().optional().describe("Only what was sealed at or before this instant."),
});
export type JournalReportQuery = z.infer<typeof JournalReportQuery>;

const amount = z.string().meta({ example: "1250.00" });
export const JournalReport = z
  .object({
    from: z.string(),
    to: z.string(),
    currency: z.string(),
    items: z.array(
      z.object({
        entryId: z.uuid(),
        number: z.number().int().nullable(),
        date: z.string(),
        journal: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
        kind: z.string(),
        description: z.string(),
        sourceType: z.string().nullable(),
        sourceId: z.string().nullable(),
        lines: z.array(
          z.object({
            position: z.number().int(),
            account: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
            description: z.string().nullable(),
            currency: z.string(),
            amount,
            debit: amount,
            credit: amount,
          }),
        ),
        total: amount.describe("Of one side, in company currency."),
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: "JournalReport", description: "Debit and credit are in company currency, `amount` beside its own." });
export type JournalReport = z.infer<typeof JournalReport>;

type Item = JournalReport["items"][number];
type StoredLine = Omit<Item["lines"][number], "amount" | "debit" | "credit"> & { amount: string; companyAmount: string };
type Row = Omit<Item, "lines" | "number" | "total" | "date"> & { effectiveOn: string; number: bigint | null; lines: StoredLine[] };

/** The daybook: every entry with its lines, by date, of one journal or all. */
export const journalReport = report(
  async (
    ctx,
    { journalId, from: wanted, to: last, knownAt, limit, after }: JournalReportQuery,
  ): Promise<Outcome<JournalReport, Fault<"invalid">>> => {
    const cursor = after === undefined ? undefined : decodeDayCursor(after);
    if (cursor && !cursor.ok) return cursor;
    const to = last ?? todayOf(ctx);
    const from = wanted ?? monthStartOf(to);
    if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const known =
      knownAt === undefined
        ? sql``
        : sql`and exists (select from finance.seal k where k.company_id = e.company_id and k.entry_id = e.id and k.sealed_at <= ${knownAt}::timestamptz)`;
    const { rows } = await sql<Row>`
      select e.id as entry_id, s.number, e.effective_on, jsonb_build_object('id', j.id, 'code', j.code, 'name', j.name) as journal, e.kind, e.description,
             e.source_type, e.source_id, l.lines
        from (select e.* from finance.journal_entry e
               where e.company_id = ${ctx.actor.companyId} and e.effective_on between ${from}::date and ${to}::date ${known}
                     ${journalId === undefined ? sql`` : sql`and e.journal_id = ${journalId}`}
                     ${cursor ? sql`and (e.effective_on, e.id) > (${cursor.value.day}::date, ${cursor.value.id}::uuid)` : sql``}
               order by e.effective_on, e.id limit ${rowsOfPage(limit)}) e
        join finance.journal j on j.company_id = e.company_id and j.id = e.journal_id
        left join finance.seal s on s.company_id = e.company_id and s.entry_id = e.id
        cross join lateral (
          select jsonb_agg(jsonb_build_object('position', l.position, 'account', jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name),
                                              'description', l.description, 'currency', l.currency, 'amount', l.amount::text, 'companyAmount', l.company_amount::text)
                           order by l.position) as lines
            from finance.journal_line l join finance.account a on a.company_id = l.company_id and a.id = l.account_id
           where l.company_id = e.company_id and l.entry_id = e.id) l
       order by e.effective_on, e.id`.execute(ctx.db);
    const format = formatterOf(ctx);
    const bodyOf = ({ effectiveOn, number, lines, ...entry }: Row): Item => ({
      ...entry,
      date: effectiveOn,
      number: number === null ? null : Number(number),
      lines: lines.map(({ companyAmount, ...line }) => {
        const minor = BigInt(companyAmount);
        return {
          ...line,
          amount: formatMinor(BigInt(line.amount), line.currency),
          debit: format(minor > 0n ? minor : 0n),
          credit: format(minor < 0n ? -minor : 0n),
        };
      }),
      total: format(sumOf(lines, ({ companyAmount }) => (companyAmount.startsWith("-") ? 0n : BigInt(companyAmount)))),
    });
    const page = pageOf(rows, limit, (row) => [row.effectiveOn, row.entryId], bodyOf);
    return done({ from, to, currency: ctx.company.baseCurrency, ...page });
  },
);
