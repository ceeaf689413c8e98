import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { asApplication, bookOf } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany, type TestCompanyOptions } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

const opened = async (options: TestCompanyOptions = {}) => {
  const company = await aCompany(options);
  const book = await bookOf(company);
  const { customerId } = await aShop(company);
  const accountant = await aCaller(company, ["accountant"]);
  const made = async (path: string, input: object) => {
    const { status, body } = await accountant.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const tax = ({ account = "2201", reverse, pending, cost, ...more }: Record<string, unknown>) =>
    made("/finance/taxes", {
      name: `${more.code}`,
      accountId: book.account(`${account}`),
      ...(reverse ? { reverseAccountId: book.account(`${reverse}`) } : {}),
      ...(pending ? { pendingAccountId: book.account(`${pending}`) } : {}),
      ...(cost ? { nondeductibleAccountId: book.account(`${cost}`) } : {}),
      ...more,
    });
  const issue = async (kind: string, lines: object[], more: object = {}) => {
    const { id } = await made("/finance/invoices", { kind, partyId: customerId, lines, ...more });
    return made(`/finance/invoices/${id}/issue`, {});
  };
  return { company, book, customerId, accountant, made, tax, issue };
};
const line = (unitPrice: string, taxCodes: string[], more: object = {}) => ({
  description: "Goods",
  quantity: "1",
  unitPrice,
  taxCodes,
  ...more,
});

const ledgerOf = (company: TestCompany, entryId: string) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ line: string }>`
      select a.code || ' ' || l.company_amount || coalesce(' base ' || l.tax_base, '') as line from finance.journal_line l join finance.account a on a.id = l.account_id
       where l.entry_id = ${entryId} order by l.position`.execute(db);
    return rows.map((row) => row.line);
  });
const resultsOf = (company: TestCompany, entryId?: string) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ result: string }>`
      select concat_ws(' ', t.code, r.part, case when r.pending then 'pending' end, case when r.base_only then 'base only' end, a.code, r.company_base, r.company_tax, r.company_deductible) as result
        from finance.tax_result r join finance.tax_code t on t.id = r.tax_code_id join finance.account a on a.id = r.account_id
       where ${entryId ?? null}::uuid is null or r.entry_id = ${entryId ?? null}::uuid order by r.entry_id, r.position`.execute(db);
    return rows.map((row) => row.result);
  });

test("a bill: what may not be deducted goes to the cost of its line, or to an account of its own", async () => {
  const { company, tax, issue } = await opened();
  await tax({ code: "CAR", usage: "purchase", rate: "20", deductiblePercent: "50" });
  await tax({ code: "MEAL", usage: "purchase", rate: "20", deductiblePercent: "0", cost: "7403" });
  const bill = await issue("bill", [line("100.01", ["CAR"]), line("50.00", ["MEAL"])]);
  // 20 % of 100.01 is 20.00, half of it 10.00; 20 % of 50.00 is 10.00, nothing of it deductible.
  expect(bill).toMatchObject({ net: "150.01", tax: "30.00", total: "180.01" });
  expect(await ledgerOf(company, bill.entryId)).toEqual(["2100 -18001", "5000 16001", "2201 1000 base 10001", "7403 1000"]);
  expect(await resultsOf(company, bill.entryId)).toEqual(["CAR input 2201 10001 2000 1000", "MEAL input 2201 5000 1000 0"]);
});

test("a reverse charge is owed and claimed, on two lines, and adds nothing to the bill", async () => {
  const { company, tax, issue } = await opened();
  await tax({ code: "RC", usage: "purchase", treatment: "reverse_charge", category: "AE", rate: "20", reverse: "2200" });
  await tax({ code: "USE", usage: "purchase", treatment: "reverse_charge", rate: "8", deductiblePercent: "0", reverse: "2202" });
  const bill = await issue("bill", [line("100.00", ["RC"]), line("50.00", ["USE"])]);
  expect(bill).toMatchObject({ net: "150.00", tax: "0.00", total: "150.00", open: "150.00" });
  expect(bill.taxes).toEqual([
    { code: "RC", rate: "20", base: "100.00", tax: "20.00", treatment: "reverse_charge", category: "AE", exemptionCode: null },
    { code: "USE", rate: "8", base: "50.00", tax: "4.00", treatment: "reverse_charge", category: null, exemptionCode: null },
  ]);
  expect(await ledgerOf(company, bill.entryId)).toEqual([
    "2100 -15000",
    "5000 15000",
    "2201 2000 base 10000",
    "2200 -2000 base -10000",
    "5000 400",
    "2202 -400 base -5000",
  ]);
  expect(await resultsOf(company, bill.entryId)).toEqual([
    "RC input 2201 10000 2000 2000",
    "RC output 2200 10000 2000 2000",
    "USE input 2201 5000 400 0",
    "USE output 2202 5000 400 400",
  ]);
});

