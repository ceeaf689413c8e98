import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, databaseAs, type Line, linesOf, posted } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { agedPayables, agedReceivables } from "../reports/aged.ts";
import { EntryInput } from "./entry.ts";
import { type Posting, postEntries } from "./post-entry.ts";
import { postManualEntry } from "./post-manual-entry.ts";
import { reverseEntry } from "./reverse-entry.ts";

/** A customer who is a supplier too, and an accountant. */
const booked = async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company);
  await writing(company.as(), ({ db }) => sql`update finance.party set is_supplier = true where id = ${partyId}`.execute(db));
  const [book, accountant] = [await bookOf(company), await aCaller(company, ["accountant"])];
  const claim = (lines: readonly object[], more: object = {}) =>
    accountant.post("/finance/entries", { description: "Taken over", lines, ...more });
  const line = (code: string, more: object) => ({ accountId: book.account(code), ...more });
  const debt = (amount: string, more: object = {}) =>
    claim([line("1100", { debit: amount, partyId, ...more }), line("4000", { credit: amount })]);
  const document = async (kind: "invoice" | "bill", unitPrice: string) => {
    const input = InvoiceInput.parse({ kind, partyId, lines: [{ description: "Work", quantity: "1", unitPrice }] });
    return resultOf(await issueInvoice(company.as(), { id: resultOf(await draftInvoice(company.as(), input)).id }));
  };
  const aged = async (ledger: "receivable" | "payable" = "receivable", asOf = company.today) =>
    resultOf(await (ledger === "receivable" ? agedReceivables : agedPayables)(company.as(), { asOf, partyId }));
  return { company, partyId, book, accountant, claim, line, debt, document, aged };
};
type Booked = Awaited<ReturnType<typeof booked>>;

const balance = async (company: TestCompany, code: string) => {
  const { rows } = await databaseAs("superuser").query(
    "select coalesce(sum(l.company_amount), 0)::text as sum from finance.journal_line l join finance.account a on a.id = l.account_id where l.company_id = $1 and a.code = $2",
    [company.id, code],
  );
  return (Number(rows[0].sum) / 100).toFixed(2);
};

test("a line on a control account names a customer or supplier, and no other line is due", async () => {
  const { claim, line, company, partyId } = await booked();
  const refused = await claim([line("1230", { debit: "5.00" }), line("1100", { credit: "5.00" })]);
  expect(refused).toMatchObject({
    status: 422,
    body: {
      code: "entry.party_needed",
      errors: [{ pointer: "/lines/1/partyId", detail: "Account 1100 is a control account: name the customer or supplier." }],
    },
  });
  expect(await claim([line("1230", { debit: "5.00", dueOn: "2026-05-01" }), line("1100", { credit: "5.00", partyId })])).toMatchObject({
    status: 422,
    body: { code: "entry.party_needed", errors: [{ pointer: "/lines/0/dueOn" }] },
  });
  expect(await claim([line("1230", { debit: "5.00" }), line("1100", { credit: "5.00", partyId: uuidv7() })])).toMatchObject({
    status: 422,
    body: { code: "party.missing" },
  });
  expect(await balance(company, "1100")).toBe("0.00");
});

