import type { Actor, TxCtx } from "#core/kernel/context.ts";
import { systemRoles } from "./roles/system-roles.ts";

/** The roles every company has. */
export const setUpIdentity = async (tx: TxCtx, { companyId }: Readonly<{ companyId: string }>): Promise<void> => {
  await tx.db
    .insertInto("shared.role")
    .values(
      Object.entries(systemRoles).map(([system, { name, description }]) => ({ id: tx.newId(), companyId, system, name, description })),
    )
    .execute();
};

/** Its id in audit records: nobody signs in as it. */
export const SYSTEM_ACTOR_ID = "00000000-0000-7000-8000-000000000000";

/** Who acts when no person does: jobs, imports started from the command line, the first start. */
export const systemActor = (companyId: string): Actor => ({
  kind: "system",
  id: SYSTEM_ACTOR_ID,
  name: "System",
  companyId,
  grants: { has: () => true },
});
