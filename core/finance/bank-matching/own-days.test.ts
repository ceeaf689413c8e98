import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aBankAccount, bankSample, hasBankSamples, OWN_IBAN, openDocuments, sendBankFile } from "#core/testing/bank.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

type Line = Readonly<{ id: string; amount: string; bankReference: string; text: string }>;

/** The company of the two days: its customers' and suppliers' open documents under the numbers that the bank's lines name. */
const northwind = async () => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const [accountant, book] = [await aCaller(company, ["accountant"]), await bookOf(company)];
  for (const validOn of ["2026-01-01", "2026-02-02"]) await accountant.post("/finance/rates", { currency: "USD", rate: "0.92", validOn });
  const opened = await openDocuments(company, [
    { number: "INV-2026-0001", party: "Alfreds Futterkiste", open: "1190.00" },
    { number: "INV-2026-0002", party: "Blauer See Delikatessen", open: "607.14" },
    { number: "INV-2026-0003", party: "Chop-suey Chinese", open: "1000.00" },
    { number: "INV-2026-0004", party: "Comercio Mineiro", open: "880.00" },
    { number: "INV-2026-0005", party: "Consolidated Holdings", open: "500.00" },
    { number: "INV-2026-0006", party: "Great Lakes Food Market", open: "2000.00", currency: "USD" },
    { kind: "bill", number: "B-17", party: "Exotic Liquids", open: "714.00", reference: "BILL-778" },
  ]);
  const bank = await aBankAccount(company, "1200", {
    iban: OWN_IBAN,
    accountNumber: null,
    opening: { on: "2026-01-01", balance: "10000.00", post: true },
  });
  const lineOf = async (reference: string): Promise<Line> => {
    const { items } = (await accountant.get(`/finance/bank-lines?bankAccountId=${bank.id}&status=booked&limit=200`)).body;
    return items.find((line: Line) => line.bankReference === reference);
  };
  const best = async (reference: string) => {
    const { items } = (await accountant.get(`/finance/bank-lines/${(await lineOf(reference)).id}/suggestions`)).body;
    return items[0];
  };
  const confirm = async ({ lines, score, reasons }: { lines: object[]; score: number; reasons: object[] }) => {
    const made = await accountant.post("/finance/bank-confirmations", { lines, score, reasons, origin: "suggestion" });
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
    return made.body;
  };
  const entry = async (reference: string, part: object) => {
    const { id, amount } = await lineOf(reference);
    return confirm({ lines: [{ lineId: id, parts: [{ kind: "entry", amount, ...part }] }], score: 0, reasons: [] });
  };
  const reconciliation = async (asOf: string) =>
    (await accountant.get(`/finance/bank-accounts/${bank.id}/reconciliation?asOf=${asOf}`)).body;
  const open = async (number: string) => (await accountant.get(`/finance/invoices/${opened.document(number)}`)).body.open;
  return { company, accountant, book, bank, opened, lineOf, best, confirm, entry, reconciliation, open };
};

