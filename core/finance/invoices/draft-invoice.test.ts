import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Ctx } from "#core/kernel/context.ts";
import { aCompany, reading, resultOf, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { PaymentInput } from "../payments/payment.ts";
import { recordPayment } from "../payments/record-payment.ts";
import { deleteDraft } from "./change-draft.ts";
import { CreditInput, creditInvoice } from "./credit-invoice.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { InvoiceFilter, InvoiceInput } from "./invoice.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { getInvoice, listInvoices } from "./list-invoices.ts";

const consulting = (partyId: string, more: object = {}) =>
  InvoiceInput.parse({
    partyId,
    lines: [{ description: "Consulting", quantity: "3", unitPrice: "333.335", discountPercent: "5", taxCodes: ["STANDARD"] }],
    ...more,
  });

test("a draft is priced without a number; issued it has number, date and entry, and never changes again", async () => {
  const company = await aCompany();
  const { customerId } = await aShop(company);
  const draft = resultOf(await draftInvoice(company.as(), consulting(customerId)));
  expect(draft).toMatchObject({
    state: "draft",
    number: null,
    net: "950.00",
    tax: "190.00",
    total: "1140.00",
    open: "0.00",
    entryId: null,
  });

  const issued = resultOf(await issueInvoice(company.as(), { id: draft.id, expectedVersion: draft.version }));
  expect(issued).toMatchObject({
    id: draft.id,
    state: "issued",
    number: "INV-000001",
    issuedOn: "2026-03-31",
    dueOn: "2026-04-30",
    open: "1140.00",
    taxes: [{ code: "STANDARD", base: "950.00", tax: "190.00" }],
  });
  expect(resultOf(await getInvoice(company.as(), { id: draft.id }))).toEqual(issued);

  expect(await issueInvoice(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "invoice.not_draft" } });
  expect(await deleteDraft(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "invoice.not_draft" } });
  const tamper = (statement: ReturnType<typeof sql>) => writing(company.as(), (tx) => statement.execute(tx.db));
  await expect(
    tamper(sql`update finance.invoice set total_minor = 1, net_minor = 1, tax_minor = 0 where id = ${draft.id}`),
  ).rejects.toThrow("invoice.not_draft");
  await expect(tamper(sql`delete from finance.invoice where id = ${draft.id}`)).rejects.toThrow();
  await expect(tamper(sql`update finance.invoice_line set quantity = 1 where invoice_id = ${draft.id}`)).rejects.toThrow();
});

test("drafts can be deleted; wrong references, roles, rivals and stale copies are refused", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  const { customerId } = await aShop(company);
  const draft = resultOf(await draftInvoice(company.as(), consulting(customerId)));
  expect(await draftInvoice(company.as(), consulting(company.id))).toMatchObject({ fault: { code: "invoice.party_missing" } });
  expect(
    await draftInvoice(
      company.as(),
      consulting(customerId, { lines: [{ description: "x", quantity: "1", unitPrice: "1", taxCodes: ["NONE"] }] }),
    ),
  ).toMatchObject({
    fault: { code: "invoice.tax_missing", errors: [{ pointer: "/lines/0/taxCodes/0" }] },
  });
  expect(
    await draftInvoice(
      company.as(),
      consulting(customerId, { lines: [{ description: "x", quantity: "1", unitPrice: "1", accountId: company.id }] }),
    ),
  ).toMatchObject({ fault: { code: "invoice.account_missing" } });
  expect(await issueInvoice(company.as(), { id: draft.id, expectedVersion: 9 })).toMatchObject({ fault: { kind: "stale" } });
  expect(await issueInvoice(company.as(), { id: draft.id, issuedOn: "2026-04-01" })).toMatchObject({ fault: { code: "date.future" } });
  const verbs: ((ctx: Ctx) => Promise<unknown>)[] = [
    (ctx) => issueInvoice(ctx, { id: draft.id }),
    (ctx) => deleteDraft(ctx, { id: draft.id }),
    (ctx) => getInvoice(ctx, { id: draft.id }),
    (ctx) => creditInvoice(ctx, { id: draft.id, reason: "r" }),
  ];
  for (const verb of verbs) {
    expect(await verb(company.as({ grants: ["sales.order.read"] }))).toMatchObject({ fault: { kind: "refused" } });
    expect(await verb(rival.as())).toMatchObject({ fault: { code: "invoice.missing" } });
  }
  expect(resultOf(await deleteDraft(company.as(), { id: draft.id }))).toEqual({ id: draft.id });
  expect(await getInvoice(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "invoice.missing" } });
});

test("numbers are gapless and in date order whatever fails in between, under parallel issuing", async () => {
  const company = await aCompany();
  const { customerId } = await aShop(company);
  const drafts = await Promise.all(
    Array.from({ length: 24 }, async () => resultOf(await draftInvoice(company.as(), consulting(customerId)))),
  );
  const outcomes = await Promise.all(
    drafts.flatMap(({ id }, at) => [
      issueInvoice(company.as(at % 3 === 0 ? { dryRun: true } : {}), { id }),
      issueInvoice(company.as(), { id }),
    ]),
  );
  const failed = outcomes.filter((outcome) => !outcome.ok);
  expect(failed.every((outcome) => !outcome.ok && outcome.fault.code === "invoice.not_draft")).toBe(true);
  const numbers = await reading(company.as(), ({ db }) => db.selectFrom("finance.invoice").select("number").orderBy("number").execute());
  expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, at) => `INV-${String(at + 1).padStart(6, "0")}`));
  const late = resultOf(await draftInvoice(company.as(), consulting(customerId)));
  expect(await issueInvoice(company.as(), { id: late.id, issuedOn: "2026-03-30" })).toMatchObject({ fault: { code: "number.date_order" } });
});

