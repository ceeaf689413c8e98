import { sql } from "kysely";
import { behind, foundBy, type Sort } from "#core/database/keyset.ts";
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

/** Customers by name, code or newest first; `q` finds by any part of name or code. */
export const listCustomers = singleQuery("sales.customer.read", async ({ db, actor }, filter: CustomerQuery) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = customersOf(db, actor.companyId).where("customer.companyId", "=", actor.companyId);
  if (filter.active !== undefined) rows = rows.where("party.active", "=", filter.active);
  if (filter.currency) rows = rows.where("party.currency", "=", filter.currency);
  if (filter.country) rows = rows.where("party.country", "=", filter.country);
  if (filter.priceListId) rows = rows.where(withIn(actor.companyId, "price_list_id", filter.priceListId));
  if (filter.salespersonId) rows = rows.where(withIn(actor.companyId, "salesperson_id", filter.salespersonId));
  if (filter.q) rows = rows.where(foundBy("party.id", "finance.search_parties", filter.q));
  const found = await behind(rows, sort, cursor?.value)
    .limit(filter.limit + 1)
    .execute();
  return done(
    pageOf(
      found.map((row) => customerRow(row)),
      filter.limit,
      cursors[filter.sort],
      (customer) => customer,
    ),
  );
});
