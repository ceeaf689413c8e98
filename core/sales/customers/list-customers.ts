import { sql } from "kysely";
import { behind, foundBy, type Sort } from "#core/database/keyset.ts";
import { listQuery } from "#core/database/list-query.ts";
import type { Db } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { CustomerQuery, CustomerRow } from "./customer.ts";
import { customerRow, customersOf } from "./read-customer.ts";

const sorts = {
  name: { columns: ["party.name", "party.id"], types: ["text", "uuid"], direction: "asc" },
  "-name": { columns: ["party.name", "party.id"], types: ["text", "uuid"], direction: "desc" },
  code: { columns: ["party.code"], types: ["text"], direction: "asc" },
  "-code": { columns: ["party.code"], types: ["text"], direction: "desc" },
  "-created": { columns: ["customer.id"], types: ["uuid"], direction: "desc" },
} as const satisfies Record<CustomerQuery["sort"], Sort>;

const cursors: Readonly<Record<CustomerQuery["sort"], (customer: CustomerRow) => string[]>> = {
  name: ({ name, id }) => [name, id],
  "-name": ({ name, id }) => [name, id],
  code: ({ code }) => [code],
  "-code": ({ code }) => [code],
  "-created": ({ id }) => [id],
};

/** Found in sales first, then looked up among the parties: joined plainly, the planner reads every party for a few hundred customers. */
const withIn = (companyId: string, column: "price_list_id" | "salesperson_id", id: string) =>
  sql<boolean>`party.id = any (array(select found.id from sales.customer found where found.company_id = ${companyId} and found.${sql.raw(column)} = ${id}))`;

type Wanted = Readonly<{
  companyId: string;
  active: boolean | undefined;
  currency: string | undefined;
  country: string | undefined;
  priceListId: string | undefined;
  salespersonId: string | undefined;
  q: string | undefined;
}>;

const wantedOf = (db: Db, wanted: Wanted) => {
  let customers = customersOf(db, wanted.companyId).where("customer.companyId", "=", wanted.companyId);
  if (wanted.active !== undefined) customers = customers.where("party.active", "=", wanted.active);
  if (wanted.currency) customers = customers.where("party.currency", "=", wanted.currency);
  if (wanted.country) customers = customers.where("party.country", "=", wanted.country);
  if (wanted.priceListId) customers = customers.where(withIn(wanted.companyId, "price_list_id", wanted.priceListId));
  if (wanted.salespersonId) customers = customers.where(withIn(wanted.companyId, "salesperson_id", wanted.salespersonId));
  return wanted.q ? customers.where(foundBy("party.id", "finance.search_parties", wanted.q)) : customers;
};

const customers = listQuery();

/** Customers by name, code or newest first; `q` finds by any part of name or code. */
export const listCustomers = singleQuery("sales.customer.read", async ({ db, actor }, filter: CustomerQuery) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  const { active, currency, country, priceListId, salespersonId, q } = filter;
  const filters = { companyId: actor.companyId, active, currency, country, priceListId, salespersonId, q: q || undefined };
  const values = { ...filters, after: cursor?.value, limit: filter.limit + 1 };
  const found = await customers(db, { choices: [filter.sort], values }, ({ after, limit, ...wanted }) =>
    behind(wantedOf(db, wanted), sort, after).limit(limit),
  );
  return done(pageOf(found.map(customerRow), filter.limit, cursors[filter.sort], (customer) => customer));
});
