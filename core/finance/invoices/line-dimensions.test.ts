import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aDimension } from "#core/testing/dimensions.ts";
import { aShop } from "#core/testing/trade.ts";
import { updateDimensionValue } from "../dimensions/write-dimension-value.ts";
import { profitAndLoss } from "../reports/profit-and-loss.ts";
import { updateSplit } from "../splits/write-split.ts";
import { updateDraft } from "./change-draft.ts";
import { CreditInput, creditInvoice } from "./credit-invoice.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { DraftChange, InvoiceInput } from "./invoice.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { getInvoice } from "./list-invoices.ts";

const arranged = async (options: { required?: "income_and_expense" | "always"; currency?: string } = {}) => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company, options.currency ? { currency: options.currency } : {});
  const cost = await aDimension(company, "cost", ["10", "20", "30"], options.required ? { required: options.required } : {});
  const project = await aDimension(company, "project", ["P1"]);
  const bill = (lines: readonly object[], more: object = {}) =>
    draftInvoice(
      company.as(),
      InvoiceInput.parse({ kind: "bill", partyId, lines: lines.map((line) => ({ description: "Rent", quantity: "1", ...line })), ...more }),
    );
  const thirds = ["33.333333", "33.333333", "33.333334"].map((percent, index) => ({
    percent,
    dimensions: [cost.value(`${index + 1}0`)],
  }));
  return { company, partyId, cost, project, bill, thirds };
};

/** What stands on accounts of expense, by the codes of the values that its lines name. */
const expenses = async (company: TestCompany) => {
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{ named: string; amount: bigint; companyAmount: bigint }>`
      select coalesce(n.codes, '') as named, sum(l.amount)::bigint as amount, sum(l.company_amount)::bigint as company_amount
        from finance.journal_line l join finance.account a on a.company_id = l.company_id and a.id = l.account_id and a.type = 'expense'
       cross join lateral (select string_agg(v.code, '+' order by v.code) as codes from finance.dimension_set_member m
                             join finance.dimension_value v on v.company_id = m.company_id and v.id = m.value_id
                            where m.company_id = l.company_id and m.set_id = l.dimension_id) n
       group by 1 order by 1`.execute(db),
  );
  return Object.fromEntries(rows.map(({ named, amount, companyAmount }) => [named, [amount, companyAmount]]));
};

test("a line's dimensions and split arrive on the lines of the entry, to the cent, and in the statements; the document stays one line", async () => {
  const { company, cost, project, bill, thirds } = await arranged();
  const draft = resultOf(
    await bill([
      { unitPrice: "100.01", dimensions: [project.value("P1")], shares: thirds },
      { unitPrice: "7.50", dimensions: [cost.value("10")] },
      { unitPrice: "0.01" },
    ]),
  );
  const named = (dimension: string, code: string) => ({
    dimension: expect.objectContaining({ code: dimension }),
    value: expect.objectContaining({ code }),
  });
  expect(draft.lines).toMatchObject([
    {
      net: "100.01",
      dimensions: [],
      shares: thirds.map(({ percent }, at) => ({ percent, dimensions: [named("cost", `${at + 1}0`), named("project", "P1")] })),
    },
    { dimensions: [named("cost", "10")], shares: [] },
    { dimensions: [], shares: [] },
  ]);
  const issued = resultOf(await issueInvoice(company.as(), { id: draft.id }));
  expect(issued.lines).toEqual(draft.lines);
  expect(resultOf(await getInvoice(company.as(), { id: draft.id }))).toEqual(issued);
  // 100.01 in thirds: 33.3366, 33.3366 and 33.3367, so 33.34 goes to the last and one cent more to the first.
  expect(await expenses(company)).toEqual({
    "": [1n, 1n],
    "10": [750n, 750n],
    "10+P1": [3334n, 3334n],
    "20+P1": [3333n, 3333n],
    "30+P1": [3334n, 3334n],
  });
  const statement = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", dimension: cost.value("10") }));
  expect(JSON.stringify(statement)).toContain("40.84");
});

