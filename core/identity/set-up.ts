import type { TxCtx } from "#core/kernel/context.ts";
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
