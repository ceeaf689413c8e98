import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aBankAccount, camtFile, OWN_IBAN, sendBankFile, TEST_NUMBERS } from "#core/testing/bank.ts";
import { asApplication, databaseAs } from "#core/testing/books.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { importBank } from "#functions/imports/import-bank-file.ts";

const opened = async (wish: object = {}) => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const accountant = await aCaller(company, ["accountant"]);
  const bank = await aBankAccount(company, "1200", {
    iban: OWN_IBAN,
    accountNumber: null,
    opening: { on: "2026-01-01", balance: "100.00" },
    ...wish,
  });
  const send = (file: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    sendBankFile(accountant, file, fields, headers);
  const lines = async (more = "") => (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&sort=bookedOn${more}`)).body.items;
  const balance = async () => (await accountant.get(`/finance/bank-accounts/${bank.id}`)).body.balance;
  return { company, accountant, bank, send, lines, balance };
};

const day = "2026-01-30";
const monday = camtFile({
  id: "S1",
  on: day,
  opening: "100.00",
  closing: "130.00",
  entries: [
    {
      on: day,
      amount: "50.00",
      ref: "R1",
      name: "Alfred",
      iban: "DE89370400440532013000",
      text: "Invoice 1",
      e2e: "INV-1",
      rf: "RF18539007547034",
    },
    { on: day, amount: "-20.00", ref: "R2", name: "Landlord", text: "Rent" },
  ],
});

test("lines come in with what the bank says, the other side's number sealed and shown shortened", async () => {
  const { company, accountant, send, lines } = await opened();
  expect(await send(monday, { fileName: "monday.xml" })).toMatchObject({
    status: 201,
    body: { added: 2, warnings: [], fileName: "monday.xml" },
  });
  const [first] = await lines();
  expect(first).toMatchObject({
    amount: "50.00",
    left: "50.00",
    bookedOn: day,
    name: "Alfred",
    account: "DE…3000",
    text: "Invoice 1",
    endToEndId: "INV-1",
    structuredReference: "RF18539007547034",
    bankReference: "R1",
  });
  expect((await accountant.get(`/finance/bank-lines/${first.id}`)).body.account).toBe("DE89370400440532013000");
  const row = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.bankLine").selectAll().where("id", "=", first.id).executeTakeFirstOrThrow(),
  );
  expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? `${value}` : value))).not.toContain("370400440532013000");
  expect(row.partyHash).toBe(TEST_NUMBERS.digests("DE89 3704 0044 0532 0130 00")[0]);
});

test("the file is kept as it came, under its hash, and readable in no column", async () => {
  const { company, accountant, send } = await opened();
  const { body } = await send(monday, { fileName: "monday.xml" });
  const file = await accountant.get(`/finance/bank-statements/${body.statements[0].id}/file`);
  expect(file.body).toBe(monday);
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="monday.xml"');
  const row = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.bankFile").select(["sealed", "sha256"]).executeTakeFirstOrThrow(),
  );
  expect(row.sha256).toBe(body.sha256);
  expect(Buffer.from(row.sealed).toString("latin1")).not.toContain("Alfred");
});

test("overlapping files bring each line once, and twice what stands twice", async () => {
  const { send, lines, balance } = await opened();
  const coffee = { on: day, amount: "-2.50", name: "Café", text: "Coffee" };
  const early = camtFile({ id: "E", on: day, entries: [coffee] });
  const late = camtFile({ id: "L", on: day, entries: [coffee, coffee, { ...coffee, name: "Bakery", text: "Bread" }] });
  expect((await send(early)).body).toMatchObject({ added: 1, known: 0 });
  expect((await send(late)).body).toMatchObject({ added: 2, known: 1 });
  expect((await send(late)).body).toMatchObject({ added: 0, known: 3 });
  expect((await send(early)).body).toMatchObject({ added: 0, known: 1 });
  expect(await lines()).toHaveLength(3);
  expect(await balance()).toBe("92.50");
});

test("the bank's reference tells lines apart that look the same, and finds the same one under another text", async () => {
  const { send } = await opened();
  const one = { on: day, amount: "10.00", name: "Alfred", text: "Invoice" };
  expect((await send(camtFile({ id: "1", on: day, entries: [{ ...one, ref: "A" }] }))).body.added).toBe(1);
  expect((await send(camtFile({ id: "2", on: day, entries: [{ ...one, ref: "B" }] }))).body.added).toBe(1);
  expect((await send(camtFile({ id: "3", on: day, entries: [{ ...one, ref: "A", text: "Quite another" }] }))).body).toMatchObject({
    added: 0,
    known: 1,
  });
});

test("a statement sent again with more entries brings those", async () => {
  const { send, balance } = await opened();
  const entries = [{ on: day, amount: "1.00", ref: "A" }];
  await send(camtFile({ id: "S", on: day, entries }));
  const more = camtFile({ id: "S", on: day, entries: [...entries, { on: day, amount: "2.00", ref: "B" }] });
  expect((await send(more)).body).toMatchObject({ added: 1, known: 1 });
  expect((await send(more)).body).toMatchObject({ added: 0, known: 2 });
  expect(await balance()).toBe("103.00");
});

test("OFX and camt of the same day are one", async () => {
  const { send, bank, balance } = await opened();
  await send(monday);
  const ofx = `<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>${OWN_IBAN}</BANKACCTFROM><BANKTRANLIST>
    <STMTTRN><DTPOSTED>20260130<TRNAMT>50.00<FITID>F1<NAME>ALFRED GMBH<MEMO>INVOICE 1</STMTTRN><STMTTRN><DTPOSTED>20260130<TRNAMT>-20.00<FITID>F2<NAME>Grocer</STMTTRN>
    </BANKTRANLIST><LEDGERBAL><BALAMT>110.00<DTASOF>20260130</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  const { body } = await send(ofx, { bankAccountId: bank.id });
  // The rent and the grocer share day and amount, but not a word.
  expect(body).toMatchObject({
    added: 1,
    known: 1,
    warnings: [{ code: "known_from_other_format", values: { count: "1" }, text: expect.stringMatching(/^1 lines were recognised/) }],
  });
  expect(await balance()).toBe("110.00");
});