test("in another currency a split loses nothing in either", async () => {
  const { company, bill, thirds } = await arranged({ currency: "EUR" });
  await writing(company.as(), ({ db, newId }) =>
    sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${newId()}, ${company.id}, 'EUR', 0.857, '2026-01-01')`.execute(
      db,
    ),
  );
  const draft = resultOf(await bill([{ unitPrice: "100.00", shares: thirds }]));
  resultOf(await issueInvoice(company.as(), { id: draft.id }));
  const amounts = Object.values(await expenses(company));
  expect(amounts).toHaveLength(3);
  const sum = (at: 0 | 1) => amounts.reduce((total, amount) => total + (amount[at] ?? 0n), 0n);
  expect([sum(0), sum(1)]).toEqual([10_000n, 8_570n]);
});

test("debit notes over a split line take from each share what it has, in however many steps", async () => {
  const { company, bill, thirds } = await arranged();
  const draft = resultOf(await bill([{ quantity: "7", unitPrice: "14.2871", shares: thirds, taxCodes: [] }]));
  const issued = resultOf(await issueInvoice(company.as(), { id: draft.id }));
  const lineId = issued.lines[0]?.id ?? "";
  for (const quantity of ["1", "2.5", "0.5"]) {
    const note = resultOf(
      await creditInvoice(company.as(), { id: issued.id, ...CreditInput.parse({ reason: "Too much", lines: [{ lineId, quantity }] }) }),
    );
    expect(note.lines[0]?.shares).toEqual(issued.lines[0]?.shares);
    expect(resultOf(await getInvoice(company.as(), { id: note.id })).lines).toEqual(note.lines);
  }
  resultOf(await creditInvoice(company.as(), { id: issued.id, ...CreditInput.parse({ reason: "The rest" }) }));
  expect(await expenses(company)).toEqual({ "10": [0n, 0n], "20": [0n, 0n], "30": [0n, 0n] });
});

test("what nobody gives back of a tax is split as the line is, of a reverse charge too", async () => {
  const { company, bill, thirds } = await arranged();
  const clerk = await aCaller(company, ["accountant"]);
  const { items } = (await clerk.get("/finance/accounts?limit=200")).body as { items: { id: string; code: string }[] };
  const account = (code: string) => items.find((one) => one.code === code)?.id;
  const tax = (code: string, more: object) =>
    clerk.post("/finance/taxes", { code, name: code, usage: "purchase", rate: "20", accountId: account("2201"), ...more });
  expect((await tax("CAR", { deductiblePercent: "50" })).status).toBe(201);
  const reverse = { treatment: "reverse_charge", deductiblePercent: "0", reverseAccountId: account("2202") };
  expect((await tax("USE", reverse)).status).toBe(201);
  const lines = ["CAR", "USE"].map((code) => ({ quantity: "3", unitPrice: "33.35", shares: thirds, taxCodes: [code] }));
  const issued = resultOf(await issueInvoice(company.as(), { id: resultOf(await bill(lines)).id }));
  const amounts = Object.entries(await expenses(company));
  // Each line is 100.05, its tax 20.01; of the first 10.01 can be claimed, of the second nothing. Every cent has a cost centre.
  expect(amounts.map(([codes]) => codes)).toEqual(["10", "20", "30"]);
  expect(amounts.reduce((sum, [, [amount = 0n]]) => sum + amount, 0n)).toBe(10_005n + 1_000n + 10_005n + 2_001n);
  const credit = (more: object) => creditInvoice(company.as(), { id: issued.id, ...CreditInput.parse({ reason: "Back", ...more }) });
  resultOf(await credit({ lines: issued.lines.map(({ id }) => ({ lineId: id, quantity: "1" })) }));
  resultOf(await credit({}));
  expect(
    Object.values(await expenses(company))
      .flat()
      .every((amount) => amount === 0n),
  ).toBe(true);
});

test("values that are unknown, twice of one dimension or out of use are refused, at the draft and again when it is issued", async () => {
  const { company, partyId, cost, bill, thirds } = await arranged();
  const refusedAt = (pointer: string) => ({ fault: { kind: "invalid", code: "dimension.refused", errors: [{ pointer }] } });
  expect(await bill([{ unitPrice: "1" }, { unitPrice: "1", dimensions: [partyId] }])).toMatchObject(refusedAt("/lines/1/dimensions"));
  expect(await bill([{ unitPrice: "1", dimensions: [cost.value("10")], shares: thirds }])).toMatchObject(refusedAt("/lines/0/dimensions"));
  expect(await bill([{ unitPrice: "1", splitId: partyId }])).toMatchObject(refusedAt("/lines/0/splitId"));
  const draft = resultOf(await bill([{ unitPrice: "3", shares: thirds }]));
  resultOf(await updateDimensionValue(company.as(), { id: cost.value("20"), changes: { active: false } }));
  expect(await issueInvoice(company.as(), { id: draft.id })).toMatchObject(refusedAt("/lines/0/dimensions"));
  const content = DraftChange.parse({
    partyId,
    lines: [{ description: "Rent", quantity: "1", unitPrice: "3", dimensions: [cost.value("10")] }],
  });
  resultOf(await updateDraft(company.as(), { id: draft.id, content }));
  resultOf(await issueInvoice(company.as(), { id: draft.id }));
  expect(await expenses(company)).toEqual({ "10": [300n, 300n] });
});

test("a dimension that must be named may be missing on a draft, not on what is issued", async () => {
  const { company, partyId, project, bill, thirds } = await arranged({ required: "income_and_expense" });
  const draft = resultOf(await bill([{ unitPrice: "3", dimensions: [project.value("P1")] }]));
  expect(await issueInvoice(company.as(), { id: draft.id })).toMatchObject({
    fault: { code: "dimension.refused", errors: [{ pointer: "/lines/0/dimensions", detail: "Name a value of Of cost." }] },
  });
  const content = DraftChange.parse({ partyId, lines: [{ description: "Rent", quantity: "1", unitPrice: "3", shares: thirds }] });
  resultOf(await updateDraft(company.as(), { id: draft.id, content }));
  resultOf(await issueInvoice(company.as(), { id: draft.id }));
});

test("through the API a saved split is taken as it is, out of use it is refused; shares come to a hundred, and the line says one or the other", async () => {
  const { company, partyId, thirds, cost } = await arranged();
  const clerk = await aCaller(company, ["accountant"]);
  const { id: splitId } = (await clerk.post("/finance/splits", { code: "floors", name: "By floor space", shares: thirds })).body;
  const draft = (line: object) =>
    clerk.post("/finance/invoices", { kind: "bill", partyId, lines: [{ description: "Rent", quantity: "1", unitPrice: "9.00", ...line }] });
  const { status, body } = await draft({ splitId });
  expect([status, body.lines[0].shares.map(({ percent }: { percent: string }) => percent)]).toEqual([
    201,
    thirds.map(({ percent }) => percent),
  ]);
  resultOf(await updateSplit(company.as(), { id: splitId, changes: { active: false } }));
  expect(await draft({ splitId })).toMatchObject({ status: 422, body: { errors: [{ pointer: "/lines/0/splitId" }] } });
  expect(await draft({ shares: thirds.slice(1) })).toMatchObject({ status: 422 });
  expect(await draft({ shares: thirds, splitId })).toMatchObject({ status: 422, body: { errors: [{ pointer: "/lines/0/splitId" }] } });
  const issued = await clerk.post(`/finance/invoices/${body.id}/issue`, {});
  expect(issued.body.lines[0].shares[0].dimensions[0].value.id).toBe(cost.value("10"));
  const why = await clerk.get(`/finance/invoices/${body.id}/explain`);
  expect(why.body.lines[0].shares).toEqual(issued.body.lines[0].shares);
});
