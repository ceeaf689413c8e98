import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { Exchange } from "#core/kernel/exchange.ts";
import { invalid, type Outcome, refuse } from "#core/kernel/fault.ts";

export type KnownParty = Readonly<{ id: string; name: string; currency: string; termsDays: number }>;
type Account = Readonly<{ id: string; code: string; active: boolean; manualPosting: boolean; control: string | null }>;
type Rule = Readonly<{ purpose: string; key: string; accountId: string }>;
type Rate = Readonly<{ currency: string; rate: string; validOn: string }>;

/** What many documents or entries refer to, by the names that files use for them. */
export type FinanceImportContext = Readonly<{
  parties: ReadonlyMap<string, KnownParty>;
  accounts: ReadonlyMap<string, Account>;
  journals: ReadonlyMap<string, string>;
  accountFor: (purpose: string, partyId?: string) => string;
  rateOn: (currency: string, day: string) => string | undefined;
}>;

type Wanted = Readonly<{
  parties?: readonly (string | undefined)[];
  accounts?: readonly string[];
  currencies?: readonly (string | undefined)[];
}>;
type Loaded = Readonly<{
  parties: readonly (KnownParty & { code: string; externalId: string | null })[];
  accounts: readonly Account[];
  journals: Readonly<Record<string, string>>;
  rules: readonly Rule[];
  rates: readonly Rate[];
}>;

const given = (values: readonly (string | undefined)[] = []) => [...new Set(values.filter((value) => value !== undefined))];

const load = async (tx: TxCtx, wanted: Wanted): Promise<Loaded> => {
  const company = tx.actor.companyId;
  const parties = given(wanted.parties);
  const { rows } = await sql<{ context: Loaded }>`
    with party as materialized (
      select p.id, p.code, p.external_id, p.name, p.currency, p.payment_terms_days from finance.party p
       where p.company_id = ${company} and (p.code = any (${parties}::text[]) or p.external_id = any (${parties}::text[])))
    select jsonb_build_object(
      'parties', coalesce((select jsonb_agg(jsonb_build_object('id', id, 'code', code, 'externalId', external_id, 'name', name, 'currency', currency, 'termsDays', payment_terms_days)) from party), '[]'),
      'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'active', a.active, 'manualPosting', a.manual_posting, 'control', a.control))
                              from finance.account a where a.company_id = ${company} and a.code = any (${given(wanted.accounts)}::text[])), '[]'),
      'journals', (select jsonb_object_agg(j.code, j.id) from finance.journal j where j.company_id = ${company} and j.active),
      'rules', (select jsonb_agg(jsonb_build_object('purpose', r.purpose, 'key', r.key, 'accountId', r.account_id)) from finance.account_rule r
                 where r.company_id = ${company} and (r.key = '' or r.key in (select id::text from party))),
      'rates', coalesce((select jsonb_agg(jsonb_build_object('currency', e.currency, 'rate', e.rate::text, 'validOn', e.valid_on) order by e.valid_on desc)
                           from finance.exchange_rate e where e.company_id = ${company}
                            and (e.currency = any (${given(wanted.currencies)}::text[]) or e.currency in (select currency from party))), '[]')) as context`.execute(
    tx.db,
  );
  const context = rows[0]?.context;
  if (!context) throw new Error("The context of the import came back empty.");
  return context;
};

/** Reads it in one statement. */
export const readFinanceContext = async (tx: TxCtx, wanted: Wanted): Promise<FinanceImportContext> => {
  const { parties, accounts, journals, rules, rates } = await load(tx, wanted);
  const byExternalId = parties.flatMap((party): [string, KnownParty][] => (party.externalId === null ? [] : [[party.externalId, party]]));
  return {
    parties: new Map([...parties.map((party): [string, KnownParty] => [party.code, party]), ...byExternalId]),
    accounts: new Map(accounts.map((account) => [account.code, account])),
    journals: new Map(Object.entries(journals)),
    accountFor: (purpose, partyId) => {
      const found = [partyId, ""].flatMap((key) => rules.find((rule) => rule.purpose === purpose && rule.key === key) ?? [])[0];
      if (!found) throw new Error(`The company has no default account for ${purpose}.`);
      return found.accountId;
    },
    rateOn: (currency, day) => rates.find((rate) => rate.currency === currency && rate.validOn <= day)?.rate,
  };
};

/** The rate to company currency on a day; nothing in company currency itself. */
export const exchangeOn = (
  tx: Pick<TxCtx, "company">,
  context: FinanceImportContext,
  currency: string,
  day: string,
): Outcome<Exchange | undefined> => {
  const { baseCurrency } = tx.company;
  if (currency === baseCurrency) return { ok: true, value: undefined };
  const rate = context.rateOn(currency, day);
  if (rate === undefined)
    return refuse(invalid("rate.missing", `There is no exchange rate for ${currency} on or before ${day}.`, "/currency"));
  return { ok: true, value: { from: currency, to: baseCurrency, rate } };
};

export const partyMissing = (party: string) => invalid("import.party", `There is no customer or supplier ${party}.`, "/party");