test("it warns where opening and entries do not come to the closing balance, and where a statement is missing between", async () => {
  const { send } = await opened();
  const wrong = camtFile({ id: "W", on: day, opening: "100.00", closing: "151.00", entries: [{ on: day, amount: "50.00", ref: "A" }] });
  const { body } = await send(wrong);
  const text =
    "Opening balance and entries come to 150.00 EUR, the closing balance is 151.00 EUR: entries are missing or the file is wrong.";
  const warning = { code: "entries_off_closing", values: { sum: "150.00", closing: "151.00", currency: "EUR" }, text };
  expect(body.warnings).toEqual([warning]);
  expect(body.statements[0].warnings).toEqual([warning]);
  const later = camtFile({
    id: "X",
    on: "2026-02-05",
    opening: "170.00",
    closing: "171.00",
    entries: [{ on: "2026-02-05", amount: "1.00", ref: "B" }],
  });
  expect((await send(later)).body.warnings).toEqual([
    {
      code: "account_off_closing",
      values: { day: "2026-02-05", sum: "151.00", closing: "171.00", currency: "EUR" },
      text: "On 2026-02-05 the account comes to 151.00 EUR, the bank says 171.00 EUR: a statement is missing, or the opening balance is another one.",
    },
  ]);
});

test("accounts are found by number and currency; unknown ones are refused, or left out beside known ones", async () => {
  const { company, accountant, bank, send } = await opened();
  const other = (iban: string, id: string) => camtFile({ iban, id, on: day, entries: [{ on: day, amount: "1.00" }] });
  expect(await send(other("GB29NWBK60161331926819", "1"))).toMatchObject({
    status: 422,
    body: { code: "bank_account.unknown", detail: expect.stringContaining("GB29NWBK60161331926819 in EUR") },
  });
  expect(await send(other("GB29NWBK60161331926819", "1"), { bankAccountId: bank.id })).toMatchObject({ status: 201, body: { added: 1 } });
  const second = await aBankAccount(company, "1360", { iban: "GB29NWBK60161331926819", currency: "GBP" });
  expect(await send(camtFile({ id: "2", on: day, currency: "GBP", entries: [] }))).toMatchObject({ status: 422 });
  expect(await send(monday, { bankAccountId: second.id })).toMatchObject({ status: 422, body: { code: "bank_account.other" } });
  const statement = (text: string) => text.slice(text.indexOf("<Stmt>"), text.indexOf("</BkToCstmrStmt>"));
  const both = monday.replace("</Stmt>", `</Stmt>${statement(other("NL91ABNA0417164300", "3"))}`);
  expect((await send(both)).body).toMatchObject({
    added: 2,
    warnings: expect.arrayContaining([
      {
        code: "account_unknown",
        values: { number: "NL91ABNA0417164300", currency: "EUR" },
        text: expect.stringMatching(/^Left out: There is no bank account for NL91ABNA0417164300 in EUR/),
      },
    ]),
  });
  await accountant.patch(`/finance/bank-accounts/${bank.id}`, { active: false });
  expect(await send(monday)).toMatchObject({ status: 422, body: { code: "bank_account.inactive" } });
});

