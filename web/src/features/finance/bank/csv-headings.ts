const DELIMITERS = [",", ";", "\t", "|"];

/** What begins neither as XML nor as OFX is taken for CSV, as the API does. */
export const looksLikeCsv = (text: string): boolean => !/^[\s\uFEFF]*(<|OFXHEADER)/i.test(text);

/** The headings in the first line that has several, so that columns can be chosen by name. */
export function headingsOf(text: string): readonly string[] {
  for (const line of text.split(/\r?\n/).slice(0, 30)) {
    const best = DELIMITERS.map((delimiter) => line.split(delimiter)).reduce((most, cells) => (cells.length > most.length ? cells : most));
    if (best.length > 2) return best.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")).filter((cell) => cell !== "");
  }
  return [];
}
