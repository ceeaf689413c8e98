import { sql } from "kysely";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { BankAccountBody, BankAccountQuery } from "./bank-account.ts";
import { findBankAccount, readBankAccounts } from "./find-bank-account.ts";

/** The company's bank accounts in order of code, with their balance at the bank. */
export const listBankAccounts = query("finance.bank.read", async ({ db, actor }, filter: BankAccountQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`true`,
    ...(filter.active === undefined ? [] : [sql`b.active = ${filter.active}`]),
    ...(cursor ? [sql`b.code > ${cursor.value[0] ?? ""}`] : []),
  ];
  const rows = await readBankAccounts(db, actor.companyId, sql.join(conditions, sql` and `), filter.limit + 1);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (account): BankAccountBody => account,
    ),
  );
});

export const getBankAccount = query("finance.bank.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const account = await findBankAccount(db, actor.companyId, id);
  return account ? done(account) : refuse(missing("bank account", id));
});
