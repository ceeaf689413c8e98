import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { agedPayables, agedReceivables } from "#core/finance/reports/aged.ts";
import { taxReport } from "#core/finance/taxes/tax-report.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { contextOf, resultOf } from "#core/testing/company.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { migrations } from "./migrations.ts";

/*
 * A British company of the version before there were results of taxes: two taxes on sales, which its bills bore too, for there were no others. Invoices of
 * 130.00 (100.00 at 20 %, 10.00 at 0 %) and of 242 euros cents in two lines at 0.8333, a credit note of 12.00, a bill of 60.00, 2.40 by hand, the same
 * taken back, and a draft; 50.00 of the first invoice are paid.
 */
const name = `taxes_${process.pid}`;
const superuser = new Client({ connectionString: inject("databases").superuser });
const ownerOf = (role: "owner" | "app") => ({ connectionString: inject("databases")[role].replace(/\/enterprise$/, `/${name}`) });
const client = new Client(ownerOf("owner"));
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const earlier = Object.fromEntries(Object.entries(migrations).filter(([one]) => one < "0075"));
const COMPANY = id(1);
const accounts = { "1100": id(2), "2100": id(3), "1200": id(4), "4000": id(5), "5000": id(6), "2200": id(7), "4906": id(8) } as const;
const [JOURNAL, CUSTOMER, SUPPLIER, METHOD, STANDARD, ZERO] = [11, 12, 13, 14, 15, 16].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

const types = { "1": "asset", "2": "liability", "4": "income", "5": "expense" } as const;
const accountRows = Object.entries(accounts).map(([code, accountId]) => {
  const type = types[code[0] as keyof typeof types];
  return `('${accountId}', '${COMPANY}', '${code}', 'Account ${code}', '${type}', '${type === "asset" || type === "expense" ? "debit" : "credit"}')`;
});
const rule = (purpose: string, code: keyof typeof accounts) => `(gen_random_uuid(), '${COMPANY}', '${purpose}', '${accounts[code]}')`;
const arranged = `
  insert into shared.company (id, name, country, base_currency, time_zone, chart) values ('${COMPANY}', 'Old', 'GB', 'GBP', 'Europe/London', 'uk');
  insert into finance.account (id, company_id, code, name, type, normal_balance) values ${accountRows.join(", ")};
  insert into finance.account_rule (id, company_id, purpose, account_id) values ${rule("receivable", "1100")}, ${rule("payable", "2100")}, ${rule("exchange", "4906")},
    ${rule("discount", "4000")}, ${rule("purchase", "5000")}, ${rule("rounding", "5000")}, ${rule("payment", "1200")}, ${rule("revenue", "4000")};
  insert into finance.journal (id, company_id, code, name, kind) values ('${JOURNAL}', '${COMPANY}', 'GEN', 'General', 'general');
  insert into finance.fiscal_year (id, company_id, name, starts_on, ends_on) values ('${id(9)}', '${COMPANY}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.period (id, company_id, fiscal_year_id, name, starts_on, ends_on) values ('${id(10)}', '${COMPANY}', '${id(9)}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.party (id, company_id, code, name, is_customer, is_supplier, currency) values ('${CUSTOMER}', '${COMPANY}', 'C1', 'Customer', true, false, 'GBP'),
    ('${SUPPLIER}', '${COMPANY}', 'S1', 'Supplier', false, true, 'GBP');
  insert into finance.payment_method (id, company_id, code, name, account_id) values ('${METHOD}', '${COMPANY}', 'bank', 'Bank', '${accounts["1200"]}');
  insert into shared.number_series (company_id, series, prefix) values ('${COMPANY}', 'invoice', 'INV-'), ('${COMPANY}', 'credit_note', 'CN-'), ('${COMPANY}', 'bill', 'BILL-'), ('${COMPANY}', 'payment', 'PAY-');
  insert into finance.tax_code (id, company_id, code, name, kind, account_id) values ('${STANDARD}', '${COMPANY}', 'STANDARD', 'Our VAT', 'percent', '${accounts["2200"]}'),
    ('${ZERO}', '${COMPANY}', 'ZERO', 'VAT 0 %', 'percent', '${accounts["2200"]}');
  insert into finance.tax_rate (id, company_id, tax_code_id, rate, valid) values ('${id(17)}', '${COMPANY}', '${STANDARD}', 17.5, '[,2026-01-01)'), ('${id(18)}', '${COMPANY}', '${STANDARD}', 20, '[2026-01-01,)'),
    ('${id(19)}', '${COMPANY}', '${ZERO}', 0, '[,)');
  insert into finance.tax_class_code (company_id, tax_class, position, tax_code_id) values ('${COMPANY}', 'standard', 1, '${STANDARD}'), ('${COMPANY}', 'zero', 1, '${ZERO}');`;

