import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { camtFile } from "#core/testing/bank.ts";
import { readXml } from "#functions/adapters/xml.ts";
import { bankFileKind, readBankFile } from "#functions/imports/read-bank-file.ts";
import { CsvMapping } from "./csv-format.ts";
import { csvAmount, csvDay } from "./csv-statement.ts";
import { readOfx } from "./ofx.ts";
import { bankAmount, bankDay, bankText } from "./parsed-statement.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = async (text: string) => {
  const file = await readBankFile(bytes(text), undefined);
  if (!file.ok) throw new Error(file.fault.detail);
  return file.value;
};
const refusal = async (text: string) => {
  const file = await readBankFile(bytes(text), undefined);
  return file.ok ? "read" : file.fault.detail;
};

describe("XML", () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><d>&b;</d>`;
  test.each([
    ["a document type, so no entity expands or is fetched", bomb, /document type/],
    ["an external entity", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>`, /document type/],
    ["an entity nobody declared", "<d>&x;</d>", /Invalid character entity/],
    ["what is not closed", "<a><b></a>", /Unexpected close tag/],
    ["what ends early", "<a><b>", /Unclosed/],
    ["what is nested too deep", "<a>".repeat(100), /nested too deep/],
    ["what is no camt", "<html><body/></html>", /no camt\.053 or camt\.054/],
    ["another message of ISO 20022", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>', /no camt/],
    ["a version to come", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.99"/>', /version from 2 to 8/],
  ])("refuses %s", async (_name, text, reason) => {
    expect(await refusal(text)).toMatch(reason);
  });

  test("prefixes, comments and the five entities are read", () => {
    const root = readXml('<p:a xmlns:p="x"><!-- no --><p:b>1 &lt; 2 &amp; 3<![CDATA[ <4>]]></p:b></p:a>');
    expect(root).toMatchObject({ ok: true, value: { name: "a", children: [{ name: "b", text: "1 < 2 & 3 <4>" }] } });
  });

  test("arbitrary text is read or refused, never thrown at", () => {
    const pieces = fc.array(
      fc.constantFrom("<a>", "</a>", "<b/>", "&amp;", "&x;", "text", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", '"', "<?x?>"),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        expect([true, false]).toContain(readXml(parts.join("")).ok);
      }),
    );
  });

  test("a statement under a prefix, and with a byte order mark", async () => {
    const file = camtFile({
      id: "S1",
      on: "2026-01-30",
      opening: "0.00",
      closing: "1.00",
      entries: [{ on: "2026-01-30", amount: "1.00" }],
    });
    const prefixed = file.replaceAll(/<(\/?)(?!\?)/g, "<$1c:").replace("xmlns=", "xmlns:c=");
    const [plain] = await read(file);
    expect(plain).toMatchObject({ closing: { minor: 100n }, lines: [{ amountMinor: 100n }] });
    expect(await read(prefixed)).toEqual([plain]);
    expect(await read(`\uFEFF${file}`)).toEqual([plain]);
  });

  test("a bank that writes Latin-1 says so", async () => {
    const file = camtFile({ id: "S1", on: "2026-01-30", entries: [{ on: "2026-01-30", amount: "1.00", name: "Käse" }] }).replace(
      "UTF-8",
      "ISO-8859-1",
    );
    const latin = Uint8Array.from(file, (character) => character.charCodeAt(0));
    const found = await readBankFile(latin, undefined);
    expect(found).toMatchObject({ value: [{ lines: [{ name: "Käse" }] }] });
  });
});

