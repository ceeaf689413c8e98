import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { allocateNote } from "../invoices/allocate-note.ts";
import { creditInvoice } from "../invoices/credit-invoice.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { getInvoice } from "../invoices/list-invoices.ts";
import { undoAllocation } from "../open-items/undo-allocation.ts";
import { writeOff } from "../open-items/write-off.ts";
import { PaymentTermInput } from "../payment-terms/payment-term.ts";
import { createPaymentTerm } from "../payment-terms/write-term.ts";
import { allocatePayment } from "./allocate-payment.ts";
import { bouncePayment } from "./bounce-payment.ts";
import { getPayment } from "./list-payments.ts";
import { AllocateInput, PaymentInput } from "./payment.ts";
import { recordPayment } from "./record-payment.ts";

const terms = {
  code: "SK",
  name: "3 % in 8 days, 2 % in 14, half in 30, half in 60 days",
  discounts: [
    { days: 8, percent: "3" },
    { days: 14, percent: "2" },
  ],
};
const halves = [
  { share: "percent", value: "50", days: 30 },
  { share: "remainder", days: 60 },
];

const opened = async (more: object = {}) => {
  const company = await aCompany();
  const shop = await aShop(company, more);
  const term = resultOf(await createPaymentTerm(company.as(), PaymentTermInput.parse({ ...terms, parts: halves })));
  return { company, partyId: shop.customerId, paymentTermId: term.id };
};

type Opened = Awaited<ReturnType<typeof opened>>;
const aDocument = async (
  { company, partyId, ...rest }: Omit<Opened, "paymentTermId"> & { paymentTermId?: string },
  unitPrice: string,
  more: object = {},
) => {
  const { issuedOn, ...input } = { issuedOn: "2026-03-20", ...more };
  const lines = [{ description: "Work", quantity: "1", unitPrice, taxCodes: ["STANDARD"] }];
  const draft = resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ partyId, lines, ...rest, ...input })));
  return resultOf(await issueInvoice(company.as(), { id: draft.id, issuedOn }));
};

const pay = (company: TestCompany, partyId: string, amount: string, allocations: unknown, more: object = {}) =>
  recordPayment(company.as(), PaymentInput.parse({ partyId, amount, allocations, ...more }));

/** Balances of accounts by code that are not zero, in minor units. */
const balances = async (company: TestCompany) => {
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{ code: string; sum: bigint }>`select a.code, sum(l.company_amount)::bigint as sum from finance.journal_line l
      join finance.account a on a.company_id = l.company_id and a.id = l.account_id group by a.code having sum(l.company_amount) <> 0 order by a.code`.execute(
      db,
    ),
  );
  return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
};

const openOf = async (company: TestCompany, id: string) => resultOf(await getInvoice(company.as(), { id }));

test("terms make instalments with their due dates, shown on the draft already; money settles the one due first", async () => {
  const of = await opened();
  const { company, partyId } = of;
  const lines = [{ description: "Work", quantity: "1", unitPrice: "100.01", taxCodes: ["STANDARD"] }];
  const draft = resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ partyId, lines, paymentTermId: of.paymentTermId })));
  expect(draft.instalments).toEqual([
    { dueOn: "2026-04-30", amount: "60.01", open: "0.00" },
    { dueOn: "2026-05-30", amount: "60.00", open: "0.00" },
  ]);
  const issued = resultOf(await issueInvoice(company.as(), { id: draft.id, issuedOn: "2026-03-20" }));
  expect(issued).toMatchObject({
    dueOn: "2026-04-19",
    discounts: [
      { until: "2026-03-28", percent: "3", amount: "3.60" },
      { until: "2026-04-03", percent: "2", amount: "2.40" },
    ],
    instalments: [
      { dueOn: "2026-04-19", amount: "60.01", open: "60.01" },
      { dueOn: "2026-05-19", amount: "60.00", open: "60.00" },
    ],
  });
  resultOf(await pay(company, partyId, "70.01", [{ invoiceId: issued.id, amount: "70.01" }]));
  expect(await openOf(company, issued.id)).toMatchObject({
    state: "part_paid",
    dueOn: "2026-05-19",
    open: "50.00",
    instalments: [{ open: "0.00" }, { open: "50.00" }],
  });
});

