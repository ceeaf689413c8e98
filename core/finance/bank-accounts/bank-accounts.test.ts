import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

const opened = async () => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const [accountant, book] = [await aCaller(company, ["accountant"]), await bookOf(company)];
  const input = (more: object = {}) => ({
    code: "MAIN",
    name: "Current account",
    iban: "de02 1203 0000 0000 2020 51",
    currency: "EUR",
    accountId: book.account("1200"),
    opening: { on: "2026-01-01", balance: "10000.00", post: true },
    ...more,
  });
  const create = (more: object = {}) => accountant.post("/finance/bank-accounts", input(more));
  return { company, accountant, book, input, create };
};

test("an account is entered with its opening balance, booked once against the opening account", async () => {
  const { accountant, book, create } = await opened();
  const { status, body } = await create();
  expect(status).toBe(201);
  expect(body).toMatchObject({
    iban: "DE02120300000000202051",
    balance: "10000.00",
    method: "bank",
    account: { code: "1200" },
    linesLeft: 0,
  });
  const entry = (await accountant.get(`/finance/entries/${body.opening.entryId}`)).body;
  expect(entry).toMatchObject({
    kind: "opening",
    effectiveOn: "2026-01-01",
    lines: [{ account: { code: "1200" }, debit: "10000.00" }, { credit: "10000.00" }],
  });
  expect((await accountant.get(`/finance/bank-accounts/${body.id}`)).body).toEqual(body);
  expect((await accountant.get("/finance/bank-accounts?active=true")).body.items).toEqual([body]);
  const petty = await create({
    code: "CARD",
    iban: null,
    accountNumber: "12-34",
    accountId: book.account("1360"),
    opening: { on: "2026-01-01" },
  });
  expect(petty.body).toMatchObject({ accountNumber: "1234", method: "CARD", opening: { balance: "0.00", entryId: null } });
});

test("a currency needs its rate for the opening balance", async () => {
  const { accountant, create } = await opened();
  const dollars = { currency: "USD", opening: { on: "2026-01-01", balance: "100.00", post: true } };
  expect(await create(dollars)).toMatchObject({ status: 422, body: { code: "rate.missing" } });
  await accountant.post("/finance/rates", { currency: "USD", rate: "0.9", validOn: "2026-01-01" });
  const { body } = await create(dollars);
  const entry = (await accountant.get(`/finance/entries/${body.opening.entryId}`)).body;
  expect(entry.lines[0]).toMatchObject({ debit: "100.00", companyDebit: "90.00", currency: "USD" });
});

test.each([
  [{ iban: "DE02120300000000202052" }, 422, "/iban"],
  [{ bic: "NOPE" }, 422, "/bic"],
  [{ iban: null }, 422, "/iban"],
  [{ currency: "XXX" }, 422, "/currency"],
  [{ opening: { on: "2026-01-01", balance: "1.005" } }, 422, "/opening/balance"],
  [{ opening: { on: "1970-01-01", balance: "5.00", post: true } }, 409, undefined],
  [{ journalId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" }, 422, "/journalId"],
  [{ accountId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" }, 422, "/accountId"],
])("refuses %j", async (more, status, pointer) => {
  const { create } = await opened();
  const { status: answered, body } = await create(more);
  expect(answered).toBe(status);
  if (pointer !== undefined) expect(body.errors).toMatchObject([{ pointer }]);
});

test("codes, numbers and ledger accounts are taken once, also when two come at once", async () => {
  const { book, create } = await opened();
  const answers = await Promise.all([create(), create(), create()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const other = { code: "B", iban: "NL91ABNA0417164300", accountId: book.account("1360") };
  expect((await create({ ...other, code: "MAIN" })).body.code).toMatch(/^(bank_account|payment_method)\.code_taken$/);
  expect((await create({ ...other, accountId: book.account("1200") })).body.code).toBe("bank_account.account_taken");
  expect((await create({ ...other, iban: "DE02120300000000202051" })).body.code).toBe("bank_account.number_taken");
  expect((await create({ ...other, accountId: book.account("8400") })).body.code).toBe("bank_account.account");
});

test("names and numbers change, guarded by the version; the last number stays", async () => {
  const { accountant, create } = await opened();
  const { body } = await create();
  const patch = (changes: object, version?: string) =>
    accountant.patch(`/finance/bank-accounts/${body.id}`, changes, version ? { headers: { "if-match": version } } : {});
  expect(await patch({ name: "House bank", bic: "byladem1001" }, '"v1"')).toMatchObject({
    status: 200,
    body: { bic: "BYLADEM1001", version: 2 },
  });
  expect((await patch({ name: "X" }, '"v1"')).status).toBe(412);
  expect(await patch({ iban: null })).toMatchObject({ status: 422, body: { code: "bank_account.number" } });
  expect(await patch({ name: "House bank" })).toMatchObject({ status: 200, body: { version: 2 } });
});

test("who may not", async () => {
  const { company, input } = await opened();
  const [auditor, sales] = [await aCaller(company, ["auditor"]), await aCaller(company, ["sales"])];
  expect((await auditor.post("/finance/bank-accounts", input())).status).toBe(403);
  expect((await auditor.get("/finance/bank-accounts")).status).toBe(200);
  expect((await sales.get("/finance/bank-accounts")).status).toBe(403);
});