describe("camt", () => {
  const one = (more: string) =>
    camtFile({
      id: "S1",
      on: "2026-01-30",
      entries: [{ on: "2026-01-30", amount: "-10.00", name: "Shop", iban: "DE89370400440532013000", more }],
    });

  test("a debit names who was paid, a credit who paid; one's own number is not the other side's", async () => {
    const [statement] = await read(one(""));
    expect(statement?.lines[0]).toMatchObject({ amountMinor: -1000n, name: "Shop", account: "DE89370400440532013000" });
  });
  test("the amount ordered in another currency, with its rate", async () => {
    const more = '<AmtDtls><InstdAmt><Amt Ccy="USD">10.81</Amt><CcyXchg><XchgRate>1.081</XchgRate></CcyXchg></InstdAmt></AmtDtls>';
    expect((await read(one(more)))[0]?.lines[0]?.instructed).toEqual({ currency: "USD", amountMinor: -1081n, rate: "1.081" });
  });
  test.each([
    ["no side", (file: string) => file.replace("<CdtDbtInd>DBIT</CdtDbtInd><Sts>", "<Sts>"), /neither credit nor debit/],
    [
      "another currency",
      (file: string) => file.replace('<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="USD">'),
      /Entry 1 is in USD, the account in EUR/,
    ],
    ["a third decimal", (file: string) => file.replace(">10.00<", ">10.005<"), /Entry 1: .*at most 2 decimals/],
    ["no currency anywhere", (file: string) => file.replace("<Ccy>EUR</Ccy>", "").replace(' Ccy="EUR"', ""), /names no currency/],
  ])("refuses an entry with %s", async (_name, change, reason) => {
    expect(await refusal(change(one("")))).toMatch(reason);
  });
  test("parts of a batch that do not come to it are warned of; a summary too", async () => {
    const detail = (amount: string) => `<TxDtls><Amt Ccy="EUR">${amount}</Amt></TxDtls>`;
    const file = one("").replace(/<NtryDtls>.*<\/NtryDtls>/s, `<NtryDtls>${detail("4.00")}${detail("5.00")}</NtryDtls>`);
    const summed = file.replace("<Ntry>", "<TxsSummry><TtlDbtNtries><Sum>11.00</Sum></TtlDbtNtries></TxsSummry><Ntry>");
    const { warnings = [] } = (await read(summed))[0] ?? {};
    expect(warnings.map(({ code }) => code)).toEqual(["summary_off", "batch_off"]);
    expect(warnings.map(({ text }) => text)).toEqual([
      "The summary says 11.00 of debits, the entries come to 10.00.",
      "The parts of entry 1 come to -9.00, not to its -10.00; they are shown for information.",
    ]);
  });
});

