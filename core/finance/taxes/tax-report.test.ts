import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { type ChartName, chartTemplates } from "#core/finance/accounts/chart-templates.ts";
import { aCaller } from "#core/testing/api.ts";
import { bookOf, sealWholly } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

const opened = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const { customerId } = await aShop(company);
  const accountant = await aCaller(company, ["accountant"]);
  const made = async (path: string, input: object) => {
    const { status, body } = await accountant.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const issue = async (kind: string, lines: [price: string, tax: string][], more: object = {}) => {
    const { id } = await made("/finance/invoices", {
      ...{ kind, partyId: customerId },
      lines: lines.map(([unitPrice, tax]) => ({ description: "Goods", quantity: "1", unitPrice, taxCodes: [tax] })),
    });
    return made(`/finance/invoices/${id}/issue`, more);
  };
  const report = async (query = "") => (await accountant.get(`/finance/reports/tax?from=2026-01-01${query}`)).body;
  const boxesOf = async (query = "") =>
    Object.fromEntries((await report(query)).returns[0].boxes.map(({ box, amount }: Record<string, string>) => [box, amount]));
  return { company, book, customerId, accountant, made, issue, report, boxesOf };
};

/** A quarter of a small company, worked by hand in the tests below. */
const aQuarter = async () => {
  const all = await opened();
  await all.issue(
    "invoice",
    [
      ["1000.00", "STANDARD"],
      ["200.00", "REDUCED"],
      ["300.00", "ZERO"],
    ],
    { issuedOn: "2026-01-15" },
  );
  await all.issue("invoice", [["400.00", "EXPORT"]], { issuedOn: "2026-02-10" });
  await all.issue(
    "bill",
    [
      ["500.00", "P-STANDARD"],
      ["240.00", "P-CAR-LEASE"],
      ["60.00", "P-BLOCKED"],
    ],
    { issuedOn: "2026-02-20" },
  );
  await all.issue("bill", [["150.00", "P-RC-SERVICES"]], { issuedOn: "2026-03-05" });
  const last = await all.issue("invoice", [["100.00", "STANDARD"]], { issuedOn: "2026-03-10" });
  await all.made(`/finance/invoices/${last.id}/credit-notes`, { reason: "Returned", issuedOn: "2026-03-20" });
  return all;
};

test("the boxes of the return and the totals come from stored results, and tie to the tax accounts", async () => {
  const { boxesOf, report } = await aQuarter();
  // Box 1: 200 + 10 + 30 (services from abroad) + 20 − 20; box 4: 100 + 24 (half of 48) + 0 (blocked) + 30.
  expect(await boxesOf()).toEqual({
    ...{ "1": "240.00", "2": "0.00", "3": "240.00", "4": "154.00", "5": "86.00" },
    // Box 6: 1000 + 200 + 300 + 400 + 100 − 100, and the services of 150; box 7: 500 + 240 + 60 + 150.
    ...{ "6": "2050.00", "7": "950.00", "8": "0.00", "9": "0.00" },
  });
  const { rows, totals, accounts } = await report();
  expect(totals).toEqual({ output: "240.00", input: "154.00", withheld: "0.00", due: "86.00" });
  expect(rows.find(({ tax }: { tax: { code: string } }) => tax.code === "P-CAR-LEASE")).toMatchObject({
    ...{ rate: "20", part: "input", base: "240.00", amount: "48.00", deductible: "24.00", entries: 1 },
    tax: { category: "S" },
  });
  expect(accounts.map(({ account, ...sums }: { account: { code: string } }) => ({ code: account.code, ...sums }))).toEqual([
    { code: "2200", ledger: "-240.00", results: "-240.00", withoutTax: "0.00", unexplained: "0.00" },
    { code: "2201", ledger: "154.00", results: "154.00", withoutTax: "0.00", unexplained: "0.00" },
  ]);
});

test("entries by hand count; what has no tax is the difference, and is shown line by line", async () => {
  const { report, boxesOf, made, book, accountant } = await aQuarter();
  const standard = (await accountant.get("/finance/taxes?q=VAT 20")).body.items.find(
    ({ code }: { code: string }) => code === "STANDARD",
  ).id;
  const entry = (lines: object[], effectiveOn: string) => made("/finance/entries", { description: "By hand", effectiveOn, lines });
  await entry(
    [
      { accountId: book.account("1230"), debit: "12.00" },
      { accountId: book.account("4000"), credit: "10.00" },
      { accountId: book.account("2200"), credit: "2.00", taxCodeId: standard, taxBase: "10.00" },
    ],
    "2026-03-25",
  );
  const paid = await entry(
    [
      { accountId: book.account("2200"), debit: "50.00", description: "Paid to the office" },
      { accountId: book.account("1200"), credit: "50.00" },
    ],
    "2026-03-26",
  );
  expect(await boxesOf()).toMatchObject({ "1": "242.00", "6": "2060.00" });
  expect((await report()).accounts[0]).toMatchObject({ ledger: "-192.00", results: "-242.00", withoutTax: "50.00", unexplained: "0.00" });
  const { body } = await accountant.get(`/finance/reports/tax/lines?from=2026-01-01&accountId=${book.account("2200")}`);
  expect(body.items).toMatchObject([{ entryId: paid.id, tax: null, amount: "50.00", description: "Paid to the office" }]);
});

