import { CompiledQuery } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { Ledger } from "../open-items/open-item.ts";

export type PaymentSettings = Readonly<{
  partyName: string;
  partyCurrency: string;
  isCustomer: boolean;
  isSupplier: boolean;
  methodId: string | null;
  methodAccountId: string | null;
  receivableAccountId: string;
  payableAccountId: string;
  exchangeAccountId: string;
  journalId: string;
  exchangeJournalId: string;
  rate: string | null;
  /** Of the currency that the account of the method moved by, where another one was asked about. */
  accountRate: string | null;
}>;

const statement = `
select p.name as "partyName", coalesce($3, p.currency) as "partyCurrency", p.is_customer as "isCustomer", p.is_supplier as "isSupplier",
       (select m.id from finance.payment_method m where m.company_id = $1 and m.code = $4 and m.active) as "methodId",
       (select m.account_id from finance.payment_method m where m.company_id = $1 and m.code = $4 and m.active) as "methodAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'receivable' and (a.key = $2::text or a.key = '') order by a.key <> '' desc limit 1) as "receivableAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'payable' and (a.key = $2::text or a.key = '') order by a.key <> '' desc limit 1) as "payableAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'exchange' and a.key = '') as "exchangeAccountId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'BNK') as "journalId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'GEN') as "exchangeJournalId",
       (select e.rate::text from finance.exchange_rate e where e.company_id = $1 and e.currency = coalesce($3, p.currency) and e.valid_on <= $5::date order by e.valid_on desc limit 1) as rate,
       (select e.rate::text from finance.exchange_rate e where e.company_id = $1 and e.currency = $6::text and e.valid_on <= $5::date order by e.valid_on desc limit 1) as "accountRate"
  from finance.party p where p.company_id = $1 and p.id = $2::uuid`;

/** Party, method, accounts and rate of a payment, in the statement that travels with BEGIN. */
export const paymentSettings = async (
  tx: TxCtx,
  request: Readonly<{ partyId: string; currency: string | undefined; method: string; on: string; accountCurrency?: string | undefined }>,
): Promise<PaymentSettings | undefined> => {
  const { rows } = await tx.db.executeQuery<PaymentSettings>(
    CompiledQuery.raw(statement, [
      tx.actor.companyId,
      request.partyId,
      request.currency ?? null,
      request.method,
      request.on,
      request.accountCurrency ?? null,
    ]),
  );
  return rows[0];
};

/** Where money stands that settles nothing yet: with customers what comes in, with suppliers what goes out, unless the party is only the other. */
export const ledgerOf = (
  direction: "in" | "out",
  { isCustomer, isSupplier }: Pick<PaymentSettings, "isCustomer" | "isSupplier">,
): Ledger => {
  if (direction === "in") return isSupplier && !isCustomer ? "payable" : "receivable";
  return isCustomer && !isSupplier ? "receivable" : "payable";
};
