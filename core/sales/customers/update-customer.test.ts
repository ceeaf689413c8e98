import { expect, test } from "vitest";
import { updateParty } from "#core/finance/parties/update-party.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { createCustomer } from "./create-customer.ts";
import { CustomerInput } from "./customer.ts";
import { deactivateCustomer, reactivateCustomer } from "./deactivate-customer.ts";
import { getCustomer } from "./get-customer.ts";
import { updateCustomer } from "./update-customer.ts";

const aCustomer = async (company: TestCompany, more: object = {}) =>
  resultOf(await createCustomer(company.as(), CustomerInput.parse({ name: "Ernst Handel", creditLimit: "100.00", ...more })));

test("a change is stored, versioned, told, and its history kept", async () => {
  const company = await aCompany();
  const customer = await aCustomer(company, { addresses: [{ kind: "billing", street: "Kirchgasse 6", city: "Graz", country: "AT" }] });
  const [address] = customer.addresses;
  if (!address) throw new Error("The address is missing.");
  const changes = {
    name: "Ernst Handel KG",
    notes: "Pays early",
    addresses: [
      { ...address, street: "Kirchgasse 8" },
      {
        kind: "shipping" as const,
        isDefault: false,
        name: null,
        street: "Halle 2",
        city: "Wien",
        region: null,
        postalCode: null,
        country: "AT",
      },
    ],
  };
  const changed = resultOf(await updateCustomer(company.as(), { id: customer.id, expectedVersion: customer.version, changes }));
  expect(changed).toMatchObject({ name: "Ernst Handel KG", notes: "Pays early", creditLimit: "100.00" });
  expect(changed.version).toBeGreaterThan(customer.version);
  expect(changed.addresses.find(({ id }) => id === address.id)).toMatchObject({ street: "Kirchgasse 8", isDefault: true });
  expect(changed.addresses).toHaveLength(2);
  expect(resultOf(await getCustomer(company.as(), { id: customer.id }))).toEqual(changed);
  const history = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.rowHistory").select("tableName").where("tableName", "<>", "finance.account").execute(),
  );
  expect(history.map(({ tableName }) => tableName).sort()).toEqual(["finance.party", "sales.customer", "sales.customer_address"]);
});

test("a change of nothing changes nothing", async () => {
  const company = await aCompany();
  const customer = await aCustomer(company);
  expect(resultOf(await updateCustomer(company.as(), { id: customer.id, changes: { name: customer.name } })).version).toBe(
    customer.version,
  );
});

test("a stale version, the wrong role and a rival are refused", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  const customer = await aCustomer(company);
  const change = { id: customer.id, changes: { notes: "x" } };
  expect(await updateCustomer(company.as(), { ...change, expectedVersion: 7 })).toMatchObject({ fault: { kind: "stale" } });
  expect(await updateCustomer(company.as({ grants: ["sales.customer.read"] }), change)).toMatchObject({ fault: { kind: "refused" } });
  expect(await updateCustomer(rival.as(), change)).toMatchObject({ fault: { kind: "missing" } });
  expect(await deactivateCustomer(rival.as(), { id: customer.id })).toMatchObject({ fault: { kind: "missing" } });
});

test("of two guarded changes at once one wins and the other is stale; a change in finance counts too", async () => {
  const company = await aCompany();
  const customer = await aCustomer(company);
  const guarded = (notes: string) =>
    updateCustomer(company.as(), { id: customer.id, expectedVersion: customer.version, changes: { notes } });
  const outcomes = await Promise.all([guarded("one"), guarded("two")]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: "stale" } });
  const current = resultOf(await getCustomer(company.as(), { id: customer.id }));
  resultOf(await updateParty(company.as(), { id: customer.id, changes: { taxNumber: "GB123" } }));
  expect(
    await updateCustomer(company.as(), { id: customer.id, expectedVersion: current.version, changes: { notes: "three" } }),
  ).toMatchObject({
    fault: { kind: "stale" },
  });
});

test("another currency needs its credit limit said anew, and a price list in that currency", async () => {
  const company = await aCompany();
  const customer = await aCustomer(company);
  const change = (changes: Parameters<typeof updateCustomer>[1]["changes"]) => updateCustomer(company.as(), { id: customer.id, changes });
  expect(await change({ currency: "JPY" })).toMatchObject({ fault: { code: "customer.credit_limit" } });
  expect(await change({ currency: "JPY", creditLimit: "5000" })).toMatchObject({ value: { creditLimit: "5000", currency: "JPY" } });
  expect(await change({ creditLimit: null, currency: "GBP" })).toMatchObject({ value: { creditLimit: null } });
  expect(await change({ priceListId: crypto.randomUUID() })).toMatchObject({ fault: { code: "customer.price_list" } });
});

test("another customer's address cannot be taken over", async () => {
  const company = await aCompany();
  const other = await aCustomer(company, { name: "Other", addresses: [{ kind: "billing", street: "A", city: "B", country: "GB" }] });
  const customer = await aCustomer(company);
  expect(await updateCustomer(company.as(), { id: customer.id, changes: { addresses: other.addresses } })).toMatchObject({
    fault: { code: "customer.address" },
  });
});

test("a code that is taken is refused", async () => {
  const company = await aCompany();
  await aCustomer(company, { code: "TAKEN" });
  const customer = await aCustomer(company);
  expect(await updateCustomer(company.as(), { id: customer.id, changes: { code: "TAKEN" } })).toMatchObject({
    fault: { code: "party.code_taken" },
  });
});

test("deactivated once, reactivated once", async () => {
  const company = await aCompany();
  const customer = await aCustomer(company);
  const off = resultOf(await deactivateCustomer(company.as(), { id: customer.id, expectedVersion: 1 }));
  expect(off).toMatchObject({ active: false, version: 2 });
  expect(resultOf(await deactivateCustomer(company.as(), { id: customer.id })).version).toBe(2);
  expect(await reactivateCustomer(company.as(), { id: customer.id, expectedVersion: 1 })).toMatchObject({ fault: { kind: "stale" } });
  expect(resultOf(await reactivateCustomer(company.as(), { id: customer.id }))).toMatchObject({ active: true, version: 3 });
});
