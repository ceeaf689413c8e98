import { execFileSync } from "node:child_process";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { expect, inject, test } from "vitest";
import { statementRows } from "#core/finance/parties/statement.ts";
import { aCaller, anApi, aUser, signIn } from "#core/testing/api.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { aShop } from "#core/testing/trade.ts";
import { loadOpenItems } from "#scripts/bench/open-items-load.ts";

const asking = async (company: TestCompany) => {
  const api = anApi();
  const token = await signIn(api, await aUser(company, ["accountant"]));
  return async (path: string) => {
    const response = await api.request(path, { headers: { authorization: `Bearer ${token}` } });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      name: response.headers.get("content-disposition"),
      bytes,
    };
  };
};
const table = (bytes: Uint8Array): string[][] => parse(Buffer.from(bytes), { bom: true });

/** 100.00 pounds and 50.00 euros at 0.80 owed by Customer 1, 30.00 on account of Customer 2; tax of 20.00 on one of them. */
const owing = async () => {
  const company = await aCompany();
  const { customerIds } = await aShop(company, { customers: 2 });
  const [one, two] = customerIds;
  const accountant = await aCaller(company, ["accountant"]);
  await accountant.post("/finance/rates", { currency: "EUR", rate: "0.80", validOn: "2026-01-01" });
  const issue = async (unitPrice: string, issuedOn: string, more: object) => {
    const lines = [{ description: "Work", quantity: "1", unitPrice, ...("taxCodes" in more ? { taxCodes: more.taxCodes } : {}) }];
    const currency = "currency" in more ? { currency: more.currency } : {};
    const { body } = await accountant.post("/finance/invoices", { partyId: one, lines, ...currency });
    const issued = await accountant.post(`/finance/invoices/${body.id}/issue`, { issuedOn });
    expect(issued.status).toBe(200);
  };
  await issue("100.00", "2026-01-10", { taxCodes: ["STANDARD"] });
  await issue("50.00", "2026-03-10", { currency: "EUR" });
  expect((await accountant.post("/finance/payments", { partyId: two, amount: "30.00", paidOn: "2026-03-20" })).status).toBe(201);
  return { company, accountant, one, two };
};

test("aged receivables as files: by party, and by instalment with its own currency beside the company's", async () => {
  const { company, one } = await owing();
  const ask = await asking(company);
  const parties = await ask("/finance/reports/aged-receivables?asOf=2026-03-31&days=30&format=csv");
  expect([parties.status, parties.name]).toEqual([200, 'attachment; filename="aged-receivables.csv"']);
  expect(table(parties.bytes)).toEqual([
    ["Code", "Party", "On account", "Not due", "1–30 days", "over 30 days", "Total"],
    ["C1", "Customer 1", "0.00", "40.00", "0.00", "120.00", "160.00"],
    ["C2", "Customer 2", "-30.00", "0.00", "0.00", "0.00", "-30.00"],
    ["", "Total", "-30.00", "40.00", "0.00", "120.00", "130.00"],
  ]);
  const each = table((await ask("/finance/reports/aged-receivables?asOf=2026-03-31&detail=instalment&format=csv")).bytes);
  expect(each.map(([code, , , date, , , ...figures]) => [code, date, ...figures])).toEqual([
    ["Code", "Date", "Currency", "Amount", "Open", "Open in GBP"],
    ["C1", "2026-01-10", "GBP", "120.00", "120.00", "120.00"],
    ["C1", "2026-03-10", "EUR", "50.00", "50.00", "40.00"],
    ["C2", "2026-03-20", "GBP", "-30.00", "-30.00", "-30.00"],
    ["", "", "", "", "", "130.00"],
  ]);
  const ofOne = await ask(`/finance/reports/aged-receivables?asOf=2026-03-31&partyId=${one}&format=csv&language=de`);
  expect(table(ofOne.bytes)[0]).toEqual(expect.arrayContaining(["Kürzel", "Partner", "Beleg", "Offen in GBP"]));
  expect(table(ofOne.bytes)).toHaveLength(4);
  expect((await ask("/finance/reports/aged-receivables?detail=document")).status).toBe(422);
});

test("on a day of revaluation the files have what it made, and their total is the report's", async () => {
  const { company, accountant } = await owing();
  await accountant.post("/finance/rates", { currency: "EUR", rate: "0.90", validOn: "2026-03-31" });
  const made = await accountant.post("/finance/revaluations", { on: "2026-03-31" });
  expect(made.status).toBe(201);
  const { body } = await accountant.get("/finance/reports/aged-receivables?asOf=2026-03-31");
  expect(body.totals).toMatchObject({ revaluation: "5.00", total: "135.00" });
  const ask = await asking(company);
  for (const detail of ["party", "instalment"])
    expect(
      table((await ask(`/finance/reports/aged-receivables?asOf=2026-03-31&detail=${detail}&format=csv`)).bytes)
        .at(-1)
        ?.at(-1),
    ).toBe("135.00");
  const payables = table((await ask("/finance/reports/aged-payables?asOf=2026-03-31&format=csv")).bytes);
  expect(payables.at(-1)?.at(-1)).toBe("0.00");
});

