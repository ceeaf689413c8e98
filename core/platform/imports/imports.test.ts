import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { booleanCell, countryCell, dateCell, decimalCell } from "./cells.ts";
import { mapColumns } from "./map-columns.ts";
import type { ImportMode, RefusedRow } from "./run-import.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
type Options = Readonly<{ mode?: ImportMode; dryRun?: boolean; map?: Record<string, string>; batch?: number; grants?: readonly never[] }>;

/** Imports a text as a file in uneven pieces, and answers the report with the refused rows. */
const run = async (
  company: TestCompany,
  kind: string,
  text: string | Uint8Array,
  { mode = "all", dryRun = false, grants, ...more }: Options = {},
) => {
  const file = typeof text === "string" ? bytes(text) : text;
  async function* source() {
    for (let at = 0; at < file.length; at += 7) yield file.subarray(at, at + 7);
  }
  const found = importKind(kind);
  if (!found) throw new Error(`no kind ${kind}`);
  const refused: RefusedRow[] = [];
  const ctx = company.as(grants ? { grants } : {});
  const outcome = await importCsv(ctx, { kind: found, source, mode, dryRun, refuse: async (rows) => void refused.push(...rows), ...more });
  return { outcome, refused };
};
const report = async (...args: Parameters<typeof run>) => {
  const { outcome, refused } = await run(...args);
  const { rows, created, unchanged, refused: count, stored } = resultOf(outcome);
  return { rows, created, unchanged, refused: count, stored, reasons: refused.map(({ line, reason }) => `${line}: ${reason}`) };
};
const stored = (company: TestCompany, what: ReturnType<typeof sql<Record<string, unknown>>>) =>
  reading(company.as(), async ({ db }) => (await what.execute(db)).rows);

test("customers come in with address, contact and terms; a second time nothing changes", async () => {
  const company = await aCompany();
  const file = `Customer ID;Company;Street;City;Country;Contact;Credit limit;Payment terms
A1;Äpfel & Söhne;Weg 1;Köln;Germany;Ada;"1.234,50";14
A2;Brown;;;;;;
`;
  expect(await report(company, "customers", file)).toEqual({ rows: 2, created: 2, unchanged: 0, refused: 0, stored: true, reasons: [] });
  expect(await report(company, "customers", file)).toMatchObject({ created: 0, unchanged: 2 });
  const rows = await stored(
    company,
    sql`select p.name, p.external_id, p.payment_terms_days as terms, c.credit_limit_minor::text as limit, a.country, t.name as contact from finance.party p
          join sales.customer c on c.id = p.id left join sales.customer_address a on a.customer_id = c.id left join sales.customer_contact t on t.customer_id = c.id order by p.external_id`,
  );
  expect(rows).toEqual([
    { name: "Äpfel & Söhne", externalId: "A1", terms: 14, limit: "123450", country: "DE", contact: "Ada" },
    { name: "Brown", externalId: "A2", terms: 30, limit: null, country: null, contact: null },
  ]);
});

test("one bad row refuses all, or itself alone, as one chose; a dry run of either stores nothing", async () => {
  const company = await aCompany();
  const file = "external_id,sku,name\n1,A,Apple\n2,B,\n3,A,Again\n4,D,Date\n";
  const reasons = ["3: name: This is needed.", expect.stringContaining("4: ")];
  expect(await report(company, "products", file)).toEqual({ rows: 4, created: 2, unchanged: 0, refused: 2, stored: false, reasons });
  expect(await report(company, "products", file, { mode: "each", dryRun: true })).toMatchObject({ created: 2, refused: 2, stored: false });
  const counted = () =>
    stored(
      company,
      sql`select (select count(*)::int from sales.product) as products, (select count(*)::int from shared.outbox where type = 'product.created') as told`,
    );
  expect(await counted()).toEqual([{ products: 0, told: 0 }]);
  expect(await report(company, "products", file, { mode: "each" })).toEqual({
    rows: 4,
    created: 2,
    unchanged: 0,
    refused: 2,
    stored: true,
    reasons,
  });
  expect(await counted()).toEqual([{ products: 2, told: 2 }]);
});