test("credit notes in parts add up to the invoice, the last taking what rounding left", async () => {
  const company = await aCompany();
  const { customerId } = await aShop(company);
  const draft = resultOf(
    await draftInvoice(
      company.as(),
      consulting(customerId, { lines: [{ description: "Thirds", quantity: "3", unitPrice: "0.335", taxCodes: ["STANDARD"] }] }),
    ),
  );
  const invoice = resultOf(await issueInvoice(company.as(), { id: draft.id }));
  const line = invoice.lines[0]?.id ?? "";
  const credit = (quantity?: string) =>
    creditInvoice(company.as(), {
      id: invoice.id,
      ...CreditInput.parse({ reason: "Back", ...(quantity ? { lines: [{ lineId: line, quantity }] } : {}) }),
    });
  const notes = [resultOf(await credit("1")), resultOf(await credit("1")), resultOf(await credit())];
  expect(invoice).toMatchObject({ net: "1.01", tax: "0.20", total: "1.21" });
  expect(notes.map(({ total }) => Number(total) * 100).reduce((a, b) => a + Math.round(b), 0)).toBe(121);
  expect(notes.every(({ open }) => open === "0.00" || open !== "")).toBe(true);
  expect(resultOf(await getInvoice(company.as(), { id: invoice.id }))).toMatchObject({ state: "credited", open: "0.00" });
  expect(await credit("1")).toMatchObject({ fault: { code: "invoice.too_much" } });
});

test("a bill is owed to a supplier and paid from the bank", async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company);
  const draft = resultOf(
    await draftInvoice(
      company.as(),
      consulting(partyId, { kind: "bill", lines: [{ description: "Paper", quantity: "10", unitPrice: "4.20" }] }),
    ),
  );
  const bill = resultOf(await issueInvoice(company.as(), { id: draft.id }));
  expect(bill).toMatchObject({ kind: "bill", number: "BILL-000001", total: "42.00" });
  const input = { partyId, amount: "42.00", allocations: [{ invoiceId: bill.id, amount: "42.00" }] };
  expect(await recordPayment(company.as(), PaymentInput.parse(input))).toMatchObject({ fault: { code: "payment.not_settleable" } });
  resultOf(await recordPayment(company.as(), PaymentInput.parse({ ...input, direction: "out" })));
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{
      code: string;
      balance: bigint;
    }>`select a.code, sum(l.amount)::bigint as balance from finance.journal_line l join finance.account a on a.id = l.account_id group by a.code having sum(l.amount) <> 0 order by a.code`.execute(
      db,
    ),
  );
  expect(rows).toEqual([
    { code: "1200", balance: -4_200n },
    { code: "5000", balance: 4_200n },
  ]);
  expect(resultOf(await listInvoices(company.as(), InvoiceFilter.parse({ kind: "bill", open: "false", q: "BILL" }))).items).toHaveLength(1);
});

test("a draft bears the rates of its tax point; one with rates of another day is not issued, unless it was said which day counts", async () => {
  const company = await aCompany();
  const { customerId } = await aShop(company);
  // From April on the rate is another one.
  await writing(company.as(), async ({ db, newId }) => {
    const { id } = await db.selectFrom("finance.taxCode").select("id").where("code", "=", "STANDARD").executeTakeFirstOrThrow();
    await sql`update finance.tax_rate set valid = '[,2026-04-01)' where tax_code_id = ${id}`.execute(db);
    await sql`insert into finance.tax_rate (id, company_id, tax_code_id, rate, valid) values (${newId()}, ${company.id}, ${id}, 25, '[2026-04-01,)')`.execute(
      db,
    );
  });
  const april = company.as({ today: "2026-04-10" });
  const march = resultOf(await draftInvoice(company.as(), consulting(customerId)));
  expect(march).toMatchObject({ tax: "190.00", taxedOn: null });
  expect(await issueInvoice(april, { id: march.id })).toMatchObject({
    fault: {
      kind: "conflict",
      code: "invoice.tax_rate_changed",
      detail: expect.stringContaining("20 % of STANDARD; on 2026-04-10 it is 25 %"),
    },
  });
  expect(resultOf(await issueInvoice(april, { id: march.id, issuedOn: "2026-03-31" }))).toMatchObject({ tax: "190.00" });

  const delivered = resultOf(await draftInvoice(april, consulting(customerId, { taxedOn: "2026-03-30" })));
  expect(delivered).toMatchObject({ tax: "190.00", taxedOn: "2026-03-30" });
  const issued = resultOf(await issueInvoice(april, { id: delivered.id }));
  expect(issued).toMatchObject({ issuedOn: "2026-04-10", tax: "190.00", taxedOn: "2026-03-30" });
  expect(resultOf(await getInvoice(april, { id: delivered.id }))).toEqual(issued);
  expect(resultOf(await draftInvoice(april, consulting(customerId)))).toMatchObject({ tax: "237.50" });

  const gone = resultOf(await draftInvoice(april, consulting(customerId)));
  await writing(company.as(), ({ db }) =>
    sql`update finance.tax_rate set valid = '[2026-04-01,2026-04-05)' where company_id = ${company.id} and rate = 25`.execute(db),
  );
  expect(await issueInvoice(april, { id: gone.id })).toMatchObject({ fault: { detail: expect.stringContaining("it is no rate") } });
});