test("in another currency a reverse charge comes to nothing in ours too, and results share what the ledger has", async () => {
  const { company, tax, issue, accountant } = await opened();
  await accountant.post("/finance/rates", { currency: "EUR", rate: "0.853337", validOn: "2026-01-01" });
  await tax({ code: "RC", usage: "purchase", treatment: "reverse_charge", rate: "20", reverse: "2200" });
  await tax({ code: "IN", usage: "purchase", rate: "19" });
  const lines = [line("33.33", ["RC"]), line("10.07", ["IN"]), line("10.07", ["IN"]), line("33.35", ["RC"]), line("10.09", ["IN"])];
  const bill = await issue("bill", lines, { currency: "EUR" });
  const sums = new Map<string, number>();
  for (const text of await ledgerOf(company, bill.entryId)) sums.set(text.split(" ")[0] ?? "", Number(text.split(" ")[1]));
  // 6.67 + 6.67 = 13.34 EUR are 11.38 GBP (11.3835) on either side; 1.91 + 1.91 + 1.92 = 5.74 EUR are 4.90 GBP (4.8982).
  const results = await resultsOf(company, bill.entryId);
  const of = (start: string) =>
    results.filter((text) => text.startsWith(start)).reduce((sum, text) => sum + Number(text.split(" ").at(-1)), 0);
  expect([of("RC input"), of("RC output"), of("IN input")]).toEqual([1138, 1138, 490]);
  expect([sums.get("2201"), sums.get("2200")]).toEqual([490, -1138]);
});

test("what is withheld with the document lowers what is to be paid", async () => {
  const { company, tax, issue } = await opened();
  await tax({ code: "WHT", treatment: "withholding", rate: "10", account: "1103" });
  await tax({ code: "CIS", usage: "purchase", treatment: "withholding", rate: "20", account: "2210" });
  const invoice = await issue("invoice", [line("1000.00", ["STANDARD", "WHT"])]);
  expect(invoice).toMatchObject({ net: "1000.00", tax: "100.00", total: "1100.00", open: "1100.00" });
  expect(await ledgerOf(company, invoice.entryId)).toEqual([
    "1100 110000",
    "4000 -100000",
    "2200 -20000 base -100000",
    "1103 10000 base 100000",
  ]);
  const bill = await issue("bill", [line("500.00", ["CIS"])]);
  expect(bill).toMatchObject({ net: "500.00", tax: "-100.00", total: "400.00" });
  expect(await ledgerOf(company, bill.entryId)).toEqual(["2100 -40000", "5000 50000", "2210 -10000 base -50000"]);
  expect(await resultsOf(company, bill.entryId)).toEqual(["CIS withheld 2210 50000 10000 10000"]);
});

