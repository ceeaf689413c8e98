import { CompiledQuery, sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { combinationsOf, type DimensionBook, interningStatement, readDimensionBook } from "./dimension-sets.ts";

/** How a cell of a file names values: `cost-centre=210; project=P1`. */
const NAMED = /^\s*[A-Za-z0-9._-]{1,32}\s*=\s*[A-Za-z0-9._-]{1,32}\s*(;\s*[A-Za-z0-9._-]{1,32}\s*=\s*[A-Za-z0-9._-]{1,32}\s*){0,19};?\s*$/;
const namesIn = (text: string) =>
  text
    .split(";")
    .map((part) => part.split("=").map((word) => word.trim()))
    .flatMap(([dimension, value]) => (dimension && value ? [`${dimension}=${value}`] : []));

type ImportedLine = Readonly<{ accountId: string; dimensions?: string | undefined }>;

/** What the cells of a batch mean. */
export type ImportedDimensions = Readonly<{
  /** The values that a line names, checked for its account and day. */
  valuesOf: (line: ImportedLine, on: string) => Outcome<string[], Fault<"invalid">>;
  setOf: DimensionBook["setOf"];
  /** Makes the sets of these lines, before what names them is posted. */
  intern: (lines: readonly Readonly<{ dimensions?: readonly string[] | undefined }>[]) => Promise<void>;
}>;

/** Reads what the dimension cells of a whole batch name, in two statements; a batch without any costs one look at what is required. */
export const readImportedDimensions = async (tx: TxCtx, lines: readonly ImportedLine[]): Promise<ImportedDimensions> => {
  const names = [...new Set(lines.flatMap(({ dimensions = "" }) => (NAMED.test(dimensions) ? namesIn(dimensions) : [])))];
  const known = new Map<string, string>();
  if (names.length > 0) {
    const { rows } = await sql<{ name: string; id: string }>`
      select d.code || '=' || v.code as name, v.id from finance.dimension_value v join finance.dimension d on d.company_id = v.company_id and d.id = v.dimension_id
       where v.company_id = ${tx.actor.companyId} and d.code || '=' || v.code = any (${names}::text[])`.execute(tx.db);
    for (const { name, id } of rows) known.set(name, id);
  }
  const idsOf = (text = "") => namesIn(text).flatMap((name) => known.get(name) ?? []);
  const book = await readDimensionBook(
    tx,
    lines.map(({ accountId, dimensions }) => ({ accountId, dimensions: idsOf(dimensions) })),
  );
  const refused = (detail: string) => refuse(invalid("import.dimension", detail, "/dimensions"));
  return {
    setOf: book.setOf,
    valuesOf: ({ accountId, dimensions = "" }, on) => {
      if (dimensions !== "" && !NAMED.test(dimensions)) return refused("Name dimensions like cost-centre=210; project=P1.");
      const missing = namesIn(dimensions).find((name) => !known.has(name));
      if (missing !== undefined) return refused(`There is no dimension value ${missing}.`);
      const values = idsOf(dimensions);
      const [error] = book.errorsOf({ accountId, dimensions: values }, on);
      return error === undefined ? done(values) : refused(error);
    },
    intern: async (posted) => {
      const combinations = combinationsOf(posted);
      if (combinations === null) return;
      const { sql: text, parameters } = interningStatement(combinations);
      await tx.db.executeQuery(CompiledQuery.raw(text, [...parameters]));
    },
  };
};