test("every figure drills down to lines and documents, page by page", async () => {
  const { report, accountant } = await aQuarter();
  const box = (await report()).returns[0].boxes.find((one: { box: string }) => one.box === "3");
  const items: Record<string, string>[] = [];
  for (let path: string | null = `/finance/reports/tax/lines?from=2026-01-01&boxId=${box.id}&limit=2`; path; ) {
    const { body, headers } = await accountant.get(path);
    items.push(...body.items);
    path = headers.get("link")?.match(/<(.*)>/)?.[1] ?? null;
  }
  expect(items.map(({ date, tax, number, base, amount }) => [date, tax, number, base, amount])).toEqual([
    ["2026-01-15", "STANDARD", "INV-000001", "1000.00", "200.00"],
    ["2026-01-15", "REDUCED", "INV-000001", "200.00", "10.00"],
    ["2026-03-05", "P-RC-SERVICES", "BILL-000002", "150.00", "30.00"],
    ["2026-03-10", "STANDARD", "INV-000003", "100.00", "20.00"],
    ["2026-03-20", "STANDARD", "CN-000001", "-100.00", "-20.00"],
  ]);
  expect(items[0]).toMatchObject({ party: "Customer 1", sourceType: "invoice", part: "output", currency: "GBP", documentTax: "200.00" });
  const taxId = (await report()).rows.find(({ tax }: { tax: { code: string } }) => tax.code === "P-RC-SERVICES").tax.id;
  const ofTax = async (more: string) =>
    (await accountant.get(`/finance/reports/tax/lines?from=2026-01-01&taxCodeId=${taxId}${more}`)).body.items;
  expect(await ofTax("")).toHaveLength(2);
  expect(await ofTax("&part=input")).toMatchObject([{ part: "input" }]);
  expect(await ofTax("&pending=true")).toEqual([]);
});

test("a past view does not change, and a report asks for days and lines that make sense", async () => {
  const { company, report, boxesOf, issue, accountant, book } = await aQuarter();
  await sealWholly(company);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const knownAt = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await issue("bill", [["10.00", "P-STANDARD"]]);
  expect(await boxesOf()).toMatchObject({ "4": "156.00" });
  expect(await boxesOf(`&knownAt=${knownAt}`)).toMatchObject({ "4": "154.00" });
  expect((await report("&to=2026-01-31")).totals).toMatchObject({ due: "210.00" });
  expect((await report("&to=2025-12-31")).code).toBe("report.span");
  const lines = (query: string) => accountant.get(`/finance/reports/tax/lines?${query}`);
  expect((await lines("from=2026-01-01")).status).toBe(422);
  expect((await lines(`boxId=${uuidv7()}`)).body.code).toBe("tax_box.missing");
  expect((await lines(`accountId=${book.account("2200")}&after=nonsense`)).body.code).toBe("page.after");
});