test("a tax due on payment waits, and moves as far as the document is paid, the last payment taking the rest", async () => {
  const { company, tax, issue, made, customerId } = await opened();
  await tax({ code: "CASH", rate: "20", account: "2200", recognisedOn: "payment", pending: "2204" });
  const invoice = await issue("invoice", [line("33.33", ["CASH"]), line("66.68", ["CASH"])]);
  expect(invoice).toMatchObject({ tax: "20.01", total: "120.02" });
  expect(await resultsOf(company, invoice.entryId)).toEqual([
    "CASH output pending 2204 3333 667 667",
    "CASH output pending 2204 6668 1334 1334",
  ]);
  const pay = (amount: string) =>
    made("/finance/payments", {
      direction: "in",
      partyId: customerId,
      method: "bank",
      amount,
      allocations: [{ invoiceId: invoice.id, amount }],
    });
  const balance = (code: string) =>
    reading(company.as(), async ({ db }) => {
      const { rows } = await sql<{ sum: string }>`
        select coalesce(sum(company_amount), 0)::text as sum from finance.journal_line l join finance.account a on a.id = l.account_id where a.code = ${code} and a.company_id = ${company.id}`.execute(
        db,
      );
      return Number(rows[0]?.sum);
    });
  await pay("40.00");
  // 40.00 of 120.02: a third of 6.67 is 2.22, of 13.34 4.45.
  expect([await balance("2204"), await balance("2200")]).toEqual([-2001 + 667, -667]);
  await pay("80.02");
  expect([await balance("2204"), await balance("2200")]).toEqual([0, -2001]);
  const moved = (await resultsOf(company)).filter((text) => !text.includes("pending"));
  expect(moved.toSorted()).toEqual([
    "CASH output 2200 1111 222 222",
    "CASH output 2200 2222 445 445",
    "CASH output 2200 2222 445 445",
    "CASH output 2200 4446 889 889",
  ]);
});

test("crediting a document whose tax waits leaves nothing waiting and nothing due", async () => {
  const { tax, issue, made, accountant } = await opened();
  await tax({ code: "CASH", rate: "20", account: "2200", recognisedOn: "payment", pending: "2204" });
  const invoice = await issue("invoice", [line("33.33", ["CASH"])]);
  await made(`/finance/invoices/${invoice.id}/credit-notes`, { reason: "Returned" });
  const { body } = await accountant.get("/finance/reports/tax");
  expect(body.totals).toMatchObject({ output: "0.00", due: "0.00" });
  expect(
    body.accounts.map(({ account, ledger, unexplained }: { account: { code: string }; ledger: string; unexplained: string }) => [
      account.code,
      ledger,
      unexplained,
    ]),
  ).toEqual([
    ["2200", "0.00", "0.00"],
    ["2204", "0.00", "0.00"],
  ]);
  expect(body.rows.filter(({ pending }: { pending: boolean }) => pending)).toMatchObject([{ base: "0.00", amount: "0.00" }]);
});

test("a credit note takes back what the invoice said; zero-rated lines count with their base alone", async () => {
  const { company, issue, made } = await opened();
  const invoice = await issue("invoice", [line("100.00", ["STANDARD"]), line("40.00", ["ZERO"])]);
  const note = await made(`/finance/invoices/${invoice.id}/credit-notes`, { reason: "Returned" });
  expect(await resultsOf(company, invoice.entryId)).toEqual(["STANDARD output 2200 10000 2000 2000", "ZERO output 2200 4000 0 0"]);
  expect(await resultsOf(company, note.entryId)).toEqual(["STANDARD output 2200 -10000 -2000 -2000", "ZERO output 2200 -4000 0 0"]);
});

test("an entry by hand: a line on the tax's account is the tax, on another it is the base, and a reversal takes both back", async () => {
  const { company, book, accountant, made } = await opened();
  const { body: taxes } = await accountant.get("/finance/taxes?limit=50");
  const idOf = (code: string) => taxes.items.find((one: { code: string }) => one.code === code).id;
  const entry = await made("/finance/entries", {
    description: "Cash takings",
    lines: [
      { accountId: book.account("1230"), debit: "160.00" },
      { accountId: book.account("4000"), credit: "100.00", taxCodeId: idOf("STANDARD") },
      { accountId: book.account("2200"), credit: "20.00", taxCodeId: idOf("STANDARD"), taxBase: "100.00" },
      { accountId: book.account("4001"), credit: "40.00", taxCodeId: idOf("ZERO") },
    ],
  });
  expect(await resultsOf(company, entry.id)).toEqual([
    "STANDARD output base only 4000 0 0 0",
    "STANDARD output 2200 10000 2000 2000",
    "ZERO output base only 4001 4000 0 0",
  ]);
  const reversal = await made(`/finance/entries/${entry.id}/reverse`, { reason: "Twice" });
  expect(await resultsOf(company, reversal.id)).toEqual([
    "STANDARD output base only 4000 0 0 0",
    "STANDARD output 2200 -10000 -2000 -2000",
    "ZERO output base only 4001 -4000 0 0",
  ]);
});

