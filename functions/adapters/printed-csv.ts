import type { PrintedColumn, PrintedReport } from "#core/finance/reports/printed/printed-report.ts";
import { csvText } from "./csv.ts";

/** A spreadsheet would run what begins like a formula; an apostrophe makes it text (OWASP, CSV injection). Figures are left alone. */
const harmless = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

const cellOf = (cell: string | null, column: PrintedColumn | undefined): string =>
  cell === null ? "" : column?.kind === "text" ? harmless(cell) : cell;

/** The table alone, for programs and spreadsheets: heads, then rows, in UTF-8 with a byte order mark, or spreadsheets read the accents wrong. */
export async function* csvOf({ columns, rows }: PrintedReport): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`\uFEFF${csvText([columns.map(({ head }) => harmless(head))])}`);
  for await (const batch of rows)
    yield encoder.encode(csvText(batch.map(({ cells }) => columns.map((column, at) => cellOf(cells[at] ?? null, column)))));
}