test("what an account and a statement show of their lines has a version of its own", async () => {
  const { accountant, bank, send } = await opened();
  const tag = async (path: string) => (await accountant.get(path)).headers.get("etag") ?? "";
  const before = await tag(`/finance/bank-accounts/${bank.id}`);
  const { body } = await send(monday);
  const again = (path: string, etag: string) => accountant.get(path, { headers: { "if-none-match": etag } });
  expect((await again(`/finance/bank-accounts/${bank.id}`, before)).status).toBe(200);
  const path = `/finance/bank-statements/${body.statements[0].id}`;
  const imported = await tag(path);
  expect((await again(path, imported)).status).toBe(304);
  const [line] = (await accountant.get(`/finance/bank-lines?statementId=${body.statements[0].id}`)).body.items;
  const { items } = (await accountant.get("/finance/accounts?type=expense&active=true&limit=200")).body;
  const part = {
    kind: "entry",
    amount: line.amount,
    accountId: items.find(({ manualPosting }: { manualPosting: boolean }) => manualPosting).id,
  };
  expect((await accountant.post("/finance/bank-confirmations", { lines: [{ lineId: line.id, parts: [part] }] })).status).toBe(201);
  expect(await again(path, imported)).toMatchObject({ status: 200, body: { left: 1 } });
});

test("a dry run says what would come in and leaves nothing", async () => {
  const { send, lines, accountant } = await opened();
  expect(await send(monday, {}, { prefer: "dry-run" })).toMatchObject({
    status: 201,
    body: { added: 2, statements: [{ closing: "130.00" }] },
  });
  expect(await lines()).toEqual([]);
  expect((await accountant.get("/finance/bank-statements")).body.items).toEqual([]);
});

test("the same request is answered again; another file under its key is refused", async () => {
  const { send } = await opened();
  const key = { "idempotency-key": crypto.randomUUID() };
  const first = await send(monday, {}, key);
  expect(await send(monday, {}, key)).toEqual(first);
  expect(await send(`${monday} `, {}, key)).toMatchObject({ status: 422, body: { code: "idempotency_key.reused" } });
});

