import { Readable } from "node:stream";
import { type Info, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import { type Fault, invalid } from "#core/kernel/fault.ts";

/** A file that can be read from its beginning any number of times. */
export type CsvSource = () => AsyncIterable<Uint8Array>;
export type CsvRow = Readonly<{ line: number; values: readonly string[]; fault?: Fault | undefined }>;
export type CsvFormat = Readonly<{ encoding: string; delimiter: string }>;

const DELIMITERS = [",", ";", "\t", "|"];
const LONGEST_ROW = 1024 * 1024;
const SAMPLE_CHARACTERS = 64 * 1024;

const bomOf = (start: Uint8Array): string | undefined => {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
};

const isUtf8 = async (source: CsvSource): Promise<boolean> => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of source()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
};

/** By its byte order mark; else UTF-8 when all of it is, else the old Western encoding of Windows. */
const encodingOf = async (source: CsvSource): Promise<string> => {
  for await (const chunk of source()) {
    const marked = bomOf(chunk);
    if (marked) return marked;
    break;
  }
  return (await isUtf8(source)) ? "utf-8" : "windows-1252";
};

async function* textOf(source: CsvSource, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

/** The delimiter that stands most often in the header, outside quotes. */
const delimiterOf = async (source: CsvSource, encoding: string): Promise<string> => {
  let sample = "";
  for await (const text of textOf(source, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_CHARACTERS) break;
  }
  const header = sample.replaceAll(/"(?:[^"]|"")*"/g, "").split(/\r\n|\n|\r/, 1)[0] ?? "";
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
};

export const detectFormat = async (source: CsvSource): Promise<CsvFormat> => {
  const encoding = await encodingOf(source);
  return { encoding, delimiter: await delimiterOf(source, encoding) };
};

/** The lines of a file as values. What is no CSV, such as a quote that never closes, is the fault of its line and told behind the others. */
export async function* readCsv(source: CsvSource, { encoding, delimiter }: CsvFormat): AsyncGenerator<CsvRow> {
  const skipped: CsvRow[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const fault = invalid("import.csv", `This is no CSV: ${error?.message ?? "unreadable"}`);
      skipped.push({ line: Number(error?.lines ?? 0), values: [], fault });
      return undefined;
    },
    relax_quotes: true,
    info: true,
    max_record_size: LONGEST_ROW,
  });
  const text = Readable.from(textOf(source, encoding));
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      yield { line: info.lines, values: record };
    }
    yield* skipped;
  } finally {
    text.destroy();
    parser.destroy();
  }
}

/** The header of a file, its rows behind it as often as asked for, and how it was written. */
export const openCsv = async (source: CsvSource) => {
  const format = await detectFormat(source);
  let header: readonly string[] = [];
  for await (const row of readCsv(source, format)) {
    header = row.values;
    break;
  }
  async function* rows(): AsyncGenerator<CsvRow> {
    let first = true;
    for await (const row of readCsv(source, format)) {
      if (!first) {
        const fault =
          row.fault ??
          (row.values.length > header.length
            ? invalid("import.cells", `The row has ${row.values.length} cells, the header only ${header.length}.`)
            : undefined);
        yield { ...row, fault };
      }
      first = false;
    }
  }
  return { header, rows, format };
};

/** Values as CSV. Cells stay as they are, so that a file of refused rows can be corrected and imported again. */
export const csvText = (rows: readonly (readonly string[])[], delimiter = ","): string => stringify(rows as string[][], { delimiter });
