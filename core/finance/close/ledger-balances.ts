import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { dayAfter, monthStartOf } from "#core/kernel/dates.ts";

/** What an account has in a currency, and the same in company currency; a debit is positive. */
export type LedgerBalance = Readonly<{ accountId: string; code: string; name: string; currency: string; amount: bigint; company: bigint }>;

/**
 * Balances of accounts on a day, by currency: whole months, the days of the month in which it falls, and the entries that are not in them yet. So it is exact
 * at every moment, and its cost does not grow with the lines.
 */
export const ledgerBalances = async (
  db: Db,
  { companyId, asOf, accountIds }: Readonly<{ companyId: string; asOf: string; accountIds: readonly string[] }>,
): Promise<LedgerBalance[]> => {
  if (accountIds.length === 0) return [];
  const after = dayAfter(asOf);
  const owned = sql`company_id = ${companyId} and account_id = any (${[...accountIds]}::uuid[])`;
  const { rows } = await sql<LedgerBalance>`
    select a.id as account_id, a.code, a.name, s.currency, s.amount::bigint as amount, s.company::bigint as company from (
      select m.account_id, m.currency, sum(m.amount) as amount, sum(m.company) as company from (
        select account_id, currency, amount, company_debit - company_credit as company from finance.balance_month where ${owned} and month < ${monthStartOf(after)}::date
        union all
        select account_id, currency, amount, company_debit - company_credit from finance.balance_day
         where ${owned} and effective_on >= ${monthStartOf(after)}::date and effective_on < ${after}::date
        union all
        select l.account_id, l.currency, l.amount, l.company_amount from finance.unsealed_entry u
         cross join lateral (select l.* from finance.journal_line l where l.company_id = u.company_id and l.entry_id = u.id offset 0) l
         where u.company_id = ${companyId} and u.effective_on < ${after}::date and l.account_id = any (${[...accountIds]}::uuid[])) m
       group by m.account_id, m.currency having sum(m.amount) <> 0 or sum(m.company) <> 0) s
      join finance.account a on a.company_id = ${companyId} and a.id = s.account_id order by a.code, s.currency`.execute(db);
  return rows;
};
