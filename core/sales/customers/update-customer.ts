import { changeParty, lockParty } from "#core/finance/parties/update-party.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, missing, refuse, stale } from "#core/kernel/fault.ts";
import { parseMinor } from "#core/kernel/money.ts";
import type { CustomerBody, CustomerPatch } from "./customer.ts";
import { insertParts, priceListCurrencies, priceListFault, unknownPart, withDefaults } from "./insert-customers.ts";
import { readCustomer } from "./read-customer.ts";

export type CustomerUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: CustomerPatch }>;

/** Holds both parts of a customer until the end of the transaction, always the customer before the party, and reads the whole. */
export const lockCustomer = async (tx: TxCtx, id: string) => {
  const held = tx.db
    .selectFrom("sales.customer")
    .select("version")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const [sales, party, customer] = await Promise.all([held, lockParty(tx, id), readCustomer(tx.db, tx.actor.companyId, id)]);
  return sales && party && customer ? { sales, party, customer } : undefined;
};

/** Changes a customer; addresses and contacts, when given, become exactly what was given. */
export const updateCustomer = command("sales.customer.write", async (tx, { id, expectedVersion, changes }: CustomerUpdate) => {
  const locked = await lockCustomer(tx, id);
  if (!locked) return refuse(missing("customer", id));
  const { customer, party } = locked;
  if (expectedVersion !== undefined && expectedVersion !== customer.version) return refuse(stale("customer", customer.version));
  const changed = merge(tx, customer, changes);
  if ("fault" in changed) return refuse(changed.fault);
  const lists = await priceListCurrencies(tx, [changed.customer.priceListId]);
  const wrongList = priceListFault(lists, changed.customer);
  if (wrongList) return refuse(wrongList);
  if (JSON.stringify(changed.customer) === JSON.stringify(customer)) return done(customer);

  const { code, name, taxNumber, taxExempt, email, country, currency, paymentTermsDays, paymentTermId, isSupplier } = changed.customer;
  await changeParty(tx, party, { code, name, taxNumber, taxExempt, email, country, currency, paymentTermsDays, paymentTermId, isSupplier });
  await writeSalesPart(tx, customer, changed.customer, changed.creditLimitMinor, locked.sales.version + 1);
  const stored = await readCustomer(tx.db, tx.actor.companyId, id);
  if (!stored) throw new Error("A locked customer is gone.");
  tx.audit({ action: "customer.update", subjectType: "customer", subjectId: id, before: customer, after: stored });
  tx.event({ type: "customer.updated", subject: id, data: stored });
  return done(stored);
});

type Merged = Readonly<{ customer: CustomerBody; creditLimitMinor: bigint | null }> | Readonly<{ fault: Fault<"invalid"> }>;

const merge = (tx: TxCtx, before: CustomerBody, { addresses, contacts, ...changes }: CustomerPatch): Merged => {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const customer: CustomerBody = { ...before, ...given };
  if (customer.currency !== before.currency && before.creditLimit !== null && changes.creditLimit === undefined)
    return { fault: invalid("customer.credit_limit", `Say what the credit limit is in ${customer.currency}.`, "/creditLimit") };
  const limit = customer.creditLimit === null ? null : parseMinor(customer.creditLimit, customer.currency);
  if (limit && !limit.ok) return { fault: invalid("customer.credit_limit", limit.fault.detail, "/creditLimit") };
  if (!idsKnown(addresses, before.addresses)) return { fault: unknownPart("address", "/addresses") };
  if (!idsKnown(contacts, before.contacts)) return { fault: unknownPart("contact", "/contacts") };
  if (addresses) customer.addresses = withDefaults(addresses.map((address) => ({ ...address, id: address.id ?? tx.newId() })));
  if (contacts) customer.contacts = contacts.map((contact) => ({ ...contact, id: contact.id ?? tx.newId() }));
  return { customer, creditLimitMinor: limit?.value ?? null };
};

/** Every id given is one the customer has, and none is given twice. */
const idsKnown = (given: readonly { id?: string | undefined }[] | undefined, known: readonly { id: string }[]) => {
  const ids = (given ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));
  return new Set(ids).size === ids.length && ids.every((id) => known.some((part) => part.id === id));
};

const writeSalesPart = async (tx: TxCtx, before: CustomerBody, after: CustomerBody, creditLimitMinor: bigint | null, version: number) => {
  const { id, priceListId, salespersonId, notes } = after;
  const { companyId } = tx.actor;
  const own = tx.db.updateTable("sales.customer").set({ priceListId, salespersonId, notes, creditLimitMinor, version });
  const writes: Promise<unknown>[] = [own.where("companyId", "=", companyId).where("id", "=", id).execute()];
  const replaced = { id, addresses: [] as CustomerBody["addresses"], contacts: [] as CustomerBody["contacts"] };
  if (JSON.stringify(before.addresses) !== JSON.stringify(after.addresses)) {
    replaced.addresses = after.addresses;
    writes.push(tx.db.deleteFrom("sales.customerAddress").where("companyId", "=", companyId).where("customerId", "=", id).execute());
  }
  if (JSON.stringify(before.contacts) !== JSON.stringify(after.contacts)) {
    replaced.contacts = after.contacts;
    writes.push(tx.db.deleteFrom("sales.customerContact").where("companyId", "=", companyId).where("customerId", "=", id).execute());
  }
  writes.push(insertParts(tx, [replaced]));
  await Promise.all(writes);
};
