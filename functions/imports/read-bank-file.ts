import { readCamt } from "#core/finance/bank-statements/camt.ts";
import type { CsvMapping } from "#core/finance/bank-statements/csv-format.ts";
import { readCsvStatement } from "#core/finance/bank-statements/csv-statement.ts";
import { readOfx } from "#core/finance/bank-statements/ofx.ts";
import { type Invalid, type ParsedStatement, unreadable } from "#core/finance/bank-statements/parsed-statement.ts";
import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { detectFormat, readCsv } from "#functions/adapters/csv.ts";
import { readXml, xmlText } from "#functions/adapters/xml.ts";

const MOST_ROWS = 50_000;

/** The encodings that the header of OFX 1 names are often not those it is written in: UTF-8 when it is that, else the old Western one of Windows. */
const ofxText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

export type BankFileKind = "camt" | "ofx" | "csv";

/** What a file is by how it begins, whatever it is called. */
export const bankFileKind = (bytes: Uint8Array): BankFileKind => {
  const start = (
    bytes[0] === 0xff || bytes[0] === 0xfe ? xmlText(bytes.subarray(0, 4000)) : new TextDecoder("latin1").decode(bytes.subarray(0, 4000))
  ).replace(/^[\s\uFEFFï»¿]+/, "");
  if (/^OFXHEADER|<OFX[\s>]|<\?OFX\s/i.test(start)) return "ofx";
  return start.startsWith("<") ? "camt" : "csv";
};

/** Where the line after so many begins: what stands above the headings says nothing of the delimiter. */
const below = (bytes: Uint8Array, lines: number): Uint8Array => {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return bytes;
    at = end + 1;
  }
  return bytes.subarray(at);
};

const readCsvFile = async (bytes: Uint8Array, mapping: CsvMapping, currency: string): Promise<Outcome<ParsedStatement[], Invalid>> => {
  const sourceOf = (file: Uint8Array) =>
    async function* () {
      yield file;
    };
  const source = sourceOf(bytes);
  const { encoding } = await detectFormat(source);
  const { delimiter } = await detectFormat(sourceOf(below(bytes, mapping.skipLines)));
  const rows: { line: number; values: readonly string[] }[] = [];
  for await (const { line, values, fault } of readCsv(source, { encoding, delimiter: mapping.delimiter ?? delimiter })) {
    if (fault) return refuse(unreadable(`Line ${line}: ${fault.detail}`));
    if (rows.push({ line, values }) > MOST_ROWS) return refuse(unreadable(`The file has more than ${MOST_ROWS} lines.`));
  }
  const read = readCsvStatement(rows, mapping, currency);
  return read.ok ? done([read.value]) : read;
};

/** How a CSV is to be read; the other kinds tell it themselves. */
export type CsvReading = Readonly<{ mapping: CsvMapping; currency: string }>;

/** The statements in a bank's file: camt.053 and camt.054, OFX 1 and 2, or CSV by a mapping. */
export const readBankFile = async (bytes: Uint8Array, csv: CsvReading | undefined): Promise<Outcome<ParsedStatement[], Invalid>> => {
  const kind = bankFileKind(bytes);
  if (kind === "ofx") return readOfx(ofxText(bytes));
  if (kind === "csv") return csv ? readCsvFile(bytes, csv.mapping, csv.currency) : refuse(csvNeeds);
  const root = readXml(xmlText(bytes));
  return root.ok ? readCamt(root.value) : root;
};

const csvNeeds = unreadable("This is a CSV file: say which bank account it is of and by which saved form it is to be read.");
