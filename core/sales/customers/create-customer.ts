import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, refuse } from "#core/kernel/fault.ts";
import type { CustomerBody, CustomerInput } from "./customer.ts";
import { insertCustomers } from "./insert-customers.ts";

/** What is told of new customers: audit, events, and the counter. */
export const recordCreated = (tx: TxCtx, customers: readonly CustomerBody[]): void => {
  for (const customer of customers) {
    tx.audit({ action: "customer.create", subjectType: "customer", subjectId: customer.id, after: customer });
    tx.event({ type: "customer.created", subject: customer.id, data: customer });
  }
  if (customers.length > 0) tx.count("customers_created_total", {}, customers.length);
};

/** Enters a customer and its party, with one id for both. */
export const createCustomer = command("sales.customer.write", async (tx, input: CustomerInput) => {
  const [created] = await insertCustomers(tx, [input]);
  if (!created) throw new Error("Nothing became of the customer.");
  if ("fault" in created) return refuse(created.fault);
  recordCreated(tx, [created.customer]);
  return done(created.customer);
});