test("an early payment takes its discount with its part of the tax", async () => {
  const of = await opened();
  const { company, partyId } = of;
  const invoice = await aDocument(of, "100.00", { issuedOn: "2026-03-25" });
  // 120.00 less 3 % is 116.40; of the 3.60, 3.00 are discount and 0.60 tax on 3.00.
  const payment = resultOf(await pay(company, partyId, "116.40", [{ invoiceId: invoice.id, amount: "116.40", discount: "take" }]));
  expect(payment).toMatchObject({ unallocated: "0.00" });
  expect(payment.allocations.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["payment", "60.00"],
    ["payment", "56.40"],
    ["discount", "3.60"],
  ]);
  expect(await openOf(company, invoice.id)).toMatchObject({ state: "paid", open: "0.00" });
  expect(await balances(company)).toEqual({ "1200": 11_640n, "2200": -1_940n, "4000": -10_000n, "4009": 300n });
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{
      base: bigint;
      tax: bigint;
    }>`select sum(company_base)::bigint as base, sum(company_tax)::bigint as tax from finance.tax_result`.execute(db),
  );
  expect(rows).toEqual([{ base: 9_700n, tax: 1_940n }]);
});

test("part payments earn their part of the discount; later money earns the smaller one, then none; more is refused", async () => {
  const of = await opened();
  const { company, partyId } = of;
  const invoice = await aDocument(of, "1000.00", { issuedOn: "2026-03-10" });
  const take = (amount: string, paidOn: string, discount: string = "take") =>
    pay(company, partyId, amount, [{ invoiceId: invoice.id, amount, discount }], { paidOn });
  // 291.00 at 3 % settle 300.00; 490.00 at 2 % settle 500.00.
  resultOf(await take("291.00", "2026-03-18"));
  expect(await openOf(company, invoice.id)).toMatchObject({ open: "900.00" });
  expect(await take("490.00", "2026-03-19", "10.01")).toMatchObject({ fault: { code: "payment.discount_too_much" } });
  resultOf(await take("490.00", "2026-03-19"));
  expect(await openOf(company, invoice.id)).toMatchObject({ open: "400.00" });
  expect(await take("98.00", "2026-03-25")).toMatchObject({ fault: { code: "payment.discount_expired" } });
});

test("a small rest is written off within the limit; beyond it only with the permission", async () => {
  const { company, partyId } = await opened();
  const invoice = await aDocument({ company, partyId }, "100.00");
  const limited = company.as({ grants: ["finance.payment.write", "finance.write_off.write"] });
  const clerk = company.as({ grants: ["finance.payment.write"] });
  const settled = (amount: string, rest: string, who = limited) =>
    recordPayment(
      who,
      PaymentInput.parse({
        partyId,
        amount,
        allocations: [{ invoiceId: invoice.id, amount, writeOff: { amount: rest, reason: "Bank charges" } }],
      }),
    );
  expect(await settled("119.00", "1.00", clerk)).toMatchObject({
    fault: { code: "forbidden", detail: expect.stringContaining("finance.write_off.write") },
  });
  expect(await settled("109.99", "10.01")).toMatchObject({ fault: { code: "write_off.over_limit" } });
  expect(await settled("119.00", "1.01")).toMatchObject({ fault: { code: "invoice.over_allocated" } });
  resultOf(await settled("119.00", "1.00"));
  expect(await openOf(company, invoice.id)).toMatchObject({ state: "paid" });

  const second = await aDocument({ company, partyId }, "50.00");
  expect(await writeOff(limited, { id: second.id, reason: "Insolvent" })).toMatchObject({ fault: { code: "write_off.over_limit" } });
  expect(await writeOff(clerk, { id: second.id, reason: "x" })).toMatchObject({
    fault: { code: "forbidden" },
  });
  const off = resultOf(await writeOff(company.as(), { id: second.id, reason: "Insolvent" }));
  expect(off).toMatchObject({ amount: "60.00", open: "0.00" });
  expect(await balances(company)).toMatchObject({ "8100": 6_100n });
  expect(await writeOff(company.as(), { id: second.id, reason: "again" })).toMatchObject({ fault: { code: "invoice.nothing_open" } });

  const edge = (await openOf(company, second.id)).allocations[0];
  expect(edge).toMatchObject({ kind: "write_off", amount: "60.00" });
  resultOf(await undoAllocation(company.as(), { id: edge?.id ?? "", reason: "Paid after all" }));
  expect(await openOf(company, second.id)).toMatchObject({ state: "issued", open: "60.00" });
  expect(await balances(company)).toMatchObject({ "8100": 100n });
});

