import { expect, test } from "vitest";
import { aCaller, anApi, type TestRoles } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

const forbidden = (grant: string) => ({ status: 403, body: { code: "forbidden", detail: expect.stringContaining(grant) } });

/** A company in which one action needs two people. */
const demanding = async (action: string) => {
  const company = await aCompany();
  const api = anApi();
  const administrator = await aCaller(company, ["administrator"], api);
  const caller = (...grants: string[]) => aCaller(company, { grants: ["platform.approval.read", ...grants] } as TestRoles, api);
  expect((await administrator.put(`/platform/approval-rules/${action}`, { demanded: true })).status).toBe(200);
  return { company, administrator, caller };
};

test("who may see a request of a module but not approve it neither approves nor rejects it; who may approve sees it without more", async () => {
  const { company, caller } = await demanding("finance.entry.post");
  const book = await bookOf(company);
  const asked = await (await caller("finance.entry.post")).post("/finance/entries", {
    description: "Accrual",
    effectiveOn: "2026-03-31",
    lines: [
      { accountId: book.account("1230"), debit: "5.00" },
      { accountId: book.account("4000"), credit: "5.00" },
    ],
  });
  const path = `/platform/approvals/${asked.body.approval.id}`;
  const [reader, approver] = [await caller("finance.entry.read"), await caller("finance.entry.approve")];

  expect((await reader.get(path)).body).toMatchObject({ mayDecide: false, state: "pending" });
  expect(await reader.post(`${path}/approve`)).toMatchObject(forbidden("finance.entry.approve"));
  expect(await reader.post(`${path}/reject`, { reason: "No" })).toMatchObject(forbidden("finance.entry.approve"));
  expect((await (await caller("finance.payment.approve")).get(path)).status).toBe(404);
  expect((await approver.get(path)).body).toMatchObject({ mayDecide: true, state: "pending" });
  expect(await approver.post(`${path}/approve`)).toMatchObject({ status: 200, body: { state: "approved" } });
});

test("who approves does what was asked for, and nothing beside it that he may not do himself", async () => {
  const { administrator, caller } = await demanding("finance.payment.pay");
  const { body: supplier } = await administrator.post("/finance/parties", { name: "Paper Mill", currency: "GBP" });
  const lines = [{ description: "Paper", quantity: "1", unitPrice: "100.00" }];
  const { body: bill } = await administrator.post("/finance/invoices", { kind: "bill", partyId: supplier.id, lines });
  expect((await administrator.post(`/finance/invoices/${bill.id}/issue`, { issuedOn: "2026-03-20" })).status).toBe(200);
  const clerk = await caller("finance.payment.write", "finance.payment.pay", "finance.write_off.write");
  const allocations = [{ invoiceId: bill.id, amount: "99.00", writeOff: { amount: "1.00", reason: "Rounding" } }];
  const asked = await clerk.post("/finance/payments", {
    ...{ direction: "out", partyId: supplier.id, amount: "99.00", paidOn: "2026-03-25", allocations },
  });
  expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 202, body: { approval: { action: "finance.payment.pay" } } });
  const path = `/platform/approvals/${asked.body.approval.id}/approve`;

  expect(await (await caller("finance.payment.approve")).post(path)).toMatchObject(forbidden("finance.write_off.write"));
  expect((await administrator.get(`/finance/invoices/${bill.id}`)).body).toMatchObject({ open: "100.00" });
  expect((await (await caller("finance.payment.approve", "finance.write_off.write")).post(path)).status).toBe(200);
  expect((await administrator.get(`/finance/invoices/${bill.id}`)).body).toMatchObject({ open: "0.00", state: "paid" });
});
