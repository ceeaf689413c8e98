import { sql } from "kysely";
import * as z from "zod";
import { incomeByMonth } from "#core/finance/reports/income-by-month.ts";
import { openReceivables } from "#core/finance/reports/open-receivables.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db } from "#core/kernel/context.ts";
import { monthStartOf } from "#core/kernel/dates.ts";
import { done } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";

const amount = z.string().meta({ example: "1265793.29" });
export const SalesOverview = z
  .object({
    asOf: z.iso.date(),
    currency: z.string(),
    revenue: z
      .array(z.object({ month: z.iso.date(), amount }))
      .describe("Income as posted, of this month and the eleven before it, oldest first."),
    receivables: z.object({ open: amount, overdue: amount, invoices: z.number().int(), overdueInvoices: z.number().int() }),
    toDeliver: z.object({ orders: z.number().int(), late: z.number().int().describe("Past the day the customer asked for.") }),
    drafts: z.number().int().describe("Orders that are not confirmed yet."),
  })
  .meta({ id: "SalesOverview", description: "Amounts in company currency." });
export type SalesOverview = z.infer<typeof SalesOverview>;

const MONTHS = 12;

/** The first days of this month and of those before it, oldest first. */
export const monthsUpTo = (today: string): string[] => {
  const [year = 0, month = 0] = today.split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, index) => new Date(Date.UTC(year, month - MONTHS + index, 1)).toISOString().slice(0, 10));
};

const ordersWaiting = async (db: Db, companyId: string, today: string) => {
  const { rows } = await sql<{ orders: number; late: number; drafts: number }>`
    select (select count(*)::int from sales.sales_order where company_id = ${companyId} and state = 'confirmed' and delivery_state <> 'full') as orders,
           (select count(*)::int from sales.sales_order
             where company_id = ${companyId} and state = 'confirmed' and delivery_state <> 'full' and requested_on < ${today}::date) as late,
           (select count(*)::int from sales.sales_order where company_id = ${companyId} and state = 'draft') as drafts`.execute(db);
  return rows[0] ?? { orders: 0, late: 0, drafts: 0 };
};

/** How trade goes, at a glance: revenue by month from the ledger, what customers owe, what waits to be delivered. */
export const salesOverview = query("sales.analytics.read", async (ctx, _: object) => {
  const { db, actor, company } = ctx;
  const today = todayOf(ctx);
  const months = monthsUpTo(today);
  const income = await incomeByMonth(db, actor.companyId, months[0] ?? monthStartOf(today));
  const { openMinor, overdueMinor, ...counts } = await openReceivables(db, actor.companyId, today);
  const { drafts, ...toDeliver } = await ordersWaiting(db, actor.companyId, today);
  const format = (minor: bigint) => formatMinor(minor, company.baseCurrency);
  return done<SalesOverview>({
    asOf: today,
    currency: company.baseCurrency,
    revenue: months.map((month) => ({ month, amount: format(income.get(month) ?? 0n) })),
    receivables: { open: format(openMinor), overdue: format(overdueMinor), ...counts },
    toDeliver,
    drafts,
  });
});