test("such a line is an open item: aged by its due date, in the account, paid like an invoice, undone and reversed", async () => {
  const { debt, aged, accountant, partyId, company } = await booked();
  const { status, body: entry } = await debt("120.00", { dueOn: "2026-03-01" });
  expect(status).toBe(201);
  expect(entry.lines[0]).toMatchObject({ partyId, dueOn: "2026-03-01", open: "120.00" });
  expect(entry.lines[1]).toMatchObject({ dueOn: null, open: null });
  expect((await accountant.get(`/finance/entries/${entry.id}`)).body.lines).toEqual(entry.lines);
  expect(await aged()).toMatchObject({
    totals: { total: "120.00", notDue: "0.00" },
    items: [{ document: { kind: "entry", id: entry.id }, dueOn: "2026-03-01", daysOverdue: 30, open: "120.00" }],
  });
  const { body: statement } = await accountant.get(`/finance/parties/${partyId}/statement?ledger=receivable`);
  expect(statement.currencies[0]).toMatchObject({ closing: "120.00", rows: [{ kind: "entry", entryId: entry.id, amount: "120.00" }] });

  const named = await accountant.post("/finance/payments", {
    partyId,
    amount: "20.00",
    allocations: [{ entryId: entry.id, amount: "20.00" }],
  });
  expect(named).toMatchObject({
    status: 201,
    body: { unallocated: "0.00", allocations: [{ entryId: entry.id, invoiceId: null, paymentId: null }] },
  });
  const { body: oldest } = await accountant.post("/finance/payments", { partyId, amount: "150.00", allocations: "oldest" });
  expect(oldest).toMatchObject({ unallocated: "50.00", allocations: [{ entryId: entry.id, amount: "100.00" }] });
  expect((await accountant.get(`/finance/payments/${oldest.id}`)).body.allocations).toMatchObject([
    { entryId: entry.id, amount: "100.00" },
  ]);
  expect((await aged()).totals.total).toBe("-50.00");

  const reverse = () => accountant.post(`/finance/entries/${entry.id}/reverse`, { reason: "Wrong" });
  expect(await reverse()).toMatchObject({ status: 409, body: { code: "entry.settled" } });
  const { body: settled } = await accountant.get(`/finance/entries/${entry.id}/allocations`);
  expect(settled.items).toMatchObject([
    { position: 1, kind: "payment", paymentId: named.body.id, amount: "20.00", undoneOn: null },
    { position: 1, kind: "payment", paymentId: oldest.id, amount: "100.00" },
  ]);
  for (const { id } of settled.items)
    expect((await accountant.post(`/finance/allocations/${id}/undo`, { reason: "Wrong" })).status).toBe(200);
  const reversed = await reverse();
  expect(reversed).toMatchObject({ status: 201, body: { lines: [{ partyId, open: "0.00", credit: "120.00" }, { open: null }] } });
  expect((await accountant.get(`/finance/entries/${entry.id}`)).body.lines[0].open).toBe("0.00");
  expect(await aged()).toMatchObject({ totals: { total: "-170.00", onAccount: "-170.00" } });
  expect(await balance(company, "1100")).toBe("-170.00");
});

test("what was open on a day stays so: the item and its reversal are of their days", async () => {
  const { company, partyId, book, aged } = await booked();
  const lines = [
    { accountId: book.account("1100"), debit: "10.00", partyId },
    { accountId: book.account("4000"), credit: "10.00" },
  ];
  const entry = resultOf(await postManualEntry(company.as(), EntryInput.parse({ description: "x", effectiveOn: "2026-03-10", lines }))) as {
    id: string;
  };
  expect((await reverseEntry(company.as(), { id: entry.id, input: { reason: "x", effectiveOn: "2026-03-20" } })).ok).toBe(true);
  const totals = await Promise.all(["2026-03-09", "2026-03-10", "2026-03-19", "2026-03-20"].map((day) => aged("receivable", day)));
  expect(totals.map(({ totals: { total } }) => total)).toEqual(["0.00", "10.00", "10.00", "0.00"]);
});

test("what somebody owes and is owed is set off by one entry, whose lines settle an invoice and a bill", async () => {
  const { claim, line, document, aged, accountant, partyId } = await booked();
  const [invoice, bill] = [await document("invoice", "100"), await document("bill", "80")];
  const { body: entry } = await claim([line("2100", { debit: "80.00", partyId }), line("1100", { credit: "80.00", partyId })]);
  const allocate = (position: number, allocations: unknown, key?: string) =>
    accountant.post(
      `/finance/entries/${entry.id}/allocations`,
      { position, allocations },
      key ? { headers: { "idempotency-key": key } } : {},
    );
  expect(await allocate(2, [{ invoiceId: bill.id, amount: "80.00" }])).toMatchObject({
    status: 409,
    body: { code: "payment.not_settleable" },
  });
  expect(await allocate(2, [{ invoiceId: invoice.id, amount: "80.01" }])).toMatchObject({
    status: 409,
    body: { code: "payment.over_allocated" },
  });
  const key = uuidv7();
  const first = await allocate(2, [{ invoiceId: invoice.id, amount: "80.00" }], key);
  expect(first).toMatchObject({
    status: 200,
    body: { items: [{ position: 2, kind: "invoice", invoiceId: invoice.id, amount: "80.00" }] },
  });
  expect((await allocate(2, [{ invoiceId: invoice.id, amount: "80.00" }], key)).body).toEqual(first.body);
  expect((await allocate(1, "oldest")).body).toMatchObject({ items: [{ invoiceId: bill.id, amount: "80.00" }] });
  expect(await allocate(1, "oldest")).toMatchObject({ status: 409, body: { code: "payment.nothing_open" } });
  expect([(await aged()).totals.total, (await aged("payable")).totals.total]).toEqual(["20.00", "0.00"]);
  expect((await accountant.get(`/finance/invoices/${invoice.id}`)).body).toMatchObject({
    open: "20.00",
    allocations: [{ kind: "entry", entryId: entry.id, amount: "80.00" }],
  });
});