test.skipIf(!hasBankSamples)(
  "both days come in, are matched line by line, and tie the bank to the ledger (needs shared/data)",
  async () => {
    const { accountant, book, bank, best, confirm, entry, reconciliation, open } = await northwind();
    await sendBankFile(accountant, bankSample("own/camt053-2026-01-30.xml"));
    // Nothing is matched: all of the bank's 3,970.95 are missing in the ledger, which still holds 10,000.00.
    expect(await reconciliation("2026-01-30")).toMatchObject({
      ...{ statementBalance: "6029.05", bankOnlyTotal: "-3970.95", bankOnlyCount: 5, ledgerOnlyCount: 0 },
      ...{ expectedLedgerBalance: "10000.00", ledgerBalance: "10000.00", difference: "0.00" },
    });

    // 1: the end-to-end id is the invoice's number, the amount what is open, the name the customer's: 40 + 35 + 15 + 8.
    const first = await best("202601300001");
    expect(first).toMatchObject({ score: 98, title: "INV-2026-0001, Alfreds Futterkiste" });
    expect(first.reasons.map(({ code, points }: { code: string; points: number }) => [code, points])).toEqual([
      ["number", 40],
      ["amount", 35],
      ["name", 15],
      ["date", 8],
    ]);
    await confirm(first);
    expect(await open("INV-2026-0001")).toBe("0.00");
    // 2: 595.00 of 607.14, less 2 %.
    const second = await best("202601300002");
    expect(second.title).toBe("INV-2026-0002, Blauer See Delikatessen");
    await confirm(second);
    expect(await open("INV-2026-0002")).toBe("12.14");
    // 3: a batch of three, each with its own invoice.
    const batch = await best("202601300003");
    expect(batch.lines[0].parts.map(({ amount }: { amount: string }) => amount)).toEqual(["1000.00", "880.00", "500.00"]);
    const confirmed = await confirm(batch);
    expect(confirmed.matches).toHaveLength(3);
    expect(await Promise.all(["INV-2026-0003", "INV-2026-0004", "INV-2026-0005"].map(open))).toEqual(["0.00", "0.00", "0.00"]);
    // 4 and 5: the fee and the salaries.
    await entry("202601300004", { accountId: book.account("4970"), description: "Account fee January" });
    await entry("202601300005", { accountId: book.account("4120"), description: "Salaries January" });
    expect(await reconciliation("2026-01-30")).toMatchObject({
      ...{ statementBalance: "6029.05", linesBalance: "6029.05", ledgerBalance: "6029.05", expectedLedgerBalance: "6029.05" },
      ...{ difference: "0.00", bankOnly: [], ledgerOnly: [], openingDifference: "0.00" },
    });
    const [statement] = (await accountant.get("/finance/bank-statements")).body.items;
    expect((await accountant.post(`/finance/bank-statements/${statement.id}/reconcile`)).body).toMatchObject({
      state: "reconciled",
      closing: "6029.05",
    });

    await sendBankFile(accountant, bankSample("own/camt053-2026-02-02.xml"));
    // 1: the bank gives the second payment back (AC04): it is taken back, and the invoice owes all of it again.
    const returned = await best("202602020001");
    expect(returned).toMatchObject({ title: "Return of PAY-000002, Blauer See Delikatessen", score: 100 });
    expect(returned.reasons.map(({ code, points }: { code: string; points: number }) => [code, points])).toEqual([
      ["return", 25],
      ["amount", 30],
      ["number", 20],
      ["account", 22],
      ["name", 15],
      ["date", 8],
    ]);
    const takenBack = await confirm(returned);
    expect(await open("INV-2026-0002")).toBe("607.14");
    expect((await accountant.post(`/finance/bank-confirmations/${takenBack.id}/undo`, { reason: "No" })).body.code).toBe(
      "bank_confirmation.returned",
    );
    // 2: 2,000.00 USD arrive as 1,850.36 EUR; at 0.92 they are worth 1,840.00, so 10.36 is gained in the exchange account.
    const dollars = await best("202602020002");
    expect(dollars.lines[0].parts[0]).toMatchObject({ amount: "1850.36", paid: { currency: "USD", amount: "2000.00" } });
    await confirm(dollars);
    expect(await open("INV-2026-0006")).toBe("0.00");
    // 3: a cent on account of whom the number belongs to: it was learned from the first line, although the name is another.
    const cent = await best("202602020003");
    expect(cent).toMatchObject({ score: 22, title: "Alfreds Futterkiste, on account", reasons: [{ code: "account" }] });
    await confirm(cent);
    // 4: the supplier's own number of the bill.
    const bill = await best("202602020004");
    expect(bill).toMatchObject({ title: "B-17, Exotic Liquids" });
    await confirm(bill);
    expect(await open("B-17")).toBe("0.00");
    // 5: paid twice: on account.
    const twice = await best("202602020005");
    expect(twice).toMatchObject({ title: "Alfreds Futterkiste, on account" });
    await confirm(twice);

    expect(await reconciliation("2026-02-02")).toMatchObject({
      ...{ statementBalance: "7760.42", ledgerBalance: "7760.42", difference: "0.00", bankOnlyCount: 0, ledgerOnlyCount: 0 },
    });
    expect(await reconciliation("2026-01-31")).toMatchObject({ statementBalance: "6029.05", ledgerBalance: "6029.05", difference: "0.00" });
    const [last] = (await accountant.get("/finance/bank-statements")).body.items;
    expect((await accountant.post(`/finance/bank-statements/${last.id}/reconcile`)).body).toMatchObject({
      state: "reconciled",
      closing: "7760.42",
    });
    expect((await accountant.get(`/finance/bank-accounts/${bank.id}`)).body).toMatchObject({
      balance: "7760.42",
      linesLeft: 0,
      reconciledOn: "2026-02-02",
    });

    // The same files again change nothing, although everything is locked.
    for (const file of ["own/camt053-2026-01-30.xml", "own/camt053-2026-02-02.xml"])
      expect(await sendBankFile(accountant, bankSample(file))).toMatchObject({ status: 201, body: { added: 0, known: 5 } });
    expect((await accountant.get("/finance/bank-statements")).body.items.map(({ state }: { state: string }) => state)).toEqual([
      "reconciled",
      "reconciled",
    ]);
  },
);
