import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import type { Ledger } from "../open-items/open-item.ts";
import { openOn, unrealisedOn } from "../reports/open-on-day.ts";
import { MONETARY_SUBTYPES } from "../revaluations/open-positions.ts";
import { type CloseFinding, type CloseSpan, declareCloseCheck, WARNS } from "./close-check.ts";
import { address, amounts } from "./findings.ts";
import { ledgerBalances } from "./ledger-balances.ts";

/** What is money in another currency, and what it is carried at; a debit is positive. */
type Position = Readonly<{ currency: string; amount: bigint; carried: bigint }>;

/** Of control accounts, by party: what is open on the day, at what the ledger carries it. */
const ofParties = async (db: Db, { companyId, baseCurrency, to }: CloseSpan, ledger: Ledger): Promise<readonly Position[]> => {
  const view = { companyId, ledger, asOf: to, knownAt: undefined, partyIds: undefined };
  const { rows } = await sql<Position>`
    ${openOn(view)}
    select s.currency, sum(s.amount)::bigint as amount, sum(s.carried)::bigint as carried
      from (select o.party_id, o.currency, sum(o.open_minor) as amount, sum(o.open_company_minor) as carried from open o group by 1, 2
            union all select u.party_id, u.currency, 0, u.company from (${unrealisedOn(view)}) u) s
     where s.currency <> ${baseCurrency} group by s.party_id, s.currency having sum(s.amount) <> 0 or sum(s.carried) <> 0`.execute(db);
  return rows;
};

/** Of all other accounts that are revalued. */
const ofAccounts = async (db: Db, { companyId, baseCurrency, to }: CloseSpan): Promise<readonly Position[]> => {
  const { rows } = await sql<{ id: string }>`
    select a.id from finance.account a
     where a.company_id = ${companyId} and a.type in ('asset', 'liability') and a.subtype = any (${[...MONETARY_SUBTYPES]}) and a.control is null and not a.is_group
       and not exists (select from finance.account_rule r where r.company_id = a.company_id and r.account_id = a.id and r.purpose in ('unrealised_gain', 'unrealised_loss'))`.execute(
    db,
  );
  const balances = await ledgerBalances(db, { companyId, asOf: to, accountIds: rows.map(({ id }) => id) });
  return balances
    .filter(({ currency }) => currency !== baseCurrency)
    .map(({ currency, amount, company }) => ({ currency, amount, carried: company }));
};

const ratesOn = async (db: Db, { companyId, to }: CloseSpan, currencies: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ currency: string; rate: string }>`
    select c.currency, r.rate::text from unnest(${[...currencies]}::text[]) as c (currency)
     cross join lateral (select e.rate from finance.exchange_rate e where e.company_id = ${companyId} and e.currency = c.currency and e.valid_on <= ${to}::date
                          order by e.valid_on desc limit 1) r`.execute(db);
  return new Map(rows.map(({ currency, rate }) => [currency, rate]));
};

const link = "/finance/revaluations";

/** Each position at the rate of the day against what it is carried at. Without a rate nothing can be said, so it does not hold. */
const revalued = async (db: Db, span: CloseSpan): Promise<CloseFinding[]> => {
  const { baseCurrency, to } = span;
  const found = await Promise.all([ofParties(db, span, "receivable"), ofParties(db, span, "payable"), ofAccounts(db, span)]);
  const positions = found.flat();
  const currencies = [...new Set(positions.map(({ currency }) => currency))].sort();
  if (currencies.length === 0) return [amounts("", baseCurrency, 0n, 0n)];
  const rates = await ratesOn(db, span, currencies);
  return currencies.map((currency): CloseFinding => {
    const own = positions.filter((one) => one.currency === currency);
    const carried = own.reduce((sum, one) => sum + one.carried, 0n);
    const rate = rates.get(currency);
    const links = { expected: address("/finance/rates", { currency }), actual: link };
    if (rate === undefined) return { ...amounts(currency, baseCurrency, 0n, carried, links), holds: false };
    const worth = own.map((one) => convertMinor(one.amount, { from: currency, to: baseCurrency, rate }));
    const value = worth.reduce((sum, one) => sum + one, 0n);
    const holds = own.every((one, index) => one.carried === worth[index]);
    return { ...amounts(`${currency} ${to}`, baseCurrency, value, carried, links), holds };
  });
};

declareCloseCheck({
  code: "revaluation",
  title: "What is open in other currencies is revalued on the last day",
  figures: { expected: "At the rate of the day", actual: "Ledger" },
  modules: [],
  effects: WARNS,
  find: revalued,
});