describe("OFX", () => {
  const ofx = (transactions: string, more = "") =>
    `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>42</BANKACCTFROM>
     <BANKTRANLIST><DTSTART>20260101${transactions}</BANKTRANLIST>${more}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  test("values end with the next tag, closed or not; ampersands stand as banks write them", async () => {
    const file = ofx(
      "<STMTTRN><TRNTYPE>POS<DTPOSTED>20260130120000[-5:EST]<TRNAMT>-1,50<FITID>A&B<NAME>M&amp;S & Co<MEMO>caf&#233;</STMTTRN>",
      "<LEDGERBAL><BALAMT>98.50</BALAMT><DTASOF></LEDGERBAL>",
    );
    expect(await read(file)).toMatchObject([
      {
        account: { number: "42", bankCode: "1" },
        fromOn: "2026-01-01",
        closing: undefined,
        lines: [{ bookedOn: "2026-01-30", amountMinor: -150n, bankReference: "A&B", name: "M&S & Co", text: "café" }],
      },
    ]);
  });
  test.each([
    ["a transaction without a day", ofx("<STMTTRN><TRNAMT>1.00<DTPOSTED></STMTTRN>"), /Transaction 1 has no day/],
    ["a transaction without an amount", ofx("<STMTTRN><DTPOSTED>20260101</STMTTRN>"), /Transaction 1 has no amount/],
    ["an amount that is none", ofx("<STMTTRN><DTPOSTED>20260101<TRNAMT>ten</STMTTRN>"), /"ten" is no amount/],
    ["nothing", "OFXHEADER:100\n", /holds no OFX/],
  ])("refuses %s", async (_name, text, reason) => expect(await refusal(text)).toMatch(reason));
  test("megabytes without an end take no time", () => {
    const before = process.cpuUsage();
    for (const text of ["<a".repeat(2_000_000), `<OFX>${"<x ".repeat(1_000_000)}`, `<${"a".repeat(4_000_000)}`, "<a>".repeat(1_000_000)])
      expect(readOfx(text).ok).toBe(false);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});

describe("CSV", () => {
  const mapping = (more: object = {}, columns: object = {}) =>
    CsvMapping.parse({
      decimal: ",",
      dates: "DD.MM.YYYY",
      columns: { bookedOn: "Buchungstag", amount: "Betrag", name: "Name", text: ["Zweck"], ...columns },
      ...more,
    });
  const csv = async (text: string, by = mapping()) => {
    const file = await readBankFile(bytes(text), { mapping: by, currency: "EUR" });
    return file.ok ? file.value[0] : file.fault.detail;
  };
  test("one column of amounts, a heading in any case, lines above it", async () => {
    const text = "Kontoauszug\nbuchungstag;BETRAG;Name;Zweck\n30.01.2026;1.234,50;Alfred;Rechnung\n31.01.2026;-0,50;Bank;Gebühr\n";
    expect(await csv(text, mapping({ skipLines: 1 }))).toMatchObject({
      fromOn: "2026-01-30",
      toOn: "2026-01-31",
      lines: [{ amountMinor: 123_450n, name: "Alfred", text: "Rechnung" }, { amountMinor: -50n }],
    });
  });
  test("columns by place, for debits and credits, with the balance behind each line, newest first", async () => {
    const places = { bookedOn: "1", amount: undefined, debit: "2", credit: "3", balance: "4", name: undefined, text: [] };
    const text = "02.01.2026;5,00;;95,00\n01.01.2026;;10,00;100,00\n";
    expect(await csv(text, mapping({ header: false }, places))).toMatchObject({
      opening: { minor: 9_000n, on: "2026-01-01" },
      closing: { minor: 9_500n, on: "2026-01-02" },
      lines: [{ amountMinor: -500n }, { amountMinor: 1_000n }],
    });
    const torn = await csv("02.01.2026;5,00;;95,00\n01.01.2026;;10,00;77,00\n", mapping({ header: false }, places));
    expect(torn).not.toHaveProperty("closing");
    expect(torn).toMatchObject({
      warnings: [{ code: "balances_torn", values: {}, text: "The balances behind the lines do not follow from each other." }],
    });
  });
  test("a word for the side, signs turned round, announced lines", async () => {
    const text = "Buchungstag;Betrag;SH;Status\n01.01.2026;5,00;S;\n01.01.2026;5,00;H;vorgemerkt\n";
    const by = mapping({}, { side: "SH", status: "Status", name: undefined, text: [] });
    expect(await csv(text, by)).toMatchObject({ lines: [{ amountMinor: -500n }, { amountMinor: 500n, status: "pending" }] });
    expect(await csv("Buchungstag;Betrag\n01.01.2026;5,00\n", mapping({ invert: true }, { name: undefined, text: [] }))).toMatchObject({
      lines: [{ amountMinor: -500n }],
    });
  });
  test.each([
    ["Buchungstag;Wert\n", 'The file has no column "Betrag".'],
    ["Buchungstag;Betrag;Name;Zweck\n2026-01-01;1;a;b\n", 'Line 2: "2026-01-01" is no day written as DD.MM.YYYY.'],
    ["Buchungstag;Betrag;Name;Zweck\n01.01.2026;viel;a;b\n", /^Line 2: .*is no amount/],
    ["Buchungstag;Betrag;Name;Zweck\n01.01.2026;;a;b\n", "Line 2: There is no amount."],
  ])("says where it cannot be read: %s", async (text, reason) =>
    expect(await csv(text)).toEqual(reason instanceof RegExp ? expect.stringMatching(reason) : reason),
  );
  test("without a saved form it says what it needs", async () => expect(await refusal("a,b\n1,2\n")).toMatch(/This is a CSV file/));
  test.each([
    ["1.234,50", ",", 123_450n],
    ["1,234.50-", ".", -123_450n],
    ["(12.00)", ".", -1_200n],
    ["+ 7", ".", 700n],
    ["EUR 1 000,00", ",", 100_000n],
    ["€5", ".", 500n],
    [".5", ".", 50n],
  ] as const)("%s with %s", (text, decimal, minor) => expect(csvAmount(text, decimal, "EUR")).toEqual({ ok: true, value: minor }));
  test.each([
    ["31.12.26", "DD.MM.YY", "2026-12-31"],
    ["3/4/2026", "MM/DD/YYYY", "2026-03-04"],
    ["3/4/2026", "DD/MM/YYYY", "2026-04-03"],
    ["20260403", "YYYYMMDD", "2026-04-03"],
    ["03-04-2026 10:00", "DD-MM-YYYY", "2026-04-03"],
    ["31/02/2026", "DD/MM/YYYY", undefined],
  ] as const)("%s as %s", (text, form, day) => expect(csvDay(text, form)).toBe(day));
});

test.each([
  ["8.850", "EUR", 885n],
  ["-0,01", "EUR", -1n],
  ["+200000", "SEK", 20_000_000n],
  ["007.5", "EUR", 750n],
  ["2700.00", "JPY", 2700n],
  [".50", "EUR", 50n],
])("the amount %s %s", (text, currency, minor) => expect(bankAmount(text, currency)).toEqual({ ok: true, value: minor }));
test.each(["", "1.234", "1.2.3", "ten", "1e3", "-", "9".repeat(30), "NaN"])("%j is refused in EUR", (text) =>
  expect(bankAmount(text, "EUR").ok).toBe(false),
);

test("days and texts as files have them", () => {
  expect([bankDay("20260131120000[-3:EST]"), bankDay("2026-01-31+01:00"), bankDay("2026-02-30"), bankDay("")]).toEqual([
    "2026-01-31",
    "2026-01-31",
    undefined,
    undefined,
  ]);
  expect([bankText(" a\u0000 b\n c "), bankText("x".repeat(200), 5), bankText("\ud800"), bankText(" ")]).toEqual([
    "a b c",
    "xxxxx",
    "\ufffd",
    undefined,
  ]);
});

test.each([
  ["OFXHEADER:100", "ofx"],
  ['<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX>', "ofx"],
  ["<Document>", "camt"],
  ["\uFEFF  <?xml", "camt"],
  ["Date;Amount", "csv"],
])("%j is %s", (text, kind) => expect(bankFileKind(bytes(text))).toBe(kind));
