import { beforeAll, expect, test } from "vitest";
import { aCaller, type TestCaller } from "#core/testing/api.ts";
import { aBankAccount, camtFile, OWN_IBAN, sendBankFile } from "#core/testing/bank.ts";
import { bookOf, databaseAs } from "#core/testing/books.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";

/** An account with a matched line, one that is matched in part, one that is left, and one that was matched and undone. */
let company: TestCompany;
let accountant: TestCaller;

beforeAll(async () => {
  company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  accountant = await aCaller(company, ["accountant"]);
  const book = await bookOf(company);
  const bank = await aBankAccount(company, "1200", { iban: OWN_IBAN, accountNumber: null, opening: { on: "2026-01-01", balance: "0.00" } });
  const on = "2026-02-10";
  const entries = ["-1.00", "-2.00", "-4.00", "-8.00"].map((amount) => ({ on, amount, ref: amount }));
  await sendBankFile(accountant, camtFile({ id: "G", on, opening: "0.00", closing: "-15.00", entries }));
  const { items } = (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&sort=bookedOn`)).body;
  const confirm = async (of: string, amount: string) => {
    const line = items.find((one: { amount: string }) => one.amount === of);
    const part = { kind: "entry", amount, accountId: book.account("4970") };
    return (await accountant.post("/finance/bank-confirmations", { lines: [{ lineId: line.id, parts: [part] }] })).body.id;
  };
  await confirm("-1.00", "-1.00");
  await confirm("-2.00", "-0.50");
  const undone = await confirm("-4.00", "-4.00");
  expect((await accountant.post(`/finance/bank-confirmations/${undone}/undo`, { reason: "Wrong" })).status).toBe(200);
});

const allMatched = `alter table finance.bank_line_status disable trigger user; update finance.bank_line_status set left_minor = 0 where $own;`;
const reconcile = `update finance.bank_statement set state = 'reconciled', reconciled_at = now(), reconciled_by = gen_random_uuid() where $own;`;
const leave = (state: string) =>
  `update finance.bank_statement set state = '${state}', reconciled_at = null, reconciled_by = null where $own`;
const PENDING = "00000000-0000-7000-8000-000000000001";
const columns = "(id, company_id, confirmation_id, line_id, entry_id, entry_position, amount_minor, undoes_id)";
const again = (amount: string, position = "m.entry_position", where = "") =>
  `insert into finance.bank_match ${columns} select gen_random_uuid(), m.company_id, m.confirmation_id, m.line_id, m.entry_id, ${position}, ${amount}, null
     from finance.bank_match m where m.$own and m.undoes_id is null ${where} limit 1`;

test.each([
  [
    "bank_line_not_over_matched",
    `insert into finance.bank_match ${columns} select gen_random_uuid(), m.company_id, m.confirmation_id, m.line_id, u.entry_id, u.entry_position, -1, null
       from finance.bank_match m, finance.bank_match u where m.$own and u.$own and m.amount_minor = -100 and u.amount_minor = -400`,
  ],
  ["ledger_line_not_over_matched", again("-1::bigint", "m.entry_position", "and m.amount_minor = -50")],
  ["bank_match_of_one_account", again("1::bigint", "2::smallint")],
  ["bank_match_of_one_account", again("1::bigint")],
  ["bank_match_amount_not_zero", again("0::bigint")],
  [
    "bank_match_of_a_booked_line",
    `insert into finance.bank_line select (jsonb_populate_record(l, jsonb_build_object('id', '${PENDING}', 'position', 100, 'status', 'pending'))).*
       from finance.bank_line l where l.$own limit 1;
     insert into finance.bank_match ${columns} select gen_random_uuid(), u.company_id, u.confirmation_id, '${PENDING}', u.entry_id, u.entry_position, -1, null
       from finance.bank_match u where u.$own and u.amount_minor = -400`,
  ],
  [
    "bank_match_undone_once",
    `insert into finance.bank_match ${columns} select gen_random_uuid(), u.company_id, u.confirmation_id, u.line_id, u.entry_id, u.entry_position, u.amount_minor, u.undoes_id
       from finance.bank_match u where u.$own and u.undoes_id is not null`,
  ],
  ["append_only", "update finance.bank_match set amount_minor = 1 where $own"],
  ["append_only", "delete from finance.bank_match where $own"],
  [
    "reconciled_without_lines_left",
    "update finance.bank_statement set state = 'reconciled', reconciled_at = now(), reconciled_by = gen_random_uuid() where $own",
  ],
  [
    "reconciled_to_its_closing_balance",
    `${allMatched} update finance.bank_line_status set amount_minor = amount_minor - 1 where $own; ${reconcile}`,
  ],
  [
    "last_reconciled_is_reopened",
    `${allMatched} ${reconcile} update finance.bank_account set reconciled_on = reconciled_on + 1 where $own; ${leave("imported")}`,
  ],
  ["last_reconciled_is_reopened", `${allMatched} ${reconcile} ${leave("discarded")}`],
  ["changed 1 rows", `${allMatched} ${reconcile} ${leave("imported")}`],
  ["reconciled_by_somebody", "update finance.bank_statement set state = 'reconciled' where $own"],
  ["bank_line_stays", "delete from finance.bank_line_status where $own"],
  ["undone_by_somebody", "update finance.bank_confirmation set state = 'undone' where $own and state = 'confirmed'"],
  [
    "bank_account_ledger_once",
    "insert into finance.bank_account select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'code', 'X', 'iban', 'NL91ABNA0417164300'))).* from finance.bank_account b where b.$own",
  ],
  ["bank_account_numbered", "update finance.bank_account set iban = null where $own"],
])("past all code: %s", async (refused, statement) => {
  const client = await databaseAs("owner").connect();
  try {
    await client.query("begin");
    const outcome = await client.query(statement.replaceAll("$own", `company_id = '${company.id}'`)).then(
      (result) => `changed ${[result].flat().at(-1)?.rowCount} rows`,
      (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
    );
    expect(outcome).toBe(refused);
  } finally {
    await client.query("rollback");
    client.release();
  }
});