test("rows that only Postgres refuses are found among thousands, and the others are told once", async () => {
  const company = await aCompany();
  await report(company, "customers", "external_id,name\nC,Customer\n");
  await report(company, "products", "sku,name\nP,Pen\n");
  await report(company, "stock-counts", "sku,counted,counted_on\nP,1000,2026-03-01\n");
  const lines = Array.from({ length: 40 }, (_, n) => `${n},C,2026-03-0${(n % 9) + 1},P,${n === 17 || n === 30 ? 5000 : 1},2.50`);
  const file = `number,customer,ordered_on,sku,quantity,unit_price\n${lines.join("\n")}\n`;
  const outcome = await report(company, "orders", file, { mode: "each", batch: 15 });
  expect(outcome).toMatchObject({
    rows: 40,
    created: 38,
    refused: 2,
    reasons: [expect.stringMatching(/^19: .*stock/), expect.stringMatching(/^32: .*stock/)],
  });
  const [counts] = await stored(
    company,
    sql`select (select count(*)::int from sales.sales_order) as orders, (select count(*)::int from shared.outbox where type = 'order.created') as told,
               (select reserved::int from sales.stock_level) as reserved`,
  );
  expect(counts).toEqual({ orders: 38, told: 38, reserved: 38 });
});

test("an order is its rows; what was delivered and invoiced is so, on its day and under its number", async () => {
  const company = await aCompany();
  await report(company, "customers", "external_id,name\nC,Customer\n");
  await report(company, "products", "sku,name,tax_class\nP,Pen,standard\nI,Ink,zero\n");
  await report(company, "stock-counts", "sku,counted,counted_on\nP,10,2026-03-01\nI,10,2026-03-01\n");
  const file = `number,customer,ordered_on,delivered_on,invoiced_on,invoice_number,freight,freight_tax_class,sku,quantity,unit_price,discount_percent
S-1,C,2026-03-02,2026-03-03,2026-03-04,OLD-7,5.00,zero,P,2,10,50
S-1,C,2026-03-02,,,,,,I,1,3.33,
S-2,C,2026-03-05,,,,,,P,1,10,
S-1,C,2026-03-02,,,,,,P,1,1,
`;
  expect(await report(company, "orders", file, { mode: "each" })).toMatchObject({
    rows: 4,
    created: 2,
    refused: 1,
    reasons: [expect.stringContaining("5: The rows of one document")],
  });
  const orders = await stored(
    company,
    sql`select number, state, delivery_state, invoice_state, net_minor::text as net, tax_minor::text as tax from sales.sales_order order by number`,
  );
  expect(orders).toEqual([
    { number: "S-1", state: "confirmed", deliveryState: "full", invoiceState: "full", net: "1833", tax: "200" },
    { number: "S-2", state: "confirmed", deliveryState: "none", invoiceState: "none", net: "1000", tax: "200" },
  ]);
  expect(await stored(company, sql`select number, issued_on, total_minor::text as total from finance.invoice`)).toEqual([
    { number: "OLD-7", issuedOn: "2026-03-04", total: "2033" },
  ]);
  expect(
    await stored(
      company,
      sql`select on_hand::int, reserved::int from sales.stock_level s join sales.product p on p.id = s.product_id order by sku`,
    ),
  ).toEqual([
    { onHand: 9, reserved: 0 },
    { onHand: 8, reserved: 1 },
  ]);
});

