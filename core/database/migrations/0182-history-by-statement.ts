import { type Kysely, sql } from "kysely";

/** Tables of which one statement changes many rows. */
const HOT = ["sales.sales_order", "sales.sales_order_line", "finance.invoice"];

/** What rows were before a change is kept once for all rows of a statement, not by a call of a function for each (a third of confirming an order). */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  /* As shared.keep_history, for the rows of a statement: was (and after an update: now) are what it changed. */
  create function shared.keep_histories() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if tg_op = 'DELETE' then
      insert into shared.row_history (company_id, table_name, row_id, row_before, operation, changed_by)
      select w.company_id, tg_table_schema || '.' || tg_table_name, w.id, to_jsonb(w), tg_op, shared.current_actor() from was w;
    else
      insert into shared.row_history (company_id, table_name, row_id, row_before, operation, changed_by)
      select w.company_id, tg_table_schema || '.' || tg_table_name, w.id, to_jsonb(w), tg_op, shared.current_actor()
        from was w join now n on n.company_id = w.company_id and n.id = w.id where w is distinct from n;
    end if;
    return null;
  end $$;
  grant create on schema shared to enterprise_definer;
  alter function shared.keep_histories() owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  revoke all on function shared.keep_histories() from public;
`.execute(db);
  for (const table of HOT)
    await sql`
    drop trigger keep_history on ${sql.raw(table)};
    create trigger keep_history_of_update after update on ${sql.raw(table)}
      referencing old table as was new table as now for each statement execute function shared.keep_histories();
    create trigger keep_history_of_delete after delete on ${sql.raw(table)} referencing old table as was for each statement execute function shared.keep_histories();
  `.execute(db);
};
