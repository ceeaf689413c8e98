import { describe, expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aBankAccount, bankSample, bankSamples, hasBankSamples, OWN_IBAN, sendBankFile } from "#core/testing/bank.ts";
import { aCompany } from "#core/testing/company.ts";
import { readBankFile } from "#functions/imports/read-bank-file.ts";
import { ownBalanceWarning } from "./balance-warnings.ts";
import { CsvMapping } from "./csv-format.ts";
import { sumOf } from "./parsed-statement.ts";

const own = async () => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const accountant = await aCaller(company, ["accountant"]);
  const bank = await aBankAccount(company, "1200", {
    iban: OWN_IBAN,
    accountNumber: null,
    opening: { on: "2026-01-01", balance: "10000.00", post: true },
  });
  const balance = async () => (await accountant.get(`/finance/bank-accounts/${bank.id}`)).body.balance;
  return { company, accountant, bank, balance };
};

const FIRST = "own/camt053-2026-01-30.xml";
const SECOND = "own/camt053-2026-02-02.xml";

test.skipIf(!hasBankSamples)(
  "two days come in and to their closing balances, and the same files again change nothing (needs shared/data)",
  async () => {
    const { accountant, bank, balance } = await own();
    const first = await sendBankFile(accountant, bankSample(FIRST));
    expect(first).toMatchObject({ status: 201, body: { added: 5, known: 0, warnings: [], format: "camt.053" } });
    expect(first.body.statements).toMatchObject([
      { opening: "10000.00", closing: "6029.05", credits: "4165.00", debits: "8135.95", left: 5 },
    ]);
    expect(await balance()).toBe("6029.05");
    const second = await sendBankFile(accountant, bankSample(SECOND));
    expect(second.body).toMatchObject({ added: 5, known: 0, warnings: [], statements: [{ closing: "7760.42", pending: 1 }] });
    expect(await balance()).toBe("7760.42");

    const before = (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}`)).body;
    for (const file of [FIRST, SECOND])
      expect((await sendBankFile(accountant, bankSample(file))).body).toMatchObject({ added: 0, known: 5, warnings: [] });
    expect((await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}`)).body).toEqual(before);
    expect((await accountant.get("/finance/bank-statements")).body.items).toHaveLength(2);
    expect(await balance()).toBe("7760.42");
  },
);

const ownCsv = {
  name: "entries.csv",
  mapping: {
    columns: {
      bookedOn: "booking_date",
      valuedOn: "value_date",
      amount: "amount",
      side: "cdt_dbt",
      currency: "currency",
      name: "counterparty",
      account: "counterparty_iban",
      text: ["text"],
      endToEndId: "end_to_end_id",
      structuredReference: "creditor_ref",
      code: "bank_tx_code",
      status: "status",
    },
  },
};

test.skipIf(!hasBankSamples)("the same days as CSV bring nothing after camt, nor camt after CSV (needs shared/data)", async () => {
  for (const order of ["camt first", "csv first"]) {
    const { accountant, bank, balance } = await own();
    const { body: form } = await accountant.post("/finance/bank-csv-formats", ownCsv);
    const camt = async () => [await sendBankFile(accountant, bankSample(FIRST)), await sendBankFile(accountant, bankSample(SECOND))];
    const csv = () => sendBankFile(accountant, bankSample("own/entries.csv"), { bankAccountId: bank.id, csvFormatId: form.id });
    if (order === "camt first") {
      await camt();
      expect((await csv()).body).toMatchObject({ added: 0, known: 10 });
    } else {
      expect((await csv()).body).toMatchObject({ added: 10, known: 0 });
      expect((await camt()).map(({ body }) => [body.added, body.known])).toEqual([
        [0, 5],
        [0, 5],
      ]);
    }
    expect(await balance()).toBe("7760.42");
  }
});