type Line = Readonly<{ net: number; tax: number; code?: string }>;
type Kind = "invoice" | "credit_note" | "bill";
/** What the version before stored and posted for a document; `ledger` is net and tax in company currency. */
const document = (n: number, kind: Kind, lines: readonly Line[], ledger?: Readonly<{ net: number; tax: number }>) => {
  const side = kind === "invoice" ? 1 : -1;
  const bill = kind === "bill";
  const [net, tax] = [lines.reduce((sum, one) => sum + one.net, 0), lines.reduce((sum, one) => sum + one.tax, 0)];
  const own = ledger ?? { net, tax };
  const currency = ledger ? "EUR" : "GBP";
  const accountId = accounts[bill ? "5000" : "4000"];
  const base = lines.filter(({ code }) => code !== ZERO).reduce((sum, one) => sum + one.net, 0);
  const entry = {
    ...{ id: id(n + 1), journalId: JOURNAL, effectiveOn: "2026-02-10", description: "x", sourceType: kind, sourceId: id(n) },
    lines: [
      {
        ...{ accountId: accounts[bill ? "2100" : "1100"], partyId: bill ? SUPPLIER : CUSTOMER, currency },
        ...{ amount: side * (net + tax), companyAmount: side * (own.net + own.tax) },
      },
      { accountId, currency, amount: -side * net, companyAmount: -side * own.net },
      {
        accountId: accounts["2200"],
        currency,
        amount: -side * tax,
        companyAmount: -side * own.tax,
        taxCodeId: STANDARD,
        taxBase: -side * base,
      },
    ],
  };
  const rows = lines.map((line, index) => ({
    ...{
      id: id(n + 2 + index),
      position: index + 1,
      description: "x",
      quantity: 1,
      unitPrice: line.net / 100,
      netMinor: line.net,
      taxMinor: line.tax,
      accountId,
    },
    taxes: [
      {
        ...{ taxCodeId: line.code ?? STANDARD, accountId: accounts["2200"], code: "x", kind: "percent", included: false, compound: false },
        ...{ rate: line.code === ZERO ? "0" : "20.000000", baseMinor: `${line.net}`, taxMinor: `${line.tax}` },
      },
    ],
  }));
  const total = { totalMinor: net + tax, openMinor: net + tax, companyMinor: own.net + own.tax, openCompanyMinor: own.net + own.tax };
  const head = {
    id: id(n),
    kind,
    state: "issued",
    partyId: bill ? SUPPLIER : CUSTOMER,
    issuedOn: "2026-02-10",
    dueOn: "2026-03-10",
    currency,
    rounding: "line",
  };
  return [
    ["select finance.post_entries($1)", [entry]],
    ["select finance.write_invoices($1)", [{ ...head, entryId: id(n + 1), netMinor: net, taxMinor: tax, ...total, lines: rows }]],
  ] as const;
};