test("who may not pay does not allocate, and a rival's entry is not there", async () => {
  const { debt, company } = await booked();
  const { body: entry } = await debt("5.00");
  const rival = await aCaller(await aCompany(), ["accountant"]);
  const reader = await aCaller(company, { grants: ["finance.*.read"] });
  const input = { position: 1, allocations: "oldest" };
  expect((await reader.post(`/finance/entries/${entry.id}/allocations`, input)).status).toBe(403);
  expect((await rival.post(`/finance/entries/${entry.id}/allocations`, input)).status).toBe(404);
  expect((await rival.get(`/finance/entries/${entry.id}/allocations`)).status).toBe(404);
  expect((await reader.get(`/finance/entries/${entry.id}/allocations`)).body).toEqual({ items: [] });
});

test("a payment and a reversal at once: one of them comes too late", async () => {
  const { debt, accountant, partyId, aged, company } = await booked();
  const outcomes: string[] = [];
  for (let round = 0; round < 6; round++) {
    const { body: entry } = await debt("10.00");
    const both = await Promise.all([
      accountant.post("/finance/payments", { partyId, amount: "10.00", allocations: [{ entryId: entry.id, amount: "10.00" }] }),
      accountant.post(`/finance/entries/${entry.id}/reverse`, { reason: "Wrong" }),
    ]);
    outcomes.push(both.map(({ status }) => status).join(" "));
  }
  for (const outcome of outcomes) expect(["201 409", "409 201"]).toContain(outcome);
  expect((await aged()).totals.total).toBe(await balance(company, "1100"));
});

test("drafts, copies and splits keep the party; a copy is due anew", async () => {
  const { accountant, debt, line, partyId } = await booked();
  const { body: entry } = await debt("9.00", { dueOn: "2026-06-30" });
  const { body: copy } = await accountant.post(`/finance/entries/${entry.id}/copy`, { mirrored: true });
  expect(copy.content.lines[0]).toMatchObject({ partyId, credit: "9.00" });
  expect(copy.content.lines[0]).not.toHaveProperty("dueOn");
  const { body: draft } = await accountant.post("/finance/entry-drafts", {
    description: "Unfinished",
    lines: [line("1100", { debit: "4.00", partyId, dueOn: "2026-04-30" }), line("4000", { credit: "4.00" })],
  });
  expect(draft.content.lines[0]).toMatchObject({ partyId, dueOn: "2026-04-30" });
  const { body: post } = await accountant.post(`/finance/entry-drafts/${draft.id}/post`, {});
  expect(post.lines[0]).toMatchObject({ dueOn: "2026-04-30", open: "4.00" });
});

/** The reasons why rows were refused. */
const imported = async (company: TestCompany, name: string, text: string) => {
  const kind = importKind(name);
  if (!kind) throw new Error("There is no such kind.");
  async function* source() {
    yield new TextEncoder().encode(text);
  }
  const reasons: string[] = [];
  const refuse = async (refused: readonly Readonly<{ reason: string }>[]) => {
    reasons.push(...refused.map(({ reason }) => reason));
  };
  resultOf(await importCsv(company.as(), { kind, source, mode: "each", dryRun: false, refuse }));
  return reasons;
};

