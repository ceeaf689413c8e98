import { expect, test } from "vitest";
import { getParty } from "#core/finance/parties/get-party.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { createCustomer } from "./create-customer.ts";
import { createCustomers } from "./create-customers.ts";
import { CustomerInput } from "./customer.ts";
import { getCustomer } from "./get-customer.ts";

const northwind = (more: object = {}) =>
  CustomerInput.parse({
    code: "ALFKI",
    name: "Alfreds Futterkiste",
    currency: "EUR",
    creditLimit: "5000.00",
    addresses: [
      { kind: "shipping", street: "Lager 3", city: "Berlin", country: "DE" },
      { kind: "billing", street: "Obere Str. 57", city: "Berlin", postalCode: "12209", country: "DE" },
    ],
    contacts: [{ name: "Maria Anders", role: "Sales Representative", phone: "030-0074321" }],
    ...more,
  });

const eventsOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => (await db.selectFrom("shared.outbox").select("type").execute()).map(({ type }) => type));

test("a customer is stored with the party, addresses and contacts, and told once", async () => {
  const company = await aCompany();
  const counted: unknown[] = [];
  const ctx = { ...company.as(), metrics: { count: (...count: unknown[]) => counted.push(count) } };
  const created = resultOf(await createCustomer(ctx, northwind()));
  expect(created).toMatchObject({ code: "ALFKI", country: "DE", currency: "EUR", creditLimit: "5000.00", version: 1, active: true });
  expect(created.addresses.map(({ kind, isDefault }) => [kind, isDefault])).toEqual([
    ["shipping", true],
    ["billing", true],
  ]);

  const read = resultOf(await getCustomer(company.as(), { id: created.id }));
  expect(read).toMatchObject({ ...created, addresses: expect.anything(), createdAt: expect.stringMatching(/^2026-03-31T12:00:00/) });
  expect(read.addresses).toHaveLength(2);
  expect(await getParty(company.as(), { id: created.id })).toMatchObject({ value: { isCustomer: true, code: "ALFKI" } });
  expect(await eventsOf(company)).toEqual(["customer.created"]);
  expect(counted).toEqual([["customers_created_total", {}, 1]]);
});

test("the company's currency and country hold for a customer who has none of his own, and codes are given in order", async () => {
  const company = await aCompany();
  await createCustomer(company.as(), CustomerInput.parse({ code: "C-000002", name: "Chosen by hand" }));
  const first = resultOf(await createCustomer(company.as(), CustomerInput.parse({ name: "First" })));
  const second = resultOf(await createCustomer(company.as(), CustomerInput.parse({ name: "Second" })));
  expect(first).toMatchObject({ code: "C-000001", currency: "GBP", country: "GB", creditLimit: null });
  expect(second.code).toBe("C-000003");
});

test("without the permission nothing is written, and a rival company sees nothing", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  expect(await createCustomer(company.as({ grants: ["sales.customer.read"] }), northwind())).toMatchObject({ fault: { kind: "refused" } });
  const created = resultOf(await createCustomer(company.as(), northwind()));
  expect(await getCustomer(rival.as(), { id: created.id })).toMatchObject({ fault: { code: "customer.missing" } });
  expect(await getCustomer(company.as({ grants: ["sales.customer.write"] }), { id: created.id })).toMatchObject({
    fault: { kind: "refused" },
  });
});

test("the same key twice creates one customer; another customer under the key is refused; a dry run creates none", async () => {
  const company = await aCompany();
  const request = { actorId: crypto.randomUUID(), idempotencyKey: "k1", hash: "h1" };
  const first = resultOf(await createCustomer(company.as(request), northwind()));
  const again = company.as(request);
  expect(resultOf(await createCustomer(again, northwind())).id).toBe(first.id);
  expect(again.report.replayed).toBe(true);
  expect(await createCustomer(company.as({ ...request, hash: "h2" }), northwind())).toMatchObject({
    fault: { code: "idempotency_key.reused" },
  });
  const dry = company.as({ dryRun: true });
  resultOf(await createCustomer(dry, northwind({ code: "DRY" })));
  expect(dry.report.preview?.events).toHaveLength(1);
  expect(await eventsOf(company)).toEqual(["customer.created"]);
});