test("the tax report as files: boxes, taxes with base, and accounts with what explains them", async () => {
  const { company } = await owing();
  const ask = await asking(company);
  const rows = table((await ask("/finance/reports/tax?from=2026-01-01&to=2026-03-31&format=csv")).bytes);
  expect(rows[0]).toEqual(["Code", "Name", "Part", "Rate", "Base", "Tax", "Amount on the account"]);
  expect(rows.find(([code]) => code === "STANDARD")?.slice(2)).toEqual(["Output", "20", "100.00", "20.00", "20.00"]);
  expect(rows.find(([, name]) => name === "Output less input tax")?.at(-1)).toBe("20.00");
  expect(rows.find(([, name]) => name === "Return VAT100")).toBeDefined();
  expect(rows.find(([code]) => code === "1")?.at(-1)).toBe("20.00");
  expect(rows.find(([code]) => code === "2200")?.at(-1)).toBe("-20.00");
});

test("every report of parties and taxes comes in every format; figures of other currencies keep their decimals", async () => {
  const { company, one } = await owing();
  const ask = await asking(company);
  const reports = [
    "reports/aged-receivables?asOf=2026-03-31",
    "reports/aged-payables?detail=instalment",
    `parties/${one}/statement?from=2026-01-01&to=2026-03-31`,
    "reports/tax?from=2026-01-01&to=2026-03-31",
  ];
  for (const report of reports) {
    for (const format of ["csv", "xlsx", "pdf"]) {
      const { status, bytes } = await ask(`/finance/${report}&format=${format}`);
      expect([report, format, status]).toEqual([report, format, 200]);
      if (format === "pdf") expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe("%PDF-");
      if (format === "xlsx") expect(strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"] ?? new Uint8Array())).toContain("<sheetData>");
    }
    expect((await ask(`/finance/${report}`)).type).toBe("application/json");
  }
  const { bytes } = await ask(`/finance/parties/${one}/statement?from=2026-01-01&to=2026-03-31&format=pdf&language=de`);
  const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: bytes }).toString();
  for (const piece of ["Kontoauszug C1 Customer 1", "Als Kunde", "Vorher offen", "Am Ende offen", "120,00", "50,00"])
    expect(text).toContain(piece);
});

test("a statement of account has pages of whole entries with their running balance; a file holds all of it", async () => {
  const company = await aCompany();
  const items = { open: 450, settled: 0, parties: 1, days: 60, firstDay: "2026-01-01", control: "1100", income: "4000" };
  await loadOpenItems({ connectionString: inject("databases").owner }, { companyId: company.id, actorId: crypto.randomUUID() }, items);
  const accountant = await aCaller(company, ["accountant"]);
  const { id } = (await accountant.get("/finance/parties?q=Measured")).body.items[0];
  const asked = `/finance/parties/${id}/statement?from=2026-01-11&to=2026-02-20`;
  const seen: { date: string; entryId: string; amount: string; balance: string }[] = [];
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  let account: { opening: string; closing: string } | undefined;
  for (let path: string | null = `${asked}&limit=100`; path; ) {
    const { body } = await accountant.get(path);
    [account] = body.currencies;
    seen.push(...body.currencies[0].rows);
    path = body.next ? `${asked}&limit=100&after=${body.next}` : null;
  }
  expect(seen.length).toBeGreaterThan(250);
  expect(new Set(seen.map(({ entryId }) => entryId)).size).toBe(seen.length);
  expect(seen.map(({ date }) => date)).toEqual(seen.map(({ date }) => date).toSorted());
  let balance = cents(account?.opening ?? "");
  for (const row of seen) {
    balance += cents(row.amount);
    expect(cents(row.balance)).toBe(balance);
  }
  expect(cents(account?.closing ?? "")).toBe(balance);
  const rows = table((await (await asking(company))(`${asked}&format=csv&limit=1`)).bytes);
  expect(rows).toHaveLength(seen.length + 3);
  expect([rows[1]?.at(-1), rows.at(-1)?.at(-1)]).toEqual([account?.opening, account?.closing]);
  expect((await accountant.get(`${asked}&after=nonsense`)).body.code).toBe("page.after");
  const tables = ["finance.open_item", "finance.journal_entry"];
  await analysed(...tables);
  const span = { partyId: id, ledger: "receivable", currency: "GBP", from: "2026-01-11", to: "2026-02-20", limit: 20 } as const;
  const { fetched, scans } = await readingCost(company, tables, (ctx) => statementRows(ctx, span));
  expect(scans).toBe(0);
  expect(fetched).toBeLessThan(150);
});