test.each([
  ["journal-entries", "reference,date,description,account,debit,credit,party,due_on", "R1,2026-03-01,Old,"],
  ["opening-balances", "date,account,debit,credit,party,due_on", "2026-03-01,"],
])("a file of %s names customers and suppliers on control accounts, and when it is due", async (kind, header, start) => {
  const { company, aged } = await booked();
  const send = (rows: readonly string[]) => imported(company, kind, [header, ...rows].join("\n"));
  const lacking = await send([`${start}1100,10.00,,,`, `${start}3000,,10.00,,`]);
  expect(lacking[0]).toContain("Account 1100 is a control account");
  expect(await balance(company, "1100")).toBe("0.00");
  await send([`${start}1100,10.00,,C1,2026-02-01`, `${start}3000,,10.00,,`]);
  expect(await aged()).toMatchObject({ totals: { total: "10.00" }, items: [{ dueOn: "2026-02-01", open: "10.00" }] });
});

const refusalOf = (company: TestCompany, work: Parameters<typeof asApplication>[1]) =>
  asApplication(company, async (db) => {
    await work(db);
    throw new Error("nothing refused it");
  }).catch((error: { constraint?: string; message: string }) => error.constraint ?? error.message);

const tried = async ({ company, book }: Booked, lines: readonly Line[], more: Partial<Posting> & { partyId?: string } = {}) => {
  const { partyId, ...rest } = more;
  const posting = anEntry(book, { ...rest, lines });
  const named = { ...posting, lines: posting.lines.map((one, at) => (at === 0 && partyId ? { ...one, partyId } : one)) };
  const written = JSON.stringify([named], (_, value) => (typeof value === "bigint" ? String(value) : value));
  return refusalOf(company, (db) => sql`select finance.post_entries(${written}::jsonb)`.execute(db));
};

test("Postgres refuses a line without a party, whoever posts it, and takes a reversal of what was posted before it did", async () => {
  const all = await booked();
  const lines: Line[] = [
    ["1100", 500n],
    ["4000", -500n],
  ];
  expect(await tried(all, lines)).toBe("control_line_has_party");
  expect(await tried(all, lines, { sourceType: "invoice", sourceId: uuidv7() })).toBe("control_line_has_party");
  expect(await tried(all, lines, { kind: "opening" })).toBe("control_line_has_party");
  expect(await tried(all, lines, { partyId: all.partyId })).toBe("nothing refused it");

  const { company, book } = all;
  const [old] = await posted(
    company,
    anEntry(book, {
      lines: [
        ["1101", 500n],
        ["4000", -500n],
      ],
    }),
  );
  const client = await databaseAs("superuser").connect();
  await client.query("begin; set local session_replication_role = replica");
  await client.query("update finance.account set control = 'receivable' where company_id = $1 and code = '1101'", [company.id]);
  await client.query("commit");
  client.release();
  expect((await reverseEntry(company.as(), { id: old?.id ?? "", input: { reason: "x" } })).ok).toBe(true);
});

test("Postgres opens the item of a line by hand, and settles it with its reversal in the same order alone", async () => {
  const { company, book, partyId } = await booked();
  const named = (lines: readonly Line[]) =>
    linesOf(book, lines).map((one) => (one.accountId === book.account("1100") ? { ...one, partyId } : one));
  const lines = named([
    ["1100", 300n],
    ["1100", 200n],
    ["4000", -500n],
  ]);
  const [entry] = await posted(company, { ...anEntry(book), lines });
  const mirror = lines.map((one) => ({ ...one, amount: -one.amount, companyAmount: -one.companyAmount }));
  const reversal = (order: readonly number[]): Posting => ({
    ...anEntry(book, { kind: "reversal", reversesEntryId: entry?.id ?? "" }),
    lines: order.flatMap((at) => mirror[at] ?? []),
  });
  const attempt = (order: readonly number[]) =>
    writing(company.as(), (tx) => postEntries(tx, [reversal(order)])).then(
      () => "accepted",
      (error: { constraint?: string }) => error.constraint,
    );
  expect(await attempt([1, 0, 2])).toBe("reversal_in_order");
  expect(await attempt([2, 0, 1])).toBe("reversal_in_order");
  expect(await attempt([0, 1, 2])).toBe("accepted");
  const items = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.openItem").select(["documentKind", "amountMinor", "openMinor"]).orderBy("entryId").orderBy("position").execute(),
  );
  expect(items).toEqual([
    { documentKind: "entry", amountMinor: 300n, openMinor: 0n },
    { documentKind: "entry", amountMinor: 200n, openMinor: 0n },
    { documentKind: "reversal", amountMinor: -300n, openMinor: 0n },
    { documentKind: "reversal", amountMinor: -200n, openMinor: 0n },
  ]);
});

