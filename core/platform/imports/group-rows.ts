import type { CompanyFacts } from "#core/kernel/context.ts";
import { type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { AnyImportKind, Cells } from "./import-kind.ts";

/** A row of a file: its line, its text as it stood there, and its cells, or why it cannot be read. */
export type SourceRow = Readonly<{ line: number; source: readonly string[] }> & (Readonly<{ cells: Cells }> | Readonly<{ fault: Fault }>);

/** One thing to import with the rows it comes from. */
export type Item = Readonly<{ rows: readonly SourceRow[]; input: Outcome<unknown> }>;

const MOST_ROWS = 5000;
const scattered = invalid("import.scattered", "The rows of one document must follow each other; others stand between these.");
const tooLong = invalid("import.too_long", `A document has at most ${MOST_ROWS} rows.`);

const read = (kind: AnyImportKind, rows: readonly SourceRow[], company: CompanyFacts): Outcome<unknown> => {
  const bad = rows.find((row) => "fault" in row);
  if (bad && "fault" in bad) return refuse(bad.fault);
  if (rows.length > MOST_ROWS) return refuse(tooLong);
  return kind.read(
    rows.flatMap((row) => ("cells" in row ? [row.cells] : [])),
    company,
  );
};

/** The items of a file in order: each row, or each group of rows with one key. A key that comes again later is refused, not taken for another document. */
export async function* itemsOf(kind: AnyImportKind, rows: AsyncIterable<SourceRow>, company: CompanyFacts): AsyncGenerator<Item> {
  const { groupBy } = kind;
  const seen = new Set<string>();
  let group: SourceRow[] = [];
  let key: string | undefined;
  const closed = (): Item => {
    const again = key !== undefined && seen.has(key);
    if (key !== undefined) seen.add(key);
    return { rows: group, input: again ? refuse(scattered) : read(kind, group, company) };
  };
  for await (const row of rows) {
    const next = groupBy !== undefined && "cells" in row ? row.cells[groupBy] : undefined;
    if (group.length > 0 && (next === undefined || next !== key)) {
      yield closed();
      group = [];
    }
    key = next;
    group.push(row);
  }
  if (group.length > 0) yield closed();
}