test("the books at a cut-over: accounts, balances, open items, entries and payments, to the penny", async () => {
  const company = await aCompany();
  expect(await report(company, "accounts", "code,name,type\n9901,Suspense A,asset\n9902,Suspense B,liability\n")).toMatchObject({
    created: 2,
  });
  await report(company, "customers", "external_id,name\nC,Customer\n");
  await report(company, "suppliers", "external_id,name\nS,Supplier\n");
  const balances = "date,account,debit,credit\n2026-01-01,9901,1000.00,0.00\n2026-01-01,9902,,1000\n";
  expect(await report(company, "opening-balances", balances)).toMatchObject({ rows: 2, created: 1, stored: true });
  expect(await report(company, "opening-balances", balances)).toMatchObject({ unchanged: 1 });
  expect((await report(company, "opening-balances", "date,account,amount\n2026-01-02,9901,5\n2026-01-02,9902,-4\n")).reasons[0]).toContain(
    "1.00 more than",
  );
  const items = `kind,number,party,issued_on,due_on,posted_on,open_amount
invoice,R-1,C,2025-11-30,2025-12-30,2026-01-01,120.00
bill,B-1,S,2025-12-01,,2026-01-01,80.50
credit_note,CN-1,C,2025-12-05,,2026-01-01,20.00
`;
  expect(await report(company, "open-items", items)).toMatchObject({ created: 3, stored: true });
  expect(await report(company, "open-items", items)).toMatchObject({ created: 0, unchanged: 3 });
  const entries =
    "reference,date,description,account,debit,credit\nJ1,2026-02-01,Move,9901,,10.00\nJ1,2026-02-01,Move,9902,10.00,\nJ2,2026-02-01,Off,9901,1,\nJ2,2026-02-01,Off,9902,,2\nJ3,1850-01-01,Old,9901,1,\nJ3,1850-01-01,Old,9902,,1\n";
  expect(await report(company, "journal-entries", entries, { mode: "each" })).toMatchObject({ created: 1, refused: 4 });
  const payments =
    "external_id,party,amount,paid_on,invoice,direction\nP1,C,100.00,2026-02-02,R-1,in\nP2,C,30.00,2026-02-03,R-1,in\nP3,S,80.50,2026-02-03,B-1,out\nP4,C,7.00,2026-02-04,,in\n";
  expect(await report(company, "payments", payments, { mode: "each" })).toMatchObject({
    created: 3,
    refused: 1,
    reasons: [expect.stringContaining("Only 20.00 GBP is open on R-1")],
  });
  expect(await report(company, "payments", payments.replace("30.00", "20.00"), { mode: "each" })).toMatchObject({
    created: 1,
    unchanged: 3,
  });
  expect(await stored(company, sql`select number, state, open_minor::text as open, due_on from finance.invoice order by number`)).toEqual([
    { number: "B-1", state: "paid", open: "0", dueOn: "2025-12-31" },
    { number: "CN-1", state: "issued", open: "2000", dueOn: "2026-01-04" },
    { number: "R-1", state: "paid", open: "0", dueOn: "2025-12-30" },
  ]);
  const [sums] = await stored(
    company,
    sql`select sum(company_amount)::text as all, (select sum(l.company_amount)::text from finance.journal_line l join finance.account a on a.id = l.account_id where a.code = '9901') as suspense,
               (select count(distinct entry_id)::int from finance.journal_line) as entries from finance.journal_line`,
  );
  expect(sums).toEqual({ all: "0", suspense: "99000", entries: 9 });
});

