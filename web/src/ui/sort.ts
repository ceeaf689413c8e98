/** A column as far as sorting is concerned. */
interface Sortable {
  readonly id: string;
  readonly sort?: string;
}

/** The API's sort (`-name`) as the table's state. */
export function sortedBy(columns: readonly Sortable[], sort: string | undefined): { id: string; desc: boolean }[] {
  const desc = sort?.startsWith("-") ?? false;
  const column = columns.find((candidate) => candidate.sort !== undefined && candidate.sort === sort?.replace(/^-/, ""));
  return column ? [{ id: column.id, desc }] : [];
}

/** What the next press on a column's head sorts by: ascending, descending, then the API's own order. */
export function nextSort(column: string, sort: string | undefined): string | undefined {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? undefined : column;
}
