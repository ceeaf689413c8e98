import { CompiledQuery } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";

export type IssueSettings = Readonly<{
  controlAccountId: string;
  defaultAccountId: string;
  journalId: string;
  rate: string | null;
}>;

/**
 * Which party, currency and kind ("invoice" or "bill") the document is for: SQL with the columns party_id, currency, kind, where $1 is the company, $2 the
 * day and the caller's parameters count from $3. As SQL it can travel before the caller has read the document.
 */
export type Subject = Readonly<{ on: string; sql: string; parameters: readonly unknown[] }>;

export const invoiceSubject = (invoiceId: string, on: string): Subject => ({
  on,
  sql: "select i.party_id, i.currency, case when i.kind in ('bill', 'debit_note') then 'bill' else 'invoice' end as kind from finance.invoice i where i.company_id = $1 and i.id = $3",
  parameters: [invoiceId],
});

/** The party's own account for a purpose, else the company's. */
const accountFor = (ofBill: string, ofInvoice: string) => `
       (select a.account_id from finance.account_rule a
         where a.company_id = $1 and a.purpose = case s.kind when 'bill' then '${ofBill}' else '${ofInvoice}' end
           and ((a.key_kind = 'party' and a.key = s.party_id::text) or a.key_kind = 'default') order by a.key_kind = 'party' desc limit 1)`;

/** One row, also where there is no such subject: whoever asks hears from its lock that it is missing. */
const statement = (subject: string) => `
select ${accountFor("payable", "receivable")} as "controlAccountId", ${accountFor("purchase", "revenue")} as "defaultAccountId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = case s.kind when 'bill' then 'PUR' else 'SAL' end) as "journalId",
       (select e.rate::text from finance.exchange_rate e where e.company_id = $1 and e.currency = s.currency and e.valid_on <= $2::date order by e.valid_on desc limit 1) as rate
  from (select) here left join (${subject}) s on true`;

/** Control account, default account, journal and exchange rate for issuing a document: one statement that travels with the lock of its subject. */
export const issueSettings = async (tx: Pick<TxCtx, "db" | "actor">, subject: Subject): Promise<IssueSettings> => {
  const query = CompiledQuery.raw(statement(subject.sql), [tx.actor.companyId, subject.on, ...subject.parameters]);
  const { rows } = await tx.db.executeQuery<IssueSettings>(query);
  const settings = rows[0];
  if (!settings) throw new Error("The settings for issuing came back empty.");
  return settings;
};

export type ExchangeSettings = Readonly<{ exchangeAccountId: string; exchangeJournalId: string }>;

const EXCHANGE = `
select (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'exchange' and a.key_kind = 'default') as "exchangeAccountId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'GEN') as "exchangeJournalId"`;

/** Where differences of exchange rates are posted. */
export const exchangeSettings = async (tx: Pick<TxCtx, "db" | "actor">): Promise<ExchangeSettings> => {
  const { rows } = await tx.db.executeQuery<ExchangeSettings>(CompiledQuery.raw(EXCHANGE, [tx.actor.companyId]));
  const settings = rows[0];
  if (!settings) throw new Error("The settings for exchange differences came back empty.");
  return settings;
};
