import { sql } from "kysely";
import { addDays } from "#core/kernel/clock.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { convertBack } from "#core/kernel/exchange.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { rateOn } from "./rate-on.ts";

type Invalid = Fault<"invalid">;

/** What a statement must have to be translated: amounts in wire form in company currency, of accounts, not of headings. */
type ResultStatement = Readonly<{
  from: string;
  asOf: string;
  rows: readonly Readonly<{ section: "income" | "expense"; amount: string }>[];
}>;
type Sheet = Readonly<{
  asOf: string;
  rows: readonly Readonly<{ section: "asset" | "liability" | "equity"; account: Readonly<{ id: string }>; amount: string }>[];
  earnings: Readonly<{ fiscalYearStart: string | null; previousYears: string; currentYear: string }>;
}>;

/** How a statement was brought to another currency: what one unit of it was worth in the company's at the close, and on the mean of the days. */
export type Translation = Readonly<{ currency: string; closingRate: string | null; averageRate: string; difference: string | null }>;

const rateMissing = (currency: string, from: string) =>
  refuse(invalid("rate.missing", `There is no exchange rate of ${currency} on ${from} or before.`, "/currency"));

/** The mean of the rates that applied on each day from one to another; every day has one or it is a refusal. To 12 decimals. */
export const averageRate = async (
  db: Db,
  company: Readonly<{ id: string; baseCurrency: string }>,
  currency: string,
  { from, to }: Readonly<{ from: string; to: string }>,
): Promise<Outcome<string, Invalid>> => {
  if (currency === company.baseCurrency) return done("1");
  const { rows } = await sql<{ rate: string | null; first: string | null }>`
    select round(sum(r.rate * r.days) / sum(r.days), 12)::text as rate, min(r.since)::text as first from (
      select e.rate, e.valid_on as since,
             least(coalesce(lead(e.valid_on) over (order by e.valid_on), ${to}::date + 1), ${to}::date + 1) - greatest(e.valid_on, ${from}::date) as days
        from finance.exchange_rate e where e.company_id = ${company.id} and e.currency = ${currency} and e.valid_on <= ${to}::date
         and e.valid_on >= coalesce((select max(b.valid_on) from finance.exchange_rate b
                                      where b.company_id = ${company.id} and b.currency = ${currency} and b.valid_on <= ${from}::date), ${from}::date)) r`.execute(
    db,
  );
  const [found] = rows;
  if (!found?.rate || !found.first || found.first > from) return rateMissing(currency, from);
  return done(trimDecimal(found.rate));
};

/** What each account of equity has at the rates of the days it was moved on. A credit is positive. */
const historicalEquity = async (
  ctx: ReadCtx,
  currency: string,
  asOf: string,
  knownAt: string | undefined,
): Promise<Outcome<Map<string, bigint>, Invalid>> => {
  const known =
    knownAt === undefined
      ? sql``
      : sql`and exists (select from finance.seal k where k.company_id = l.company_id and k.entry_id = l.entry_id and k.sealed_at <= ${knownAt}::timestamptz)`;
  const { rows } = await sql<{ accountId: string; day: string; credit: string; rate: string | null }>`
    select m.account_id, m.day, m.credit::text, r.rate from (
      select l.account_id, l.effective_on as day, -sum(l.company_amount) as credit from finance.account a
        join finance.journal_line l on l.company_id = a.company_id and l.account_id = a.id and l.effective_on <= ${asOf}::date ${known}
       where a.company_id = ${ctx.actor.companyId} and a.type = 'equity' group by 1, 2 having sum(l.company_amount) <> 0) m
      left join lateral (select e.rate::text from finance.exchange_rate e
                          where e.company_id = ${ctx.actor.companyId} and e.currency = ${currency} and e.valid_on <= m.day order by e.valid_on desc limit 1) r on true
     order by m.account_id, m.day`.execute(ctx.db);
  const base = ctx.company.baseCurrency;
  const sums = new Map<string, bigint>();
  for (const { accountId, day, credit, rate } of rows) {
    if (rate === null && currency !== base) return rateMissing(currency, day);
    const translated = convertBack(BigInt(credit), { from: currency, to: base, rate: rate ?? "1" });
    sums.set(accountId, (sums.get(accountId) ?? 0n) + translated);
  }
  return done(sums);
};

const sum = (minors: readonly bigint[]) => minors.reduce((total, minor) => total + minor, 0n);

