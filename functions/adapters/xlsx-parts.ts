/** The parts of a workbook beside its sheets (ECMA-376, SpreadsheetML): styles, relations, types of content. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// What XML 1.0 has no place for.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(UNWRITABLE, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** Text is text: what looks like a formula stays what it is. */
export const textCell = (reference: string, text: string, style: number): string =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, 32_000))}</t></is></c>`;

/** How many levels a text can be moved in. */
export const INDENTS = 7;

const KINDS = ["text", "amount", "money", "percent", "date"] as const;
const WEIGHTS = ["normal", "bold", "total"] as const;
export type StyleName = `${(typeof KINDS)[number]}.${(typeof WEIGHTS)[number]}` | "title.normal" | "head.text" | "head.amount";

const names: StyleName[] = [
  ...KINDS.flatMap((kind) => WEIGHTS.map((weight) => `${kind}.${weight}` as const)),
  "title.normal",
  "head.text",
  "head.amount",
];
const PLAIN = names.length;
const TEXT_WEIGHTS = ["text.normal", "text.bold", "text.total"] as const;

/** The number of a style; texts moved in have numbers of their own. */
export const styleIndex = (name: StyleName, indent = 0): number => {
  const weight = TEXT_WEIGHTS.indexOf(name as (typeof TEXT_WEIGHTS)[number]);
  return indent === 0 || weight < 0 ? names.indexOf(name) : PLAIN + weight * (INDENTS - 1) + indent - 1;
};

const FORMATS: Readonly<Record<string, number>> = { amount: 164, percent: 165, money: 166, date: 14 };
const xf = (name: StyleName, indent = 0) => {
  const [kind = "", weight = ""] = name.split(".");
  const font = kind === "title" ? 2 : kind === "head" || weight !== "normal" ? 1 : 0;
  const border = weight === "total" ? 1 : kind === "head" ? 2 : 0;
  const right = name === "head.amount";
  const alignment = right ? '<alignment horizontal="right" wrapText="1"/>' : indent > 0 ? `<alignment indent="${indent}"/>` : "";
  return (
    `<xf numFmtId="${FORMATS[kind] ?? 0}" fontId="${font}" fillId="0" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1"` +
    (alignment ? ` applyAlignment="1">${alignment}</xf>` : "/>")
  );
};

/** Figures with the decimals of the currency; those of many currencies with two or what they have. */
export const stylesXml = (decimals: number): string => {
  const amount = `#,##0${decimals === 0 ? "" : `.${"0".repeat(decimals)}`}`;
  const indented = TEXT_WEIGHTS.flatMap((name) => Array.from({ length: INDENTS - 1 }, (_, at) => xf(name, at + 1)));
  const all = [...names.map((name) => xf(name)), ...indented];
  const font = (more: string, size = 10) => `<font>${more}<sz val="${size}"/><name val="Calibri"/><family val="2"/></font>`;
  const border = (top: string, bottom: string) => `<border><left/><right/>${top}${bottom}<diagonal/></border>`;
  return (
    `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="${amount};[Red]-${amount}"/><numFmt numFmtId="165" formatCode="0.0"/>` +
    `<numFmt numFmtId="166" formatCode="#,##0.00##;[Red]-#,##0.00##"/></numFmts>` +
    `<fonts count="3">${font("")}${font("<b/>")}${font("<b/>", 14)}</fonts>` +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    `<borders count="3">${border("<top/>", "<bottom/>")}${border('<top style="thin"/>', "<bottom/>")}${border("<top/>", '<bottom style="thin"/>')}</borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${all.length}">${all.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
  );
};

const each = (sheets: number, write: (sheet: number) => string) => Array.from({ length: sheets }, (_, at) => write(at + 1)).join("");

export const contentTypes = (sheets: number): string =>
  `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
  each(sheets, (sheet) => `<Override PartName="/xl/worksheets/sheet${sheet}.xml" ContentType="${TYPE}.worksheet+xml"/>`) +
  "</Types>";

export const RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** A sheet's name has at most 31 characters and none that addresses use. */
const sheetName = (title: string, sheet: number) => {
  const name =
    title
      .replaceAll(/[[\]:*?/\\']/g, " ")
      .trim()
      .slice(0, 25) || "Report";
  return escaped(sheet === 1 ? name : `${name} ${sheet}`);
};

/** The heads of the columns are printed on every page. */
export const workbookXml = (title: string, sheets: number, headRow: number): string =>
  `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
  each(sheets, (sheet) => `<sheet name="${sheetName(title, sheet)}" sheetId="${sheet}" r:id="rId${sheet}"/>`) +
  "</sheets><definedNames>" +
  each(
    sheets,
    (sheet) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${sheet - 1}">'${sheetName(title, sheet)}'!$${headRow}:$${headRow}</definedName>`,
  ) +
  "</definedNames></workbook>";

export const workbookRelations = (sheets: number): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
  each(sheets, (sheet) => `<Relationship Id="rId${sheet}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`) +
  `<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
