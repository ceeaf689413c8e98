import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { explainEntry } from "./explain-entry.ts";
import { explainFigure } from "./explain-figure.ts";
import { explainInvoice } from "./explain-invoice.ts";

/** An accountant's company with a rate of the dollar, and a customer. */
const opened = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const { customerId } = await aShop(company);
  const accountant = await aCaller(company, ["administrator"]);
  const made = async (path: string, input: object) => {
    const { status, body } = await accountant.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const issued = async (more: object = {}) => {
    const lines = [{ description: "Goods", quantity: "3", unitPrice: "33.335", discountPercent: "10", taxCodes: ["STANDARD"] }];
    const { id } = await made("/finance/invoices", { partyId: customerId, lines, ...more });
    return made(`/finance/invoices/${id}/issue`, {});
  };
  return { company, book, customerId, accountant, made, issued };
};

test("an invoice's entry tells its command, its rules, the version of its tax and, once sealed, its number and hash", async () => {
  const { company, book, accountant, issued } = await opened();
  const invoice = await issued();
  await sealWholly(company);
  const entry = resultOf(await explainEntry(company.as(), { id: invoice.entryId }));
  expect(entry).toMatchObject({
    source: { type: "invoice", id: invoice.id },
    posted: { byId: accountant.user.id, byName: "Test User" },
    number: expect.any(Number),
    sealed: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(entry.commands.map(({ action, actorName }) => [action, actorName])).toContainEqual(["invoice.issued", "Test User"]);
  const lineOn = (code: string) => entry.lines.find(({ account }) => account.code === code);
  expect(lineOn("1100")?.determinedBy).toMatchObject([
    { purpose: "receivable", candidates: [{ keyKind: "default", applies: "yes", chosen: true }] },
  ]);
  expect(lineOn("4000")?.determinedBy).toMatchObject([
    { purpose: "revenue", candidates: [{ accountId: book.account("4000"), chosen: true }] },
  ]);
  expect(lineOn("2200")?.taxes).toMatchObject([
    { code: "STANDARD", rate: "20", rateId: expect.any(String), part: "output", base: "90.00", tax: "18.00", companyTax: "18.00" },
  ]);
  expect(lineOn("2200")?.determinedBy).toEqual([]);
});

test("an invoice's lines are told from quantity to tax, as they were stored", async () => {
  const { company, issued, made, customerId } = await opened();
  const invoice = await issued();
  const told = resultOf(await explainInvoice(company.as(), { id: invoice.id }));
  expect(told.lines).toMatchObject([
    {
      exact: "100.005",
      discount: "10.01",
      net: "90.00",
      tax: "18.00",
      taxes: [{ code: "STANDARD", rate: "20", base: "90.00", tax: "18.00" }],
    },
  ]);
  expect(told).toMatchObject({ rounding: "line", totals: { net: "90.00", tax: "18.00", total: "108.00" }, entry: { id: invoice.entryId } });
  const draft = await made("/finance/invoices", { partyId: customerId, lines: [{ description: "Goods", quantity: "1", unitPrice: "5" }] });
  expect(resultOf(await explainInvoice(company.as(), { id: draft.id }))).toMatchObject({ entry: null, number: null });
});

test("rules are told as they were when it was posted: a rule changed, added or deleted since does not rewrite history", async () => {
  const { company, book, customerId, accountant, made, issued } = await opened();
  const special = await made("/finance/account-rules", {
    purpose: "revenue",
    keyKind: "party",
    key: customerId,
    accountId: book.account("4905"),
  });
  const invoice = await issued();
  const revenue = async () => {
    const entry = resultOf(await explainEntry(company.as(), { id: invoice.entryId }));
    return entry.lines.find(({ account }) => account.code === "4905")?.determinedBy[0];
  };
  const before = await revenue();
  expect(before?.candidates.map(({ keyKind, applies, chosen }) => [keyKind, applies, chosen])).toEqual([
    ["party", "yes", true],
    ["default", "yes", false],
  ]);
  await accountant.patch(`/finance/account-rules/${special.id}`, { accountId: book.account("4000") });
  expect(await revenue()).toEqual(before);
  await accountant.delete(`/finance/account-rules/${special.id}`);
  expect(await revenue()).toEqual(before);
  await databaseAs("superuser").query("select pg_sleep(1.1)");
  await made("/finance/account-rules", { purpose: "revenue", keyKind: "party", key: customerId, accountId: book.account("4001") });
  expect(await revenue()).toEqual(before);
});

test("a line in another currency is told with the rate it came to, the rate in the table, and whether they agree", async () => {
  const { company, book, made, accountant } = await opened();
  const rate = await made("/finance/rates", { currency: "USD", validOn: "2026-03-01", rate: "0.75" });
  const post = async (more: object) => {
    const lines = [
      { accountId: book.account("1230"), debit: "100.00" },
      { accountId: book.account("4000"), credit: "100.00" },
    ];
    const { id } = await made("/finance/entries", { description: "Sale", effectiveOn: "2026-03-10", currency: "USD", lines, ...more });
    return async () => resultOf(await explainEntry(company.as(), { id })).lines[0]?.conversion;
  };
  const [byTable, byItself] = [await post({}), await post({ rates: { USD: "0.8" } })];
  const stored = { id: rate.id, rate: "0.75", validOn: "2026-03-01", changedSince: false };
  expect(await byTable()).toEqual({ currency: "USD", amount: "100.00", companyAmount: "75.00", rate: "0.75", stored, agrees: true });
  expect(await byItself()).toMatchObject({ companyAmount: "80.00", rate: "0.8", stored, agrees: false });
  await accountant.patch(`/finance/rates/${rate.id}`, { rate: "0.7" });
  expect(await byTable()).toMatchObject({ rate: "0.75", stored: { rate: "0.7", changedSince: true }, agrees: false });
});

test("an entry by hand has no rules; another company's is not there", async () => {
  const { company, book } = await opened();
  const [entry] = await posted(company, anEntry(book));
  const told = resultOf(await explainEntry(company.as(), { id: entry?.id ?? "" }));
  expect(told).toMatchObject({ source: null, sealed: null, number: null, lines: [{ determinedBy: [] }, { determinedBy: [] }] });
  const rival = await aCompany();
  expect(await explainEntry(rival.as(), { id: entry?.id ?? "" })).toMatchObject({ fault: { code: "entry.missing" } });
  expect(await explainInvoice(rival.as(), { id: entry?.id ?? "" })).toMatchObject({ fault: { code: "invoice.missing" } });
  expect(await explainEntry(company.as({ grants: [] }), { id: entry?.id ?? "" })).toMatchObject({ fault: { code: "forbidden" } });
});

test("a figure tells its days, its sign, what was added up, and the ledger behind it", async () => {
  const { company, book } = await opened();
  const sale = (effectiveOn: string) =>
    anEntry(book, {
      effectiveOn,
      lines: [
        ["1230", 1_000n],
        ["4000", -1_000n],
      ],
    });
  await posted(company, sale("2026-01-10"), sale("2026-02-10"), sale("2026-03-05"));
  await posted(
    company,
    anEntry(book, {
      kind: "closing",
      effectiveOn: "2026-02-28",
      lines: [
        ["4000", 2_000n],
        ["3200", -2_000n],
      ],
    }),
  );
  await sealWholly(company);
  await posted(company, sale("2026-03-06"));
  const account = book.account("4000");
  const figure = resultOf(await explainFigure(company.as(), { report: "profit-and-loss", account, from: "2026-01-01", to: "2026-03-10" }));
  expect(figure).toMatchObject({ amount: "40.00", sign: "credits_less_debits", closing: "left_out", from: "2026-01-01", cashFlow: null });
  expect(figure.headings.map(({ code }) => code)).toEqual(["4", "40"]);
  expect(figure.sources.map(({ source, debit, credit }) => [source, debit, credit])).toEqual([
    ["closing", "-20.00", "0.00"],
    ["days", "0.00", "10.00"],
    ["months", "20.00", "20.00"],
    ["unsealed", "0.00", "10.00"],
  ]);
  expect(figure.ledger).toContain(`accountId=${account}&from=2026-01-01&to=2026-03-10`);
  const balance = resultOf(await explainFigure(company.as(), { report: "trial-balance", account, to: "2026-03-31" }));
  expect(balance).toMatchObject({ amount: "-20.00", sign: "debits_less_credits", closing: "counted", from: null });
  const flow = resultOf(
    await explainFigure(company.as(), { report: "cash-flow", account: book.account("1100"), from: "2026-01-01", to: "2026-03-10" }),
  );
  expect(flow).toMatchObject({ amount: "0.00", cashFlow: { part: "working_capital", because: "type_and_subtype" }, sources: [] });
  expect(await explainFigure((await aCompany()).as(), { report: "trial-balance", account })).toMatchObject({
    fault: { code: "account.missing" },
  });
});