/** An amount of a statement, in wire form in company currency, in the other one. */
const translator = (base: string, currency: string, rate: string) => (amount: string) =>
  convertBack(minorOf(amount, base), { from: currency, to: base, rate });

/** A profit and loss in another currency: everything at the mean of the rates of its days. */
export const translateProfitAndLoss = async <S extends ResultStatement>(ctx: ReadCtx, statement: S, currency: string) => {
  const company = { id: ctx.actor.companyId, baseCurrency: ctx.company.baseCurrency };
  const average = await averageRate(ctx.db, company, currency, { from: statement.from, to: statement.asOf });
  if (!average.ok) return average;
  const inCurrency = translator(company.baseCurrency, currency, average.value);
  const format = (minor: bigint) => formatMinor(minor, currency);
  const rows = statement.rows.map((row) => ({ ...row, minor: inCurrency(row.amount) }));
  const of = (section: string) => sum(rows.filter((row) => row.section === section).map(({ minor }) => minor));
  return done({
    ...statement,
    currency,
    rows: rows.map(({ minor, ...row }) => ({ ...row, amount: format(minor) })),
    totals: { income: format(of("income")), expense: format(of("expense")), result: format(of("income") - of("expense")) },
    translation: { currency, closingRate: null, averageRate: average.value, difference: null } satisfies Translation,
  });
};

type Rates = Readonly<{ closing: string; average: string; beforeYear: string }>;

const ratesOf = async (ctx: ReadCtx, sheet: Sheet, currency: string): Promise<Outcome<Rates, Invalid>> => {
  const company = { id: ctx.actor.companyId, baseCurrency: ctx.company.baseCurrency };
  const yearStart = sheet.earnings.fiscalYearStart;
  const closing = await rateOn(ctx.db, company, currency, sheet.asOf);
  if (!closing.ok) return closing;
  const hasYear = yearStart !== null && minorOf(sheet.earnings.currentYear, company.baseCurrency) !== 0n;
  const average = hasYear ? await averageRate(ctx.db, company, currency, { from: yearStart, to: sheet.asOf }) : closing;
  if (!average.ok) return average;
  const hasBefore = yearStart !== null && minorOf(sheet.earnings.previousYears, company.baseCurrency) !== 0n;
  const beforeYear = hasBefore ? await rateOn(ctx.db, company, currency, addDays(yearStart, -1)) : closing;
  return beforeYear.ok ? done({ closing: closing.value, average: average.value, beforeYear: beforeYear.value }) : beforeYear;
};

/**
 * A balance sheet in another currency (IAS 21): assets and liabilities at the rate of the day, equity at the rates of the days it was moved on, the year's
 * earnings at the mean of its days, those of earlier years that no entry has closed at the rate of their last day. What that leaves is the translation
 * difference, a line of equity, so that both sides are equal.
 */
export const translateBalanceSheet = async <S extends Sheet>(
  ctx: ReadCtx,
  sheet: S,
  { currency, knownAt }: Readonly<{ currency: string; knownAt?: string | undefined }>,
) => {
  const rates = await ratesOf(ctx, sheet, currency);
  if (!rates.ok) return rates;
  const equity = await historicalEquity(ctx, currency, sheet.asOf, knownAt);
  if (!equity.ok) return equity;
  const base = ctx.company.baseCurrency;
  const at = (rate: string) => translator(base, currency, rate);
  const format = (minor: bigint) => formatMinor(minor, currency);
  const rows = sheet.rows.map((row) => ({
    ...row,
    minor: row.section === "equity" ? (equity.value.get(row.account.id) ?? 0n) : at(rates.value.closing)(row.amount),
  }));
  const of = (section: string) => sum(rows.filter((row) => row.section === section).map(({ minor }) => minor));
  const currentYear = at(rates.value.average)(sheet.earnings.currentYear);
  const previousYears = at(rates.value.beforeYear)(sheet.earnings.previousYears);
  const worth = of("asset") - of("liability");
  const difference = worth - of("equity") - currentYear - previousYears;
  return done({
    ...sheet,
    currency,
    rows: rows.map(({ minor, ...row }) => ({ ...row, amount: format(minor) })),
    earnings: { ...sheet.earnings, previousYears: format(previousYears), currentYear: format(currentYear) },
    totals: {
      assets: format(of("asset")),
      liabilities: format(of("liability")),
      equity: format(worth),
      liabilitiesAndEquity: format(of("liability") + worth),
    },
    translation: {
      currency,
      closingRate: rates.value.closing,
      averageRate: rates.value.average,
      difference: format(difference),
    } satisfies Translation,
  });
};
