import { execFileSync } from "node:child_process";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { aCaller, anApi, aUser, signIn } from "#core/testing/api.ts";
import { anEntry, bookOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const traded = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  await posted(
    company,
    anEntry(book, {
      effectiveOn: "2026-01-10",
      description: '=HYPERLINK("http://example.com")',
      lines: [
        ["1230", 123_456_789n],
        ["4000", -123_456_789n],
      ],
    }),
    anEntry(book, {
      effectiveOn: "2026-02-10",
      description: "Ærø, Łódź, Αθήνα, Київ & <b>",
      lines: [
        ["5000", 2_000n],
        ["1230", -2_000n],
      ],
    }),
    anEntry(book, {
      effectiveOn: "2025-12-31",
      description: "-1+1",
      lines: [
        ["1230", 5_000n],
        ["4000", -5_000n],
      ],
    }),
  );
  await sealWholly(company);
  return { company, book };
};
const asking = async (company: TestCompany) => {
  const api = anApi();
  const token = await signIn(api, await aUser(company, ["accountant"]));
  return async (path: string, accept?: string) => {
    const response = await api.request(path, { headers: { authorization: `Bearer ${token}`, ...(accept ? { accept } : {}) } });
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      name: response.headers.get("content-disposition"),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  };
};
const table = (bytes: Uint8Array): string[][] => parse(Buffer.from(bytes), { bom: true });
/** The cells of a sheet as a spreadsheet would show them, numbers as numbers. */
const sheetOf = (bytes: Uint8Array, name = "xl/worksheets/sheet1.xml") => {
  const files = unzipSync(bytes);
  const xml = strFromU8(files[name] ?? new Uint8Array());
  const unescaped = (text: string) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const rows = [...xml.matchAll(/<row r="(\d+)">(.*?)<\/row>/g)].map(([, , cells = ""]) =>
    [...cells.matchAll(/<c r="[A-Z]+\d+" s="(\d+)"(?: t="(\w+)")?(?:\/>|>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>)/g)].map(
      ([, , type, text, number]) => (type === "inlineStr" ? unescaped(text ?? "") : number === undefined ? null : Number(number)),
    ),
  );
  return { files, xml, rows };
};
const hasPdfTools = (() => {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

test("a statement as CSV: the table alone, exact figures, and no cell that a spreadsheet would run", async () => {
  const { company, book } = await traded();
  const ask = await asking(company);
  const ledger = await ask(
    `/finance/reports/general-ledger?accountId=${book.account("1230")}&from=2025-12-01&to=2026-03-31&format=csv&limit=1`,
  );
  expect([ledger.status, ledger.type, ledger.name]).toEqual([
    200,
    "text/csv; charset=utf-8",
    'attachment; filename="general-ledger-1230.csv"',
  ]);
  expect([...ledger.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(table(ledger.bytes)).toEqual([
    ["Date", "Entry", "Text", "Debit", "Credit", "Balance"],
    ["", "", "Brought forward", "", "", "0.00"],
    ["2025-12-31", expect.stringMatching(/^\d+$/), "'-1+1", "50.00", "0.00", "50.00"],
    ["2026-01-10", expect.stringMatching(/^\d+$/), `'=HYPERLINK("http://example.com")`, "1234567.89", "0.00", "1234617.89"],
    ["2026-02-10", expect.stringMatching(/^\d+$/), "Ærø, Łódź, Αθήνα, Київ & <b>", "0.00", "20.00", "1234597.89"],
    ["", "", "Total", "1234617.89", "20.00", "1234597.89"],
  ]);
  const german = await ask("/finance/reports/trial-balance?asOf=2026-03-31&language=de", "text/csv");
  expect(table(german.bytes)[0]).toEqual(["Konto", "Bezeichnung", "Soll", "Haben", "Saldo"]);
  expect(table(german.bytes).at(-1)).toEqual(["", "Summe", "1234637.89", "1234637.89", "0.00"]);
});

test("a statement as XLSX: figures are numbers in the currency's format, text is text, the head says of when and as known when", async () => {
  const { company } = await traded();
  const ask = await asking(company);
  const { bytes, type, status } = await ask("/finance/reports/profit-and-loss?from=2026-01-01&to=2026-03-31&compare=previous_year", XLSX);
  expect([status, type]).toEqual([200, XLSX]);
  const { rows, files, xml } = sheetOf(bytes);
  expect(Object.keys(files).sort()).toEqual([
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
  ]);
  const facts = Object.fromEntries(rows.slice(2, 6).filter((row) => row.length === 2));
  expect(rows[1]).toEqual(["Profit and loss"]);
  expect(facts).toMatchObject({ Period: "2026-01-01 – 2026-03-31", "Known at": expect.stringContaining("now"), Currency: "GBP" });
  const head = rows.findIndex(([first]) => first === "Account");
  expect(rows[head]).toEqual(["Account", "Name", "2026-01-01 – 2026-03-31", "2025-01-01 – 2025-03-31", "Change", "%"]);
  expect(rows.find(([code]) => code === "4000")).toEqual(["4000", expect.any(String), 1_234_567.89, 0, 1_234_567.89, null]);
  expect(rows.at(-1)).toEqual([null, "Result", 1_234_547.89, 0, 1_234_547.89, null]);
  expect(strFromU8(files["xl/styles.xml"] ?? new Uint8Array())).toContain('formatCode="#,##0.00;[Red]-#,##0.00"');
  expect(xml).toContain('state="frozen"');
  for (const part of Object.values(files)) expect(strFromU8(part)).toMatch(/^<\?xml /);

  const journal = sheetOf((await ask("/finance/reports/journal?from=2025-12-01&to=2026-03-31&format=xlsx")).bytes);
  const texts = journal.rows.flat();
  expect(texts).toContain('=HYPERLINK("http://example.com")');
  expect(texts).toContain("Ærø, Łódź, Αθήνα, Київ & <b>");
  expect(texts).toContain(46_032); // the tenth of January 2026
  expect(journal.xml).not.toContain("<f>");
});

test.skipIf(!hasPdfTools)("a statement as PDF: letters of any European language, heads on each page, numbered pages", async () => {
  const { company, book } = await traded();
  const ask = await asking(company);
  const textOf = (bytes: Uint8Array) => execFileSync("pdftotext", ["-layout", "-", "-"], { input: bytes }).toString();
  const ledger = await ask(`/finance/reports/general-ledger?accountId=${book.account("1230")}&from=2025-12-01&to=2026-03-31&format=pdf`);
  expect(ledger.type).toBe("application/pdf");
  const text = textOf(ledger.bytes);
  for (const piece of ["Ærø, Łódź, Αθήνα, Київ & <b>", "1,234,597.89", "General ledger 1230", "Page 1", "GBP", "Known at"])
    expect(text).toContain(piece);
  const german = textOf(
    (await ask("/finance/reports/balance-sheet?asOf=2026-03-31&compare=previous_period&periods=11&format=pdf&language=de")).bytes,
  );
  for (const piece of ["Bilanz", "Stichtag", "31.03.2026", "1.234.597,89", "Summe Aktiva", "Seite 1"]) expect(german).toContain(piece);

  const many = Array.from({ length: 150 }, (_, n) => anEntry(book, { effectiveOn: "2026-03-01", description: `Sale ${n}` }));
  await posted(company, ...many);
  const journal = textOf((await ask("/finance/reports/journal?from=2026-03-01&to=2026-03-31&format=pdf")).bytes);
  const pages = journal.split("\f").filter((page) => page.trim() !== "");
  expect(pages.length).toBeGreaterThan(5);
  pages.forEach((page, at) => {
    expect(page).toContain(`Page ${at + 1}`);
    expect(page).toMatch(/Date\s+Entry\s+Journal/);
  });
  expect(journal).toContain("150.00");
});

test("a statement in a second currency says by which rates, in the answer and in its files; a missing rate is a refusal", async () => {
  const { company } = await traded();
  const accountant = await aCaller(company, ["accountant"]);
  await accountant.post("/finance/rates", { currency: "EUR", rate: "0.5", validOn: "2025-01-01" });
  const ask = await asking(company);
  const sheet = await ask("/finance/reports/balance-sheet?asOf=2026-03-31&currency=EUR&format=xlsx");
  const { rows } = sheetOf(sheet.bytes);
  expect(rows).toContainEqual(["Translated from GBP", "closing rate 0.5, average rate 0.5"]);
  expect(rows).toContainEqual(["Currency", "EUR"]);
  expect(rows.find(([code]) => code === "1230")?.[2]).toBe(2_469_195.78);
  expect(rows).toContainEqual([null, "Translation difference", 0]);
  const balance = table((await ask("/finance/reports/trial-balance?asOf=2026-03-31&currency=EUR&format=csv&language=de")).bytes);
  expect(balance.slice(-2)).toEqual([
    ["", "Umrechnungsdifferenz", "0.00", "0.00", "0.00"],
    ["", "Summe", "2469275.78", "2469275.78", "0.00"],
  ]);
  const yen = await accountant.get("/finance/reports/cash-flow?to=2026-03-31&currency=JPY");
  expect(yen).toMatchObject({ status: 422, body: { code: "rate.missing", errors: [{ pointer: "/currency" }] } });
  expect((await accountant.get("/finance/reports/cash-flow?currency=yen")).status).toBe(422);
});

test("every report comes in every format; JSON stays what it was; what cannot be is refused as JSON", async () => {
  const { company, book } = await traded();
  const ask = await asking(company);
  const reports = [
    "trial-balance?asOf=2026-03-31&from=2026-01-01",
    "profit-and-loss?from=2026-01-01&to=2026-03-31&by=month",
    "balance-sheet?asOf=2026-03-31",
    "cash-flow?from=2026-01-01&to=2026-03-31",
    `general-ledger?accountId=${book.account("4000")}`,
    "journal?from=2026-01-01&to=2026-03-31",
    "differences?statement=balance_sheet&knownAt=2026-01-01T00:00:00Z&to=2026-03-31",
  ];
  for (const report of reports) {
    for (const format of ["csv", "xlsx", "pdf"]) {
      const { status, bytes } = await ask(`/finance/reports/${report}&format=${format}`);
      expect([report, format, status]).toEqual([report, format, 200]);
      if (format === "pdf") expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe("%PDF-");
      else if (format === "xlsx") expect(sheetOf(bytes).rows.length).toBeGreaterThan(4);
      else expect(table(bytes).length).toBeGreaterThan(1);
    }
    expect((await ask(`/finance/reports/${report}`)).type).toBe("application/json");
  }
  const refused = await ask("/finance/reports/profit-and-loss?from=2026-03-31&to=2026-01-01&format=pdf");
  expect([refused.status, refused.type]).toEqual([422, "application/problem+json"]);
  expect((await ask("/finance/reports/balance-sheet?format=doc")).status).toBe(422);
  const first = JSON.parse(Buffer.from((await ask("/finance/reports/journal?from=2026-01-01&to=2026-03-31&limit=1")).bytes).toString());
  expect(first.items).toHaveLength(1);
  expect(first.next).toEqual(expect.any(String));
});

test("profit and loss by a dimension has a column for each value, called by its name", async () => {
  const { company, book } = await traded();
  const centre = await aDimension(company, "centre", ["N", "S"]);
  const [north] = await setsOf(company, [[centre.value("N")]]);
  const sale = anEntry(book, {
    effectiveOn: "2026-03-10",
    lines: [
      ["1230", 700n],
      ["4000", -700n],
    ],
  });
  await posted(company, { ...sale, lines: sale.lines.map((line) => ({ ...line, dimensionSetId: north })) });
  const ask = await asking(company);
  const path = `/finance/reports/profit-and-loss?from=2026-01-01&to=2026-03-31&byDimension=${centre.id}`;
  const rows = table((await ask(`${path}&format=csv&language=de`)).bytes);
  expect(rows[0]).toEqual(["Konto", "Bezeichnung", "Summe", "N Value N", "Ohne Angabe"]);
  expect(rows.at(-1)).toEqual(["", "Ergebnis", "1234554.89", "7.00", "1234547.89"]);
  expect(sheetOf((await ask(`${path}&format=xlsx`)).bytes).rows.flat()).toContain("N Value N");
  const pdf = await ask(`${path}&format=pdf`);
  expect([pdf.status, pdf.type]).toEqual([200, "application/pdf"]);
});
