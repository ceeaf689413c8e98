import { type RawBuilder, sql } from "kysely";
import * as z from "zod";
import type { Db } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";

const UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const ids = (most: number) =>
  z.string().regex(new RegExp(`^${UUID}(?:,${UUID}){0,${most - 1}}$`), `Write up to ${most} ids with commas between them.`);

/** What a report by dimension takes. */
export const dimensionQuery = {
  dimension: ids(50)
    .optional()
    .describe(
      "Only lines that name one of these dimension values or one below it; ids with commas between them. Values of several dimensions must be named together.",
    ),
  withoutDimension: ids(20).optional().describe("Only lines that name no value of these dimensions; ids with commas between them."),
};
export type DimensionFilter = Readonly<{
  dimension?: string | undefined;
  withoutDimension?: string | undefined;
  /** Instead of ids, which are a company's own: the same by their codes. */
  named?: NamedDimensions | undefined;
}>;
/** Values by the codes of dimension and value, and dimensions by code: what a filter means in any company. */
export type NamedDimensions = Readonly<{ values: readonly Readonly<{ dimension: string; value: string }>[]; without: readonly string[] }>;

/** Stands for "no dimension" in the balances. */
export const NO_SET = "00000000-0000-0000-0000-000000000000";

const listed = (text: string | undefined): string[] => [...new Set(text?.toLowerCase().split(",") ?? [])];

/** What a filter of a company means in others: its ids by their codes. */
export const nameDimensions = async (
  db: Db,
  companyId: string,
  { dimension, withoutDimension }: DimensionFilter,
): Promise<Outcome<NamedDimensions | undefined, Fault<"invalid">>> => {
  const [values, without] = [listed(dimension), listed(withoutDimension)];
  if (values.length === 0 && without.length === 0) return done(undefined);
  const { rows } = await sql<{ id: string; dimension: string; value: string | null }>`
    select v.id, d.code as dimension, v.code as value from finance.dimension_value v
      join finance.dimension d on d.company_id = v.company_id and d.id = v.dimension_id
     where v.company_id = ${companyId} and v.id = any (${values}::uuid[])
     union all
    select d.id, d.code, null from finance.dimension d where d.company_id = ${companyId} and d.id = any (${without}::uuid[])`.execute(db);
  const ids = new Set(rows.map(({ id }) => id));
  const unknown = [...values, ...without].find((id) => !ids.has(id));
  if (unknown !== undefined) return refuse(dimensionMissing(unknown, values.includes(unknown)));
  return done({
    values: rows.flatMap(({ dimension: of, value }) => (value === null ? [] : [{ dimension: of, value }])),
    without: rows.flatMap(({ dimension: of, value }) => (value === null ? [of] : [])),
  });
};

/** The same in a company: values and dimensions that it has; undefined where it has no value of a dimension that lines must name. */
const idsOfNamed = async (db: Db, companyId: string, { values, without }: NamedDimensions): Promise<DimensionFilter | undefined> => {
  const { rows } = await sql<{ id: string; dimension: string; named: boolean }>`
    select v.id, d.code as dimension, true as named
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as w (dimension text, value text)
      join finance.dimension d on d.company_id = ${companyId} and d.code = w.dimension
      join finance.dimension_value v on v.company_id = ${companyId} and v.dimension_id = d.id and v.code = w.value
     union all
    select d.id, d.code, false from finance.dimension d where d.company_id = ${companyId} and d.code = any (${[...without]}::text[])`.execute(
    db,
  );
  const found = rows.filter(({ named }) => named);
  const has = new Set(found.map(({ dimension }) => dimension));
  if (values.some(({ dimension }) => !has.has(dimension))) return undefined;
  const list = (of: readonly { id: string }[]) => (of.length === 0 ? undefined : of.map(({ id }) => id).join(","));
  return { dimension: list(found), withoutDimension: list(rows.filter(({ named }) => !named)) };
};

const dimensionMissing = (id: string, isValue: boolean) =>
  invalid("dimension.missing", `There is no dimension or value ${id}.`, isValue ? "/dimension" : "/withoutDimension");

type Matching = { unknown: string[]; sets: string[] };

/**
 * The dimension sets whose lines a filter means, NO_SET among them when lines without any do; undefined when nothing is filtered. Their number follows
 * the combinations in use, not the lines.
 */
export const matchingSets = async (
  db: Db,
  companyId: string,
  { named, ...asked }: DimensionFilter,
): Promise<Outcome<readonly string[] | undefined, Fault<"invalid">>> => {
  const filter = named === undefined ? asked : await idsOfNamed(db, companyId, named);
  if (filter === undefined) return done([]);
  const [values, without] = [listed(filter.dimension), listed(filter.withoutDimension)];
  if (values.length === 0 && without.length === 0) return done(undefined);
  const { rows } = await sql<Matching>`
    with recursive wanted as (
      select v.dimension_id, v.id from finance.dimension_value v where v.company_id = ${companyId} and v.id = any (${values}::uuid[])
       union
      select v.dimension_id, v.id from wanted w join finance.dimension_value v on v.company_id = ${companyId} and v.dimension_id = w.dimension_id and v.parent_id = w.id),
    dimensions as (select count(distinct dimension_id) as wanted from wanted),
    named as (
      select m.set_id from wanted w join finance.dimension_set_member m on m.company_id = ${companyId} and m.value_id = w.id
       group by m.set_id having count(*) = (select wanted from dimensions)),
    candidate as (
      select set_id from named
       union all
      select s.id from finance.dimension_set s where s.company_id = ${companyId} and ${values.length === 0}
       union all
      select ${NO_SET}::uuid where ${values.length === 0})
    select array(select one.id::text from unnest(${values}::uuid[]) as one (id) where one.id not in (select id from wanted)
                  union all
                 select one.id::text from unnest(${without}::uuid[]) as one (id)
                  where not exists (select from finance.dimension d where d.company_id = ${companyId} and d.id = one.id)) as unknown,
           array(select c.set_id::text from candidate c
                  where not exists (select from finance.dimension_set_member m
                                     where m.company_id = ${companyId} and m.set_id = c.set_id and m.dimension_id = any (${without}::uuid[]))) as sets`.execute(
    db,
  );
  const { unknown = [], sets = [] } = rows[0] ?? {};
  if (unknown[0] === undefined) return done(sets);
  return refuse(dimensionMissing(unknown[0], values.includes(unknown[0])));
};

/** Keeps the rows whose set is one of these. */
export const amongSets = (column: string, sets: readonly string[] | undefined): RawBuilder<unknown> =>
  sets === undefined ? sql`` : sql`and coalesce(${sql.ref(column)}, ${NO_SET}::uuid) in (select unnest(${sets}::uuid[]))`;
