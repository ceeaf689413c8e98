import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany, reading, resultOf, type TestCompany, type TestCompanyOptions } from "#core/testing/company.ts";
import { fileAsCsv } from "#functions/imports/file-as-csv.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { crossRate } from "./ecb-rates.ts";

// Files in the form of eurofxref-daily.xml, eurofxref-hist.xml, eurofxref.csv and eurofxref-hist.csv, with rates of our own.
const cube = (day: string, rates: Readonly<Record<string, string>>) =>
  `<Cube time="${day}">${Object.entries(rates)
    .map(([currency, rate]) => `<Cube currency="${currency}" rate="${rate}"/>`)
    .join("")}</Cube>`;
const xml = (...days: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>${days.join("")}</Cube></gesmes:Envelope>`;
const march = cube("2026-03-30", { USD: "1.0880", JPY: "162.35", GBP: "0.83500", BGN: "1.9558", XYZ: "3.1" });
const daily = "Date, USD, JPY, GBP, \n30 March 2026, 1.0880, 162.35, 0.83500, \n";
const history =
  "Date,USD,JPY,GBP,CYP,\n2026-03-30,1.0880,162.35,0.83500,N/A,\n2026-03-27,1.0790,161.20,0.83610,N/A,\n2026-03-26,1.0801,N/A,0.83620,N/A,\n";

const bring = async (company: TestCompany, file: string, { dryRun = false }: { dryRun?: boolean } = {}) => {
  const csv = resultOf(await fileAsCsv("ecb-rates", new TextEncoder().encode(file)));
  const kind = importKind("ecb-rates");
  if (!kind) throw new Error("There is no such import.");
  const reasons: string[] = [];
  const source = async function* () {
    yield csv;
  };
  const refuse = async (rows: readonly { reason: string }[]) => void reasons.push(...new Set(rows.map(({ reason }) => reason)));
  const report = resultOf(await importCsv(company.as(), { kind, source, mode: "all", dryRun, refuse }));
  return { created: report.created, unchanged: report.unchanged, stored: report.stored, reasons };
};
const ratesOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const rows = await db
      .selectFrom("finance.exchangeRate")
      .select(["validOn", "currency", "rate", "source"])
      .orderBy("validOn")
      .orderBy("currency")
      .execute();
    return rows.map(({ validOn, currency, rate, source }) => `${validOn} ${currency} ${rate.replace(/\.?0+$/, "")} ${source}`);
  });
const inEuros: TestCompanyOptions = { currency: "EUR", chart: "de-skr03" };

test("for a company in euros each rate is inverted; currencies out of use are left out", async () => {
  const company = await aCompany(inEuros);
  expect(await bring(company, xml(march))).toEqual({ created: 1, unchanged: 0, stored: true, reasons: [] });
  // 1 / 0.835, 1 / 162.35, 1 / 1.0880 to twelve decimals.
  expect(await ratesOf(company)).toEqual([
    "2026-03-30 GBP 1.197604790419 ecb",
    "2026-03-30 JPY 0.006159531876 ecb",
    "2026-03-30 USD 0.919117647059 ecb",
  ]);
});

test("for another company they are crossed, and the euro is one of the currencies", async () => {
  const company = await aCompany();
  await bring(company, daily);
  // 0.835, 0.835 / 162.35, 0.835 / 1.0880.
  expect(await ratesOf(company)).toEqual([
    "2026-03-30 EUR 0.835 ecb",
    "2026-03-30 JPY 0.005143209116 ecb",
    "2026-03-30 USD 0.767463235294 ecb",
  ]);
});

test("the history comes in once; the same again changes nothing, another figure is corrected, and what was entered stays", async () => {
  const company = await aCompany();
  const accountant = await aCaller(company, ["accountant"]);
  await accountant.post("/finance/rates", { currency: "USD", rate: "0.8", validOn: "2026-03-27" });
  expect(await bring(company, history, { dryRun: true })).toMatchObject({ created: 3, stored: false });
  expect(await bring(company, history)).toMatchObject({ created: 3, unchanged: 0 });
  expect(await bring(company, history)).toMatchObject({ created: 0, unchanged: 3 });
  expect(await bring(company, history.replace("162.35", "162.36"))).toMatchObject({ created: 1, unchanged: 2 });
  const rates = await ratesOf(company);
  expect(rates).toContain("2026-03-27 USD 0.8 manual");
  expect(rates).toContain("2026-03-30 JPY 0.005142892338 ecb");
  expect(rates.filter((rate) => rate.includes("JPY"))).toHaveLength(2);
  const { body } = await accountant.get("/finance/rates?source=manual");
  expect(body.items).toMatchObject([{ currency: "USD", rate: "0.8", source: "manual" }]);
});

test("a file without the company's own currency, with a zero, or of another kind is refused with its reason", async () => {
  const company = await aCompany();
  const refused = async (file: string) => (await bring(company, file)).reasons;
  expect(await refused(xml(cube("2026-03-30", { USD: "1.1" })))).toEqual([
    "currency: The file has no rate of GBP on 2026-03-30, so nothing can be brought to it.",
  ]);
  expect(await refused(xml(cube("2026-03-30", { USD: "0", GBP: "0.8" })))).toEqual([
    "per_euro: The rate of USD on 2026-03-30 is zero, which is no rate.",
  ]);
  const unreadable = async (file: string) => fileAsCsv("ecb-rates", new TextEncoder().encode(file));
  for (const file of [
    "<html><body>Not found</body></html>",
    "<Envelope><Cube><Cube time='yesterday'><Cube currency='USD' rate='1'/></Cube></Cube></Envelope>",
    "<",
    "Date,USD\nyesterday,1.1\n",
    "Date,USD\n2026-03-30,much\n",
  ])
    expect(await unreadable(file)).toMatchObject({ ok: false, fault: { kind: "invalid" } });
  expect(await ratesOf(company)).toEqual([]);
});

test("it is an import like any other over HTTP, and needs the permission to change rates", async () => {
  const company = await aCompany();
  const post = async (roles: Parameters<typeof aCaller>[1]) => {
    const caller = await aCaller(company, roles);
    const form = new FormData();
    form.set("file", new File([xml(march)], "eurofxref-daily.xml", { type: "text/xml" }));
    form.set("kind", "ecb-rates");
    const response = await caller.api.request("/platform/imports", {
      method: "POST",
      headers: { authorization: `Bearer ${caller.token}` },
      body: form,
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await post(["accountant"])).toMatchObject({ status: 202, body: { kind: "ecb-rates", fileName: "eurofxref-daily.xml" } });
  expect((await post({ grants: ["platform.import.run"] })).status).toBe(403);
});

test("a crossed rate is the nearest of twelve decimals, as an independent decimal library finds it", () => {
  const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });
  const rate = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 6 }))
    .map(([units, scale]) => new Exact(`${units}e-${scale}`).toFixed());
  fc.assert(
    fc.property(rate, rate, (perEuro, basePerEuro) => {
      const expected = new Exact(basePerEuro).div(perEuro).toDecimalPlaces(12);
      expect(crossRate(perEuro, basePerEuro)).toBe(expected.isZero() ? undefined : expected.toFixed());
    }),
  );
});
