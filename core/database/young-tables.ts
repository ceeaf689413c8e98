import { type Kysely, sql } from "kysely";

const FIRST_SERVER_THAT_LISTENS = 180_000;

/**
 * What the planner is told of columns, as `n_distinct`: a number of values, or below zero a share of the rows. Every index begins with the company, and most
 * installations have one. What is unique beside the company is unique; what a longer key begins with, as the document of a line, has few rows each. Columns
 * that nothing is known of would have two hundred values: then 50,000 lines are taken to have 250 for each id, and an update of three reads them all
 * (measured: 17 ms for a delivery instead of 1).
 */
const DESCRIBED = sql`
  select i.indrelid as relid, a.attname, case when a.attname = 'company_id' then 1 else -1 end as n_distinct
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:1])
       and (a.attname = 'company_id' or i.indnkeyatts = 2 or a.atttypid = 'uuid'::regtype)
   where i.indisunique and i.indpred is null and i.indexprs is null and i.indnkeyatts >= 2
     and exists (select from pg_attribute c where c.attrelid = i.indrelid and c.attnum = i.indkey[0] and c.attname = 'company_id')`;

/**
 * Tells the planner what a table that has never been analysed will look like. Without this a plan made while the table is young may read all rows of the
 * company through whatever index there is, and connections keep such plans until the first analysis (measured: 22 ms instead of 20 µs after 1,000 orders).
 * Older servers wait for that analysis.
 */
export const describeYoungTables = async (db: Kysely<unknown>): Promise<void> => {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(db);
  if ((rows[0]?.version ?? 0) < FIRST_SERVER_THAT_LISTENS) return;
  await sql`
    select pg_restore_attribute_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'attname', d.attname::text, 'inherited', false,
                                      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', min(d.n_distinct)::real)
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join (${DESCRIBED}
            union all select a.attrelid, a.attname, 1 from pg_attribute a where a.attname = 'company_id' and not a.attisdropped) d on d.relid = c.oid
     where c.relkind = 'r' and c.reltuples < 0 and n.nspname in ('shared', 'sales', 'finance', 'hr') and pg_has_role(c.relowner, 'usage')
     group by n.nspname, c.relname, d.attname`.execute(db);
};