test("a payment in another currency leaves the difference of the rates on the exchange account", async () => {
  const company = await aCompany();
  await stored(company, sql`select 1 as one`);
  const { writing } = await import("#core/testing/company.ts");
  await writing(company.as(), (tx) =>
    sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, 'EUR', 0.8, '2026-01-01'), (${tx.newId()}, ${company.id}, 'EUR', 0.9, '2026-02-01')`.execute(
      tx.db,
    ),
  );
  await report(company, "customers", "external_id,name,currency\nE,Euro,EUR\n");
  await report(company, "open-items", "number,party,issued_on,open_amount\nE-1,E,2026-01-10,100.00\n");
  expect(await report(company, "payments", "external_id,party,amount,paid_on,invoice\nP1,E,100.00,2026-02-02,E-1\n")).toMatchObject({
    created: 1,
  });
  const [sums] = await stored(
    company,
    sql`select sum(l.company_amount)::text as all, (select sum(x.company_amount)::text from finance.journal_line x join finance.account_rule r on r.account_id = x.account_id and r.purpose = 'exchange') as gain,
               (select open_company_minor::text from finance.invoice) as left from finance.journal_line l`,
  );
  expect(sums).toEqual({ all: "0", gain: "-1000", left: "0" });
});

test("prices and categories find what they hang on, and say what is not there", async () => {
  const company = await aCompany();
  expect(await report(company, "categories", "code,name,parent\nA,Top,\nB,Below,A\nX,Lost,Nowhere\n", { mode: "each" })).toMatchObject({
    created: 2,
    refused: 1,
  });
  expect(
    await report(company, "products", "sku,name,category,published\nP,Pen,B,yes\nQ,Quill,Nowhere,no\n", { mode: "each" }),
  ).toMatchObject({ created: 1, refused: 1 });
  const prices = "sku,unit_price,min_quantity\nP,2.50,\nP,2.25,100\nZ,1,\n";
  expect(await report(company, "prices", prices, { mode: "each" })).toMatchObject({
    created: 2,
    refused: 1,
    reasons: ["4: sku: There is no product Z."],
  });
  expect(await report(company, "prices", prices, { mode: "each" })).toMatchObject({ created: 0, unchanged: 2 });
  expect(await stored(company, sql`select p.state, c.code from sales.product p join sales.category c on c.id = p.category_id`)).toEqual([
    { state: "published", code: "B" },
  ]);
});

test("the wrong role imports nothing, and two at once import everything once", async () => {
  const company = await aCompany();
  const file = `external_id,name\n${Array.from({ length: 60 }, (_, n) => `${n},Customer ${n}`).join("\n")}\n`;
  expect((await run(company, "customers", file, { grants: [] })).outcome).toMatchObject({ ok: false, fault: { kind: "refused" } });
  await Promise.all([1, 2, 3].map(() => run(company, "customers", file, { mode: "each", batch: 20 })));
  expect(await stored(company, sql`select count(*)::int as customers from sales.customer`)).toEqual([{ customers: 60 }]);
});

test("columns are found by name, by other names and by mapping; what cannot be found is said", async () => {
  const kind = {
    columns: [
      { name: "sku", required: true, also: ["article"], about: "" },
      { name: "name", about: "" },
    ],
  };
  const cells = (header: string[], row: string[], map = {}) => resultOf(mapColumns(kind, header, map)).cellsOf(row);
  expect(cells(["Article", " N A M E "], ["1", " x "])).toEqual({ sku: "1", name: "x" });
  expect(cells(["Nr.", "name"], ["1", ""], { sku: "Nr." })).toEqual({ sku: "1" });
  expect(cells(["article", "sku"], ["old", "new"])).toEqual({ sku: "new" });
  expect(mapColumns(kind, ["name"], {})).toMatchObject({ ok: false, fault: { detail: expect.stringContaining("lacks sku") } });
  expect(mapColumns(kind, ["sku"], { nope: "sku" })).toMatchObject({ ok: false });
  expect(mapColumns(kind, ["sku"], { sku: "gone" })).toMatchObject({ ok: false });
});

test.each([
  ["1234.5", "1234.5"],
  ["1,234.50", "1234.50"],
  ["1.234,50", "1234.50"],
  ["1 234,50", "1234.50"],
  ["-12,5", "-12.5"],
  [".5", "0.5"],
  ["1,234", "1,234"],
  ["1.234", "1.234"],
  ["1.234.567", "1234567"],
  ["abc", "abc"],
])("the number %s is %s", (text, wanted) => expect(decimalCell(text)).toBe(wanted));

test("a number as the wire writes it stays what it is, whatever it is", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (units) => decimalCell(String(units)) === String(units)));
});

test.each([
  ["2026-03-31", "2026-03-31"],
  ["1996-07-04 00:00:00.000", "1996-07-04"],
  ["2026/3/1", "2026-03-01"],
  ["31.3.2026", "2026-03-31"],
  ["03/04/2026", "03/04/2026"],
])("the date %s is %s", (text, wanted) => expect(dateCell(text)).toBe(wanted));

test("countries and yes or no are understood", () => {
  expect(["germany", "UK", "de", "Venezuela"].map(countryCell)).toEqual(["DE", "GB", "DE", "VE"]);
  expect(["Yes", "0", "maybe"].map(booleanCell)).toEqual([true, false, "maybe"]);
});