test("many at once bring each line once", async () => {
  const { send, lines, balance } = await opened();
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(monday)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(answers.map(({ body }) => body.added).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
  expect(await lines()).toHaveLength(2);
  expect(await balance()).toBe("130.00");
});

test("who may not, and what is not theirs", async () => {
  const { company, bank, send } = await opened();
  const reader = await aCaller(company, ["auditor"]);
  expect(await sendBankFile(reader, monday)).toMatchObject({ status: 403 });
  const { body } = await send(monday);
  const rival = await aCaller(await aCompany({ currency: "EUR" }), ["accountant"]);
  expect((await rival.get(`/finance/bank-accounts/${bank.id}`)).status).toBe(404);
  expect((await rival.get(`/finance/bank-statements/${body.statements[0].id}/file`)).status).toBe(404);
  expect(await sendBankFile(rival, monday, { bankAccountId: bank.id })).toMatchObject({
    status: 404,
    body: { code: "bank_account.missing" },
  });
  expect((await rival.get("/finance/bank-lines")).body.items).toEqual([]);
  expect((await reader.get(`/finance/bank-lines?statementId=${body.statements[0].id}`)).body.items).toHaveLength(2);
});

test("a statement that should not have come in is discarded while nothing is matched, and may come in again", async () => {
  const { send, accountant, bank, lines, balance } = await opened();
  const { body } = await send(monday);
  const [{ id }] = body.statements;
  const known = await accountant.get(`/finance/bank-accounts/${bank.id}`);
  const discard = () => accountant.post(`/finance/bank-statements/${id}/discard`, { reason: "Wrong account" });
  expect(await discard()).toMatchObject({ status: 200, body: { state: "discarded", left: 0 } });
  expect(await discard()).toMatchObject({ status: 409, body: { code: "bank_statement.state" } });
  expect(await lines()).toEqual([]);
  expect(await balance()).toBe("100.00");
  // Its lines left the account, so that what is known of it is no longer so.
  const again = { headers: { "if-none-match": known.headers.get("etag") ?? "" } };
  expect(await accountant.get(`/finance/bank-accounts/${bank.id}`, again)).toMatchObject({ status: 200, body: { linesLeft: 0 } });
  expect((await send(monday)).body).toMatchObject({ added: 2 });
  expect(await balance()).toBe("130.00");
});

test("CSV needs its account and its form, and says so", async () => {
  const { accountant, bank, send, balance } = await opened();
  const csv = "day,sum,text\n2026-01-30,5.00,Interest\n";
  expect(await send(csv)).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/say which bank account/) } });
  const mapping = { columns: { bookedOn: "day", amount: "sum", text: ["text"] } };
  const { body: form } = await accountant.post("/finance/bank-csv-formats", { name: "Plain", mapping });
  expect((await accountant.post("/finance/bank-csv-formats", { name: "Plain", mapping })).body.code).toBe("bank_csv_format.name_taken");
  const fields = { bankAccountId: bank.id, csvFormatId: form.id };
  expect((await send(csv, fields)).body).toMatchObject({ added: 1, format: "csv" });
  expect(await balance()).toBe("105.00");
  const renamed = await accountant.patch(`/finance/bank-csv-formats/${form.id}`, { name: "Other" }, { headers: { "if-match": '"v1"' } });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Other", version: 2, mapping: { decimal: "." } } });
  expect((await accountant.patch(`/finance/bank-csv-formats/${form.id}`, { name: "X" }, { headers: { "if-match": '"v1"' } })).status).toBe(
    412,
  );
  expect((await accountant.delete(`/finance/bank-csv-formats/${form.id}`)).status).toBe(200);
  expect(await send(csv, fields)).toMatchObject({ status: 404, body: { code: "bank_csv_format.missing" } });
});

