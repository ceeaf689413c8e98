import { CompiledQuery } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";

export type IssueSettings = Readonly<{
  controlAccountId: string;
  exchangeAccountId: string;
  exchangeJournalId: string;
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

const statement = (subject: string) => `
with subject as materialized (${subject})
select (select a.account_id from finance.account_rule a, subject s
         where a.company_id = $1 and a.purpose = case s.kind when 'bill' then 'payable' else 'receivable' end
           and ((a.key_kind = 'party' and a.key = s.party_id::text) or a.key_kind = 'default') order by a.key_kind = 'party' desc limit 1) as "controlAccountId",
       (select a.account_id from finance.account_rule a, subject s
         where a.company_id = $1 and a.purpose = case s.kind when 'bill' then 'purchase' else 'revenue' end
           and ((a.key_kind = 'party' and a.key = s.party_id::text) or a.key_kind = 'default') order by a.key_kind = 'party' desc limit 1) as "defaultAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'exchange' and a.key_kind = 'default') as "exchangeAccountId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'GEN') as "exchangeJournalId",
       (select j.id from finance.journal j, subject s where j.company_id = $1 and j.code = case s.kind when 'bill' then 'PUR' else 'SAL' end) as "journalId",
       (select e.rate::text from finance.exchange_rate e join subject s on e.currency = s.currency where e.company_id = $1 and e.valid_on <= $2::date order by e.valid_on desc limit 1) as rate`;

/** Control account, default account, journal and exchange rate for issuing a document: one statement that travels with the lock of its subject. */
export const issueSettings = async (tx: Pick<TxCtx, "db" | "actor">, subject: Subject): Promise<IssueSettings> => {
  const query = CompiledQuery.raw(statement(subject.sql), [tx.actor.companyId, subject.on, ...subject.parameters]);
  const { rows } = await tx.db.executeQuery<IssueSettings>(query);
  const settings = rows[0];
  if (!settings) throw new Error("The settings for issuing came back empty.");
  return settings;
};
