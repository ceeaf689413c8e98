import { expect, test } from "vitest";
import type { Grant } from "#core/kernel/context.ts";
import { aCaller, anApi, type TestCaller, type TestRoles } from "#core/testing/api.ts";
import { aBankAccount, camtFile, OWN_IBAN, openDocuments, sendBankFile } from "#core/testing/bank.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { paymentImport } from "./payments/import-payments.ts";

/** A company with a customer, a supplier and two issued invoices of 120.00 each. */
const opened = async () => {
  const company = await aCompany();
  const api = anApi();
  const administrator = await aCaller(company, ["administrator"], api);
  const { customerId } = await aShop(company);
  const { body: supplier } = await administrator.post("/finance/parties", { name: "Paper Mill", currency: "GBP" });
  const caller = (grants: readonly string[]) => aCaller(company, { grants } as TestRoles, api);
  const demand = (action: string, above?: string) =>
    administrator.put(`/platform/approval-rules/${action}`, { demanded: true, ...(above === undefined ? {} : { above }) });
  const invoice = async () => {
    const lines = [{ description: "Work", quantity: "1", unitPrice: "100.00", taxCodes: ["STANDARD"] }];
    const { body } = await administrator.post("/finance/invoices", { kind: "invoice", partyId: customerId, lines });
    return (await administrator.post(`/finance/invoices/${body.id}/issue`, { issuedOn: "2026-03-20" })).body;
  };
  const pay = (who: TestCaller, amount: string, more: object = {}) =>
    who.post("/finance/payments", { partyId: customerId, amount, paidOn: "2026-03-25", ...more });
  const open = async (id: string) => (await administrator.get(`/finance/invoices/${id}`)).body.open;
  return { company, administrator, customerId, supplierId: supplier.id, caller, demand, invoice, pay, open };
};

const approve = (who: TestCaller, asked: { body: { approval: { id: string } } }) =>
  who.post(`/platform/approvals/${asked.body.approval.id}/approve`);
const entriesOf = (company: TestCompany) =>
  reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select(["id", "postedBy", "sourceType"]).orderBy("id").execute());

test("a write-off above the limit of two people waits; what was written off of the document before counts; beside money it is refused", async () => {
  const { company, administrator, caller, demand, invoice, pay, open } = await opened();
  expect((await demand("finance.write_off.write", "5.00")).status).toBe(200);
  const one = await invoice();
  const clerk = await caller(["finance.write_off.*", "finance.payment.write", "finance.invoice.read", "platform.approval.read"]);
  const writeOff = (amount: string) => clerk.post(`/finance/invoices/${one.id}/write-offs`, { amount, reason: "Too old" });
  expect((await writeOff("3.00")).status).toBe(201);
  const asked = await writeOff("2.01");
  expect(asked).toMatchObject({ status: 202, body: { approval: { action: "finance.write_off.write" } } });
  expect(await open(one.id)).toBe("117.00");
  expect((await writeOff("2.00")).status).toBe(201);
  const beside = (amount: string) =>
    pay(clerk, "100.00", { allocations: [{ invoiceId: one.id, amount: "100.00", writeOff: { amount, reason: "Rest" } }] });
  expect(await beside("0.01")).toMatchObject({ status: 409, body: { code: "write_off.by_itself" } });
  const payment = await pay(clerk, "50.00");
  expect(
    await clerk.post(`/finance/payments/${payment.body.id}/allocations`, {
      allocations: [{ invoiceId: one.id, amount: "50.00", writeOff: { amount: "1.00", reason: "Rest" } }],
    }),
  ).toMatchObject({ status: 409, body: { code: "write_off.by_itself" } });
  // Who approves writes nothing off himself, and not what he asked for.
  const controller = await caller(["finance.write_off.approve", "platform.approval.read"]);
  expect((await controller.post(`/finance/invoices/${one.id}/write-offs`, { reason: "Mine" })).status).toBe(403);
  expect((await approve(clerk, asked)).status).toBe(403);
  const approved = await approve(controller, asked);
  expect(approved).toMatchObject({ status: 200, body: { amount: "5.01", result: { type: "entry" } } });
  expect(await open(one.id)).toBe("112.99");
  const entries = await entriesOf(company);
  expect(entries.find(({ id }) => id === approved.body.result.id)).toMatchObject({
    sourceType: "write_off",
    postedBy: controller.user.id,
  });
  const left = await administrator.post(`/finance/payments/${payment.body.id}/write-offs`, { reason: "Too little to send back" });
  expect(left).toMatchObject({ status: 202, body: { approval: { summary: expect.stringContaining("Write off 50.00 GBP of PAY-") } } });
  expect((await approve(controller, left)).status).toBe(200);
  expect((await administrator.get(`/finance/payments/${payment.body.id}`)).body).toMatchObject({ unallocated: "0.00" });
});

