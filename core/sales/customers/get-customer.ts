import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { readCustomer } from "./read-customer.ts";

/** A customer with addresses and contacts. */
export const getCustomer = query("sales.customer.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const customer = await readCustomer(db, actor.companyId, id);
  return customer ? done(customer) : refuse(missing("customer", id));
});
