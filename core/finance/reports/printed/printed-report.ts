/** A report as it is printed: made once for CSV, XLSX and PDF, its rows a batch at a time, so that a ledger of any length is written in bounded memory. */
export type PrintedReport = Readonly<{
  /** Begins the name of the file. */
  name: string;
  language: "en" | "de";
  title: string;
  company: string;
  /** Legal name and tax number, as of, known at, currency, filters: what a reader must know to trust the figures. */
  facts: readonly (readonly [label: string, value: string])[];
  currency: string;
  columns: readonly PrintedColumn[];
  rows: AsyncIterable<readonly PrintedRow[]>;
  /** "Page", "Printed on", in the language of the report. */
  words: Readonly<{ page: string; printed: string; numbers: string }>;
  printedAt: string;
}>;

/** `amount` is a decimal string in the currency of the report, `money` in one that its row names, `percent` in per cent. */
export type PrintedColumn = Readonly<{ head: string; kind: "text" | "date" | "amount" | "money" | "percent"; width: number }>;

export type PrintedRow = Readonly<{
  style: "normal" | "section" | "group" | "total";
  /** Levels the first text is moved in. */
  depth: number;
  cells: readonly (string | null)[];
}>;

/** All rows in one batch. */
export async function* rowsOf(rows: readonly PrintedRow[]): AsyncGenerator<readonly PrintedRow[]> {
  yield rows;
}
