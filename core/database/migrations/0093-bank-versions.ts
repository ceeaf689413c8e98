import { type Kysely, sql } from "kysely";

/**
 * What a bank account and a statement show changes with their lines: the balance, and how many are left. So their versions count up with every change of a line's
 * status, and whoever holds an older one is not told that nothing changed.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create function finance.count_bank_changes() returns trigger language plpgsql as $$
  begin
    update finance.bank_account a set version = a.version + 1
     where (a.company_id, a.id) in (select c.company_id, c.bank_account_id from changed c);
    update finance.bank_statement s set version = s.version + 1
     where (s.company_id, s.id) in (select c.company_id, c.statement_id from changed c) and s.state <> 'discarded';
    return null;
  end $$;
  create trigger changes_counted_on_insert after insert on finance.bank_line_status referencing new table as changed for each statement execute function finance.count_bank_changes();
  create trigger changes_counted_on_update after update on finance.bank_line_status referencing new table as changed for each statement execute function finance.count_bank_changes();
  create trigger changes_counted_on_delete after delete on finance.bank_line_status referencing old table as changed for each statement execute function finance.count_bank_changes();
`.execute(db);
