import { expect, test } from "vitest";
import { databaseAs } from "#core/testing/books.ts";

/** Of tables that nothing has analysed yet, what the planner is told of the columns of keys `(company_id, x)`. */
const TOLD = `
  select c.relname as name, a.attname as column, s.n_distinct as told
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_index i on i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 2 and i.indpred is null and i.indexprs is null
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[1]
    join pg_attribute f on f.attrelid = c.oid and f.attnum = i.indkey[0] and f.attname = 'company_id'
    left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and not s.inherited
   where c.relkind = 'r' and c.reltuples < 0 and n.nspname in ('sales', 'finance')`;

test("what is unique beside the company is unique to the planner before any table was analysed", async () => {
  const { rows } = await databaseAs("superuser").query<{ name: string; column: string; told: number | null }>(TOLD);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ told }) => told !== -1)).toEqual([]);
});
