import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";

type MonthRow = { month: string; income: string };

/** Income of each month since one, in minor units of company currency: month totals and the entries not in them yet, in one snapshot. */
export const incomeByMonth = async (db: Db, companyId: string, firstMonth: string): Promise<ReadonlyMap<string, bigint>> => {
  const { rows } = await sql<MonthRow>`
    select to_char(moved.month, 'YYYY-MM-DD') as month, sum(moved.amount)::text as income
      from (select month, account_id, company_credit - company_debit as amount from finance.balance_month
             where company_id = ${companyId} and month >= ${firstMonth}::date
             union all
            select date_trunc('month', line.effective_on)::date, line.account_id, -line.company_amount::numeric
              from finance.unsealed_entry entry
              join finance.journal_line line on line.company_id = entry.company_id and line.entry_id = entry.id
             where entry.company_id = ${companyId} and line.effective_on >= ${firstMonth}::date) moved
      join finance.account account on account.company_id = ${companyId} and account.id = moved.account_id and account.type = 'income'
     group by 1`.execute(db);
  return new Map(rows.map(({ month, income }) => [month, BigInt(income)]));
};
