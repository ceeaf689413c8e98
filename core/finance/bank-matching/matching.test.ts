import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aBankAccount, camtFile, OWN_IBAN, openDocuments, sendBankFile } from "#core/testing/bank.ts";
import { bookOf, databaseAs } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";

const day = "2026-02-10";
const ALFRED = "DE89370400440532013000";
type Entries = Parameters<typeof camtFile>[0]["entries"];
type Items = Parameters<typeof openDocuments>[1];

const opened = async (items: Items = [], entries: Entries = []) => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const [accountant, book] = [await aCaller(company, ["accountant"]), await bookOf(company)];
  const bank = await aBankAccount(company, "1200", { iban: OWN_IBAN, accountNumber: null, opening: { on: "2026-01-01", balance: "0.00" } });
  const documents = items.length > 0 ? await openDocuments(company, items) : { document: () => "", party: () => "" };
  let [files, cents] = [0, 0];
  /** Statements that follow each other. */
  const send = (
    more: Entries,
    on = more
      .map((entry) => entry.on)
      .sort()
      .at(-1) ?? day,
  ) => {
    const opening = (cents / 100).toFixed(2);
    cents += more.reduce((total, { amount }) => total + Math.round(Number(amount) * 100), 0);
    files++;
    return sendBankFile(accountant, camtFile({ id: `S${files}`, on, opening, closing: (cents / 100).toFixed(2), entries: more }));
  };
  if (entries.length > 0) await send(entries);
  const lines = async (more = "") => (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&sort=bookedOn${more}`)).body.items;
  const suggest = async (id: string) => (await accountant.get(`/finance/bank-lines/${id}/suggestions`)).body.items;
  const confirm = (...lineParts: { lineId: string; parts: object[] }[]) =>
    accountant.post("/finance/bank-confirmations", { lines: lineParts });
  const undo = (id: string, more: object = {}) => accountant.post(`/finance/bank-confirmations/${id}/undo`, { reason: "Wrong", ...more });
  const reconciliation = async (asOf = day) => (await accountant.get(`/finance/bank-accounts/${bank.id}/reconciliation?asOf=${asOf}`)).body;
  const open = async (number: string) => (await accountant.get(`/finance/invoices/${documents.document(number)}`)).body.open;
  const fee = (amount: string) => ({ kind: "entry", amount, accountId: book.account("4970") });
  return { company, accountant, book, bank, documents, send, lines, suggest, confirm, undo, reconciliation, open, fee };
};

const invoice = (number: string, open: string, party = "Alfred Futter") => ({ number, open, party, dueOn: day });
const paid = (amount: string, more: object = {}) => ({ on: day, amount, ref: `R${amount}`, ...more });

test("the sum of what is open: several documents of a party whose name it is, explained", async () => {
  const { suggest, lines, confirm, open } = await opened(
    [invoice("A-1001", "10.00"), invoice("A-1002", "20.00"), invoice("A-1003", "40.00"), invoice("B-1001", "50.00", "Berglund")],
    [paid("50.00", { name: "ALFRED FUTTER GMBH" })],
  );
  const [line] = await lines();
  const [first, second] = await suggest(line.id);
  expect(first).toMatchObject({ title: "A-1001, A-1003, Alfred Futter", score: 50 });
  expect(first.reasons.map(({ code }: { code: string }) => code)).toEqual(["sum", "name"]);
  expect(second).toMatchObject({ title: "B-1001, Berglund", score: 43 });
  expect(await suggest(line.id)).toEqual(await suggest(line.id));
  expect((await confirm(...first.lines)).status).toBe(201);
  expect(await Promise.all(["A-1001", "A-1002", "A-1003"].map(open))).toEqual(["0.00", "20.00", "0.00"]);
});

test("documents that a line names by number come first, in part when they are more than the money", async () => {
  const { suggest, lines, confirm, open } = await opened(
    [invoice("A-1001", "30.00"), invoice("A-1002", "40.00")],
    [paid("50.00", { text: "a1001 and A 1002 thanks" }), paid("7.00", { text: "on A-1002", name: "Alfred Futter" })],
  );
  const [two] = await lines("&q=thanks");
  const [named] = await suggest(two.id);
  expect(named.title).toMatch(/^A-1001, /);
  const part = await lines("&q=on%20A");
  const [partial] = await suggest(part[0].id);
  expect(partial).toMatchObject({ title: "A-1002, Alfred Futter" });
  expect(partial.reasons.map(({ text }: { text: string }) => text)).toContain("The amount is a part of the 40.00 EUR that are open.");
  await confirm(...partial.lines);
  expect(await open("A-1002")).toBe("33.00");
});

test("a creditor reference that holds a document's number", async () => {
  const { suggest, lines } = await opened([invoice("539007547034", "10.00")], [paid("9.00", { rf: "RF18539007547034" })]);
  const [line] = await lines();
  expect((await suggest(line.id))[0].reasons[0]).toMatchObject({ code: "number", points: 40 });
});

test("a number of an account is learned from what is confirmed, sealed, and speaks for the party from then on", async () => {
  const { company, suggest, lines, confirm, documents } = await opened(
    [invoice("A-1001", "10.00")],
    [paid("10.00", { iban: ALFRED, text: "A-1001" }), { on: "2026-02-11", amount: "3.00", ref: "X", iban: ALFRED, name: "Somebody else" }],
  );
  const [first, second] = await lines();
  expect(await suggest(second.id)).toEqual([]);
  await confirm(...(await suggest(first.id))[0].lines);
  const [known] = await suggest(second.id);
  expect(known).toMatchObject({ title: "Alfred Futter, on account", reasons: [{ code: "account" }] });
  expect(known.lines[0].parts[0].partyId).toBe(documents.party("Alfred Futter"));
  const [row] = await reading(company.as(), ({ db }) => db.selectFrom("finance.partyBankAccount").selectAll().execute());
  expect(JSON.stringify(row)).not.toContain("0532013000");
});

test("payments recorded before are found, one or several, and answer for the line without posting again", async () => {
  const { accountant, suggest, lines, confirm, documents, reconciliation } = await opened(
    [invoice("A-1001", "100.00"), invoice("A-1002", "60.00")],
    [paid("100.00"), { on: "2026-02-11", amount: "60.00", ref: "T", text: "two" }],
  );
  const pay = (amount: string, paidOn: string) =>
    accountant.post("/finance/payments", { partyId: documents.party("Alfred Futter"), amount, paidOn, allocations: "oldest" });
  for (const [amount, on] of [
    ["100.00", "2026-02-09"],
    ["25.00", "2026-02-10"],
    ["35.00", "2026-02-11"],
  ] as const)
    expect((await pay(amount, on)).status).toBe(201);
  expect(await reconciliation("2026-02-11")).toMatchObject({
    bankOnlyTotal: "160.00",
    ledgerOnlyTotal: "160.00",
    ledgerOnlyCount: 3,
    difference: "0.00",
  });
  const [one, two] = await lines();
  const [existing] = await suggest(one.id);
  expect(existing).toMatchObject({ lines: [{ parts: [{ kind: "existing", amount: "100.00" }] }] });
  expect((await confirm(...existing.lines)).body.matches).toMatchObject([{ paymentId: expect.any(String), amount: "100.00" }]);
  expect(await suggest(one.id)).toEqual([]);
  const several = (await suggest(two.id)).find(({ lines: [one] }: { lines: { parts: unknown[] }[] }) => one?.parts.length === 2);
  expect(several.reasons[0]).toMatchObject({ code: "sum", text: "2 postings come exactly to the amount." });
  await confirm(...several.lines);
  expect(await reconciliation("2026-02-11")).toMatchObject({
    bankOnlyCount: 0,
    ledgerOnlyCount: 0,
    ledgerBalance: "160.00",
    difference: "0.00",
  });
  // As of the day before, the posting of the 9th waited for the bank.
  expect(await reconciliation("2026-02-09")).toMatchObject({
    statementBalance: "0.00",
    ledgerBalance: "100.00",
    ledgerOnlyTotal: "100.00",
    difference: "0.00",
  });
  expect(
    (await confirm({ lineId: one.id, parts: [{ kind: "existing", entryId: existing.lines[0].parts[0].entryId, position: 1 }] })).body.code,
  ).toBe("bank_match.over_matched");
});

test("two lines that together pay one document are confirmed at once", async () => {
  const { suggest, lines, confirm, open } = await opened(
    [invoice("A-1001", "100.00")],
    [paid("60.00", { name: "Alfred Futter" }), paid("40.00", { name: "Alfred Futter" })],
  );
  const [line] = await lines();
  const together = (await suggest(line.id)).find(({ lines: both }: { lines: unknown[] }) => both.length === 2);
  expect(together).toMatchObject({ title: "A-1001, Alfred Futter" });
  expect((await confirm(...together.lines)).status).toBe(201);
  expect(await open("A-1001")).toBe("0.00");
});

test("money between own accounts is one entry for both lines", async () => {
  const { company, accountant, lines, suggest, confirm, bank, reconciliation } = await opened(
    [],
    [paid("-500.00", { iban: "NL91ABNA0417164300" })],
  );
  const savings = await aBankAccount(company, "1360", { iban: "NL91ABNA0417164300", accountNumber: null, opening: { on: "2026-01-01" } });
  const [line] = await lines();
  const [alone] = await suggest(line.id);
  expect(alone).toMatchObject({ score: 60, lines: [{ parts: [{ kind: "transfer", bankAccountId: savings.id }] }] });
  await sendBankFile(
    accountant,
    camtFile({ iban: "NL91ABNA0417164300", id: "N", on: "2026-02-11", entries: [{ on: "2026-02-11", amount: "500.00", ref: "N" }] }),
  );
  const [both] = await suggest(line.id);
  expect(both.reasons.map(({ code }: { code: string }) => code)).toEqual(["amount", "date", "own_account"]);
  const { body } = await confirm(...both.lines);
  expect(body.matches).toHaveLength(2);
  expect((await accountant.get(`/finance/bank-accounts/${savings.id}`)).body).toMatchObject({ balance: "500.00", linesLeft: 0 });
  expect(await reconciliation()).toMatchObject({ ledgerBalance: "-500.00", difference: "0.00", bankOnlyCount: 0 });
  expect((await accountant.get(`/finance/bank-accounts/${savings.id}/reconciliation?asOf=2026-02-11`)).body).toMatchObject({
    difference: "0.00",
    bankOnlyCount: 0,
    ledgerOnlyCount: 0,
  });
  expect((await accountant.post(`/finance/bank-confirmations/${body.id}/undo`, { reason: "No" })).status).toBe(200);
  for (const { id } of [bank, savings]) expect((await accountant.get(`/finance/bank-accounts/${id}`)).body.linesLeft).toBe(1);
});

test("a line is split: a payment less a fee that was kept back, the rest left open, and never more than there is", async () => {
  const { lines, confirm, documents, open, fee, reconciliation } = await opened([invoice("A-1001", "100.00")], [paid("108.00")]);
  const [{ id: lineId }] = await lines();
  const payment = (amount: string) => ({
    kind: "payment",
    amount,
    partyId: documents.party("Alfred Futter"),
    allocations: [{ invoiceId: documents.document("A-1001"), amount: "100.00" }],
  });
  expect((await confirm({ lineId, parts: [payment("100.00"), fee("-2.00")] })).status).toBe(201);
  expect((await lines())[0]).toMatchObject({ amount: "108.00", left: "10.00" });
  expect(await open("A-1001")).toBe("0.00");
  expect(await reconciliation()).toMatchObject({ bankOnlyTotal: "10.00", ledgerBalance: "98.00", difference: "0.00" });
  for (const parts of [[fee("11.00")], [fee("-1.00")], [fee("5.00"), fee("-5.00")]])
    expect((await confirm({ lineId, parts })).body.code).toBe("bank_match.over_matched");
  expect((await confirm({ lineId, parts: [fee("10.001")] })).status).toBe(422);
  expect((await confirm({ lineId, parts: [{ ...fee("10.00"), accountId: lineId }] })).status).toBe(422);
});

test("an amount that includes a tax is split into net and tax, and undone with both", async () => {
  const { accountant, book, lines, confirm, undo, reconciliation } = await opened([], [paid("-119.00")]);
  const { body: tax } = await accountant.post("/finance/taxes", {
    code: "IN19",
    name: "Input 19",
    usage: "purchase",
    accountId: book.account("1576"),
    rate: "19",
  });
  const [{ id: lineId }] = await lines();
  const made = await confirm({ lineId, parts: [{ kind: "entry", amount: "-119.00", accountId: book.account("4970"), taxCodeId: tax.id }] });
  const entry = (await accountant.get(`/finance/entries/${made.body.matches[0].entryId}`)).body;
  expect(entry.lines).toMatchObject([
    { account: { code: "1200" }, credit: "119.00" },
    { account: { code: "4970" }, debit: "100.00" },
    { account: { code: "1576" }, debit: "19.00", taxBase: "100.00" },
  ]);
  // Not taken back past the bank's back.
  expect((await accountant.post(`/finance/entries/${entry.id}/reverse`, { reason: "No" })).body.code).toBe("entry.of_document");
  expect(await undo(made.body.id)).toMatchObject({ status: 200, body: { state: "undone", undoReason: "Wrong" } });
  expect((await undo(made.body.id)).body.code).toBe("bank_confirmation.undone");
  expect(await lines()).toMatchObject([{ left: "-119.00" }]);
  expect(await reconciliation()).toMatchObject({ ledgerBalance: "0.00", ledgerOnly: [], bankOnlyTotal: "-119.00", difference: "0.00" });
  expect((await confirm({ lineId, parts: [{ kind: "entry", amount: "-119.00", accountId: book.account("4970") }] })).status).toBe(201);
});

test("undoing a payment opens its document and the line again; the same money is then matched anew", async () => {
  const { accountant, lines, suggest, confirm, undo, open, reconciliation } = await opened(
    [invoice("A-1001", "100.00")],
    [paid("100.00", { text: "A-1001" })],
  );
  const [{ id }] = await lines();
  const made = await confirm(...(await suggest(id))[0].lines);
  expect(await open("A-1001")).toBe("0.00");
  const answers = await Promise.all([undo(made.body.id), undo(made.body.id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await open("A-1001")).toBe("100.00");
  expect(await lines()).toMatchObject([{ left: "100.00" }]);
  expect(await reconciliation()).toMatchObject({ bankOnlyTotal: "100.00", ledgerOnly: [], ledgerBalance: "0.00", difference: "0.00" });
  expect((await accountant.get(`/finance/payments/${made.body.matches[0].paymentId}`)).body.state).toBe("reversed");
  expect((await confirm(...(await suggest(id))[0].lines)).status).toBe(201);
  expect(await reconciliation()).toMatchObject({ bankOnlyCount: 0, ledgerOnlyCount: 0, ledgerBalance: "100.00", difference: "0.00" });
});

test("what is reconciled is locked, by Postgres too, until it is reopened", async () => {
  const { accountant, company, lines, confirm, undo, fee, send } = await opened([], [paid("-5.00"), paid("-6.00")]);
  const [statement] = (await accountant.get("/finance/bank-statements")).body.items;
  const act = (verb: string, body?: object) => accountant.post(`/finance/bank-statements/${statement.id}/${verb}`, body);
  expect((await act("reconcile")).body.code).toBe("bank_statement.lines_left");
  const made = [];
  for (const { id, amount } of await lines()) made.push((await confirm({ lineId: id, parts: [fee(amount)] })).body);
  expect((await act("reopen", { reason: "No" })).body.code).toBe("bank_statement.state");
  expect(await act("reconcile")).toMatchObject({ status: 200, body: { state: "reconciled" } });
  expect((await act("reconcile")).body.code).toBe("bank_statement.state");
  expect((await undo(made[0].id)).body.code).toBe("bank_statement.reconciled");
  expect((await act("discard", { reason: "No" })).body.code).toBe("bank_statement.state");
  expect((await send([paid("-7.00")])).body.code).toBe("bank_statement.reconciled");
  const past = `insert into finance.bank_match (id, company_id, confirmation_id, line_id, entry_id, entry_position, amount_minor, undoes_id)
    select gen_random_uuid(), company_id, confirmation_id, line_id, entry_id, entry_position, -amount_minor, id from finance.bank_match where company_id = '${company.id}'`;
  await expect(databaseAs("owner").query(past)).rejects.toMatchObject({ constraint: "reconciled_bank_account_is_locked" });
  const clerk = await aCaller(company, { grants: ["finance.bank.read", "finance.bank.reconcile", "finance.bank.import"] });
  expect((await clerk.post(`/finance/bank-statements/${statement.id}/reopen`, { reason: "No" })).status).toBe(403);
  expect(await act("reopen", { reason: "A line was missing" })).toMatchObject({ status: 200, body: { state: "imported" } });
  expect((await undo(made[0].id)).status).toBe(200);
});

test("a bank that does not tie to the ledger is not reconciled", async () => {
  const { accountant, company } = await opened();
  const other = await aBankAccount(company, "1360", { accountNumber: "77", opening: { on: "2026-01-01", balance: "50.00", post: false } });
  const file = camtFile({ id: "T", on: day, opening: "50.00", closing: "50.00", entries: [] }).replace(
    `<IBAN>${OWN_IBAN}</IBAN>`,
    "<Othr><Id>77</Id></Othr>",
  );
  const { body } = await sendBankFile(accountant, file);
  expect((await accountant.get(`/finance/bank-accounts/${other.id}/reconciliation?asOf=${day}`)).body).toMatchObject({
    openingDifference: "50.00",
    difference: "50.00",
  });
  expect((await accountant.post(`/finance/bank-statements/${body.statements[0].id}/reconcile`)).body).toMatchObject({
    code: "bank_statement.difference",
  });
  expect((await accountant.get(`/finance/bank-accounts/${other.id}/reconciliation?asOf=2025-12-31`)).body.code).toBe(
    "bank_reconciliation.before_opening",
  );
});

test("many at once confirm a line once, and a posting answers for one line", async () => {
  const { lines, confirm, fee, accountant, reconciliation } = await opened(
    [],
    [paid("-5.00"), paid("-9.00"), { on: day, amount: "-9.00", ref: "again" }],
  );
  const [small] = (await lines()).filter(({ amount }: { amount: string }) => amount === "-5.00");
  const answers = await Promise.all(Array.from({ length: 8 }, () => confirm({ lineId: small.id, parts: [fee("-5.00")] })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  const book = (await accountant.get("/finance/accounts?limit=200")).body.items;
  const account = (code: string) => book.find((one: { code: string }) => one.code === code).id;
  const posted = await accountant.post("/finance/entries", {
    effectiveOn: day,
    description: "Rent",
    lines: [
      { accountId: account("1200"), credit: "9.00" },
      { accountId: account("4970"), debit: "9.00" },
    ],
  });
  const nines = (await lines()).filter(({ amount }: { amount: string }) => amount === "-9.00");
  const rent = { kind: "existing", entryId: posted.body.id, position: 1 };
  const both = await Promise.all(nines.map(({ id }: { id: string }) => confirm({ lineId: id, parts: [rent] })));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await reconciliation()).toMatchObject({ bankOnlyTotal: "-9.00", difference: "0.00" });
});

test("the same request is answered again; a dry run posts nothing", async () => {
  const { accountant, lines, fee } = await opened([], [paid("-5.00")]);
  const [{ id: lineId }] = await lines();
  const body = { lines: [{ lineId, parts: [fee("-5.00")] }] };
  const dry = await accountant.post("/finance/bank-confirmations", body, { headers: { prefer: "dry-run" } });
  expect(dry.body.preview.journalEntries).toHaveLength(1);
  expect((await lines())[0].left).toBe("-5.00");
  const key = { headers: { "idempotency-key": crypto.randomUUID() } };
  const first = await accountant.post("/finance/bank-confirmations", body, key);
  expect((await accountant.post("/finance/bank-confirmations", body, key)).body).toEqual(first.body);
});

test("who may not, and what is another company's", async () => {
  const { company, lines, fee, suggest } = await opened([], [paid("-5.00")]);
  const [{ id: lineId }] = await lines();
  const body = { lines: [{ lineId, parts: [fee("-5.00")] }] };
  const auditor = await aCaller(company, ["auditor"]);
  expect((await auditor.post("/finance/bank-confirmations", body)).status).toBe(403);
  expect((await auditor.get(`/finance/bank-lines/${lineId}/suggestions`)).status).toBe(200);
  const reconciler = await aCaller(company, { grants: ["finance.bank.*"] });
  expect(
    (
      await reconciler.post("/finance/bank-confirmations", {
        lines: [{ lineId, parts: [{ kind: "payment", amount: "-5.00", partyId: lineId }] }],
      })
    ).status,
  ).toBe(403);
  const rival = await aCaller(await aCompany({ currency: "EUR" }), ["accountant"]);
  expect(await rival.post("/finance/bank-confirmations", body)).toMatchObject({ status: 404, body: { code: "bank_line.missing" } });
  expect((await rival.get(`/finance/bank-lines/${lineId}/suggestions`)).status).toBe(404);
  expect(await suggest(lineId)).toEqual([]);
});

test("rules: the first that applies is suggested; automatic ones match what comes in, each line on its own", async () => {
  const { accountant, book, lines, suggest, send, reconciliation } = await opened([], [paid("-12.50", { text: "Account fee January" })]);
  const rule = (name: string, more: object = {}) => ({
    name,
    conditions: {
      all: [
        { field: "text", value: "ACCOUNT FEE" },
        { field: "direction", value: "out" },
        { field: "amount", to: "20.00" },
      ],
    },
    outcome: { accountId: book.account("4970"), description: "Bank charges" },
    ...more,
  });
  const tested = await accountant.post("/finance/bank-rules/test", { conditions: rule("x").conditions });
  expect(tested.body).toMatchObject({ tested: 1, items: [{ amount: "-12.50" }] });
  const later = await accountant.post("/finance/bank-rules", rule("Later", { priority: 200 }));
  const { body: made } = await accountant.post("/finance/bank-rules", rule("Fees", { priority: 10 }));
  expect((await accountant.post("/finance/bank-rules", rule("Fees"))).body.code).toBe("bank_rule.name_taken");
  expect((await accountant.get("/finance/bank-rules")).body.items.map(({ name }: { name: string }) => name)).toEqual(["Fees", "Later"]);
  const [line] = await lines();
  expect(await suggest(line.id)).toMatchObject([{ title: "Fees", score: 80, ruleId: made.id, reasons: [{ code: "rule" }] }]);
  expect((await accountant.delete(`/finance/bank-rules/${later.body.id}`)).status).toBe(200);
  await accountant.patch(`/finance/bank-rules/${made.id}`, { mode: "automatic" }, { headers: { "if-match": '"v1"' } });
  expect((await accountant.patch(`/finance/bank-rules/${made.id}`, { priority: 5 }, { headers: { "if-match": '"v1"' } })).status).toBe(412);
  // The next file brings one that applies, one too large.
  await send([paid("-3.00", { text: "account fee" }), paid("-30.00", { text: "account fee" })], "2026-02-11");
  expect(await lines("&left=true")).toMatchObject([{ amount: "-30.00" }]);
  const matched = (await accountant.get("/finance/bank-confirmations")).body.items;
  expect(matched.map(({ origin, ruleId }: { origin: string; ruleId: string }) => [origin, ruleId])).toEqual([
    ["rule", made.id],
    ["rule", made.id],
  ]);
  expect(await reconciliation("2026-02-11")).toMatchObject({ bankOnlyTotal: "-30.00", ledgerBalance: "-15.50", difference: "0.00" });
  expect(
    (await accountant.post("/finance/bank-rules", rule("Broad", { conditions: { all: [{ field: "direction", value: "out" }] } }))).status,
  ).toBe(422);
});

const OTHER = "DE75512108001245126199";

test("a rule by the number of the other side: it is kept sealed, shown by its hint, and matches what comes from it", async () => {
  const { company, accountant, book, lines, suggest, send } = await opened([], [paid("-5.00", { iban: ALFRED, name: "Whoever" })]);
  const outcome = { accountId: book.account("4970") };
  const made = await accountant.post("/finance/bank-rules", {
    ...{ name: "Alfred", outcome },
    conditions: {
      all: [
        { field: "account", number: "de89 3704 0044 0532 0130 00" },
        { field: "direction", value: "out" },
      ],
    },
  });
  const shown = {
    all: [
      { field: "account", hint: "DE…3000" },
      { field: "direction", value: "out" },
    ],
  };
  expect(made).toMatchObject({ status: 201, body: { conditions: shown } });
  const { rows } = await databaseAs("superuser").query<{ kept: string }>(
    `select (select string_agg(r.conditions::text, '') from finance.bank_rule r where r.company_id = $1)
         || (select string_agg(a.after::text, '') from shared.audit a where a.company_id = $1 and a.subject_type = 'bank_rule') as kept`,
    [company.id],
  );
  expect(rows[0]?.kept).toContain("DE…3000");
  expect(rows[0]?.kept).not.toContain(ALFRED.slice(4));
  const [line] = await lines();
  expect(await suggest(line.id)).toMatchObject([{ title: "Alfred", ruleId: made.body.id }]);
  const tried = async (condition: object) =>
    (await accountant.post("/finance/bank-rules/test", { conditions: { all: [{ field: "account", ...condition }] } })).body;
  expect(await tried({ number: ALFRED })).toMatchObject({ tested: 1, items: [{ id: line.id }] });
  expect(await tried({ number: OTHER })).toMatchObject({ tested: 1, items: [] });
  // By its hint the number stays; a hint of no number of the rule, a number that is none, and both at once are refused.
  const change = (all: object[]) => accountant.patch(`/finance/bank-rules/${made.body.id}`, { mode: "automatic", conditions: { all } });
  expect((await change([{ field: "account", hint: "DE…6199" }])).body).toMatchObject({
    code: "bank_rule.number",
    errors: [{ pointer: "/conditions/all/0/number" }],
  });
  for (const wrong of [{ number: "DE89370400440532013001" }, {}, { number: ALFRED, hint: "DE…3000" }])
    expect((await change([{ field: "account", ...wrong }])).status).toBe(422);
  expect(await tried({ hint: "DE…3000" })).toMatchObject({ code: "bank_rule.number" });
  const triedAs = async (ruleId: string, by = accountant) =>
    (await by.post("/finance/bank-rules/test", { ruleId, conditions: { all: [{ field: "account", hint: "DE…3000" }] } })).body;
  expect(await triedAs(made.body.id)).toMatchObject({ tested: 1, items: [{ id: line.id }] });
  expect((await triedAs(made.body.id, await aCaller(await aCompany(), ["accountant"]))).code).toBe("bank_rule.missing");
  expect((await change([...shown.all, { field: "account", hint: "DE…3000" }])).body).toMatchObject({ version: 2, mode: "automatic" });
  await send([paid("-7.00", { iban: ALFRED }), paid("-8.00", { iban: OTHER }), paid("9.00", { iban: ALFRED })], "2026-02-11");
  expect((await lines("&left=true")).map(({ amount }: { amount: string }) => amount).sort()).toEqual(["-8.00", "9.00"]);
});

test("a rule by a party: by a number learned of it, by the one it is paid to, and by its name", async () => {
  const { accountant, book, lines, suggest, confirm, send, documents, company } = await opened(
    [invoice("A-1001", "10.00")],
    [paid("10.00", { iban: ALFRED, name: "Somebody else" })],
  );
  const partyId = documents.party("Alfred Futter");
  const conditions = { all: [{ field: "party", partyId }] };
  const rule = await accountant.post("/finance/bank-rules", { name: "Futter", conditions, outcome: { accountId: book.account("4970") } });
  expect(rule).toMatchObject({ status: 201, body: { conditions } });
  const byRule = async () => {
    const found = [];
    for (const { id, amount } of await lines("&left=true"))
      if ((await suggest(id)).some(({ ruleId }: { ruleId: string | null }) => ruleId === rule.body.id)) found.push(amount);
    return found.sort();
  };
  expect(await byRule()).toEqual([]);
  const [line] = await lines();
  const allocations = [{ invoiceId: documents.document("A-1001"), amount: "10.00" }];
  expect((await confirm({ lineId: line.id, parts: [{ kind: "payment", partyId, amount: "10.00", allocations }] })).status).toBe(201);
  await send(
    [
      paid("-1.00", { iban: ALFRED, name: "Unknown" }),
      paid("-2.00", { iban: OTHER, name: "Unknown" }),
      paid("-3.00", { name: "ALFRED FUTTER" }),
      paid("-4.00", { name: "Alfredo Futterkiste" }),
    ],
    "2026-02-11",
  );
  expect(await byRule()).toEqual(["-1.00", "-3.00"]);
  expect((await accountant.post(`/finance/parties/${partyId}/payee-accounts`, { iban: OTHER })).status).toBe(201);
  expect(await byRule()).toEqual(["-1.00", "-2.00", "-3.00"]);
  // Not of a stranger, nor of another company.
  const rival = await aCaller(await aCompany({ currency: "EUR" }), ["accountant"]);
  const theirs = await bookOf(company);
  const refused = await accountant.post("/finance/bank-rules", {
    ...{ name: "Nobody", outcome: { accountId: theirs.account("4970") } },
    conditions: { all: [{ field: "party", partyId: rule.body.id }] },
  });
  expect(refused).toMatchObject({ status: 404, body: { code: "party.missing" } });
  const patched = await accountant.patch(`/finance/bank-rules/${rule.body.id}`, {
    conditions: { all: [{ field: "party", partyId: line.id }] },
  });
  expect(patched.status).toBe(404);
  expect((await rival.post("/finance/bank-rules/test", { conditions })).body).toMatchObject({ tested: 0, items: [] });
});

test("a line that a rule cannot post stays open, and the others are matched", async () => {
  const { accountant, bank, book, lines, send } = await opened();
  await accountant.post("/finance/bank-rules", {
    name: "Fees",
    mode: "automatic",
    conditions: { all: [{ field: "text", value: "fee" }] },
    outcome: { accountId: book.account("4970") },
  });
  const { items } = (await accountant.get("/finance/periods?limit=200")).body;
  const period = items.find(({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => startsOn <= day && day <= endsOn);
  expect((await accountant.post(`/finance/periods/${period.id}/close`)).status).toBe(200);
  await send([paid("-1.00", { text: "fee" }), { on: "2026-03-02", amount: "-2.00", ref: "M", text: "fee" }], "2026-03-02");
  expect(await lines("&left=true")).toMatchObject([{ amount: "-1.00" }]);
  const again = await accountant.post(`/finance/bank-accounts/${bank.id}/apply-rules`);
  expect(again.body).toMatchObject({ matched: 0, refused: [{ code: "period.closed" }] });
});

test("money booked to the account of receivables by hand is the party's open item, until that is undone", async () => {
  const { lines, confirm, undo, accountant, book, documents } = await opened([invoice("A-1001", "10.00")], [paid("25.00")]);
  const [line] = await lines();
  const part = { kind: "entry", amount: "25.00", accountId: book.account("1400") };
  expect(await confirm({ lineId: line.id, parts: [part] })).toMatchObject({ status: 422, body: { code: "entry.party_needed" } });
  const partyId = documents.party("Alfred Futter");
  const { status, body } = await confirm({ lineId: line.id, parts: [{ ...part, partyId }] });
  expect(status).toBe(201);
  const owed = async () => (await accountant.get(`/finance/reports/aged-receivables?partyId=${partyId}`)).body.totals.total;
  expect(await owed()).toBe("-15.00");
  expect((await undo(body.id ?? body.items?.[0]?.id)).status).toBe(200);
  expect(await owed()).toBe("10.00");
});