test("a bounced payment opens again exactly what it settled, its discount and fee included", async () => {
  const of = await opened();
  const { company, partyId } = of;
  const invoice = await aDocument(of, "100.00", { issuedOn: "2026-03-25" });
  const other = await aDocument({ company, partyId }, "10.00", { issuedOn: "2026-03-26" });
  const allocations = [
    { invoiceId: invoice.id, amount: "116.40", discount: "take" },
    { invoiceId: other.id, amount: "5.00" },
  ];
  const payment = resultOf(await pay(company, partyId, "130.00", allocations, { paidOn: "2026-03-28" }));
  const before = { invoice: await openOf(company, invoice.id), other: await openOf(company, other.id) };
  expect(before).toMatchObject({ invoice: { open: "0.00" }, other: { open: "7.00" } });

  expect(await bouncePayment(company.as(), { id: payment.id, reason: "No funds", bouncedOn: "2026-03-27" })).toMatchObject({
    fault: { code: "payment.bounced_before" },
  });
  const fee = { amount: "4.50", charge: true };
  const bounced = resultOf(await bouncePayment(company.as(), { id: payment.id, reason: "No funds", fee }));
  expect(bounced).toMatchObject({ state: "reversed", unallocated: "0.00" });
  expect(await bouncePayment(company.as(), { id: payment.id, reason: "again" })).toMatchObject({ fault: { code: "payment.reversed" } });
  expect(resultOf(await getPayment(company.as(), { id: payment.id }))).toEqual(bounced);

  expect(await openOf(company, invoice.id)).toMatchObject({
    state: "issued",
    open: "120.00",
    instalments: [{ open: "60.00" }, { open: "60.00" }],
  });
  expect(await openOf(company, other.id)).toMatchObject({ state: "issued", open: "12.00" });
  // The fee was an expense and is charged on: only the customer's debt and what was sold is left, and the bank is short of the fee.
  expect(await balances(company)).toEqual({ "1100": 13_650n, "1200": -450n, "2200": -2_200n, "4000": -11_000n });
});

test("undoing an allocation opens both sides and takes the discount back; the money can be allocated anew", async () => {
  const of = await opened();
  const { company, partyId } = of;
  const invoice = await aDocument(of, "100.00", { issuedOn: "2026-03-25" });
  const payment = resultOf(await pay(company, partyId, "116.40", [{ invoiceId: invoice.id, amount: "116.40", discount: "take" }]));
  const undone = resultOf(await undoAllocation(company.as(), { id: payment.allocations[0]?.id ?? "", reason: "Wrong invoice" }));
  expect(undone.allocations).toHaveLength(3);
  expect(await undoAllocation(company.as(), { id: payment.allocations[1]?.id ?? "", reason: "x" })).toMatchObject({
    fault: { code: "allocation.undone" },
  });
  expect(await openOf(company, invoice.id)).toMatchObject({ state: "issued", open: "120.00" });
  expect(resultOf(await getPayment(company.as(), { id: payment.id }))).toMatchObject({ unallocated: "116.40" });
  expect(await balances(company)).toEqual({ "1100": 360n, "1200": 11_640n, "2200": -2_000n, "4000": -10_000n });
  const again = {
    id: payment.id,
    ...AllocateInput.parse({ allocations: [{ invoiceId: invoice.id, amount: "116.40", discount: "take" }] }),
  };
  expect(resultOf(await allocatePayment(company.as(), again))).toMatchObject({ unallocated: "0.00" });
  expect(await balances(company)).toMatchObject({ "4009": 300n });
});