test("boxes are added, changed and taken away; no box adds itself, one that is added stays", async () => {
  const { accountant, made, report } = await opened();
  const { body: listed } = await accountant.get("/finance/tax-boxes?limit=2");
  expect(listed).toMatchObject({ items: [{ box: "1" }, { box: "2" }], next: expect.any(String) });
  const one = listed.items[0];
  const term = { taxCodeId: one.terms[0].taxCodeId, part: "output", amount: "base" };
  const a = await made("/finance/tax-boxes", { returnCode: "MINE", box: "A", name: "First", position: 1, terms: [term] });
  const b = await made("/finance/tax-boxes", {
    returnCode: "MINE",
    box: "B",
    name: "Second",
    position: 2,
    terms: [{ boxId: a.id, negative: true }],
  });
  const refused = async (input: object) =>
    (await accountant.post("/finance/tax-boxes", { returnCode: "MINE", box: "C", name: "C", position: 3, ...input })).body;
  expect((await refused({ box: "A", terms: [] })).code).toBe("tax_box.taken");
  expect((await refused({ terms: [{ boxId: one.id }] })).errors).toEqual([
    { pointer: "/terms/0/boxId", detail: "This return has no such box." },
  ]);
  expect((await refused({ terms: [{ ...term, taxCodeId: uuidv7() }] })).code).toBe("tax_box.terms");
  expect((await refused({ terms: [{ part: "output" }] })).code).toBe("invalid");
  const patch = (id: string, changes: object, version: string) =>
    accountant.patch(`/finance/tax-boxes/${id}`, changes, { headers: { "if-match": version } });
  expect((await patch(a.id, { terms: [{ boxId: b.id }] }, '"v1"')).body.code).toBe("tax_box.terms");
  expect((await patch(b.id, { name: "Less", terms: [{ boxId: a.id }] }, '"v1"')).body).toMatchObject({ name: "Less", version: 2 });
  expect((await patch(b.id, { name: "Late" }, '"v1"')).status).toBe(412);
  expect((await report("&returnCode=MINE")).returns).toMatchObject([{ code: "MINE", boxes: [{ box: "A" }, { box: "B", name: "Less" }] }]);
  expect((await accountant.delete(`/finance/tax-boxes/${a.id}`)).body.code).toBe("tax_box.in_use");
  expect((await accountant.delete(`/finance/tax-boxes/${b.id}`)).status).toBe(200);
  expect((await accountant.get(`/finance/tax-boxes/${b.id}`)).status).toBe(404);
});

test("two that would add each other at once: one is refused", async () => {
  const { accountant, made } = await opened();
  const box = (name: string) => made("/finance/tax-boxes", { returnCode: "R", box: name, name, position: 1, terms: [] });
  const [a, b] = [await box("A"), await box("B")];
  const add = (id: string, boxId: string) => accountant.patch(`/finance/tax-boxes/${id}`, { terms: [{ boxId }] });
  const statuses = (await Promise.all([add(a.id, b.id), add(b.id, a.id)])).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 422]);
});

test("another company's boxes and taxes are not there, and changing boxes is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([aQuarter(), opened()]);
  const { body } = await ours.accountant.get("/finance/tax-boxes?limit=1");
  const path = `/finance/tax-boxes/${body.items[0].id}`;
  for (const method of ["get", "delete"] as const) expect((await theirs.accountant[method](path)).status).toBe(404);
  expect((await theirs.accountant.patch(path, { name: "Theirs" })).status).toBe(404);
  expect((await theirs.report()).rows).toEqual([]);
  const auditor = await aCaller(ours.company, ["auditor"]);
  expect((await auditor.get("/finance/reports/tax?from=2026-01-01")).body.totals.due).toBe("86.00");
  expect((await auditor.patch(path, { name: "Mine" })).status).toBe(403);
  const employee = await aCaller(ours.company, ["employee"]);
  for (const one of [path, "/finance/tax-boxes", "/finance/reports/tax", `/finance/reports/tax/lines?boxId=${body.items[0].id}`])
    expect((await employee.get(one)).status).toBe(403);
});

test.each(Object.keys(chartTemplates) as ChartName[])(
  "the chart %s brings taxes with rates and a return whose boxes add up",
  async (chart) => {
    const company = await aCompany({ chart });
    const accountant = await aCaller(company, ["accountant"]);
    const { body } = await accountant.get("/finance/taxes?limit=200");
    expect(body.items.length).toBeGreaterThan(5);
    for (const tax of body.items) expect(tax).toMatchObject({ active: true, rates: [{ from: null, to: null }] });
    expect(body.items.some(({ treatment }: { treatment: string }) => treatment === "reverse_charge")).toBe(true);
    const { body: taxes } = await accountant.get("/finance/reports/tax");
    expect(taxes.returns.length).toBeGreaterThan(0);
    for (const { boxes } of taxes.returns) for (const { amount } of boxes) expect(amount).toMatch(/^0(\.00)?$/);
  },
);

test("an exempt customer bears the taxes of the class exempt, so the sale is reported with its reason", async () => {
  const { accountant, company } = await opened();
  const seller = await aCaller(company, ["sales", "accountant"]);
  const { body: customer } = await seller.post("/sales/customers", { name: "Hospital", taxExempt: true });
  const { body: order } = await seller.post("/sales/orders", {
    ...{ customerId: customer.id, invoice: true },
    lines: [{ kind: "service", description: "Training", quantity: "2", unitPrice: "50.00" }],
  });
  expect(order).toMatchObject({ net: "100.00", tax: "0.00" });
  expect((await accountant.get("/finance/reports/tax")).body.rows).toMatchObject([
    { tax: { code: "EXEMPT", category: "E" }, base: "100.00", amount: "0.00" },
  ]);
});