const byHand = (n: number, side: 1 | -1, reverses?: string) => ({
  ...{ id: id(n), journalId: JOURNAL, effectiveOn: "2026-02-11", description: "x" },
  ...(reverses ? { kind: "reversal", reversesEntryId: reverses } : {}),
  lines: [
    { accountId: accounts["1200"], currency: "GBP", amount: side * 240, companyAmount: side * 240 },
    { accountId: accounts["4000"], currency: "GBP", amount: -side * 200, companyAmount: -side * 200 },
    {
      accountId: accounts["2200"],
      currency: "GBP",
      amount: -side * 40,
      companyAmount: -side * 40,
      taxCodeId: STANDARD,
      taxBase: -side * 200,
    },
  ],
});

const payment = {
  ...{ id: id(91), journalId: JOURNAL, effectiveOn: "2026-02-20", description: "x", sourceType: "payment", sourceId: id(90) },
  lines: [
    { accountId: accounts["1200"], currency: "GBP", amount: 5_000, companyAmount: 5_000 },
    { accountId: accounts["1100"], partyId: CUSTOMER, currency: "GBP", amount: -5_000, companyAmount: -5_000 },
  ],
};

const pool = openPool({ ...ownerOf("app"), max: 4, idleTimeoutMillis: 500, allowExitOnIdle: true });
const ctx = (): Ctx => ({ ...contextOf(COMPANY), database: databaseOver(pool) });

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
  await migrate(ownerOf("owner"), earlier);
  await client.connect();
  await client.query("begin");
  await client.query(
    `select set_config('enterprise.company_id', '${COMPANY}', true), set_config('enterprise.actor_id', '${COMPANY}', true)`,
  );
  await client.query(arranged);
  const documents = [
    ...document(20, "invoice", [
      { net: 3_333, tax: 667 },
      { net: 6_667, tax: 1_333 },
      { net: 1_000, tax: 0, code: ZERO },
    ]),
    ...document(
      30,
      "invoice",
      [
        { net: 101, tax: 20 },
        { net: 101, tax: 20 },
      ],
      { net: 169, tax: 33 },
    ),
    ...document(40, "credit_note", [{ net: 1_000, tax: 200 }]),
    ...document(50, "bill", [{ net: 5_000, tax: 1_000 }]),
  ];
  for (const [statement, value] of documents) await client.query(statement, [JSON.stringify(value)]);
  for (const entry of [byHand(60, 1), byHand(61, 1), byHand(62, -1, id(61)), payment])
    await client.query("select finance.post_entries($1)", [JSON.stringify([entry])]);
  await client.query(`insert into finance.payment (id, company_id, direction, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor, entry_id)
    values ('${id(90)}', '${COMPANY}', 'in', '${CUSTOMER}', '${METHOD}', 'PAY-1', '2026-02-20', 'GBP', 5000, 5000, 5000, 5000, '${id(91)}')`);
  const edge = {
    id: id(92),
    invoiceId: id(20),
    paymentId: id(90),
    amountMinor: 5_000,
    companyMinor: 5_000,
    settledCompanyMinor: 5_000,
    allocatedOn: "2026-02-20",
  };
  await client.query("select finance.write_allocations($1)", [JSON.stringify([edge])]);
  await client.query(
    `insert into finance.invoice (id, company_id, kind, party_id, currency, rounding) values ('${id(95)}', '${COMPANY}', 'invoice', '${CUSTOMER}', 'GBP', 'line')`,
  );
  await client.query("commit");
  await migrate(ownerOf("owner"), migrations);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await client.end();
  await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
});

const rows = async (text: string) => (await client.query({ text, rowMode: "array" })).rows;

test("the tax report of what was posted before is what the documents say, at the rate they bore, and ties to the ledger", async () => {
  const report = resultOf(await taxReport(ctx(), { from: "2026-01-01", to: "2026-03-31" }));
  // Output: 20.00 + 0.33 - 2.00 + 0.40 by hand; base 100.00 + 1.68 - 10.00 + 2.00. The bill is an input tax.
  expect(
    report.rows.map(({ tax, rate, part, base, amount, deductible }) => [tax.code, tax.name, rate, part, base, amount, deductible]),
  ).toEqual([
    ["STANDARD", "Our VAT", "20", "input", "50.00", "10.00", "10.00"],
    ["STANDARD", "Our VAT", "20", "output", "93.68", "18.73", "18.73"],
    ["ZERO", "VAT 0 %", "0", "output", "10.00", "0.00", "0.00"],
  ]);
  expect(report.totals).toMatchObject({ output: "18.73", input: "10.00", due: "8.73" });
  expect(report.accounts.find(({ account }) => account.code === "2200")).toMatchObject({
    ledger: "-8.73",
    results: "-8.73",
    unexplained: "0.00",
  });
  expect(await rows("select count(*)::int from finance.tax_result where tax_rate_id is null")).toEqual([[0]]);
});