test("of two at once with one code, one is created and the other refused", async () => {
  const company = await aCompany();
  const outcomes = await Promise.all([
    createCustomer(company.as(), northwind()),
    createCustomer(company.as(), northwind({ name: "Other" })),
  ]);
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: "conflict", code: "party.code_taken" } });
});

test("a price list must be there and in the customer's currency, and a credit limit within its decimals", async () => {
  const company = await aCompany();
  const list = await reading(company.as(), ({ db }) => db.selectFrom("sales.priceList").select("id").executeTakeFirstOrThrow());
  const fault = async (more: object) => {
    const outcome = await createCustomer(company.as(), northwind(more));
    return outcome.ok ? undefined : outcome.fault.code;
  };
  expect(await fault({ priceListId: crypto.randomUUID() })).toBe("customer.price_list");
  expect(await fault({ priceListId: list.id })).toBe("customer.price_list");
  expect(await fault({ currency: "JPY", creditLimit: "10.50" })).toBe("customer.credit_limit");
  expect(await fault({ addresses: [{ id: crypto.randomUUID(), kind: "billing", street: "A", city: "B", country: "DE" }] })).toBe(
    "customer.address",
  );
  expect(await fault({ priceListId: list.id, currency: "GBP" })).toBeUndefined();
});

test("half a character, control characters and two defaults of a kind are refused before the database sees them", () => {
  const refused = (more: object) => !CustomerInput.safeParse({ name: "Good", ...more }).success;
  expect(refused({})).toBe(false);
  expect(refused({ name: "\uD83D" })).toBe(true);
  expect(refused({ name: "bell\u0007" })).toBe(true);
  expect(refused({ name: "   " })).toBe(true);
  expect(refused({ code: "A B" })).toBe(true);
  const billing = { kind: "billing", street: "A", city: "B", country: "DE", isDefault: true };
  expect(refused({ addresses: [billing, billing] })).toBe(true);
  expect(refused({ loyalty: "gold" })).toBe(true);
});

test("a thousand customers enter in one call; each mode keeps the good rows and names the bad ones", async () => {
  const company = await aCompany();
  const many = Array.from({ length: 1000 }, (_, index) => ({
    name: `Customer ${index}`,
    addresses: [{ kind: "billing", street: "1", city: "X", country: "GB" }],
  }));
  const all = resultOf(await createCustomers(company.as(), { mode: "all", customers: many }));
  expect(all.created).toBe(1000);
  expect(new Set(all.results.map(({ code }) => code)).size).toBe(1000);
  expect(await eventsOf(company)).toHaveLength(1000);

  const mixed = [
    { name: "Good", code: "G1", externalId: "x1" },
    { name: "" },
    { name: "Twin", code: "G1" },
    { name: "Same id", externalId: "x1" },
    { name: "Last" },
  ];
  const each = resultOf(await createCustomers(company.as(), { mode: "each", customers: mixed }));
  expect(each.results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
    "created",
    "invalid",
    "party.code_taken",
    "party.external_id_taken",
    "created",
  ]);
  expect(each).toMatchObject({ created: 2, refused: 3 });
});

test("in mode all one bad row refuses them all, with a pointer to it", async () => {
  const company = await aCompany();
  const none = await createCustomers(company.as(), { mode: "all", customers: [{ name: "A" }, { name: "B", paymentTermsDays: -1 }] });
  expect(none).toMatchObject({ fault: { code: "bulk.refused", errors: [{ pointer: "/customers/1/paymentTermsDays" }] } });
  const twins = await createCustomers(company.as(), {
    mode: "all",
    customers: [
      { name: "A", code: "T" },
      { name: "B", code: "T" },
    ],
  });
  expect(twins).toMatchObject({ fault: { code: "bulk.refused", errors: [{ pointer: "/customers/1" }] } });
  expect(await eventsOf(company)).toEqual([]);
});
