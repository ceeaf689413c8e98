import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { CustomerBody, CustomerRow } from "./customer.ts";

/**
 * A customer is a party and what sales keeps of it; each part counts its own changes. Their sum grows with every change of either, so it is
 * the version of the whole.
 */
const version = sql<number>`party.version + customer.version - 1`;

/** What a list shows of the party. */
const columns = [
  ...(["party.id", "party.code", "party.name", "party.active", "party.isSupplier", "party.taxNumber", "party.taxExempt"] as const),
  ...(["party.email", "party.country", "party.currency", "party.paymentTermsDays", "party.paymentTermId", "party.externalId"] as const),
  "party.createdAt",
] as const;

/** Customers with their parties: what every list and reading of them starts from. */
export const customersOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.party as party")
    .innerJoin("sales.customer as customer", (join) =>
      join.onRef("customer.companyId", "=", "party.companyId").onRef("customer.id", "=", "party.id"),
    )
    .select(columns)
    .select(["customer.priceListId", "customer.salespersonId", "customer.creditLimitMinor", version.as("version")])
    .where("party.companyId", "=", companyId)
    .where("party.isCustomer", "=", true);

type Stored = Omit<CustomerRow, "creditLimit"> & { creditLimitMinor: bigint | null };

/** The wire form of a stored customer, as lists show it. */
export const customerRow = (stored: Stored): CustomerRow => ({
  id: stored.id,
  code: stored.code,
  name: stored.name,
  active: stored.active,
  isSupplier: stored.isSupplier,
  taxNumber: stored.taxNumber,
  taxExempt: stored.taxExempt,
  email: stored.email,
  country: stored.country,
  currency: stored.currency,
  paymentTermsDays: stored.paymentTermsDays,
  paymentTermId: stored.paymentTermId,
  creditLimit: stored.creditLimitMinor === null ? null : formatMinor(stored.creditLimitMinor, stored.currency),
  priceListId: stored.priceListId,
  salespersonId: stored.salespersonId,
  externalId: stored.externalId,
  createdAt: stored.createdAt,
  version: stored.version,
});

const addresses: RawBuilder<CustomerBody["addresses"]> = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'isDefault', a.is_default, 'name', a.name, 'street', a.street, 'city', a.city,
                                      'region', a.region, 'postalCode', a.postal_code, 'country', a.country) order by a.kind, a.is_default desc, a.id)
    from sales.customer_address a where a.company_id = party.company_id and a.customer_id = party.id), '[]')`;
const contacts: RawBuilder<CustomerBody["contacts"]> = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'role', c.role, 'email', c.email, 'phone', c.phone) order by c.id)
    from sales.customer_contact c where c.company_id = party.company_id and c.customer_id = party.id), '[]')`;

/** The whole document of a customer, in one statement. */
export const readCustomer = async (db: Db, companyId: string, id: string): Promise<CustomerBody | undefined> => {
  const stored = await customersOf(db, companyId)
    .select(["customer.notes", addresses.as("addresses"), contacts.as("contacts")])
    .where("party.id", "=", id)
    .executeTakeFirst();
  return stored && { ...customerRow(stored), notes: stored.notes, addresses: stored.addresses, contacts: stored.contacts };
};
