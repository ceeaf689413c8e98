import { sql } from "kysely";
import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { done } from "#core/kernel/fault.ts";
import { currencyCode } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { AccountType, Control } from "./account.ts";

export const AccountChoiceQuery = z.object({
  q: z.string().max(100).optional().describe("A part of the name, or the beginning of the code."),
  on: calendarDate().optional().describe("The day of the posting. Default: today."),
  currency: currencyCode().optional().describe("The currency of the line. Default: the company's."),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type AccountChoiceQuery = z.infer<typeof AccountChoiceQuery>;

export const AccountChoices = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        code: z.string(),
        name: z.string(),
        type: AccountType,
        requiredDimensionIds: z.array(z.string()),
        control: Control.nullable().describe("Whose open items its lines are: a line names a customer or supplier."),
        refusal: z.string().nullable().describe("Why you may not post to it by hand on this day in this currency; null when you may."),
      }),
    ),
  })
  .meta({ id: "AccountChoices" });
export type AccountChoices = z.infer<typeof AccountChoices>;

/**
 * Accounts for the line of an entry by hand, those that can be posted to first, then in order of code; the others say why not, in the words in which
 * the posting itself would be refused.
 */
export const listAccountChoices = query("finance.account.read", async (ctx, { q, on, currency, limit }: AccountChoiceQuery) => {
  const matches = q
    ? sql`and (a.name ilike shared.search_pattern(${q}) or a.name_local ilike shared.search_pattern(${q}) or starts_with(a.code, ${q}))`
    : sql``;
  const { rows } = await sql<AccountChoices["items"][number]>`
    select a.id, a.code, a.name, a.type, a.required_dimensions as required_dimension_ids, a.control, refusal.reason as refusal
      from finance.account a
     cross join lateral (select case when a.restricted then finance.posting_refusal(a.company_id, a.id, 'standard', ${on ?? todayOf(ctx)}::date,
                                                                                   ${currency ?? ctx.company.baseCurrency}, true, null) end as reason) refusal
     where a.company_id = ${ctx.actor.companyId} ${matches}
     order by refusal.reason is not null, a.code limit ${limit}`.execute(ctx.db);
  return done({ items: rows } satisfies AccountChoices);
});
