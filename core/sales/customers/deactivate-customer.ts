import { changeParty } from "#core/finance/parties/update-party.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { CustomerBody } from "./customer.ts";
import { lockCustomer } from "./update-customer.ts";

export type CustomerGuard = Readonly<{ id: string; expectedVersion?: number | undefined }>;

const setActive =
  (active: boolean) =>
  async (tx: TxCtx, { id, expectedVersion }: CustomerGuard) => {
    const locked = await lockCustomer(tx, id);
    if (!locked) return refuse(missing("customer", id));
    const { customer, party } = locked;
    if (expectedVersion !== undefined && expectedVersion !== customer.version) return refuse(stale("customer", customer.version));
    if (customer.active === active) return done(customer);
    await changeParty(tx, party, { active });
    const changed: CustomerBody = { ...customer, active, version: customer.version + 1 };
    const action = active ? "customer.reactivate" : "customer.deactivate";
    tx.audit({ action, subjectType: "customer", subjectId: id, before: customer, after: changed });
    tx.event({ type: "customer.updated", subject: id, data: changed });
    return done(changed);
  };

/** Nothing new is sold to a customer who is not active; what is open goes on. */
export const deactivateCustomer = command("sales.customer.write", setActive(false));

/** Sells to the customer again. */
export const reactivateCustomer = command("sales.customer.write", setActive(true));
