import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrations } from "#core/database/migrations.ts";
import { migrate } from "#functions/adapters/migrator.ts";

/*
 * A database of the version before open items, with two invoices in euros at 0.80 (100.00 and 50.00), a payment of 120.00 at 0.85 that settled 33.33 and
 * 66.67 of the first and 10.00 of the second, a credit note of 20.00 over the second, and a draft; and entries by hand on the control account: 3.00 of the
 * customer, 4.00 that were reversed, and 5.00 of nobody.
 */
const name = `open_items_${process.pid}`;
const superuser = new Client({ connectionString: inject("databases").superuser });
const owner = { connectionString: inject("databases").owner.replace(/\/enterprise$/, `/${name}`), database: name };
const client = new Client(owner);
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [COMPANY, ACTOR, RECEIVABLE, BANK, REVENUE, EXCHANGE] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const [JOURNAL, YEAR, PARTY, METHOD] = [7, 8, 9, 10].map(id) as [string, string, string, string];
const earlier = Object.fromEntries(Object.entries(migrations).filter(([one]) => one < "0080"));

const arranged = `
  insert into shared.company (id, name, country, base_currency, time_zone) values ('${COMPANY}', 'Old', 'GB', 'GBP', 'UTC');
  insert into finance.account (id, company_id, code, name, type, normal_balance) values ('${RECEIVABLE}', '${COMPANY}', '1100', 'Debtors', 'asset', 'debit'),
    ('${BANK}', '${COMPANY}', '1200', 'Bank', 'asset', 'debit'), ('${REVENUE}', '${COMPANY}', '4000', 'Sales', 'income', 'credit'), ('${EXCHANGE}', '${COMPANY}', '4906', 'Exchange', 'income', 'credit');
  insert into finance.journal (id, company_id, code, name, kind) values ('${JOURNAL}', '${COMPANY}', 'GEN', 'General', 'general');
  insert into finance.fiscal_year (id, company_id, name, starts_on, ends_on) values ('${YEAR}', '${COMPANY}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.period (id, company_id, fiscal_year_id, name, starts_on, ends_on) values ('${id(11)}', '${COMPANY}', '${YEAR}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.party (id, company_id, code, name, is_customer, currency) values ('${PARTY}', '${COMPANY}', 'C1', 'Customer', true, 'EUR');
  insert into finance.payment_method (id, company_id, code, name, account_id) values ('${METHOD}', '${COMPANY}', 'bank', 'Bank', '${BANK}');
  insert into shared.number_series (company_id, series, prefix) values ('${COMPANY}', 'invoice', 'INV-'), ('${COMPANY}', 'credit_note', 'CN-'), ('${COMPANY}', 'payment', 'PAY-');`;

const document = (n: number, kind: "invoice" | "credit_note", day: string, minor: number, company: number) => {
  const side = kind === "invoice" ? 1 : -1;
  const [documentId, entryId] = [id(n), id(n + 1)];
  const line = (accountId: string, sign: number, partyId?: string) => ({
    accountId,
    partyId,
    currency: "EUR",
    amount: sign * minor,
    companyAmount: sign * company,
  });
  const entry = {
    id: entryId,
    journalId: JOURNAL,
    effectiveOn: day,
    description: "x",
    sourceType: kind,
    sourceId: documentId,
    lines: [line(RECEIVABLE, side, PARTY), line(REVENUE, -side)],
  };
  const amounts = { netMinor: minor, taxMinor: 0, totalMinor: minor, openMinor: minor, companyMinor: company, openCompanyMinor: company };
  const lines = [
    { id: id(n + 2), position: 1, description: "x", quantity: 1, unitPrice: minor / 100, netMinor: minor, taxMinor: 0, accountId: REVENUE },
  ];
  const written = {
    id: documentId,
    kind,
    state: "issued",
    partyId: PARTY,
    issuedOn: day,
    dueOn: day,
    currency: "EUR",
    rounding: "line",
    entryId,
    ...amounts,
    lines,
  };
  return [
    ["select finance.post_entries($1)", JSON.stringify([entry])],
    ["select finance.write_invoices($1)", JSON.stringify([written])],
  ] as const;
};

const payment = [
  "select finance.post_entries($1)",
  JSON.stringify([
    {
      ...{ id: id(31), journalId: JOURNAL, effectiveOn: "2026-03-20", description: "x", sourceType: "payment", sourceId: id(30) },
      lines: [
        { accountId: BANK, currency: "EUR", amount: 12_000, companyAmount: 10_200 },
        { accountId: RECEIVABLE, partyId: PARTY, currency: "EUR", amount: -12_000, companyAmount: -10_200 },
      ],
    },
  ]),
] as const;

const byHand = (n: number, minor: number, partyId?: string, reverses?: string) => ({
  ...{ id: id(n), journalId: JOURNAL, effectiveOn: reverses ? "2026-03-06" : "2026-03-05", description: "x" },
  ...(reverses ? { kind: "reversal", reversesEntryId: reverses } : {}),
  lines: [
    { accountId: RECEIVABLE, partyId, currency: "GBP", amount: minor, companyAmount: minor },
    { accountId: REVENUE, currency: "GBP", amount: -minor, companyAmount: -minor },
  ],
});
const handwritten = [[byHand(60, 300, PARTY)], [byHand(61, 400, PARTY)], [byHand(62, -400, PARTY, id(61))], [byHand(63, 500)]];

