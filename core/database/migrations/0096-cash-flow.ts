import { type Kysely, sql } from "kysely";

/** In which part of the cash flow statement an account's movements belong; null: where accounts of its type and subtype usually do. */
export const up = (db: Kysely<unknown>) =>
  sql`
  alter table finance.account
    add column cash_flow text,
    add constraint account_cash_flow check (
      cash_flow is null
      or (type in ('asset', 'liability', 'equity') and cash_flow in ('cash', 'non_cash', 'working_capital', 'investing', 'financing'))
      or (type in ('income', 'expense') and cash_flow in ('investing', 'financing', 'exchange')))`.execute(db);
