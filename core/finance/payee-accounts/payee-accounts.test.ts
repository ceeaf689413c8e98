import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller, anApi, type TestCaller, type TestRoles } from "#core/testing/api.ts";
import { asApplication, databaseAs } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";

const FIRST = "DE02120300000000202051";
const SECOND = "GB29NWBK60161331926819";

const opened = async () => {
  const company = await aCompany();
  const api = anApi();
  const administrator = await aCaller(company, ["administrator"], api);
  const { body: supplier } = await administrator.post("/finance/parties", { name: "Paper Mill", currency: "GBP" });
  const path = `/finance/parties/${supplier.id}/payee-accounts`;
  const caller = (grants: readonly string[]) => aCaller(company, { grants } as TestRoles, api);
  const demand = (action: string) => administrator.put(`/platform/approval-rules/${action}`, { demanded: true });
  return { company, administrator, supplier, path, caller, demand };
};

/** Every text of a company's rows in which a number might have been left behind. */
const traces = async (company: TestCompany) => {
  const tables = [
    "shared.audit",
    "shared.outbox",
    "shared.approval",
    "shared.idempotency_key",
    "finance.payee_account",
    "shared.row_history",
  ];
  const found = await Promise.all(
    tables.map((table) => databaseAs("superuser").query(`select t::text as text from ${table} t where company_id = $1`, [company.id])),
  );
  return found.flatMap(({ rows }) => rows.map(({ text }) => text)).join("\n");
};

test("where a supplier is paid is masked wherever it is shown, sealed where it is kept, and revealed to who may, which the audit keeps", async () => {
  const { company, administrator, path, caller, supplier } = await opened();
  const key = { headers: { "idempotency-key": uuidv7() } };
  const input = { iban: "de02 1203 0000 0000 2020 51", bic: "BYLADEM1001", bankName: "DKB", holder: "Paper Mill Ltd" };
  const entered = await administrator.post(path, input, key);
  const shown = { kind: "iban", hint: "DE…2051", bic: "BYLADEM1001", validOn: "2026-03-31", isInForce: true, partyId: supplier.id };
  expect(entered).toMatchObject({ status: 201, body: { ...shown, enteredBy: { id: administrator.user.id } } });
  expect(await administrator.post(path, input, key)).toMatchObject({ status: 201, body: entered.body });
  const clerk = await caller(["finance.payee_account.read"]);
  const { body: list } = await clerk.get(path);
  expect(list.items).toMatchObject([{ id: entered.body.id, ...shown, enteredBy: { name: "Test User" } }]);
  expect(list.items[0]).not.toHaveProperty("sealed");

  const reveal = `${path}/${entered.body.id}/reveal`;
  expect((await clerk.post(reveal)).status).toBe(403);
  expect(await administrator.post(reveal)).toMatchObject({ status: 200, body: { id: entered.body.id, number: FIRST } });
  const { body: audit } = await administrator.get(`/platform/audit?subjectId=${supplier.id}&action=payee_account.*`);
  expect(audit.items.map(({ action }: { action: string }) => action)).toEqual(["payee_account.reveal", "payee_account.enter"]);
  const left = await traces(company);
  expect(left).toContain("DE…2051");
  expect(left).not.toMatch(/DE0212|0000202051/);
});

