import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany, reading, resultOf, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { deleteDraft, updateDraft } from "./change-draft.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { DraftChange, InvoiceInput } from "./invoice.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { getInvoice } from "./list-invoices.ts";

const line = (more: object = {}) => ({ description: "Consulting", quantity: "3", unitPrice: "333.335", taxCodes: ["STANDARD"], ...more });
const consulting = (partyId: string, more: object = {}) => InvoiceInput.parse({ partyId, lines: [line()], ...more });
const changeTo = (partyId: string, more: object = {}) => DraftChange.parse({ partyId, lines: [line()], ...more });

const aDraft = async (more: object = {}) => {
  const company = await aCompany();
  const { customerIds } = await aShop(company, { customers: 2 });
  const [customerId = "", otherId = ""] = customerIds;
  const draft = resultOf(await draftInvoice(company.as(), consulting(customerId, more)));
  return { company, customerId, otherId, draft };
};

test("a changed draft is what it would be had it been drafted so, with its id and the next version", async () => {
  const { company, otherId, draft } = await aDraft({ reference: "PO 1", notes: "Ring twice", taxedOn: "2026-03-01" });
  const content = changeTo(otherId, {
    pricesIncludeTax: true,
    lines: [line({ quantity: "1", unitPrice: "100.01", discountPercent: "5" }), line({ description: "Travel", taxCodes: [] })],
  });
  const changed = resultOf(await updateDraft(company.as(), { id: draft.id, expectedVersion: draft.version, content }));
  const fresh = resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ ...content, kind: "invoice" })));
  const withoutIds = ({ lines, ...body }: typeof fresh) => ({
    ...body,
    id: "",
    version: 0,
    lines: lines.map((one) => ({ ...one, id: "" })),
  });
  expect(withoutIds(changed)).toEqual(withoutIds(fresh));
  // 100.01 less 5 % is 95.01, tax included: a sixth of it, 15.835, is 15.84 and leaves 79.17. Three times 333.335, which bears none: 1,000.01.
  expect(changed).toMatchObject({ id: draft.id, version: draft.version + 1, net: "1079.18", tax: "15.84", total: "1095.02", number: null });
  expect(changed).toMatchObject({ reference: null, notes: null, taxedOn: null, pricesIncludeTax: true, party: { id: otherId } });
  expect(resultOf(await getInvoice(company.as(), { id: draft.id }))).toEqual(changed);

  const issued = resultOf(await issueInvoice(company.as(), { id: draft.id, expectedVersion: changed.version }));
  expect(issued).toMatchObject({ number: "INV-000001", total: "1095.02", state: "issued" });
  const again = await updateDraft(company.as(), { id: draft.id, content });
  expect(again).toMatchObject({ fault: { kind: "conflict", code: "invoice.not_draft" } });
});

test("what it was and what it is stand in the audit, and an event tells of it", async () => {
  const { company, customerId, draft } = await aDraft();
  const content = changeTo(customerId, { lines: [line({ quantity: "1" })] });
  const changed = resultOf(await updateDraft(company.as(), { id: draft.id, content }));
  resultOf(await deleteDraft(company.as(), { id: draft.id }));
  const { audit, events } = await reading(company.as(), async ({ db }) => ({
    audit: await db
      .selectFrom("shared.audit")
      .select(["action", "before", "after"])
      .where("subjectId", "=", draft.id)
      .orderBy("id")
      .execute(),
    events: await db.selectFrom("shared.outbox").select(["type", "data"]).where("subject", "=", draft.id).orderBy("id").execute(),
  }));
  expect(audit).toEqual([
    { action: "invoice.drafted", before: null, after: draft },
    { action: "invoice.draft_updated", before: draft, after: changed },
    { action: "invoice.draft_deleted", before: changed, after: null },
  ]);
  expect(events).toMatchObject([
    { type: "invoice.drafted", data: { id: draft.id, total: draft.total, version: draft.version } },
    { type: "invoice.draft_updated", data: { total: changed.total, version: changed.version } },
    { type: "invoice.draft_deleted", data: { total: changed.total } },
  ]);
});

