import { expect, test } from "vitest";
import { headingsOf, looksLikeCsv } from "./csv-headings.ts";

test("headings are found below whatever stands above them", () => {
  expect(headingsOf('Statement of May\n"Date";"Amount";Text\n1.5.;2;x')).toEqual(["Date", "Amount", "Text"]);
  expect(headingsOf("nothing here")).toEqual([]);
});

test.each([
  ["Date;Amount", true],
  ["  <?xml ?>", false],
  ["\uFEFF<Document>", false],
  ["OFXHEADER:100", false],
])("%j is CSV: %s", (text, csv) => expect(looksLikeCsv(text)).toBe(csv));