test("lines are searched, filtered and paged", async () => {
  const { accountant, bank, send } = await opened();
  const entries = Array.from({ length: 7 }, (_, index) => ({
    on: `2026-01-1${index}`,
    amount: `${index + 1}.00`,
    ref: `P${index}`,
    name: `Payer ${index}`,
  }));
  await send(camtFile({ id: "P", on: "2026-01-20", entries }));
  const list = async (query: string) => (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&${query}`)).body;
  expect((await list("q=payer%203")).items).toMatchObject([{ name: "Payer 3" }]);
  expect((await list("from=2026-01-12&to=2026-01-13")).items).toHaveLength(2);
  const seen: string[] = [];
  for (let after = ""; ; ) {
    const page = await list(`left=true&limit=3${after}`);
    seen.push(...page.items.map(({ name }: { name: string }) => name));
    if (page.next === undefined) break;
    after = `&after=${page.next}`;
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Payer ${index}`));
});

test("what the bank sent cannot be changed, nor lines be added twice, by anyone past all code", async () => {
  const { company, send } = await opened();
  await send(monday);
  const refused = async (statement: string) => {
    const attempt = databaseAs("owner").query(statement.replaceAll("$own", `company_id = '${company.id}'`));
    return attempt.then(
      ({ rowCount }) => `changed ${rowCount}`,
      (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
    );
  };
  expect(await refused("update finance.bank_line set amount_minor = 1 where $own")).toBe("append_only");
  expect(await refused("delete from finance.bank_file where $own")).toBe("append_only");
  expect(await refused("update finance.bank_statement set closing_minor = 1 where $own")).toBe("bank_statement_is_evidence");
  expect(await refused("delete from finance.bank_line_status where $own")).toBe("bank_line_stays");
  expect(await refused("update finance.bank_line_status set left_minor = amount_minor * 2 where $own")).toBe("bank_line_not_over_matched");
  expect(await refused("update finance.bank_account set opening_minor = 1 where $own")).toBe("used_bank_account_stays");
  const again = `insert into finance.bank_line select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'position', position + 100))).* from finance.bank_line l where $own`;
  expect(await refused(again)).toBe("bank_line_once");
  const dollars = again.replace(
    "'position', position + 100",
    "'position', position + 100, 'currency', 'USD', 'fingerprint', gen_random_uuid()::text",
  );
  expect(await refused(dollars)).toBe("bank_line_of_its_account");
  await expect(asApplication(company, (db) => sql`delete from finance.bank_statement`.execute(db))).rejects.toThrow(/permission denied/);
});

test("twenty thousand lines come in within seconds, one more is refused", { timeout: 240_000 }, async () => {
  const { company, balance } = await opened();
  const entries = Array.from({ length: 20_000 }, (_, index) => ({
    on: day,
    amount: "1.00",
    ref: `L${index}`,
    name: "Payer",
    iban: "DE89370400440532013000",
  }));
  const bytes = (file: string) => new TextEncoder().encode(file);
  // Of this process: how busy the machine is says nothing.
  const before = process.cpuUsage();
  const file = { bytes: bytes(camtFile({ id: "L", on: day, entries })), fields: { fileName: "large.xml" }, numbers: TEST_NUMBERS };
  const large = await importBank(company.as(), file);
  expect(large).toMatchObject({ ok: true, value: { added: 20_000 } });
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(20_000);
  expect(await balance()).toBe("20100.00");
  const more = { ...file, bytes: bytes(camtFile({ id: "M", on: day, entries: [...entries, ...entries.slice(0, 1)] })) };
  expect(await importBank(company.as(), more)).toMatchObject({ ok: false, fault: { code: "bank_file.size" } });
});

test("warnings of statements from before they had codes are told by their text", async () => {
  const { accountant, send } = await opened();
  const { body } = await send(monday);
  const [{ id }] = body.statements;
  // As such a statement is stored; nobody changes one today.
  await databaseAs("superuser").query(
    `begin; set local session_replication_role = replica;
     update finance.bank_statement set warnings = '["As it was said before."]' where id = '${id}'; commit`,
  );
  expect((await accountant.get(`/finance/bank-statements/${id}`)).body.warnings).toEqual([
    { code: "other", values: { text: "As it was said before." }, text: "As it was said before." },
  ]);
});
