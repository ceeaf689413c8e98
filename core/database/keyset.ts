import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import { DEFAULT_LIMIT } from "#core/kernel/page.ts";

/**
 * One sort of a list: its columns (or expressions that an index has), most significant first, the last one unique. None may be null, for null has
 * no place in an order.
 */
export type Sort = Readonly<{
  columns: readonly (string | RawBuilder<unknown>)[];
  direction: "asc" | "desc";
  types: readonly ("text" | "uuid" | "date" | "timestamptz" | "bigint")[];
}>;

/**
 * Orders a list by a sort and starts it behind the row that the cursor holds. The comparison is of whole rows, which an index on the same
 * columns answers without reading what came before.
 */
export const behind = <DB, TB extends keyof DB, O>(
  rows: SelectQueryBuilder<DB, TB, O>,
  sort: Sort,
  cursor: readonly (string | null)[] | undefined,
): SelectQueryBuilder<DB, TB, O> => {
  const columnsOf = sort.columns.map((column) => (typeof column === "string" ? sql.ref(column) : column));
  const ordered = columnsOf.reduce((list, column) => list.orderBy(column, sort.direction), rows);
  if (!cursor) return ordered;
  const columns = sql.join(columnsOf);
  const values = sql.join(cursor.map((value, index) => sql`${value}::${sql.raw(sort.types[index] ?? "text")}`));
  const comparison: RawBuilder<boolean> =
    sort.direction === "asc" ? sql<boolean>`(${columns}) > (${values})` : sql<boolean>`(${columns}) < (${values})`;
  return ordered.where(comparison);
};

/**
 * How many rows to read for a page, one more than it shows. A page of the usual length says so in the text of the statement: of a limit that is a
 * parameter the planner assumes a tenth of the table, so it sorts that or plans anew at each call.
 */
export const rowsOfPage = (limit: number): RawBuilder<number> =>
  limit === DEFAULT_LIMIT ? sql.lit(limit + 1) : sql<number>`${limit + 1}::int`;

type SearchFunction =
  | "finance.search_parties"
  | "finance.search_invoices"
  | "finance.search_payments"
  | "sales.search_products"
  | "sales.search_orders"
  | "sales.search_deliveries";

/** Whether a column holds one of the ids that a search function of the database found. */
export const foundBy = (column: string, search: SearchFunction, query: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any (array(select ${sql.raw(search)}(${query})))`;