test("what was paid too much stays on account and is refunded; a credit note settles other invoices or is refunded", async () => {
  const { company, partyId } = await opened();
  const [first, second] = [await aDocument({ company, partyId }, "100.00"), await aDocument({ company, partyId }, "50.00")];
  const over = resultOf(await pay(company, partyId, "150.00", [{ invoiceId: first.id, amount: "120.00" }]));
  expect(over.unallocated).toBe("30.00");
  const refund = resultOf(await pay(company, partyId, "30.00", [{ paymentId: over.id, amount: "30.00" }], { direction: "out" }));
  expect(refund).toMatchObject({ unallocated: "0.00", allocations: [{ paymentId: over.id, invoiceId: null, amount: "30.00" }] });
  expect(resultOf(await getPayment(company.as(), { id: over.id }))).toMatchObject({ unallocated: "0.00" });

  const note = resultOf(await creditInvoice(company.as(), { id: first.id, reason: "Returned" }));
  expect(note).toMatchObject({ open: "120.00" });
  const allocations = [{ invoiceId: second.id, amount: "60.00" }];
  const settled = resultOf(await allocateNote(company.as(), { id: note.id, ...AllocateInput.parse({ allocations }) }));
  expect(settled).toMatchObject({ open: "60.00", state: "part_paid" });
  expect(await openOf(company, second.id)).toMatchObject({ state: "credited", open: "0.00" });
  expect(await allocateNote(company.as(), { id: second.id, ...AllocateInput.parse({ allocations }) })).toMatchObject({
    fault: { code: "invoice.not_a_note" },
  });
  resultOf(await pay(company, partyId, "60.00", [{ invoiceId: note.id, amount: "60.00" }], { direction: "out" }));
  expect(await openOf(company, note.id)).toMatchObject({ state: "paid" });
  expect(await balances(company)).toMatchObject({ "1200": 6_000n });
  expect((await balances(company))["1100"]).toBeUndefined();
});

test("a supplier's bill is entered once, posted and paid with the discount it offers", async () => {
  const of = await opened();
  const { company, paymentTermId } = of;
  const partyId = await aSupplier(company);
  const bill = (reference: string, more: object = {}) => ({
    ...{ kind: "bill", partyId, reference, paymentTermId, lines: [{ description: "Paper", quantity: "1", unitPrice: "200" }] },
    ...more,
  });
  const draft = (input: object) => draftInvoice(company.as(), InvoiceInput.parse(input));
  const first = resultOf(await draft(bill("RE 0042/26")));
  expect(await draft(bill("re-42-26"))).toMatchObject({ fault: { code: "bill.duplicate_reference" } });
  const outcomes = await Promise.all([draft(bill("X-1")), draft(bill("X 1"))]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const twice = resultOf(await draft(bill("RE-42-26", { duplicateReason: "They numbered two deliveries alike" })));
  expect(twice).toMatchObject({ duplicateReason: "They numbered two deliveries alike" });

  const issued = resultOf(await issueInvoice(company.as(), { id: first.id, issuedOn: "2026-03-30" }));
  expect(issued).toMatchObject({ kind: "bill", number: "BILL-000001", open: "200.00" });
  resultOf(await pay(company, partyId, "194.00", [{ invoiceId: issued.id, amount: "194.00", discount: "take" }], { direction: "out" }));
  expect(await openOf(company, issued.id)).toMatchObject({ state: "paid" });
  expect(await balances(company)).toEqual({ "1200": -19_400n, "5000": 20_000n, "5009": -600n });
});

const aSupplier = (company: TestCompany) =>
  writing(company.as(), async (tx) => {
    const id = tx.newId();
    await sql`insert into finance.party (id, company_id, code, name, is_supplier, currency) values (${id}, ${company.id}, 'S1', 'Supplier', true, 'GBP')`.execute(
      tx.db,
    );
    return id;
  });

test("a rival's documents are not there, and other roles are refused", async () => {
  const [ours, theirs] = [await opened(), await opened()];
  const invoice = await aDocument(theirs, "10.00");
  const payment = resultOf(await pay(theirs.company, theirs.partyId, "5.00", [{ invoiceId: invoice.id, amount: "5.00" }]));
  const edge = payment.allocations[0]?.id ?? "";
  expect(await writeOff(ours.company.as(), { id: invoice.id, reason: "x" })).toMatchObject({ fault: { kind: "missing" } });
  expect(await bouncePayment(ours.company.as(), { id: payment.id, reason: "x" })).toMatchObject({ fault: { kind: "missing" } });
  expect(await undoAllocation(ours.company.as(), { id: edge, reason: "x" })).toMatchObject({ fault: { kind: "missing" } });
  const reader = theirs.company.as({ grants: ["finance.payment.read"] });
  expect(await bouncePayment(reader, { id: payment.id, reason: "x" })).toMatchObject({ fault: { kind: "refused" } });
  expect(await undoAllocation(reader, { id: edge, reason: "x" })).toMatchObject({ fault: { kind: "refused" } });
});
