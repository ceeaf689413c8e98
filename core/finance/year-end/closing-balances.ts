import { sql } from "kysely";
import type { PostingLine } from "#core/finance/entries/post-entry.ts";
import type { Db } from "#core/kernel/context.ts";
import { monthStartOf } from "#core/kernel/dates.ts";

const NO_SET = "00000000-0000-0000-0000-000000000000";

/** What an account of income or expense has in one currency and dimension set. */
export type Balance = Readonly<{ accountId: string; currency: string; dimensionId: string; amount: bigint; companyAmount: bigint }>;
type Row = Readonly<{ accountId: string; currency: string; dimensionId: string; amount: string; companyAmount: string }>;

/**
 * The balances of income and expense up to a day: month sums, the days of the last month, and what has no seal yet, in one statement. Whoever calls holds
 * the locks of the periods, so nothing is added meanwhile.
 */
export const earningsBalances = async (db: Db, companyId: string, to: string): Promise<Balance[]> => {
  const lastMonth = monthStartOf(to);
  const { rows } = await sql<Row>`
    select s.account_id as "accountId", s.currency, s.dimension_id as "dimensionId", sum(s.amount)::text as amount, sum(s.company_amount)::text as "companyAmount"
      from (select account_id, currency, dimension_id, amount, company_debit - company_credit as company_amount
              from finance.balance_month where company_id = ${companyId} and month < ${lastMonth}::date
            union all
            select account_id, currency, dimension_id, amount, company_debit - company_credit
              from finance.balance_day where company_id = ${companyId} and effective_on between ${lastMonth}::date and ${to}::date
            union all
            select l.account_id, l.currency, coalesce(l.dimension_id, ${NO_SET}::uuid), l.amount, l.company_amount
              from (select u.id from finance.unsealed_entry u where u.company_id = ${companyId} and u.effective_on <= ${to}::date) e
             cross join lateral (select * from finance.journal_line line where line.company_id = ${companyId} and line.entry_id = e.id offset 0) l) s
      join finance.account a on a.company_id = ${companyId} and a.id = s.account_id and a.type in ('income', 'expense')
     group by s.account_id, s.currency, s.dimension_id, a.code
    having sum(s.amount) <> 0 or sum(s.company_amount) <> 0
     order by s.dimension_id, a.code, s.currency`.execute(db);
  return rows.map(({ amount, companyAmount, ...row }) => ({ ...row, amount: BigInt(amount), companyAmount: BigInt(companyAmount) }));
};

const opposite = (one: bigint, other: bigint) => (one < 0n && other > 0n) || (one > 0n && other < 0n);

/** A line moves an amount and its value on the same side; where exchange left them on different ones it takes two. */
const linesOf = (place: Omit<PostingLine, "amount" | "companyAmount">, amount: bigint, companyAmount: bigint): PostingLine[] => {
  if (amount === 0n && companyAmount === 0n) return [];
  if (!opposite(amount, companyAmount)) return [{ ...place, amount, companyAmount }];
  return [
    { ...place, amount, companyAmount: 0n },
    { ...place, amount: 0n, companyAmount },
  ];
};

const MOST_LINES = 5_000;

/**
 * The lines that take every balance to zero and move it to retained earnings, in each currency and under the same dimensions. Those of one set balance by
 * themselves, so a very large closing is several entries, each of whole sets.
 */
export const closingLines = (balances: readonly Balance[], retainedEarningsId: string): PostingLine[][] => {
  const entries: PostingLine[][] = [];
  for (const set of Map.groupBy(balances, ({ dimensionId }) => dimensionId).values()) {
    const lines = [...Map.groupBy(set, ({ currency }) => currency)].flatMap(([currency, ofCurrency]) => {
      const dimensionSetId = ofCurrency[0]?.dimensionId === NO_SET ? undefined : ofCurrency[0]?.dimensionId;
      const place = { currency, dimensionSetId };
      const sum = (field: "amount" | "companyAmount") => ofCurrency.reduce((total, balance) => total + balance[field], 0n);
      return [
        ...ofCurrency.flatMap(({ accountId, amount, companyAmount }) => linesOf({ ...place, accountId }, -amount, -companyAmount)),
        ...linesOf({ ...place, accountId: retainedEarningsId }, sum("amount"), sum("companyAmount")),
      ];
    });
    const last = entries.at(-1);
    if (last && last.length + lines.length <= MOST_LINES) last.push(...lines);
    else entries.push(lines);
  }
  return entries;
};
