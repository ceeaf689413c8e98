import { sql } from "kysely";
import * as z from "zod";
import { asking, readRateHistory } from "#core/finance/currencies/rate-history.ts";
import type { DimensionFilter } from "#core/finance/dimensions/dimension-filter.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { convertPartsBack } from "#core/kernel/exchange.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { AccountColumns, Sums } from "./column-sums.ts";
import type { AccountType } from "./report.ts";
import { type Shown, untranslated } from "./translation.ts";
import { type DimensionSum, dimensionSums } from "./view.ts";

/** As many values as a statement is still readable with; more are narrowed first. */
const MOST_VALUES = 100;

/** What a statement that can be cut by a dimension takes. */
export const byDimensionQuery = {
  byDimension: z
    .uuid()
    .optional()
    .describe(
      "Id of a dimension. Beside the whole a column for each of its values that lines name, and one for lines that name none. Not together with `compare` or `by`.",
    ),
};

const ids = z.string().optional();
/** Of a column that is not of a span by itself. */
export const ColumnValue = z
  .object({
    value: z
      .object({ id: z.uuid(), code: z.string(), name: z.string() })
      .nullable()
      .describe("Lines that name this value itself; null: those that name none of the dimension."),
    filter: z
      .object({ dimension: ids, withoutDimension: ids })
      .nullable()
      .describe("What asks another report for the same lines; null where values below this one have columns of their own."),
  })
  .describe("Only with `byDimension`, and not of the first column, which is the whole.");
export type ColumnValue = z.infer<typeof ColumnValue>;

type Wanted = DimensionFilter &
  Readonly<{
    from: string;
    to: string;
    byDimension: string;
    knownAt?: string | undefined;
    sets: readonly string[] | undefined;
    types: readonly AccountType[];
    currency: string | undefined;
  }>;
type Value = Readonly<{ id: string; parentId: string | null }>;

/** The values of a dimension with what each stands below, by id; undefined where the company has no such dimension. */
const readValues = async (db: Db, companyId: string, dimensionId: string): Promise<ReadonlyMap<string, Value> | undefined> => {
  const { rows } = await sql<{ values: readonly Value[] }>`
    select coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'parentId', v.parent_id)) from finance.dimension_value v
                      where v.company_id = d.company_id and v.dimension_id = d.id), '[]'::jsonb) as "values"
      from finance.dimension d where d.company_id = ${companyId} and d.id = ${dimensionId}`.execute(db);
  return rows[0] && new Map(rows[0].values.map((value) => [value.id, value]));
};

/** Everything above some values, themselves left out unless they are above another. */
const above = (used: readonly string[], values: ReadonlyMap<string, Value>): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const id of used)
    for (let parent = values.get(id)?.parentId; parent && !found.has(parent); parent = values.get(parent)?.parentId) found.add(parent);
  return found;
};

/** What the filter of a statement is for one of its columns: of this dimension the column says it alone. */
const filterOf = (id: string, { dimension }: DimensionFilter, values: ReadonlyMap<string, Value>) =>
  [...(dimension?.toLowerCase().split(",") ?? []).filter((other) => !values.has(other)), id].join(",");

const columnsOf = (
  sums: readonly DimensionSum[],
  { byDimension, ...filter }: Wanted,
  values: ReadonlyMap<string, Value>,
): ColumnValue[] => {
  const named = new Map(sums.flatMap(({ value }) => (value ? [[value.id, value] as const] : [])));
  const hasBelow = above([...named.keys()], values);
  const inOrder = [...named.values()].sort((left, right) => (left.code < right.code ? -1 : 1));
  const ofOthers = filter.withoutDimension === undefined ? {} : { withoutDimension: filter.withoutDimension };
  const columns = inOrder.map((value): ColumnValue => {
    return { value, filter: hasBelow.has(value.id) ? null : { dimension: filterOf(value.id, filter, values), ...ofOthers } };
  });
  if (sums.every(({ value }) => value !== null)) return columns;
  const withoutDimension = [...(filter.withoutDimension ? [filter.withoutDimension] : []), byDimension].join(",");
  const dimension = filter.dimension === undefined ? {} : { dimension: filter.dimension };
  return [...columns, { value: null, filter: { ...dimension, withoutDimension } }];
};

const sumsOf = (balance: bigint): Sums => (balance < 0n ? { debit: 0n, credit: -balance } : { debit: balance, credit: 0n });

/**
 * What moved between two days, closing entries left out, as a whole and by the values of one dimension, from the same sums as the statement itself. In
 * another currency all are at the mean of the days, and the columns of an account share what the whole is, so that they add up to it.
 */
export const dimensionColumns = async (
  ctx: ReadCtx,
  wanted: Wanted,
): Promise<Outcome<Readonly<{ shown: Shown; values: readonly ColumnValue[] }>, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  const { from, to, byDimension, knownAt, sets, types, currency } = wanted;
  const [values, sums] = await Promise.all([
    readValues(ctx.db, companyId, byDimension),
    dimensionSums(ctx.db, { companyId, from, to, knownAt, sets, types, withoutClosing: true }, byDimension),
  ]);
  if (!values) return refuse(invalid("dimension.missing", `There is no dimension ${byDimension}.`, "/byDimension"));
  const columns = columnsOf(sums, wanted, values);
  if (columns.length > MOST_VALUES)
    return refuse(invalid("report.columns", `These are more than ${MOST_VALUES} columns: ask for some of the values.`, "/byDimension"));
  const history = currency && (await readRateHistory(ctx.db, { id: companyId, baseCurrency: ctx.company.baseCurrency }, currency, to));
  const asked = history ? asking(history) : undefined;
  const mean = asked?.over({ from, to });
  const places = new Map(columns.map(({ value }, at) => [value?.id ?? null, at]));
  const rows = [...Map.groupBy(sums, ({ account }) => account.id).values()].map((members): AccountColumns => {
    const [{ account, traits }] = members as [DimensionSum];
    const balances = columns.map(() => 0n);
    for (const { value, debit, credit } of members) balances[places.get(value?.id ?? null) ?? 0] = debit - credit;
    const shown = mean ? convertPartsBack(balances, mean) : balances;
    return { account, traits, columns: [shown.reduce((sum, minor) => sum + minor, 0n), ...shown].map(sumsOf) };
  });
  const missing = asked?.missing();
  if (missing) return refuse(missing);
  const width = columns.length + 1;
  const shown: Shown = {
    ...untranslated(ctx, rows, width),
    ...(mean && currency
      ? { currency, difference: [], rates: Array.from({ length: width }, () => ({ closingRate: null, averageRate: mean.rate })) }
      : {}),
  };
  return done({ shown, values: columns });
};
