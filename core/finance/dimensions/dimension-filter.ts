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
export type DimensionFilter = Readonly<{ dimension?: string | undefined; withoutDimension?: string | undefined }>;

/** Stands for "no dimension" in the balances. */
export const NO_SET = "00000000-0000-0000-0000-000000000000";

const listed = (text: string | undefined): string[] => [...new Set(text?.toLowerCase().split(",") ?? [])];

type Matching = { unknown: string[]; sets: string[] };

/**
 * The dimension sets whose lines a filter means, NO_SET among them when lines without any do; undefined when nothing is filtered. Their number follows
 * the combinations in use, not the lines.
 */
export const matchingSets = async (
  db: Db,
  companyId: string,
  filter: DimensionFilter,
): Promise<Outcome<readonly string[] | undefined, Fault<"invalid">>> => {
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
  const pointer = values.includes(unknown[0]) ? "/dimension" : "/withoutDimension";
  return refuse(invalid("dimension.missing", `There is no dimension or value ${unknown[0]}.`, pointer));
};

/** Keeps the rows whose set is one of these. */
export const amongSets = (column: string, sets: readonly string[] | undefined): RawBuilder<unknown> =>
  sets === undefined ? sql`` : sql`and coalesce(${sql.ref(column)}, ${NO_SET}::uuid) in (select unnest(${sets}::uuid[]))`;
