import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import type { PrintedColumn, PrintedReport, PrintedRow } from "#core/finance/reports/printed/printed-report.ts";
import { exponentOf } from "#core/kernel/currencies.ts";

/** Noto Sans has Latin with all accents, Greek and Cyrillic; its figures are all of one width. Only the letters used go into the file. */
const fontFile = (name: "400Regular/NotoSans_400Regular" | "700Bold/NotoSans_700Bold") =>
  readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${name}.ttf`));
let fonts: Readonly<{ normal: Buffer; bold: Buffer }> | undefined;
const fontsOf = () => {
  fonts ??= { normal: fontFile("400Regular/NotoSans_400Regular"), bold: fontFile("700Bold/NotoSans_700Bold") };
  return fonts;
};

const MARGIN = 40;
const GAP = 8;
const INDENT = 10;
const FOOT = 24;
const FIGURES_IN_PORTRAIT = 4;

type Doc = InstanceType<typeof PDFDocument>;
type Placed = PrintedColumn & Readonly<{ x: number; wide: number }>;
type Sheet = Readonly<{
  doc: Doc;
  report: PrintedReport;
  columns: readonly Placed[];
  size: number;
  line: number;
  format: (cell: string, column: PrintedColumn) => string;
}>;

const isFigure = ({ kind }: PrintedColumn) => kind === "amount" || kind === "money" || kind === "percent";

/** Columns share the width of the page in proportion. */
const placed = (columns: readonly PrintedColumn[], width: number): Placed[] => {
  const whole = columns.reduce((sum, column) => sum + column.width, 0);
  let x = MARGIN;
  return columns.map((column) => {
    const wide = (column.width / whole) * width;
    const at = { ...column, x, wide: wide - GAP };
    x += wide;
    return at;
  });
};

const formatter = ({ currency, words }: PrintedReport) => {
  const decimals = exponentOf(currency);
  const amount = new Intl.NumberFormat(words.numbers, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const percent = new Intl.NumberFormat(words.numbers, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const german = words.numbers === "de-DE";
  return (cell: string, { kind }: PrintedColumn): string => {
    if (kind === "amount") return amount.format(cell as `${number}`);
    if (kind === "money") {
      const own = cell.split(".")[1]?.length ?? 0;
      return new Intl.NumberFormat(words.numbers, { minimumFractionDigits: own, maximumFractionDigits: own }).format(cell as `${number}`);
    }
    if (kind === "percent") return percent.format(cell as `${number}`);
    return kind === "date" && german ? `${cell.slice(8, 10)}.${cell.slice(5, 7)}.${cell.slice(0, 4)}` : cell;
  };
};

/** Text that does not fit is cut with an ellipsis; a figure never is, it gets smaller letters. */
const fitted = (doc: Doc, text: string, wide: number): string => {
  if (doc.widthOfString(text) <= wide) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (doc.widthOfString(`${text.slice(0, middle)}…`) <= wide) fits = middle;
    else tooLong = middle;
  }
  return `${text.slice(0, fits)}…`;
};

const write = ({ doc, size }: Sheet, text: string, column: Placed, y: number, indent = 0) => {
  const wide = column.wide - indent;
  doc.fontSize(size);
  if (!isFigure(column)) {
    doc.text(fitted(doc, text.replaceAll(/\s+/g, " "), wide), column.x + indent, y, { lineBreak: false });
    return;
  }
  const natural = doc.widthOfString(text);
  if (natural > wide) doc.fontSize((size * wide) / natural);
  doc.text(text, column.x + column.wide - Math.min(natural, wide), y, { lineBreak: false });
};

const rule = (doc: Doc, y: number, weight: number) =>
  doc
    .moveTo(MARGIN, y)
    .lineTo(doc.page.width - MARGIN, y)
    .lineWidth(weight)
    .strokeColor("#444444")
    .stroke();

/** The heads of the columns, at most two lines each. Answers where the rows begin. */
const writeHeads = (sheet: Sheet, y: number): number => {
  const { doc, columns, size, line } = sheet;
  doc.font("bold").fontSize(size).fillColor("#000000");
  const height = Math.max(...columns.map(({ head, wide }) => (doc.widthOfString(head) > wide ? 2 : 1))) * line;
  for (const column of columns) {
    const options = { width: column.wide, height, align: isFigure(column) ? ("right" as const) : ("left" as const), ellipsis: true };
    doc.text(column.head, column.x, y, options);
  }
  rule(doc, y + height + 1, 0.8);
  return y + height + 5;
};

/** A new page: on the first the head of the report, on all the heads of columns, and at the foot company, title and number. */
const beginPage = (sheet: Sheet, page: number): number => {
  const { doc, report } = sheet;
  doc.addPage();
  const foot = doc.page.height - MARGIN;
  doc.font("normal").fontSize(7).fillColor("#555555");
  const right = `${report.words.page} ${page}`;
  doc.text(fitted(doc, `${report.company} · ${report.title}`, doc.page.width / 2), MARGIN, foot, { lineBreak: false });
  doc.text(`${report.words.printed} ${report.printedAt}`, doc.page.width / 2, foot, { lineBreak: false });
  doc.text(right, doc.page.width - MARGIN - doc.widthOfString(right), foot, { lineBreak: false });
  return writeHeads(sheet, page === 1 ? writeHead(sheet) : MARGIN);
};

const writeHead = ({ doc, report }: Sheet): number => {
  const wide = doc.page.width - 2 * MARGIN;
  doc
    .font("normal")
    .fontSize(9)
    .fillColor("#000000")
    .text(fitted(doc, report.company, wide), MARGIN, MARGIN, { lineBreak: false });
  doc
    .font("bold")
    .fontSize(15)
    .text(fitted(doc, report.title, wide), MARGIN, MARGIN + 14, { lineBreak: false });
  let y = MARGIN + 38;
  for (const [label, value] of report.facts) {
    doc.font("normal").fontSize(8).fillColor("#555555").text(label, MARGIN, y, { lineBreak: false });
    doc.fillColor("#000000").text(fitted(doc, value, wide - 110), MARGIN + 110, y, { lineBreak: false });
    y += 12;
  }
  return y + 10;
};

const writeRow = (sheet: Sheet, row: PrintedRow, y: number): number => {
  const { doc, columns, line, format } = sheet;
  const space = row.style === "section" ? line * 0.5 : 0;
  if (row.style === "total") rule(doc, y - 1, 0.5);
  doc.font(row.style === "normal" ? "normal" : "bold").fillColor("#000000");
  let indented = false;
  for (const [at, column] of columns.entries()) {
    const cell = row.cells[at] ?? null;
    if (cell === null) continue;
    const indent = column.kind === "text" && at > 0 && !indented ? row.depth * INDENT : 0;
    if (column.kind === "text" && at > 0) indented = true;
    write(sheet, format(cell, column), column, y + space, indent);
  }
  return y + space + line + (row.style === "total" ? 3 : 0);
};

function* written(doc: Doc): Generator<Uint8Array> {
  for (let chunk = doc.read(); chunk !== null; chunk = doc.read()) yield chunk as Uint8Array;
}

const openDocument = (report: PrintedReport): Doc => {
  const figures = report.columns.filter(isFigure).length;
  const doc = new PDFDocument({
    size: "A4",
    layout: figures > FIGURES_IN_PORTRAIT ? "landscape" : "portrait",
    margin: 0,
    autoFirstPage: false,
    // Without it the fonts of the standard would be read, which have no Greek and no Cyrillic.
    font: null as unknown as string,
    lang: report.language,
    displayTitle: true,
    info: { Title: report.title, Author: report.company, CreationDate: new Date(report.printedAt) },
  });
  const { normal, bold } = fontsOf();
  doc.registerFont("normal", normal).registerFont("bold", bold);
  return doc;
};

/** Pages of A4, written and let go one after the other. */
export async function* pdfOf(report: PrintedReport): AsyncGenerator<Uint8Array> {
  const doc = openDocument(report);
  const figures = report.columns.filter(isFigure).length;
  const landscape = figures > FIGURES_IN_PORTRAIT;
  const size = figures > 14 ? 5 : figures > 8 ? 6.5 : 8;
  const width = (landscape ? 841.89 : 595.28) - 2 * MARGIN;
  const sheet: Sheet = { doc, report, columns: placed(report.columns, width), size, line: size * 1.65, format: formatter(report) };
  let page = 1;
  let y = beginPage(sheet, page);
  for await (const batch of report.rows) {
    for (const row of batch) {
      if (y + sheet.line * 2 > doc.page.height - MARGIN - FOOT) {
        page += 1;
        y = beginPage(sheet, page);
      }
      y = writeRow(sheet, row, y);
    }
    yield* written(doc);
  }
  doc.end();
  for await (const chunk of doc) yield chunk as Uint8Array;
}
