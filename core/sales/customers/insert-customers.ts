import { sql } from "kysely";
import { insertParties } from "#core/finance/parties/insert-parties.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { type Fault, invalid } from "#core/kernel/fault.ts";
import { parseMinor } from "#core/kernel/money.ts";
import type { CustomerBody, CustomerInput } from "./customer.ts";

type Prepared = Readonly<{ customer: CustomerBody; code: string | undefined; creditLimitMinor: bigint | null }>;
type Refused = Readonly<{ fault: Fault<"invalid" | "conflict"> }>;
export type InsertedCustomer = Readonly<{ customer: CustomerBody }> | Refused;

/** Fills in what was not said: currency, country, ids, and a default among the addresses of a kind. */
const prepare = (tx: TxCtx, input: CustomerInput): Prepared | Refused => {
  const { code, addresses, contacts, ...given } = input;
  const currency = input.currency ?? tx.company.baseCurrency;
  const creditLimitMinor = input.creditLimit === null ? null : parseMinor(input.creditLimit, currency);
  if (creditLimitMinor && !creditLimitMinor.ok)
    return { fault: invalid("customer.credit_limit", creditLimitMinor.fault.detail, "/creditLimit") };
  if (addresses.some(({ id }) => id !== undefined)) return { fault: unknownPart("address", "/addresses") };
  if (contacts.some(({ id }) => id !== undefined)) return { fault: unknownPart("contact", "/contacts") };
  const customer: CustomerBody = {
    ...given,
    id: tx.newId(),
    code: code ?? "",
    active: true,
    currency,
    country: input.country ?? countryOf(addresses) ?? tx.company.country,
    addresses: withDefaults(addresses.map((address) => ({ ...address, id: tx.newId() }))),
    contacts: contacts.map((contact) => ({ ...contact, id: tx.newId() })),
    createdAt: tx.clock.now().toISOString(),
    version: 1,
  };
  return { customer, code, creditLimitMinor: creditLimitMinor?.value ?? null };
};

export const unknownPart = (noun: "address" | "contact", pointer: string) =>
  invalid(
    `customer.${noun}`,
    `An id must be that of ${noun === "address" ? "an address" : "a contact"} this customer has already.`,
    pointer,
  );

const countryOf = (addresses: CustomerInput["addresses"]) =>
  (addresses.find(({ kind, isDefault }) => kind === "billing" && isDefault) ?? addresses.find(({ kind }) => kind === "billing"))?.country;

/** The first address of a kind is its default when none was named. */
export const withDefaults = (addresses: CustomerBody["addresses"]): CustomerBody["addresses"] =>
  addresses.map((address, index) => {
    const ofKind = addresses.filter(({ kind }) => kind === address.kind);
    return !ofKind.some(({ isDefault }) => isDefault) && addresses.findIndex(({ kind }) => kind === address.kind) === index
      ? { ...address, isDefault: true }
      : address;
  });

/** A customer's list must be there and in the customer's currency, or none of its prices could ever apply. */
export const priceListFault = (
  lists: ReadonlyMap<string, string>,
  { priceListId, currency }: Pick<CustomerBody, "priceListId" | "currency">,
) => {
  if (priceListId === null) return undefined;
  const listCurrency = lists.get(priceListId);
  if (listCurrency === undefined) return invalid("customer.price_list", "There is no such price list.", "/priceListId");
  if (listCurrency === currency) return undefined;
  return invalid("customer.price_list", `This price list is in ${listCurrency}, the customer deals in ${currency}.`, "/priceListId");
};

/** The currencies of price lists by id. */
export const priceListCurrencies = async (tx: TxCtx, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const lists = await tx.db
    .selectFrom("sales.priceList")
    .select(["id", "currency"])
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "in", wanted)
    .execute();
  return new Map(lists.map(({ id, currency }) => [id, currency]));
};

/**
 * Inserts many customers with their parties, addresses and contacts in a number of statements that does not depend on how many they are.
 * Answers, in the order of the input, each customer as stored or why it was left out.
 */
export const insertCustomers = async (tx: TxCtx, inputs: readonly CustomerInput[]): Promise<InsertedCustomer[]> => {
  const prepared = inputs.map((input) => prepare(tx, input));
  const lists = await priceListCurrencies(
    tx,
    inputs.map(({ priceListId }) => priceListId),
  );
  const checked = prepared.map((row): Prepared | Refused => {
    const fault = "fault" in row ? undefined : priceListFault(lists, row.customer);
    return fault ? { fault } : row;
  });
  const rows = checked.filter((row) => "customer" in row);
  const parties = await insertParties(
    tx,
    rows.map(({ customer, code }) => ({ ...customer, code, isCustomer: true })),
    "customer",
  );
  const stored = checked.map((row): Prepared | Refused => {
    if ("fault" in row) return row;
    const party = parties.get(row.customer.id);
    if (!party) throw new Error("The database did not say what became of a party.");
    return "fault" in party ? party : { ...row, customer: { ...row.customer, code: party.code } };
  });
  await insertRows(
    tx,
    stored.filter((row) => "customer" in row),
  );
  return stored;
};

const insertRows = async (tx: TxCtx, rows: readonly Prepared[]): Promise<void> => {
  if (rows.length === 0) return;
  const customers = rows.map(({ customer: { addresses: _a, contacts: _c, ...customer }, creditLimitMinor }) => ({
    ...customer,
    creditLimitMinor: creditLimitMinor === null ? null : String(creditLimitMinor),
  }));
  const inserted = sql`
    insert into sales.customer (id, company_id, price_list_id, credit_limit_minor, salesperson_id, notes, created_at)
    select r.id, ${tx.actor.companyId}::uuid, r."priceListId", r."creditLimitMinor", r."salespersonId", r.notes, r."createdAt"
      from jsonb_to_recordset(${JSON.stringify(customers)}::jsonb)
        as r (id uuid, "priceListId" uuid, "creditLimitMinor" bigint, "salespersonId" uuid, notes text, "createdAt" timestamptz)`.execute(
    tx.db,
  );
  await Promise.all([
    inserted,
    insertParts(
      tx,
      rows.map(({ customer }) => customer),
    ),
  ]);
};

/** Addresses and contacts of customers that are stored. Sent without waiting for what the caller sent before. */
export const insertParts = async (tx: TxCtx, customers: readonly Pick<CustomerBody, "id" | "addresses" | "contacts">[]): Promise<void> => {
  const addresses = customers.flatMap(({ id, addresses: own }) => own.map((address) => ({ ...address, customerId: id })));
  const contacts = customers.flatMap(({ id, contacts: own }) => own.map((contact) => ({ ...contact, customerId: id })));
  const writes: Promise<unknown>[] = [];
  if (addresses.length > 0)
    writes.push(
      sql`
    insert into sales.customer_address (id, company_id, customer_id, kind, is_default, name, street, city, region, postal_code, country)
    select r.id, ${tx.actor.companyId}::uuid, r."customerId", r.kind, r."isDefault", r.name, r.street, r.city, r.region, r."postalCode", r.country
      from jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) as r (id uuid, "customerId" uuid, kind text, "isDefault" boolean, name text,
           street text, city text, region text, "postalCode" text, country text)`.execute(tx.db),
    );
  if (contacts.length > 0)
    writes.push(
      sql`
    insert into sales.customer_contact (id, company_id, customer_id, name, role, email, phone)
    select r.id, ${tx.actor.companyId}::uuid, r."customerId", r.name, r.role, r.email, r.phone
      from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as r (id uuid, "customerId" uuid, name text, role text, email text, phone text)`.execute(
        tx.db,
      ),
    );
  await Promise.all(writes);
};
