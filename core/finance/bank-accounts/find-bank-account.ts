import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { BankAccountBody } from "./bank-account.ts";

type Row = Omit<BankAccountBody, "account" | "opening" | "balance"> &
  Readonly<{
    accountId: string;
    accountCode: string;
    accountName: string;
    openingOn: string;
    openingMinor: bigint;
    openingEntryId: string | null;
    balanceMinor: bigint;
  }>;

const bodyOf = (row: Row): BankAccountBody => {
  const { accountId, accountCode, accountName, openingOn, openingMinor, openingEntryId, balanceMinor, ...rest } = row;
  return {
    ...rest,
    account: { id: accountId, code: accountCode, name: accountName },
    opening: { on: openingOn, balance: formatMinor(openingMinor, rest.currency), entryId: openingEntryId },
    balance: formatMinor(balanceMinor, rest.currency),
  };
};

/** Bank accounts by code with what their lines come to, those that meet the conditions. */
export const readBankAccounts = async (
  db: Db,
  companyId: string,
  conditions: RawBuilder<unknown>,
  limit: number,
): Promise<BankAccountBody[]> => {
  const { rows } = await sql<Row>`
    select b.id, b.code, b.name, b.currency, b.iban, b.account_number, b.bank_code, b.bic, b.bank_name, b.account_id, a.code as account_code, a.name as account_name,
           b.journal_id, m.code as method, b.opening_on, b.opening_minor, b.opening_entry_id, b.reconciled_on, b.active, b.version,
           b.opening_minor + coalesce(l.total, 0) as balance_minor, coalesce(l.left_count, 0)::integer as lines_left, l.last_booked_on
      from finance.bank_account b
      join finance.account a on a.company_id = b.company_id and a.id = b.account_id
      join finance.payment_method m on m.company_id = b.company_id and m.id = b.method_id
      left join lateral (select sum(s.amount_minor)::bigint as total, count(*) filter (where s.left_minor <> 0) as left_count, max(s.booked_on) as last_booked_on
                           from finance.bank_line_status s where s.company_id = b.company_id and s.bank_account_id = b.id) l on true
     where b.company_id = ${companyId} and ${conditions} order by b.code limit ${limit}`.execute(db);
  return rows.map(bodyOf);
};

export const findBankAccount = async (db: Db, companyId: string, id: string): Promise<BankAccountBody | undefined> =>
  (await readBankAccounts(db, companyId, sql`b.id = ${id}`, 1))[0];

/** Holds a bank account against everything else that is done to its lines, until the end of the transaction. */
export const lockBankAccount = (db: Db, companyId: string, id: string) =>
  db
    .selectFrom("finance.bankAccount")
    .selectAll()
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
export type LockedBankAccount = NonNullable<Awaited<ReturnType<typeof lockBankAccount>>>;