test("the company's limit of write-offs is one for the document, not for each time", async () => {
  const { caller, invoice, administrator } = await opened();
  const one = await invoice();
  const clerk = await caller(["finance.write_off.write", "finance.invoice.read"]);
  const writeOff = (amount: string) => clerk.post(`/finance/invoices/${one.id}/write-offs`, { amount, reason: "Rest" });
  const first = await writeOff("6.00");
  expect(first.status).toBe(201);
  expect(await writeOff("4.01")).toMatchObject({ status: 409, body: { code: "write_off.over_limit" } });
  const [edge] = (await administrator.get(`/finance/invoices/${one.id}`)).body.allocations;
  expect((await administrator.post(`/finance/allocations/${edge.id}/undo`, { reason: "Paid after all" })).status).toBe(200);
  // What was taken back counts no more, and of two at once one is too many.
  const both = await Promise.all([writeOff("6.00"), writeOff("6.00")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test("paying back to a customer is another duty than paying a supplier, with its own rule", async () => {
  const { administrator, supplierId, caller, demand, pay } = await opened();
  const out = { direction: "out" };
  const payer = await caller(["finance.payment.write", "finance.payment.pay"]);
  const refunder = await caller(["finance.payment.write", "finance.payment.refund"]);
  const missing = (grant: string) => ({ status: 403, body: { code: "forbidden", detail: expect.stringContaining(grant) } });
  expect(await pay(payer, "1.00", out)).toMatchObject(missing("finance.payment.refund"));
  expect((await pay(refunder, "1.00", out)).status).toBe(201);
  expect(await pay(refunder, "1.00", { ...out, partyId: supplierId })).toMatchObject(missing("finance.payment.pay"));
  expect((await pay(payer, "1.00", { ...out, partyId: supplierId })).status).toBe(201);

  await demand("finance.payment.refund", "20.00");
  const { body: received } = await pay(administrator, "50.00");
  const allocations = [{ paymentId: received.id, amount: "20.01" }];
  const asked = await pay(administrator, "20.01", { ...out, allocations });
  expect(asked).toMatchObject({
    status: 202,
    body: { approval: { action: "finance.payment.refund", summary: expect.stringMatching(/^Refund 20\.01 GBP to Customer 1/) } },
  });
  expect((await pay(administrator, "500.00", { ...out, partyId: supplierId })).status).toBe(201);
  const treasurer = await caller(["finance.payment.approve", "platform.approval.read"]);
  expect(await approve(treasurer, asked)).toMatchObject({ status: 200, body: { result: { type: "payment" } } });
  expect((await administrator.get(`/finance/payments/${received.id}`)).body).toMatchObject({ unallocated: "29.99" });
});

test("an import pays nobody and pays nothing back without the duty, nor what would have to wait", async () => {
  const { company, administrator, invoice, pay } = await opened();
  const { id } = await invoice();
  await pay(administrator, "120.00", { allocations: [{ invoiceId: id, amount: "120.00" }] });
  const { body: issued } = await administrator.post(`/finance/invoices/${id}/credit-notes`, { reason: "Goodwill", issuedOn: "2026-03-25" });
  expect(issued).toMatchObject({ open: "120.00" });
  const facts = { baseCurrency: "GBP", timeZone: "Europe/London", country: "GB", rounding: "line" } as const;
  const row = (external_id: string, more: object = {}) => ({
    external_id,
    direction: "out",
    party: "C1",
    amount: "10.00",
    paid_on: "2026-03-25",
    ...more,
  });
  const items = [row("R1", { invoice: issued.number }), row("P1")].map((cells) => resultOf(paymentImport.read([cells], facts)));
  const write = (grants: readonly Grant[], approvals: Readonly<Record<string, string | null>> = {}) =>
    writing(company.as({ company: { ...facts, approvals } }), (tx) =>
      paymentImport.write({ ...tx, actor: { ...tx.actor, grants: new Set(grants) } }, items),
    );
  const refused = (code: string) => ({ fault: { code } });
  expect(await write(["finance.payment.write"])).toMatchObject([refused("forbidden"), refused("forbidden")]);
  const both: Grant[] = ["finance.payment.write", "finance.payment.pay", "finance.payment.refund"];
  expect(await write(both, { "finance.payment.refund": "999", "finance.payment.pay": null })).toMatchObject([
    refused("approval.needed"),
    refused("approval.needed"),
  ]);
  expect(await write(["finance.payment.write", "finance.payment.refund"])).toMatchObject(["created", refused("forbidden")]);
  expect(await write(["finance.payment.write", "finance.payment.pay"])).toMatchObject(["unchanged", "created"]);
});

test("taking a payment back waits: nothing is open again before another person approves it", async () => {
  const { administrator, caller, demand, invoice, pay, open } = await opened();
  await demand("finance.payment.reverse", "100.00");
  const [one, two] = [await invoice(), await invoice()];
  const settle = async (id: string, amount: string) =>
    (await pay(administrator, amount, { allocations: [{ invoiceId: id, amount }] })).body;
  const [small, large] = [await settle(two.id, "100.00"), await settle(one.id, "120.00")];
  const clerk = await caller(["finance.payment.reverse", "finance.payment.read", "platform.approval.read"]);
  const bounce = (id: string, more: object = {}) => clerk.post(`/finance/payments/${id}/bounce`, { reason: "No funds", ...more });
  expect((await bounce(small.id)).status).toBe(200);
  // Charging the fee needs the permission to invoice, asked for now and not when it is approved.
  expect(await bounce(large.id, { fee: { amount: "4.50", charge: true } })).toMatchObject({ status: 403 });
  const asked = await bounce(large.id, { fee: { amount: "4.50" } });
  expect(asked).toMatchObject({
    status: 202,
    body: { approval: { action: "finance.payment.reverse", summary: `Take payment ${large.number} of Customer 1 back: No funds` } },
  });
  expect(await open(one.id)).toBe("0.00");
  const treasurer = await caller(["finance.payment.approve", "platform.approval.read"]);
  expect((await treasurer.post(`/finance/payments/${large.id}/bounce`, { reason: "x" })).status).toBe(403);
  expect(await approve(treasurer, asked)).toMatchObject({ status: 200, body: { result: { type: "payment", id: large.id } } });
  expect(await open(one.id)).toBe("120.00");
  const again = await bounce(large.id);
  expect(again).toMatchObject({ status: 409, body: { code: "payment.reversed" } });
});

test("undoing what was settled is a permission of its own, and waits by its own rule", async () => {
  const { administrator, caller, demand, invoice, pay, open } = await opened();
  await demand("finance.allocation.undo", "119.99");
  const one = await invoice();
  const { body: payment } = await pay(administrator, "120.00", { allocations: [{ invoiceId: one.id, amount: "120.00" }] });
  const [{ id }] = payment.allocations;
  const undo = (who: TestCaller) => who.post(`/finance/allocations/${id}/undo`, { reason: "Wrong invoice" });
  expect((await undo(await caller(["finance.payment.write"]))).status).toBe(403);
  const clerk = await caller(["finance.allocation.undo", "platform.approval.read"]);
  const asked = await undo(clerk);
  expect(asked).toMatchObject({ status: 202, body: { approval: { action: "finance.allocation.undo" } } });
  expect(await open(one.id)).toBe("0.00");
  const treasurer = await caller(["finance.payment.approve", "platform.approval.read"]);
  expect((await approve(treasurer, asked)).status).toBe(200);
  expect(await open(one.id)).toBe("120.00");
});

test("what the bank returned waits for nobody; taking a confirmation back with its payment does", async () => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const administrator = await aCaller(company, ["administrator"]);
  await aBankAccount(company, "1200", { iban: OWN_IBAN, accountNumber: null, opening: { on: "2026-01-01", balance: "0.00" } });
  const day = "2026-02-10";
  const { document, party } = await openDocuments(company, [{ number: "A-1", open: "80.00", party: "Alfred Futter", dueOn: day }]);
  const entries = [{ on: day, amount: "80.00", ref: "R1" }];
  await sendBankFile(administrator, camtFile({ id: "S1", on: day, opening: "0.00", closing: "80.00", entries }));
  const { body: lines } = await administrator.get("/finance/bank-lines?limit=1");
  const allocations = [{ invoiceId: document("A-1"), amount: "80.00" }];
  const parts = [{ kind: "payment", amount: "80.00", partyId: party("Alfred Futter"), allocations }];
  const confirm = () => administrator.post("/finance/bank-confirmations", { lines: [{ lineId: lines.items[0].id, parts }] });
  const { body: confirmation } = await confirm();
  const open = async () => (await administrator.get(`/finance/invoices/${document("A-1")}`)).body.open;
  expect(await open()).toBe("0.00");
  await administrator.put("/platform/approval-rules/finance.payment.reverse", { demanded: true, above: "79.99" });
  const undo = (who: TestCaller) => who.post(`/finance/bank-confirmations/${confirmation.id}/undo`, { reason: "Wrong" });
  const clerk = await aCaller(company, { grants: ["finance.bank.reconcile", "finance.bank.read"] } as TestRoles, administrator.api);
  expect(await undo(clerk)).toMatchObject({ status: 403, body: { detail: expect.stringContaining("finance.payment.reverse") } });
  const asked = await undo(administrator);
  expect(asked).toMatchObject({ status: 202, body: { approval: { action: "finance.payment.reverse" } } });
  expect(await open()).toBe("0.00");
  const treasurer = await aCaller(
    company,
    { grants: ["finance.payment.approve", "platform.approval.read"] } as TestRoles,
    administrator.api,
  );
  expect(await approve(treasurer, asked)).toMatchObject({
    status: 200,
    body: { result: { type: "bank_confirmation", id: confirmation.id } },
  });
  expect(await open()).toBe("80.00");

  expect((await confirm()).status).toBe(201);
  await sendBankFile(
    administrator,
    camtFile({
      id: "S2",
      on: "2026-02-12",
      opening: "80.00",
      closing: "0.00",
      entries: [{ on: "2026-02-12", amount: "-80.00", ref: "R2" }],
    }),
  );
  const { body: payments } = await administrator.get("/finance/payments?limit=1");
  const { body: newer } = await administrator.get("/finance/bank-lines?sort=-bookedOn&limit=1");
  const back = [{ kind: "return", amount: "-80.00", paymentId: payments.items[0].id }];
  const returned = await administrator.post("/finance/bank-confirmations", { lines: [{ lineId: newer.items[0].id, parts: back }] });
  expect(returned.status, JSON.stringify(returned.body)).toBe(201);
  expect(await open()).toBe("80.00");
});