const edges = [
  {
    id: id(40),
    invoiceId: id(20),
    paymentId: id(30),
    amountMinor: 3333,
    companyMinor: 2666,
    settledCompanyMinor: 2833,
    allocatedOn: "2026-03-20",
  },
  {
    id: id(41),
    invoiceId: id(20),
    paymentId: id(30),
    amountMinor: 6667,
    companyMinor: 5334,
    settledCompanyMinor: 5667,
    allocatedOn: "2026-03-20",
  },
  {
    id: id(42),
    invoiceId: id(23),
    paymentId: id(30),
    amountMinor: 1000,
    companyMinor: 800,
    settledCompanyMinor: 850,
    allocatedOn: "2026-03-21",
  },
  {
    id: id(43),
    invoiceId: id(23),
    creditNoteId: id(26),
    amountMinor: 2000,
    companyMinor: 1600,
    settledCompanyMinor: 1600,
    allocatedOn: "2026-03-22",
  },
];

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
  await migrate(owner, earlier);
  await client.connect();
  await client.query("begin");
  await client.query(`select set_config('enterprise.company_id', '${COMPANY}', true), set_config('enterprise.actor_id', '${ACTOR}', true)`);
  await client.query(arranged);
  const documents = [
    ...document(20, "invoice", "2026-03-01", 10_000, 8_000),
    ...document(23, "invoice", "2026-03-02", 5_000, 4_000),
    ...document(26, "credit_note", "2026-03-22", 2_000, 1_600),
  ];
  for (const [statement, value] of [...documents, payment]) await client.query(statement, [value]);
  for (const entries of handwritten) await client.query("select finance.post_entries($1)", [JSON.stringify(entries)]);
  await client.query(`insert into finance.payment (id, company_id, direction, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor, entry_id)
    values ('${id(30)}', '${COMPANY}', 'in', '${PARTY}', '${METHOD}', 'PAY-1', '2026-03-20', 'EUR', 12000, 12000, 10200, 10200, '${id(31)}')`);
  await client.query(
    `insert into finance.invoice (id, company_id, kind, party_id, currency, rounding) values ('${id(50)}', '${COMPANY}', 'invoice', '${PARTY}', 'EUR', 'line')`,
  );
  await client.query("select finance.write_allocations($1)", [JSON.stringify(edges)]);
  await client.query("commit");
  await migrate(owner);
});

afterAll(async () => {
  await client.end();
  await superuser.query(`drop database ${name} with (force)`);
  await superuser.end();
});

const rows = async (sql: string) => (await client.query(sql)).rows;

test("documents and payments of the version before become items, open as they were", async () => {
  expect(
    await rows(`select document_kind as kind, amount_minor::int as amount, open_minor::int as open, open_company_minor::int as company, due_on::text as due, ledger
                  from finance.open_item where document_kind in ('invoice', 'payment') order by document_id`),
  ).toEqual([
    { kind: "invoice", amount: 10_000, open: 0, company: 0, due: "2026-03-01", ledger: "receivable" },
    { kind: "invoice", amount: 5_000, open: 2_000, company: 1_600, due: "2026-03-02", ledger: "receivable" },
    { kind: "invoice", amount: -2_000, open: 0, company: 0, due: "2026-03-22", ledger: "receivable" },
    { kind: "payment", amount: -12_000, open: -1_000, company: -850, due: "2026-03-20", ledger: "receivable" },
  ]);
});

test("what settled them becomes edges between lines that lose nothing on either side", async () => {
  expect(
    await rows(`select amount_minor::int as amount, debit_company_minor::int as debit, credit_company_minor::int as credit, allocated_on::text as day,
                       debit_entry_id::text as of, credit_entry_id::text as by from finance.allocation where debit_entry_id <> '${id(61)}' order by id`),
  ).toEqual([
    { amount: 3333, debit: 2666, credit: 2833, day: "2026-03-20", of: id(21), by: id(31) },
    { amount: 6667, debit: 5334, credit: 5667, day: "2026-03-20", of: id(21), by: id(31) },
    { amount: 1000, debit: 800, credit: 850, day: "2026-03-21", of: id(24), by: id(31) },
    { amount: 2000, debit: 1600, credit: 1600, day: "2026-03-22", of: id(24), by: id(27) },
  ]);
  expect(
    await rows(`select o.document_id from finance.open_item o where o.open_minor <> o.amount_minor - sign(o.amount_minor) *
      coalesce((select sum(a.amount_minor) from finance.allocation a where (a.debit_entry_id = o.entry_id and o.amount_minor > 0) or (a.credit_entry_id = o.entry_id and o.amount_minor < 0)), 0)`),
  ).toEqual([]);
});

test("entries by hand on the account that is a control account now become items where they name somebody; reversals settle them", async () => {
  expect(await rows("select control from finance.account where control is not null")).toEqual([{ control: "receivable" }]);
  expect(
    await rows(`select entry_id::text as entry, document_kind as kind, amount_minor::int as amount, open_minor::int as open
                  from finance.open_item where document_kind in ('entry', 'reversal') order by entry_id`),
  ).toEqual([
    { entry: id(60), kind: "entry", amount: 300, open: 300 },
    { entry: id(61), kind: "entry", amount: 400, open: 0 },
    { entry: id(62), kind: "reversal", amount: -400, open: 0 },
  ]);
});

test("edges are append-only again afterwards", async () => {
  await expect(client.query("update finance.allocation set amount_minor = amount_minor")).rejects.toThrow("append-only");
});
