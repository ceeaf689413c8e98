import type pg from "pg";
import type { Mutation } from "./mutation.ts";

const SCHEMAS = "('shared', 'finance', 'sales', 'hr')";

/** Every trigger that a migration made; those of foreign keys and of partitions follow from others. */
const triggers = async (db: pg.Client): Promise<Mutation[]> => {
  const { rows } = await db.query<{ place: string; trigger: string }>(`
    select tgrelid::regclass::text as place, tgname as trigger from pg_trigger
     where not tgisinternal and tgparentid = 0 and tgrelid in (select oid from pg_class where relnamespace::regnamespace::text in ${SCHEMAS})
     order by 1, 2`);
  return rows.map(({ place, trigger }) => ({ name: `trigger ${place} ${trigger}`, place, sql: `drop trigger "${trigger}" on ${place}` }));
};

/**
 * Every check and exclusion that a migration gave a name of its own. Left out: the mere form of a text, which the schemas at the door refuse
 * before, and checks that Postgres named, which list the values of a column.
 */
const constraints = async (db: pg.Client): Promise<Mutation[]> => {
  const { rows } = await db.query<{ place: string; constraint: string }>(`
    select conrelid::regclass::text as place, conname as constraint from pg_constraint
     where contype in ('c', 'x') and conrelid <> 0 and coninhcount = 0 and connamespace::regnamespace::text in ${SCHEMAS}
       and conname !~ '_check[0-9]*$' and conname !~ '_(shape|named)$'
     order by 1, 2`);
  return rows.map(({ place, constraint }) => ({
    name: `constraint ${place} ${constraint}`,
    place,
    sql: `alter table ${place} drop constraint "${constraint}"`,
    own: { file: "core/database/checks.test.ts", test: `${place} keeps ${constraint}` },
  }));
};

/** Every refusal in a function becomes a notice, one at a time. A function that only refuses is covered by its triggers. */
const refusals = async (db: pg.Client): Promise<Mutation[]> => {
  const { rows } = await db.query<{ name: string; source: string; definition: string }>(`
    select oid::regproc::text as name, prosrc as source, pg_get_functiondef(oid) as definition from pg_proc
     where pronamespace::regnamespace::text in ${SCHEMAS} and prosrc ~* 'raise exception' and prosrc ~* '\\m(if|loop|case|when)\\M' order by 1`);
  return rows.flatMap(({ name, source, definition }) =>
    [...source.matchAll(/raise exception/gi)].map((found, at) => {
      const refused = /constraint = '(\w+)'/.exec(source.slice(found.index).split(/raise exception/i)[1] ?? "")?.[1] ?? `refusal ${at + 1}`;
      const offset = definition.indexOf(source) + found.index;
      const sql = `${definition.slice(0, offset)}raise notice${definition.slice(offset + found[0].length)}`;
      return { name: `refusal ${name} ${refused}`, place: name, sql };
    }),
  );
};

/** Every policy that shows the application one company alone shows it everything. */
const policies = async (db: pg.Client): Promise<Mutation[]> => {
  const { rows } = await db.query<{ place: string; policy: string; checks: boolean }>(`
    select format('%I.%I', schemaname, tablename) as place, policyname as policy, cmd in ('ALL', 'INSERT', 'UPDATE') as checks from pg_policies
     where schemaname in ${SCHEMAS} and roles = '{enterprise_app}' order by 1, 2`);
  return rows.map(({ place, policy, checks }) => ({
    name: `policy ${place} ${policy}`,
    place,
    sql: `alter policy "${policy}" on ${place} using (true)${checks ? " with check (true)" : ""}`,
  }));
};

/** What the migrated database guards, one mutation for each guard; a new guard is in the list by itself. */
export const databaseMutations = async (db: pg.Client): Promise<Mutation[]> => [
  ...(await triggers(db)),
  ...(await constraints(db)),
  ...(await refusals(db)),
  ...(await policies(db)),
];