/** Why a sample cannot be read, in the words the importer uses. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "camt053.v2.wrong.xml": /holds no statement/,
  "ofxdata-banking-xml200.ofx": /Transaction 1 has no amount/,
  "ofxdata-google.ofx": /no statement of a bank or credit card account/,
};

describe("every sample is read, or refused with its reason", () => {
  const files = ["own", "camt", "ofx"].flatMap((folder) =>
    bankSamples(folder, /\.(xml|ofx)$/).map((name) => ({ name, path: `${folder}/${name}` })),
  );

  test.skipIf(!hasBankSamples)("there are as many as there were", () => expect(files).toHaveLength(34));
  test.each(files)("$name", async ({ name, path }) => {
    const read = await readBankFile(bankSample(path), undefined);
    const reason = REFUSED[name];
    if (reason)
      return expect(read).toMatchObject({ ok: false, fault: { code: "bank_file.unreadable", detail: expect.stringMatching(reason) } });
    expect(read).toMatchObject({ ok: true });
    if (!read.ok) return;
    expect(read.value.length).toBeGreaterThan(0);
    for (const { lines } of read.value) for (const line of lines) expect(line.bookedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

const controls = () => {
  const [head = "", ...rows] = new TextDecoder().decode(bankSample("camt/control-totals.csv")).trim().split(/\r?\n/);
  const names = head.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, index) => [names[index] ?? "", cell])));
};
const cents = (text: string | undefined) => (text === undefined || text === "" ? undefined : BigInt(Math.round(Number(text) * 100)));

describe.skipIf(!hasBankSamples)("the control totals of the camt samples", () => {
  const rows = hasBankSamples ? controls().filter(({ message }) => message?.startsWith("camt.053")) : [];
  test.each(rows)("$file $statement_id", async (row) => {
    const read = await readBankFile(bankSample(`camt/${row.file}`), undefined);
    const statement = read.ok ? read.value.find(({ reference }) => reference?.startsWith(row.statement_id ?? "-")) : undefined;
    if (!statement) throw new Error("not read");
    const sum = sumOf(statement.lines);
    expect([statement.account.number, statement.lines.length, sum > 0n ? sum : 0n, sum < 0n ? -sum : 0n]).toEqual([
      row.account,
      Number(row.entries),
      cents(row.credits),
      cents(row.debits),
    ]);
    expect(statement.opening?.minor).toBe(cents(row.opening));
    // A closing balance in another currency than the account's cannot be compared; it is warned of and not used.
    const foreign = statement.warnings.some(({ code, values }) => code === "balance_in_other_currency" && values.balance === "closing");
    if (!foreign) expect(statement.closing?.minor).toBe(cents(row.closing));
    const warned = foreign || ownBalanceWarning(statement) !== undefined;
    expect(warned).toBe(row.opening_plus_entries_equals_closing === "False");
  });
});

test.skipIf(!hasBankSamples)("camt.054 is advice: shown, never counted (needs shared/data)", async () => {
  const company = await aCompany();
  const accountant = await aCaller(company, ["accountant"]);
  const bank = await aBankAccount(company, "1200", { accountNumber: "CH28 0123 4000 1234 5678 9", currency: "SEK" });
  const sent = await sendBankFile(accountant, bankSample("camt/camt054.v8.xml"));
  expect(sent).toMatchObject({ status: 201, body: { added: 0, statements: [{ format: "camt.054", booked: 0, pending: 1 }] } });
  expect((await accountant.get(`/finance/bank-accounts/${bank.id}`)).body).toMatchObject({ balance: "0.00", linesLeft: 0 });
  const { items } = (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&status=advice`)).body;
  expect(items).toMatchObject([{ amount: "-200000.00", left: "0.00" }]);
  expect((await sendBankFile(accountant, bankSample("camt/camt054.v8.xml"))).body).toMatchObject({
    added: 0,
    statements: [{ pending: 1 }],
  });
  expect((await accountant.get("/finance/bank-statements")).body.items).toHaveLength(1);
});

test.skipIf(!hasBankSamples)("the CSV's own totals (needs shared/data)", async () => {
  const read = await readBankFile(bankSample("own/entries.csv"), { mapping: CsvMapping.parse(ownCsv.mapping), currency: "EUR" });
  if (!read.ok) throw new Error(read.fault.detail);
  const [statement] = read.value;
  expect(statement?.lines.filter(({ status }) => status === "pending")).toHaveLength(1);
  expect(sumOf(statement?.lines ?? [])).toBe(-223_958n);
});
