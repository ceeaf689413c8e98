import { type Kysely, sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import type { Database } from "#core/database/tables.ts";
import { anEntry, asApplication, bookOf, posted } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { PaymentInput } from "../payments/payment.ts";
import { recordPayment } from "../payments/record-payment.ts";

/** An invoice of 100.00 and a payment of 60.00 on account, by a customer; a second customer owes 100.00 too. */
let company: TestCompany;
let invoice: string;
let payment: string;
let other: string;
let stranger: string;

const anInvoice = async (partyId: string) => {
  const draft = resultOf(
    await draftInvoice(company.as(), InvoiceInput.parse({ partyId, lines: [{ description: "Work", quantity: "1", unitPrice: "100" }] })),
  );
  return resultOf(await issueInvoice(company.as(), { id: draft.id })).entryId ?? "";
};

beforeAll(async () => {
  company = await aCompany();
  const { customerIds } = await aShop(company, { customers: 2 });
  const [mine = "", rival = ""] = customerIds;
  stranger = rival;
  invoice = await anInvoice(mine);
  other = await anInvoice(rival);
  payment = resultOf(await recordPayment(company.as(), PaymentInput.parse({ partyId: mine, amount: "60.00" }))).entryId;
});

type Change = Partial<
  Record<"debitEntryId" | "creditEntryId" | "allocatedOn" | "undoesId" | "id", string> &
    Record<"debitPosition" | "amountMinor" | "debitCompanyMinor" | "creditCompanyMinor", number>
>;

const edge = (change: Change = {}) => ({
  ...{ id: crypto.randomUUID(), debitEntryId: invoice, debitPosition: 1, creditEntryId: payment, creditPosition: 2, amountMinor: 6_000 },
  ...{ debitCompanyMinor: change.amountMinor ?? 6_000, creditCompanyMinor: change.amountMinor ?? 6_000, allocatedOn: company.today },
  ...change,
});

const write = (db: Kysely<Database>, ...edges: ReturnType<typeof edge>[]) =>
  sql`select finance.write_allocations(${JSON.stringify(edges)}::jsonb)`.execute(db);

/** Runs in a transaction that is rolled back, and gives back the constraint that refused it. */
const refusalOf = (work: (db: Kysely<Database>) => Promise<unknown>) =>
  asApplication(company, async (db) => {
    await work(db);
    throw new Error("nothing refused it");
  }).catch((error: { constraint?: string; message: string }) => error.constraint ?? error.message);

test.each<[string, Change]>([
  ["line_never_over_allocated", { amountMinor: 6_001 }],
  ["allocation_joins_a_debit_and_a_credit", { debitEntryId: "other" }],
  ["allocation_joins_a_debit_and_a_credit", { allocatedOn: "2026-03-30" }],
  ["undoing_is_negative", { amountMinor: -100 }],
  ["exchange_difference_posted", { debitCompanyMinor: 5_999 }],
  ["allocation_company_sides", { debitCompanyMinor: -1 }],
  ["open_company_within_line", { debitCompanyMinor: 6_001, creditCompanyMinor: 6_001 }],
  ["allocation_company_id_debit_entry_id_debit_position_fkey", { debitPosition: 2 }],
])("%s refuses an edge like %j, whoever writes it", async (constraint, change) => {
  const wrong = change.debitEntryId === "other" ? { ...change, debitEntryId: other } : change;
  expect(await refusalOf((db) => write(db, edge(wrong)))).toBe(constraint);
});

test("an edge keeps the earlier day of the items it joins, and nobody says another", async () => {
  const kept: { since: string; earlier: string }[] = [];
  await refusalOf(async (db) => {
    await write(db, edge());
    const { rows } = await sql<{ since: string; earlier: string }>`
      select a.since::text, least(d.effective_on, c.effective_on)::text as earlier from finance.allocation a
        join finance.open_item d on d.company_id = a.company_id and d.entry_id = a.debit_entry_id and d.position = a.debit_position
        join finance.open_item c on c.company_id = a.company_id and c.entry_id = a.credit_entry_id and c.position = a.credit_position
       where a.company_id = ${company.id}`.execute(db);
    kept.push(...rows);
  });
  expect(kept).toEqual([{ since: company.today, earlier: company.today }]);
  const said = (db: Kysely<Database>) => sql`insert into finance.allocation (since) values ('2020-01-01')`.execute(db);
  expect(await refusalOf(said)).toMatch(/permission denied/);
});

test("a debit is not settled as if it were a credit", async () => {
  const swapped = { ...edge({ debitEntryId: payment, creditEntryId: invoice }), debitPosition: 2, creditPosition: 1 };
  expect(await refusalOf((db) => write(db, swapped))).toMatch(/line_never_over_allocated|allocation_joins/);
});

test("an edge is undone by its mirror image, once, and not before its day", async () => {
  const first = edge({ amountMinor: 1_000 });
  const mirror = {
    ...first,
    id: crypto.randomUUID(),
    amountMinor: -1_000,
    debitCompanyMinor: -1_000,
    creditCompanyMinor: -1_000,
    undoesId: first.id,
  };
  const undoing = (...mirrors: (typeof mirror)[]) => refusalOf(async (db) => write(db, first).then(() => write(db, ...mirrors)));

  expect(await undoing(mirror)).toBe("nothing refused it");
  expect(await undoing({ ...mirror, amountMinor: -999 })).toBe("undoing_mirrors");
  expect(await undoing({ ...mirror, allocatedOn: "2026-03-30" })).toMatch(/undoing_mirrors|allocation_joins/);
  expect(await undoing(mirror, { ...mirror, id: crypto.randomUUID() })).toBe("allocation_undone_once");
});

test("the application can neither open items nor change what is open of them", async () => {
  const statements = [
    sql`update finance.open_item set open_minor = 0, open_company_minor = 0`,
    sql`insert into finance.open_item select * from finance.open_item`,
    sql`delete from finance.open_item`,
    sql`update finance.allocation set amount_minor = 1`,
  ];
  for (const statement of statements) expect(await refusalOf((db) => statement.execute(db))).toMatch(/permission denied/);
});

test("only entries of the same transaction can be opened, and only lines with a party", async () => {
  const open = sql`select finance.open_entries(${JSON.stringify([{ entryId: invoice, ledger: "receivable", kind: "write_off", documentId: invoice }])}::jsonb)`;
  await asApplication(company, (db) => open.execute(db));
  const items = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.openItem").select("documentKind").orderBy("documentKind").execute(),
  );
  expect(items.map(({ documentKind }) => documentKind)).toEqual(["invoice", "invoice", "payment"]);
});