test("what drafting refuses is refused, the draft staying what it was; so are another kind, a stale copy, a role without bills and a rival", async () => {
  const { company, customerId, draft } = await aDraft({ kind: "bill", reference: "R-1" });
  const rival = await aCompany();
  const update = (more: object, ctx = company.as(), expectedVersion?: number) =>
    updateDraft(ctx, { id: draft.id, expectedVersion, content: changeTo(customerId, more) });
  expect(await update({ partyId: company.id })).toMatchObject({ fault: { code: "invoice.party_missing" } });
  expect(await update({ lines: [line({ accountId: company.id })] })).toMatchObject({ fault: { code: "invoice.account_missing" } });
  expect(await update({ lines: [line({ taxCodes: ["NONE"] })] })).toMatchObject({ fault: { code: "invoice.tax_missing" } });
  expect(await update({ lines: [line({ unitPrice: "-1" })] })).toMatchObject({ fault: { code: "invoice.below_zero" } });
  expect(await update({ kind: "invoice" })).toMatchObject({ fault: { code: "invoice.kind_stays", errors: [{ pointer: "/kind" }] } });
  expect(await update({}, company.as(), 9)).toMatchObject({ fault: { kind: "stale" } });
  const clerk = company.as({ grants: ["finance.invoice.write", "finance.invoice.read"] });
  expect(await update({}, clerk)).toMatchObject({ fault: { code: "forbidden", detail: expect.stringContaining("finance.bill.write") } });
  expect(await deleteDraft(clerk, { id: draft.id })).toMatchObject({ fault: { code: "forbidden" } });
  expect(await update({}, company.as({ grants: ["finance.bill.write"] }))).toMatchObject({ fault: { code: "forbidden" } });
  expect(await update({}, rival.as())).toMatchObject({ fault: { code: "invoice.missing" } });
  expect(resultOf(await getInvoice(company.as(), { id: draft.id }))).toEqual(draft);

  resultOf(await draftInvoice(company.as(), consulting(customerId, { kind: "bill", reference: "R-2" })));
  expect(await update({ reference: "r/02" })).toMatchObject({ fault: { code: "bill.duplicate_reference" } });
  // A bill's lines go to purchases, whether its kind is named again or not.
  expect(resultOf(await update({ reference: "R-3" })).lines[0]?.accountId).toBe(draft.lines[0]?.accountId);
});

test("two people who change the same draft: the second is told; a change and an issue at once leave one of them", async () => {
  const { company, customerId, draft } = await aDraft();
  const change = (quantity: string) =>
    updateDraft(company.as(), {
      id: draft.id,
      expectedVersion: draft.version,
      content: changeTo(customerId, { lines: [line({ quantity })] }),
    });
  const both = await Promise.all([change("1"), change("2")]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: "stale" } });
  const { version, total } = resultOf(await getInvoice(company.as(), { id: draft.id }));
  const [changed, issued] = await Promise.all([
    updateDraft(company.as(), {
      id: draft.id,
      expectedVersion: version,
      content: changeTo(customerId, { lines: [line({ quantity: "7" })] }),
    }),
    issueInvoice(company.as(), { id: draft.id, expectedVersion: version }),
  ]);
  expect([changed.ok, issued.ok].filter(Boolean)).toHaveLength(1);
  const last = resultOf(await getInvoice(company.as(), { id: draft.id }));
  expect(last).toMatchObject(issued.ok ? { state: "issued", total } : { state: "draft", total: "2800.02" });
});

test("a draft is changed and deleted through the API, its files with it", async () => {
  const { company, customerId, draft } = await aDraft();
  const clerk = await aCaller(company, { grants: ["finance.invoice.*"] });
  const path = `/finance/invoices/${draft.id}`;
  const body = { partyId: customerId, lines: [line({ quantity: "2" })] };
  const read = { headers: { "if-match": `"v${draft.version}"` } };
  const changed = await clerk.put(path, body, read);
  expect(changed).toMatchObject({ status: 200, body: { version: draft.version + 1, total: "800.00" } });
  expect(await clerk.put(path, body, read)).toMatchObject({ status: 412 });
  expect(await clerk.put(path, { ...body, lines: [] })).toMatchObject({ status: 422 });
  expect((await clerk.get(path)).body).toEqual(changed.body);
  expect(await clerk.delete(path, read)).toMatchObject({ status: 412 });
  await writing(company.as(), ({ db, newId }) =>
    sql`insert into shared.attachment (id, company_id, subject_type, subject_id, name, media_type, size, sha256, bytes, uploaded_by)
        values (${newId()}, ${company.id}, 'invoice', ${draft.id}, 'order.pdf', 'application/pdf', 1, sha256('x'), 'x', ${newId()})`.execute(
      db,
    ),
  );
  expect(await clerk.delete(path)).toMatchObject({ status: 200, body: { id: draft.id } });
  const files = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.attachment").select("id").where("subjectId", "=", draft.id).execute(),
  );
  expect(files).toEqual([]);
  expect(await clerk.get(path)).toMatchObject({ status: 404 });
});
