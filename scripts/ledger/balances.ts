import type { ClientBase } from "pg";
import { stream } from "./read-ledger.ts";

type Sums = { amount: bigint; debit: bigint; credit: bigint };
/** Sums by account, currency, dimension, effective day and sealing day. Their number follows accounts and days, not lines. */
export type Balances = Map<string, Sums>;
type Key = Readonly<{ account: string; currency: string; dimension: string; effective: string; sealed: string }>;
type Stored = Readonly<{
  account: string;
  currency: string;
  dimension: string;
  effective: string;
  sealed: string;
  amount: string;
  debit: string;
  credit: string;
}>;

const NO_DIMENSION = "00000000-0000-0000-0000-000000000000";
const nothing: Sums = { amount: 0n, debit: 0n, credit: 0n };
const keyOf = ({ account, currency, dimension, effective, sealed }: Key) => `${account} ${currency} ${dimension} ${effective} ${sealed}`;

const add = (balances: Balances, key: string, amount: bigint, debit: bigint, credit: bigint) => {
  const sums = balances.get(key);
  if (!sums) {
    balances.set(key, { amount, debit, credit });
    return;
  }
  sums.amount += amount;
  sums.debit += debit;
  sums.credit += credit;
};

/** Adds a sealed line. */
export const addLine = (
  balances: Balances,
  line: Readonly<{ account_id: string; currency: string; dimension_id: string | null; amount: string; company_amount: string }>,
  effective: string,
  sealed: string,
) => {
  const company = BigInt(line.company_amount);
  const key = keyOf({ account: line.account_id, currency: line.currency, dimension: line.dimension_id ?? NO_DIMENSION, effective, sealed });
  add(balances, key, BigInt(line.amount), company > 0n ? company : 0n, company < 0n ? -company : 0n);
};

const monthOf = (key: string) => {
  const [account, currency, dimension, effective = "", sealed = ""] = key.split(" ");
  return [account, currency, dimension, `${effective.slice(0, 7)}-01`, `${sealed.slice(0, 7)}-01`].join(" ");
};

const byMonth = (days: Balances): Balances => {
  const months: Balances = new Map();
  for (const [key, { amount, debit, credit }] of days) add(months, monthOf(key), amount, debit, credit);
  return months;
};

const told = ({ amount, debit, credit }: Sums) => `${amount} (debit ${debit}, credit ${credit})`;
const isSame = (one: Sums, other: Sums) => one.amount === other.amount && one.debit === other.debit && one.credit === other.credit;

const QUERIES = {
  day: "select account_id as account, currency, dimension_id as dimension, effective_on::text as effective, sealed_on::text as sealed, amount::text, company_debit::text as debit, company_credit::text as credit from finance.balance_day",
  month:
    "select account_id as account, currency, dimension_id as dimension, month::text as effective, sealed_month::text as sealed, amount::text, company_debit::text as debit, company_credit::text as credit from finance.balance_month",
} as const;

/** Where the stored balances are not the sums of the lines, in minor units. */
export const balanceDifferences = async (
  client: ClientBase,
  companyId: string,
  days: Balances,
  nameOf: (accountId: string) => string,
  report: (difference: string) => void,
) => {
  for (const unit of ["day", "month"] as const) {
    const counted = unit === "day" ? new Map(days) : byMonth(days);
    const difference = (key: string, stored: Sums, lines: Sums) => {
      const [account = "", currency, dimension, effective, sealed] = key.split(" ");
      const of = `account ${nameOf(account)}, ${currency}${dimension === NO_DIMENSION ? "" : `, dimension ${dimension}`}`;
      report(
        `The ${unit}'s balance of ${of}, effective ${effective}, sealed ${sealed}, is stored as ${told(stored)}; its lines add up to ${told(lines)}.`,
      );
    };
    for await (const row of stream<Stored>(client, `${QUERIES[unit]} where company_id = ${client.escapeLiteral(companyId)}`)) {
      const key = keyOf(row);
      const stored = { amount: BigInt(row.amount), debit: BigInt(row.debit), credit: BigInt(row.credit) };
      const lines = counted.get(key) ?? nothing;
      counted.delete(key);
      if (!isSame(stored, lines)) difference(key, stored, lines);
    }
    for (const [key, lines] of counted) if (!isSame(lines, nothing)) difference(key, nothing, lines);
  }
};