test("a payment that is not what its entry says is not written", async () => {
  const copy = (change: string) => sql`
    insert into finance.payment select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'number', 'X') || ${change}::jsonb)).* from finance.payment p`;
  expect(await refusalOf((db) => copy("{}").execute(db))).toBe("open_item_pkey");
  const book = await bookOf(company);
  const entry = anEntry(book, {
    lines: [
      ["1200", 6_000n],
      ["1100", -6_000n],
    ],
  });
  const lines = (partyId: string | undefined, amount: bigint) =>
    entry.lines.map((line, at) => ({
      ...line,
      accountId: at && partyId === undefined ? book.account("1101") : line.accountId,
      amount: at ? -amount : amount,
      companyAmount: at ? -amount : amount,
      partyId: at ? partyId : undefined,
    }));
  const { partyId } =
    (await reading(company.as(), ({ db }) => db.selectFrom("finance.payment").select("partyId").executeTakeFirst())) ?? {};
  for (const wrong of [lines(undefined, 6_000n), lines(partyId, 5_999n), lines(stranger, 6_000n)]) {
    const [bad] = await posted(company, { ...anEntry(book), sourceType: "payment", sourceId: payment, lines: wrong });
    expect(await refusalOf((db) => copy(JSON.stringify({ entry_id: bad?.id })).execute(db))).toBe("payment_is_its_open_item");
  }
});

test("two transactions that allocate the same line at once: the later finds it settled", async () => {
  const both = await Promise.allSettled([1, 2].map(() => asApplication(company, (db) => write(db, edge()))));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { constraint: "line_never_over_allocated" } });
});
