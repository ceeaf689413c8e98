import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { AnyImportKind, Cells } from "./import-kind.ts";

/** Which header stands for a column, where it is none of the known ones: `{ sku: "Artikelnummer" }`. */
export type ColumnMap = Readonly<Record<string, string>>;

export type MappedColumns = Readonly<{
  /** The cells of a row by column. */
  cellsOf: (row: readonly string[]) => Cells;
  ignored: readonly string[];
}>;

/** Undoes what an export does to text that a spreadsheet would run as a formula. */
const armed = (text: string) => text.replace(/^'(?=[=+@-])/, "");

const plain = (header: string) => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Finds the kind's columns in the header of a file. Refuses a mapping to nothing, a header that stands for two, and a required column that is not there. */
export const mapColumns = (
  kind: Pick<AnyImportKind, "columns">,
  header: readonly string[],
  map: ColumnMap = {},
): Outcome<MappedColumns> => {
  const unknown = Object.keys(map).find((name) => !kind.columns.some((column) => column.name === name));
  if (unknown !== undefined) return refuse(invalid("import.map", `There is no column ${unknown} to map.`));
  const places = new Map<string, number>();
  for (const { name, also = [] } of kind.columns) {
    const wanted = map[name];
    const names = wanted === undefined ? [name, ...also].map(plain) : [plain(wanted)];
    const found = header.flatMap((text, at) => (names.includes(plain(text)) ? [at] : []));
    const [place] = found;
    if (wanted !== undefined && place === undefined) return refuse(invalid("import.map", `The file has no column ${wanted}.`));
    const exact = found.find((at) => plain(header[at] ?? "") === names[0]);
    if (place !== undefined) places.set(name, exact ?? place);
  }
  const lacking = kind.columns.filter(({ name, required }) => required && !places.has(name)).map(({ name }) => name);
  if (lacking.length > 0)
    return refuse(invalid("import.columns", `The file lacks ${lacking.join(", ")}. Name the header that stands for it with a mapping.`));
  const used = new Set(places.values());
  return done({
    ignored: header.filter((_, at) => !used.has(at)),
    cellsOf: (row) => {
      const cells: Record<string, string> = {};
      for (const [name, at] of places) {
        const text = armed((row[at] ?? "").trim());
        if (text !== "") cells[name] = text;
      }
      return cells;
    },
  });
};