test.each([
  [{ iban: "DE03120300000000202051" }, "/iban"],
  [{ iban: "DE0212030000000020205" }, "/iban"],
  [{}, "/iban"],
  [{ iban: FIRST, accountNumber: "123" }, "/iban"],
  [{ iban: FIRST, bic: "DEUT" }, "/bic"],
  [{ iban: FIRST, validOn: "2026-03-30" }, "/validOn"],
  [{ iban: FIRST, kind: "iban" }, "/kind"],
])("%j is refused at %s", async (input, pointer) => {
  const { administrator, path } = await opened();
  expect(await administrator.post(path, input)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

test("the latest that holds on the day counts; each payment keeps the one it went to, and refuses to go to another than was looked at", async () => {
  const { company, administrator, path, supplier } = await opened();
  const pay = (more: object = {}) =>
    administrator.post("/finance/payments", { partyId: supplier.id, direction: "out", amount: "10.00", ...more });
  expect((await pay()).body).toMatchObject({ payeeAccount: null });
  const { body: first } = await administrator.post(path, { iban: FIRST });
  const { body: later } = await administrator.post(path, { accountNumber: "12345678", bankCode: "60-16-13", validOn: "2026-05-01" });
  expect(later).toMatchObject({ kind: "account_number", hint: "…78", isInForce: false });
  const { body: payment } = await pay();
  expect(payment).toMatchObject({ payeeAccount: { id: first.id, hint: "DE…2051" } });
  const { body: second } = await administrator.post(path, { iban: SECOND });
  expect(await pay({ payeeAccountId: first.id })).toMatchObject({ status: 409, body: { code: "payment.payee_account_changed" } });
  expect((await pay({ payeeAccountId: second.id })).body).toMatchObject({ payeeAccount: { id: second.id, hint: "GB…6819" } });
  expect((await administrator.get(`/finance/payments/${payment.id}`)).body.payeeAccount).toEqual({ id: first.id, hint: "DE…2051" });
  expect((await pay({ direction: "in" })).body).toMatchObject({ payeeAccount: null });
  const { body: page } = await administrator.get(`${path}?limit=2`);
  expect(page.items.map(({ id, isInForce }: { id: string; isInForce: boolean }) => [id, isInForce])).toEqual([
    [second.id, true],
    [later.id, false],
  ]);
  expect((await administrator.get(`${path}?limit=2&after=${page.next}`)).body.items).toMatchObject([{ id: first.id, isInForce: false }]);

  // A payment in another's name, or money received, is never said to have gone to it; and what was entered stays.
  const { body: other } = await administrator.post("/finance/parties", { name: "Other", currency: "GBP" });
  const { body: foreign } = await administrator.post(`/finance/parties/${other.id}/payee-accounts`, { iban: FIRST });
  const attempt = (statement: string) =>
    databaseAs("owner")
      .query(statement)
      .then(
        () => "done",
        ({ constraint, message }) => constraint ?? message,
      );
  const update = (account: string, where: string) =>
    attempt(`update finance.payment set payee_account_id = '${account}' where company_id = '${company.id}' and ${where}`);
  expect(await update(foreign.id, `id = '${payment.id}'`)).toBe("paid_to_its_party");
  expect(await update(first.id, "direction = 'in'")).toBe("only_money_out_has_a_payee_account");
  expect(await attempt(`update finance.payee_account set hint = 'x' where id = '${first.id}'`)).toBe("append_only");
  await expect(asApplication(company, (db) => sql`delete from finance.payee_account`.execute(db))).rejects.toMatchObject({ code: "42501" });
});

test("with two people a new account waits, sealed; who approves can see the number; nothing is paid there before", async () => {
  const { company, administrator, path, caller, supplier, demand } = await opened();
  await administrator.post(path, { iban: FIRST });
  await demand("finance.payee_account.write");
  await demand("finance.payment.pay");
  const clerk = await caller(["finance.payee_account.write", "finance.payee_account.read", "platform.approval.read"]);
  const asked = await clerk.post(path, { iban: SECOND });
  expect(asked).toMatchObject({
    status: 202,
    body: { approval: { summary: "Pay Paper Mill to GB…6819 instead of DE…2051 from 2026-03-31" } },
  });
  expect((await clerk.get(path)).body.items).toHaveLength(1);
  const approval = `/platform/approvals/${asked.body.approval.id}`;
  const controller = await caller(["finance.payee_account.approve", "finance.payee_account.reveal", "platform.approval.read"]);
  const { body: waiting } = await controller.get(approval);
  expect(waiting).toMatchObject({ mayDecide: true, subject: { type: "party", id: supplier.id }, request: { hint: "GB…6819" } });
  expect((await controller.post(`${path}/${waiting.request.id}/reveal`)).body).toEqual({ id: waiting.request.id, number: SECOND });
  expect(await traces(company)).not.toContain("60161331926819");

  // Paid to the first account, approved when the second one holds: looked at again.
  const payment = await administrator.post("/finance/payments", { partyId: supplier.id, direction: "out", amount: "10.00" });
  expect(payment.body.approval.summary).toBe("Pay 10.00 GBP to Paper Mill, DE…2051");
  expect(await clerk.post(`${approval}/approve`)).toMatchObject({ status: 403 });
  expect(await controller.post(`${approval}/approve`)).toMatchObject({
    status: 200,
    body: { result: { type: "payee_account", id: waiting.request.id } },
  });
  expect((await clerk.get(path)).body.items[0]).toMatchObject({ hint: "GB…6819", isInForce: true, enteredBy: { id: controller.user.id } });
  const treasurer = await caller(["finance.payment.approve", "platform.approval.read"]);
  expect(await treasurer.post(`/platform/approvals/${payment.body.approval.id}/approve`)).toMatchObject({
    status: 409,
    body: { code: "payment.payee_account_changed" },
  });
  expect((await controller.post(`${path}/${uuidv7()}/reveal`)).status).toBe(404);
});

test("a request that waited past its day begins on the day of the approval; a rejected one is revealed to nobody", async () => {
  const { company, path, caller, demand } = await opened();
  await demand("finance.payee_account.write");
  const clerk = await caller(["finance.payee_account.write", "platform.approval.read"]);
  const [one, two] = [await clerk.post(path, { iban: FIRST }), await clerk.post(path, { iban: SECOND })];
  const later = anApi({ today: "2026-04-15" });
  const controller = await aCaller(company, { grants: ["finance.payee_account.*", "platform.approval.read"] } as TestRoles, later);
  const decide = (asked: { body: { approval: { id: string } } }, verb: string, input?: object) =>
    controller.post(`/platform/approvals/${asked.body.approval.id}/${verb}`, input);
  expect((await decide(one, "approve")).status).toBe(200);
  expect((await controller.get(path)).body.items).toMatchObject([{ validOn: "2026-04-15", isInForce: true }]);
  const { body: waiting } = await controller.get(`/platform/approvals/${two.body.approval.id}`);
  expect((await decide(two, "reject", { reason: "Called them: it is not theirs" })).status).toBe(200);
  expect((await controller.post(`${path}/${waiting.request.id}/reveal`)).status).toBe(404);
});

test("each duty is a permission; another company's suppliers and accounts are not there", async () => {
  const { company, administrator, path, caller } = await opened();
  const { body: account } = await administrator.post(path, { iban: FIRST });
  const refused = async (who: TestCaller, status: number) => {
    expect((await who.get(path)).status).toBe(status);
    expect((await who.post(path, { iban: SECOND })).status).toBe(status);
    expect((await who.post(`${path}/${account.id}/reveal`)).status).toBe(status);
  };
  await refused(await caller(["finance.party.*", "finance.payment.*", "finance.bank.*"]), 403);
  await refused(await aCaller(await aCompany()), 404);
  const rows = await reading(company.as(), ({ db }) => db.selectFrom("finance.payeeAccount").select("id").execute());
  expect(rows).toHaveLength(1);
});
