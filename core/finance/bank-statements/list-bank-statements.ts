import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { BankStatementBody, BankStatementQuery } from "./bank-statement.ts";
import { type BankWarning, storedWarning } from "./bank-warning.ts";

type Row = Omit<BankStatementBody, "bankAccount" | "opening" | "closing" | "credits" | "debits" | "warnings"> &
  Readonly<{
    warnings: readonly (string | BankWarning)[];
    accountId: string;
    accountCode: string;
    accountName: string;
    openingMinor: bigint | null;
    closingMinor: bigint | null;
    creditMinor: bigint;
    debitMinor: bigint;
  }>;

const bodyOf = (row: Row): BankStatementBody => {
  const { accountId, accountCode, accountName, openingMinor, closingMinor, creditMinor, debitMinor, ...rest } = row;
  const money = (minor: bigint) => formatMinor(minor, rest.currency);
  return {
    ...rest,
    warnings: rest.warnings.map(storedWarning),
    bankAccount: { id: accountId, code: accountCode, name: accountName },
    opening: openingMinor === null ? null : money(openingMinor),
    closing: closingMinor === null ? null : money(closingMinor),
    credits: money(creditMinor),
    debits: money(debitMinor),
  };
};

/** Statements that meet the conditions, the latest first. */
export const readStatements = async (
  db: Db,
  companyId: string,
  conditions: RawBuilder<unknown>,
  limit: number,
): Promise<BankStatementBody[]> => {
  const { rows } = await sql<Row>`
    select s.id, a.id as account_id, a.code as account_code, a.name as account_name, s.format, s.message_type, s.reference, s.currency, s.from_on, s.to_on, s.opening_minor,
           s.closing_minor, s.credit_minor, s.debit_minor, s.booked_count as booked, s.pending_count as pending, s.added_count as added,
           (select count(*) from finance.bank_line_status l where l.company_id = s.company_id and l.statement_id = s.id and l.left_minor <> 0)::integer as left,
           s.warnings, s.state, s.file_id, f.name as file_name, s.version, s.created_at
      from finance.bank_statement s
      join finance.bank_account a on a.company_id = s.company_id and a.id = s.bank_account_id
      join finance.bank_file f on f.company_id = s.company_id and f.id = s.file_id
     where s.company_id = ${companyId} and ${conditions} order by s.to_on desc, s.id desc limit ${limit}`.execute(db);
  return rows.map(bodyOf);
};

/** Statements, the latest first. */
export const listBankStatements = query("finance.bank.read", async ({ db, actor }, filter: BankStatementQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`true`,
    ...(filter.bankAccountId === undefined ? [] : [sql`s.bank_account_id = ${filter.bankAccountId}`]),
    ...(filter.state === undefined ? [] : [sql`s.state = ${filter.state}`]),
    ...(cursor ? [sql`(s.to_on, s.id) < (${cursor.value.day}::date, ${cursor.value.id}::uuid)`] : []),
  ];
  const rows = await readStatements(db, actor.companyId, sql.join(conditions, sql` and `), filter.limit + 1);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ toOn, id }) => [toOn, id],
      (statement): BankStatementBody => statement,
    ),
  );
});

export const findBankStatement = async (db: Db, companyId: string, id: string): Promise<BankStatementBody | undefined> =>
  (await readStatements(db, companyId, sql`s.id = ${id}`, 1))[0];

export const getBankStatement = query("finance.bank.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const statement = await findBankStatement(db, actor.companyId, id);
  return statement ? done(statement) : refuse(missing("bank statement", id));
});