test("Postgres takes back an entry whose items are wholly open alone", async () => {
  const { debt, accountant, partyId, company } = await booked();
  const { body: entry } = await debt("10.00");
  await accountant.post("/finance/payments", { partyId, amount: "1.00", allocations: "oldest" });
  const mirror = {
    ...{
      id: uuidv7(),
      journalId: entry.journalId,
      kind: "reversal",
      effectiveOn: company.today,
      description: "x",
      reversesEntryId: entry.id,
    },
    lines: entry.lines.map((line: { account: { id: string }; debit: string; partyId: string | null }, at: number) => {
      const amount = at === 0 ? -1_000 : 1_000;
      return { accountId: line.account.id, partyId: line.partyId, currency: "GBP", amount, companyAmount: amount };
    }),
  };
  const refusal = await refusalOf(company, (db) => sql`select finance.post_entries(${JSON.stringify([mirror])}::jsonb)`.execute(db));
  expect(refusal).toBe("reversed_item_is_open");
});

test("due dates are set with the entry alone", async () => {
  const { company, debt, aged } = await booked();
  const { body: entry } = await debt("5.00", { dueOn: "2026-05-05" });
  const dues = JSON.stringify([{ entryId: entry.id, position: 1, dueOn: "2030-01-01" }]);
  await asApplication(company, (db) => sql`select finance.set_due_dates(${dues}::jsonb)`.execute(db));
  expect((await aged()).items?.[0]?.dueOn).toBe("2026-05-05");
});

test("an account becomes a control account by a rule or by saying so, before it has postings; nothing else uses it", async () => {
  const { company, book, accountant, partyId } = await booked();
  const rule = (purpose: string, code: string) =>
    accountant.post("/finance/account-rules", { purpose, keyKind: "party", key: partyId, accountId: book.account(code) });
  const shown = async (code: string) => (await accountant.get(`/finance/accounts/${book.account(code)}`)).body;
  expect(await shown("1101")).toMatchObject({ control: null });
  expect((await rule("receivable", "1101")).status).toBe(201);
  expect(await shown("1101")).toMatchObject({ control: "receivable", version: 2 });
  expect(await rule("payable", "1101")).toMatchObject({ status: 422, body: { code: "account.control" } });
  expect(await rule("revenue", "1100")).toMatchObject({ status: 422, body: { code: "account.control" } });
  const patch = (code: string, changes: object) => accountant.patch(`/finance/accounts/${book.account(code)}`, changes);
  expect(await patch("1101", { control: null })).toMatchObject({ status: 409, body: { code: "account.in_use" } });
  expect(await patch("2101", { control: "payable" })).toMatchObject({ status: 200, body: { control: "payable" } });
  expect(await patch("2101", { control: null })).toMatchObject({ status: 200, body: { control: null } });
  expect(await patch("1200", { control: "receivable" })).toMatchObject({ status: 409, body: { code: "account.in_use" } });
  expect(await patch("7100", { control: "payable" })).toMatchObject({ status: 422, body: { code: "account.control_type" } });
  await posted(
    company,
    anEntry(book, {
      lines: [
        ["2101", 5n],
        ["4000", -5n],
      ],
    }),
  );
  expect(await patch("2101", { control: "payable" })).toMatchObject({ status: 409, body: { code: "account.posted" } });
  expect(await rule("payable", "2101")).toMatchObject({ status: 409, body: { code: "account.posted" } });
});