test("the company gets the return of its country, which counts the taxes that its bills bore", async () => {
  const { returns } = resultOf(await taxReport(ctx(), { from: "2026-01-01", to: "2026-03-31" }));
  expect(returns.map(({ code }) => code)).toEqual(["VAT100"]);
  expect(Object.fromEntries(returns[0]?.boxes.map(({ box, amount }) => [box, amount]) ?? [])).toEqual({
    ...{ "1": "18.73", "2": "0.00", "3": "18.73", "4": "10.00", "5": "8.73", "6": "103.68", "7": "50.00", "8": "0.00", "9": "0.00" },
  });
});

test("it gets the taxes it lacks, and keeps those it has as they are", async () => {
  expect(
    await rows(`select t.code, t.name, t.usage, v.rate::float, v.deductible_percent::float from finance.tax_code t join finance.tax_rate v on v.tax_code_id = t.id
                 where t.code in ('STANDARD', 'ZERO', 'REDUCED', 'P-STANDARD', 'P-BLOCKED', 'P-RC') order by 1, 4`),
  ).toEqual([
    ["P-BLOCKED", "Input VAT 20 %, not reclaimable", "purchase", 20, 0],
    ["P-RC", "Domestic reverse charge 20 %", "purchase", 20, 100],
    ["P-STANDARD", "Input VAT 20 %", "purchase", 20, 100],
    ["REDUCED", "VAT 5 %", "sale", 5, 100],
    ["STANDARD", "Our VAT", "sale", 17.5, 100],
    ["STANDARD", "Our VAT", "sale", 20, 100],
    ["ZERO", "VAT 0 %", "sale", 0, 100],
  ]);
  expect(await rows("select code, name, type from finance.account where code in ('2200', '2201') order by 1")).toEqual([
    ["2200", "Account 2200", "liability"],
    ["2201", "Input VAT", "liability"],
  ]);
  expect(await rows("select tax_class, count(*)::int from finance.tax_class_code group by 1 order by 1")).toEqual([
    ["exempt", 1],
    ["reduced", 1],
    ["standard", 1],
    ["zero", 1],
  ]);
  expect(await rows("select count(*)::int from finance.account_rule where purpose in ('unrealised_gain', 'unrealised_loss')")).toEqual([
    [2],
  ]);
});

test("what was open is open, and the aged report is the control account", async () => {
  const aged = resultOf(await agedReceivables(ctx(), { asOf: "2026-03-31" }));
  // 130.00 - 50.00 + 2.02 - 12.00 of a credit note that settled nothing.
  expect(aged.totals.total).toBe("70.02");
  expect(await rows(`select sum(company_amount)::int from finance.journal_line where account_id = '${accounts["1100"]}'`)).toEqual([
    [7_002],
  ]);
  const payable = resultOf(await agedPayables(ctx(), { asOf: "2026-03-31" }));
  expect(payable.totals.total).toBe("60.00");
});

test("a second time nothing comes of it", async () => {
  const state = () =>
    rows(
      "select (select count(*) from finance.tax_code), (select count(*) from finance.tax_rate), (select count(*) from finance.tax_box_term), (select count(*) from finance.account)",
    );
  const before = await state();

  await migrate(ownerOf("owner"), { ...migrations, "9111-again": migrations["0111-usual-taxes"] as (typeof migrations)[string] });
  expect(await state()).toEqual(before);
});