test("Postgres refuses results without their entry, results the ledger does not have, and any change", async () => {
  const { company, book, issue } = await opened();
  const invoice = await issue("invoice", [line("100.00", ["STANDARD"])]);
  const forged = (entry: string) => sql`
    insert into finance.tax_result (company_id, entry_id, position, effective_on, tax_code_id, part, account_id, side, currency, base, tax, deductible, company_base, company_tax, company_deductible)
    select company_id, ${sql.raw(entry)}, 9, effective_on, tax_code_id, part, account_id, side, currency, 1, 1, 1, 1, 1, 1 from finance.tax_result limit 1`;
  await expect(asApplication(company, (db) => forged("entry_id").execute(db))).rejects.toMatchObject({
    constraint: "results_with_their_entry",
  });
  await expect(asApplication(company, (db) => sql`update finance.tax_result set tax = 1`.execute(db))).rejects.toThrow("permission denied");
  await expect(
    asApplication(company, async (db) => {
      await sql`select finance.post_entries(${JSON.stringify([
        {
          id: company.id,
          journalId: book.journalId,
          effectiveOn: "2026-03-31",
          description: "Forged",
          lines: [
            { accountId: book.account("1230"), currency: "GBP", amount: "120", companyAmount: "120" },
            { accountId: book.account("4000"), currency: "GBP", amount: "-120", companyAmount: "-120" },
          ],
        },
      ])}::jsonb)`.execute(db);
      await forged(`'${company.id}'::uuid`).execute(db);
    }),
  ).rejects.toMatchObject({ constraint: "results_tie_to_the_ledger" });
  expect(await resultsOf(company, invoice.entryId)).toHaveLength(1);
});

test("a tax that was used stays what it is, in Postgres too; its rates are versions that never change", async () => {
  const { company, accountant, tax, issue } = await opened();
  const made = await tax({ code: "NEW", usage: "purchase", rate: "10" });
  const patch = (changes: object) => accountant.patch(`/finance/taxes/${made.id}`, changes);
  expect(await patch({ treatment: "reverse_charge" })).toMatchObject({ status: 422, body: { code: "tax.contradictory" } });
  expect((await patch({ kind: "fixed_per_unit", category: "S" })).body).toMatchObject({
    kind: "fixed_per_unit",
    category: "S",
    used: false,
  });
  await issue("bill", [line("100.00", ["NEW"])]);
  expect(await patch({ kind: "percent" })).toMatchObject({ status: 409, body: { code: "tax.used" } });
  expect((await patch({ name: "Newer" })).body).toMatchObject({ name: "Newer", used: true });
  for (const statement of ["update finance.tax_rate set rate = 1", "update finance.tax_code set usage = 'sale' where code = 'NEW'"])
    await expect(asApplication(company, (db) => sql.raw(statement).execute(db))).rejects.toMatchObject({
      constraint: expect.stringMatching(/tax_rate_stays|used_tax_keeps_kind/),
    });
  await expect(asApplication(company, (db) => sql`delete from finance.tax_rate`.execute(db))).rejects.toThrow("permission denied");
});

test("contradictions are refused with the field they are about", async () => {
  const { accountant, book } = await opened();
  const refused = async (more: object) =>
    (
      await accountant.post("/finance/taxes", { code: "X", name: "X", accountId: book.account("2201"), rate: "10", ...more })
    ).body.errors?.map(({ pointer }: { pointer: string }) => pointer);
  expect(await refused({ treatment: "reverse_charge", usage: "purchase" })).toEqual(["/reverseAccountId"]);
  expect(await refused({ treatment: "reverse_charge", reverseAccountId: book.account("2200") })).toEqual(["/usage"]);
  expect(await refused({ treatment: "withholding", included: true })).toEqual(["/included"]);
  expect(await refused({ recognisedOn: "payment" })).toEqual(["/pendingAccountId"]);
  expect(await refused({ deductiblePercent: "50" })).toEqual(["/deductiblePercent"]);
  expect(await refused({ exemptionCode: "VATEX-EU-IC" })).toEqual(["/exemptionCode"]);
  expect(await refused({ treatment: "reverse_charge", usage: "purchase", reverseAccountId: book.account("2201") })).toEqual([
    "/reverseAccountId",
  ]);
});
