import { expect, test } from "vitest";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { InvoiceInput } from "./invoice.ts";
import { issueInvoice } from "./issue-invoice.ts";

test("who writes and issues invoices neither writes nor issues bills without their own permissions", async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company);
  const lines = [{ description: "Paper", quantity: "1", unitPrice: "10" }];
  const document = (kind: "invoice" | "bill") => InvoiceInput.parse({ kind, partyId, lines });
  const seller = company.as({ grants: ["finance.invoice.write", "finance.invoice.issue"] });
  const forbidden = (grant: string) => ({ fault: { kind: "refused", code: "forbidden", detail: expect.stringContaining(grant) } });

  const invoice = resultOf(await draftInvoice(seller, document("invoice")));
  expect(await issueInvoice(seller, { id: invoice.id })).toMatchObject({ value: { state: "issued" } });

  expect(await draftInvoice(seller, document("bill"))).toMatchObject(forbidden("finance.bill.write"));
  const bill = resultOf(await draftInvoice(company.as(), document("bill")));
  expect(await issueInvoice(seller, { id: bill.id })).toMatchObject(forbidden("finance.bill.issue"));
  const buyer = company.as({ grants: ["finance.invoice.issue", "finance.bill.issue"] });
  expect(await issueInvoice(buyer, { id: bill.id })).toMatchObject({ value: { state: "issued" } });
});
