import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";

/**
 * What is money or will be: banks, cash, what is owed to and by the company. Goods, fixed assets, prepayments and equity keep the rate of their day, and so does
 * everything in profit and loss.
 */
export const MONETARY_SUBTYPES = [
  "bank",
  "cash",
  "receivable",
  "payable",
  "clearing",
  "loan",
  "accrued",
  "payroll",
  "other_payable",
] as const;

/** What stands in another currency on an account, for one party where it is a party's. A debit is positive. */
export type Position = Readonly<{
  accountId: string;
  code: string;
  name: string;
  partyId: string | null;
  partyName: string | null;
  currency: string;
  amount: bigint;
  carried: bigint;
  rate: string | null;
  ratedOn: string | null;
}>;

/**
 * The positions on a day, with the rate that applies to each. The daily sums say which accounts carry a currency at all; lines are read of those alone. The
 * accounts of unrealised gains and losses are left out, for they carry what revaluations made.
 */
export const openPositions = async (db: Db, companyId: string, baseCurrency: string, on: string): Promise<Position[]> => {
  const { rows } = await sql<Omit<Position, "amount" | "carried"> & { amount: string; carried: string }>`
    with account as materialized (
      select a.id, a.code, a.name from finance.account a
       where a.company_id = ${companyId} and a.type in ('asset', 'liability') and a.subtype = any (${[...MONETARY_SUBTYPES]})
         and not exists (select from finance.account_rule r where r.company_id = a.company_id and r.account_id = a.id and r.purpose in ('unrealised_gain', 'unrealised_loss'))),
    position as (
      select l.account_id, l.party_id, l.currency, sum(l.amount) as amount, sum(l.company_amount) as carried
        from account a join finance.journal_line l on l.company_id = ${companyId} and l.account_id = a.id and l.effective_on <= ${on}::date and l.currency <> ${baseCurrency}
       group by l.account_id, l.party_id, l.currency having sum(l.amount) <> 0 or sum(l.company_amount) <> 0)
    select p.account_id, a.code, a.name, p.party_id, y.name as party_name, p.currency, p.amount::text, p.carried::text, r.rate, r.valid_on as rated_on
      from position p
      join account a on a.id = p.account_id
      left join finance.party y on y.company_id = ${companyId} and y.id = p.party_id
      left join lateral (select trim_scale(e.rate)::text as rate, e.valid_on from finance.exchange_rate e
                          where e.company_id = ${companyId} and e.currency = p.currency and e.valid_on <= ${on}::date order by e.valid_on desc limit 1) r on true
     order by a.code, p.currency, y.name, p.party_id`.execute(db);
  return rows.map(({ amount, carried, ...row }) => ({ ...row, amount: BigInt(amount), carried: BigInt(carried) }));
};
