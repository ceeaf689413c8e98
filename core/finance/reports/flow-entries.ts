import { sql } from "kysely";
import * as z from "zod";
import { asking, readRateHistory } from "#core/finance/currencies/rate-history.ts";
import { dimensionQuery, matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { dayAfter, instant } from "#core/kernel/dates.ts";
import { convertBack } from "#core/kernel/exchange.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeDayCursor, PageQuery, pageOf } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { accountsOf, flowPartOf } from "./direct-flows.ts";
import { flowShares, sideOfShare } from "./flow-shares.ts";
import { ReportAccount } from "./report.ts";
import { currencyQuery, otherCurrency } from "./translation.ts";
import { fiscalYearStart, formatterOf, report, viewOf } from "./view.ts";

export const FlowEntriesQuery = PageQuery.omit({ q: true }).extend({
  account: z.uuid().describe("What cash came in or went out for; of an account of cash: what it is worth more without any having moved."),
  side: z.enum(["receipts", "payments"]).optional().describe("Default: both."),
  from: calendarDate().optional().describe("Default: the start of the fiscal year of `to`."),
  to: calendarDate().optional().describe("The last day. Default: today."),
  knownAt: instant().optional(),
  ...dimensionQuery,
  ...currencyQuery,
});
export type FlowEntriesQuery = z.infer<typeof FlowEntriesQuery>;

const amount = z.string().meta({ example: "1250.00" });
export const FlowEntries = z
  .object({
    account: ReportAccount,
    side: FlowEntriesQuery.shape.side.unwrap().nullable(),
    from: z.string(),
    to: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    amount: amount.describe("Of all of these entries, as the statement has it before it is translated."),
    translation: z
      .object({ currency: z.string(), rate: z.string().describe("The mean of the days."), amount })
      .nullable()
      .describe("Only with `currency`."),
    items: z.array(
      z.object({
        entryId: z.uuid(),
        number: z.number().int().nullable(),
        date: z.string(),
        description: z.string(),
        sourceType: z.string().nullable(),
        sourceId: z.string().nullable(),
        cash: amount.describe("What all accounts of cash moved by in the entry."),
        against: amount.describe("What the account has against it, cash in positive."),
        whole: amount.describe("All that stands against it. More than the cash: what it was for is shared in proportion."),
        amount: amount.describe("The account's part of the cash."),
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: "FlowEntries", description: "The entries behind a figure of the cash flow statement by the direct method, by date." });
export type FlowEntries = z.infer<typeof FlowEntries>;

type Item = FlowEntries["items"][number];
type Row = Omit<Item, "number" | "cash" | "against" | "whole" | "amount"> &
  Readonly<{ number: bigint | null; cash: string; against: string; whole: string; amount: string; total: string }>;
type Found = Readonly<{ rows: readonly Row[]; total: bigint }>;
type Wanted = Readonly<{ cash: readonly string[]; from: string; to: string; sets: readonly string[] | undefined }>;

/** A page of entries and what all of them come to. The cost is the statement's own. */
const readRows = async (
  { db, actor }: ReadCtx,
  { account, side, knownAt, limit }: FlowEntriesQuery,
  { cash, from, to, sets }: Wanted,
  after: { day: string; id: string } | undefined,
): Promise<Found> => {
  const { companyId } = actor;
  const ofSide = side === undefined ? sql`` : sql`and ${sideOfShare} = ${side}`;
  const flows = cash.includes(account)
    ? sql`select s.entry_id, s.effective_on, 0::numeric as flow, 0::numeric as net, 0::numeric as whole, s.amount from revalued s where s.account_id = ${account} and s.amount <> 0`
    : sql`select s.entry_id, s.effective_on, s.flow, s.net, s.whole, s.amount from shares s where s.account_id = ${account} ${ofSide}`;
  const { rows } = await sql<Row>`
    with ${flowShares({ companyId, cash, from, before: dayAfter(to), knownAt, sets })},
    found as (${flows}),
    page as (
      select f.* from found f ${after ? sql`where (f.effective_on, f.entry_id) > (${after.day}::date, ${after.id}::uuid)` : sql``}
       order by f.effective_on, f.entry_id limit ${limit + 1})
    select p.entry_id, e.number, p.effective_on as date, e.description, e.source_type, e.source_id, p.flow::text as cash, (-p.net)::text as against,
           (sign(p.flow) * p.whole)::text as whole, p.amount::text as amount, (select coalesce(sum(f.amount), 0) from found f)::text as total
      from (select) one left join page p on true
      left join lateral (select e.description, e.source_type, e.source_id, k.number from finance.journal_entry e
                           left join finance.seal k on k.company_id = e.company_id and k.entry_id = e.id
                          where e.company_id = ${companyId} and e.id = p.entry_id offset 0) e on true
     order by p.effective_on, p.entry_id`.execute(db);
  return { rows: rows.filter(({ entryId }) => entryId !== null), total: BigInt(rows[0]?.total ?? 0) };
};

/** As the statement translates flows: at the mean of their days. */
const translationOf = async (ctx: ReadCtx, currency: string | undefined, from: string, to: string, minor: bigint) => {
  if (currency === undefined) return done(null);
  const company = { id: ctx.actor.companyId, baseCurrency: ctx.company.baseCurrency };
  const rates = asking(await readRateHistory(ctx.db, company, currency, to));
  const exchange = rates.over({ from, to });
  const unknown = rates.missing();
  if (unknown) return refuse(unknown);
  return done({ currency, rate: exchange.rate, amount: formatterOf(ctx, currency)(convertBack(minor, exchange)) });
};

/** What a figure of the cash flow statement by the direct method is the sum of: the entries that moved cash, each with its part. */
export const flowEntries = report(async (ctx, query: FlowEntriesQuery): Promise<Outcome<FlowEntries, Fault<"invalid" | "missing">>> => {
  const { account: id, side, from: wanted, to: last, knownAt, currency, limit, after } = query;
  const { companyId } = ctx.actor;
  const cursor = after === undefined ? undefined : decodeDayCursor(after);
  if (cursor && !cursor.ok) return cursor;
  const to = last ?? todayOf(ctx);
  const from = wanted ?? (await fiscalYearStart(ctx.db, companyId, to)) ?? to;
  if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
  const accounts = await accountsOf(ctx.db, companyId);
  const account = accounts.get(id);
  if (!account) return refuse(missing("account", id));
  const sets = await matchingSets(ctx.db, companyId, query);
  if (!sets.ok) return sets;
  const cash = [...accounts.values()].filter((one) => flowPartOf(one) === "cash").map((one) => one.id);
  const { rows, total } = await readRows(ctx, query, { cash, from, to, sets: sets.value }, cursor?.value);
  const translation = await translationOf(ctx, otherCurrency(ctx, currency), from, to, total);
  if (!translation.ok) return translation;
  const format = formatterOf(ctx);
  const money = (text: string) => format(BigInt(text));
  const itemOf = ({ total: _, number, cash: moved, against, whole, amount: part, ...row }: Row): Item => ({
    ...row,
    ...{ number: number === null ? null : Number(number), cash: money(moved), against: money(against), whole: money(whole) },
    amount: money(part),
  });
  const { code, name, type } = account;
  return done({
    ...{ account: { id, code, name, type }, side: side ?? null, from, to },
    ...{ knownAt: viewOf(ctx, to, knownAt).knownAt, currency: ctx.company.baseCurrency, amount: format(total) },
    translation: translation.value,
    ...pageOf(rows, limit, ({ date, entryId }) => [date, entryId], itemOf),
  });
});
