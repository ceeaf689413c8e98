import { strToU8, Zip, ZipDeflate } from "fflate";
import type { PrintedColumn, PrintedReport, PrintedRow } from "#core/finance/reports/printed/printed-report.ts";
import { exponentOf } from "#core/kernel/currencies.ts";
import {
  contentTypes,
  INDENTS,
  RELATIONS,
  type StyleName,
  styleIndex,
  stylesXml,
  textCell,
  workbookRelations,
  workbookXml,
} from "./xlsx-parts.ts";

/** A worksheet ends at 1,048,576 rows; a report goes on in the next one. */
const ROWS_OF_SHEET = 1_000_000;
/** Beyond this a spreadsheet's numbers lose digits, so the figure is written as text. */
const EXACT_DIGITS = 15;

const dayNumber = (day: string) => Math.round(Date.parse(day) / 86_400_000) + 25_569;
const digitsOf = (amount: string) => amount.replaceAll(/^-?0*\.?0*|[-.]/g, "").length;

const styleOf = (row: PrintedRow, kind: PrintedColumn["kind"]): StyleName => {
  const weight = row.style === "total" ? "total" : row.style === "normal" ? "normal" : "bold";
  return `${kind}.${weight}`;
};

const letters = (column: number): string =>
  (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const rowXml = (row: PrintedRow, columns: PrintedReport["columns"], at: number): string => {
  let firstText = true;
  const cells = columns.map(({ kind }, column) => {
    const cell = row.cells[column] ?? null;
    const reference = `${letters(column)}${at}`;
    const indent = kind === "text" && cell !== null && column > 0 && firstText ? Math.min(row.depth, INDENTS - 1) : 0;
    if (kind === "text" && cell !== null && column > 0) firstText = false;
    const style = styleIndex(styleOf(row, kind), indent);
    if (cell === null) return `<c r="${reference}" s="${style}"/>`;
    if (kind === "date") return `<c r="${reference}" s="${style}"><v>${dayNumber(cell)}</v></c>`;
    if (kind === "text" || digitsOf(cell) > EXACT_DIGITS) return textCell(reference, cell, style);
    return `<c r="${reference}" s="${style}"><v>${cell}</v></c>`;
  });
  return `<row r="${at}">${cells.join("")}</row>`;
};

/** Who, what, as of when; then the heads of the columns, which stay in sight. */
const headRows = ({ title, company, facts, columns }: PrintedReport): string[] => {
  const rows = [
    `<row r="1">${textCell("A1", company, styleIndex("text.bold"))}</row>`,
    `<row r="2">${textCell("A2", title, styleIndex("title.normal"))}</row>`,
    ...facts.map(
      ([label, value], at) =>
        `<row r="${at + 3}">${textCell(`A${at + 3}`, label, styleIndex("text.normal"))}${textCell(`B${at + 3}`, value, styleIndex("text.normal"))}</row>`,
    ),
  ];
  const heads = columns.map(({ head, kind }, column) =>
    textCell(`${letters(column)}${facts.length + 4}`, head, styleIndex(kind === "text" || kind === "date" ? "head.text" : "head.amount")),
  );
  return [...rows, `<row r="${facts.length + 4}">${heads.join("")}</row>`];
};

const sheetStart = (report: PrintedReport) => {
  const headRow = report.facts.length + 4;
  const widths = report.columns.map(
    ({ width, kind }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${Math.max(kind === "amount" || kind === "money" ? 14 : 8, width * 6)}" customWidth="1"/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="${headRow}" topLeftCell="A${headRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths.join("")}</cols><sheetData>${headRows(report).join("")}`
  );
};
const sheetEnd = ({ columns, words }: PrintedReport) =>
  `</sheetData><pageSetup paperSize="9" orientation="${columns.length > 6 ? "landscape" : "portrait"}" fitToHeight="0"/>` +
  `<headerFooter><oddFooter>&amp;L${words.printed} &amp;D&amp;R${words.page} &amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;

/** A workbook whose figures are numbers in the currency's format. Written row by row and compressed as it goes. */
export async function* xlsxOf(report: PrintedReport): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const whole = (path: string, xml: string) => {
    const file = new ZipDeflate(path);
    zip.add(file);
    file.push(strToU8(xml), true);
  };
  let sheets = 0;
  let sheet: ZipDeflate | undefined;
  let at = 0;
  const begin = () => {
    sheets += 1;
    sheet = new ZipDeflate(`xl/worksheets/sheet${sheets}.xml`);
    zip.add(sheet);
    sheet.push(strToU8(sheetStart(report)));
    at = report.facts.length + 4;
  };
  const end = () => sheet?.push(strToU8(sheetEnd(report)), true);
  begin();
  for await (const batch of report.rows) {
    for (const row of batch) {
      if (at >= ROWS_OF_SHEET) {
        end();
        begin();
      }
      at += 1;
      sheet?.push(strToU8(rowXml(row, report.columns, at)));
    }
    yield* ready.splice(0);
  }
  end();
  whole("[Content_Types].xml", contentTypes(sheets));
  whole("_rels/.rels", RELATIONS);
  whole("xl/workbook.xml", workbookXml(report.title, sheets, report.facts.length + 4));
  whole("xl/_rels/workbook.xml.rels", workbookRelations(sheets));
  whole("xl/styles.xml", stylesXml(exponentOf(report.currency)));
  zip.end();
  yield* ready;
}
