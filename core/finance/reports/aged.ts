import { sql } from "kysely";
import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import type { Ctx, ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { instant } from "#core/kernel/dates.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";
import type { Ledger } from "../open-items/open-item.ts";
import { settlementRule } from "../settlement-rules/settlement-rule.ts";
import { AgedItem, amount, itemsPlace, readItems } from "./aged-items.ts";
import { columnsOf, readSums } from "./aged-sums.ts";
import type { View } from "./open-on-day.ts";
import { type ReportFault, report, viewOf } from "./view.ts";

export const AgedQuery = z.object({
  asOf: calendarDate().optional().describe("The day whose open items are shown; a past one shows what was open then. Default: today."),
  knownAt: instant().optional().describe("Only what was sealed at or before this instant. Default: now, with everything posted."),
  partyId: z.uuid().optional().describe("Of one party, with its open items."),
  days: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4}){0,7}$/, 'Write days like "30,60,90".')
    .optional()
    .describe("Days past due at which a new column begins. Default: the company's."),
  after: z.string().max(500).optional().describe("Of one party: the cursor `next`, for its further items."),
});
export type AgedQuery = z.infer<typeof AgedQuery>;

const columns = {
  onAccount: amount.describe("Credits that settle nothing yet: money on account and credit notes."),
  notDue: amount,
  buckets: z.array(amount).describe("By days past due, as `columns` says."),
  revaluation: amount.describe(
    "Unrealised exchange differences that stand on this day, so that the total is the control account. Zero in the currency itself.",
  ),
  total: amount,
};
const ofParty = z.object({ id: z.uuid(), code: z.string(), name: z.string() });

export const AgedReport = z
  .object({
    asOf: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    columns: z.array(z.object({ from: z.number().int(), to: z.number().int().nullable() })),
    rows: z.array(z.object({ party: ofParty, ...columns, currencies: z.array(z.object({ currency: z.string(), ...columns })) })),
    totals: z.object(columns),
    items: z
      .array(AgedItem)
      .optional()
      .describe("Of one party: its open items by instalment, those due first going first, a thousand at a time."),
    next: z.string().optional().describe("The cursor to the items that follow; absent after the last."),
  })
  .meta({
    id: "AgedReport",
    description: "What parties owe (or are owed) is positive. Beside `currencies` amounts are in company currency.",
  });
export type AgedReport = z.infer<typeof AgedReport>;

/** Days past due at which columns begin: those asked for, or the company's. */
export const daysOf = async (ctx: ReadCtx, wanted: string | undefined): Promise<readonly number[]> =>
  wanted === undefined
    ? (await settlementRule(ctx)).agedDays
    : [...new Set(wanted.split(",").map(Number))].filter((one) => one > 0).toSorted((a, b) => a - b);

const agedOf = (ledger: Ledger) =>
  report(async (ctx, { asOf: day, knownAt, partyId, days: wanted, after }: AgedQuery): Promise<Outcome<AgedReport, ReportFault>> => {
    const place = after === undefined ? undefined : itemsPlace(after);
    if (place && !place.ok) return place;
    const base = ctx.company.baseCurrency;
    const asOf = day ?? todayOf(ctx);
    const days = await daysOf(ctx, wanted);
    const view: View = { companyId: ctx.actor.companyId, ledger, asOf, knownAt, partyIds: partyId === undefined ? undefined : [partyId] };
    const [{ parties, totals }, items] = await Promise.all([
      readSums(ctx, view, days),
      partyId === undefined ? undefined : readItems(ctx, view, place?.value),
    ]);
    const rows = parties.map(({ party, company, currencies }) => ({
      party,
      ...columnsOf(company, base),
      currencies: currencies.map(({ currency, open }) => ({ currency, ...columnsOf(open, currency) })),
    }));
    return done({
      ...viewOf(ctx, asOf, knownAt),
      columns: [0, ...days].map((from, index) => ({ from: from + 1, to: days[index] ?? null })),
      rows,
      totals: columnsOf(totals, base),
      ...items,
    });
  });

/** Whoever has held the lock of allocations alone after an instant knows that none of before it is still to come. */
export const settleAllocations = query("finance.report.read", async ({ db, actor }, _: undefined) => {
  await sql`select pg_advisory_xact_lock(finance.allocation_lock(${actor.companyId}))`.execute(db);
  return done(true as const);
});

/** A report of open items, read once nothing of before the instant asked about can come any more. */
export const settledFirst =
  <Input extends { knownAt?: string | undefined }, T>(read: (ctx: Ctx | TxCtx, input: Input) => Promise<Outcome<T, ReportFault>>) =>
  async (ctx: Ctx | TxCtx, input: Input): Promise<Outcome<T, ReportFault>> => {
    if (input.knownAt !== undefined) {
      const settled = await settleAllocations(ctx, undefined);
      if (!settled.ok) return settled;
    }
    return read(ctx, input);
  };

/** What customers owe by age of their instalments, on any day and as it was known at any instant. */
export const agedReceivables = settledFirst(agedOf("receivable"));

/** What suppliers are owed, likewise. */
export const agedPayables = settledFirst(agedOf("payable"));
