import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";

/** Publishes drafts just entered in this transaction, all in one statement. */
export const publishProducts = async (tx: TxCtx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await sql`update sales.product set state = 'published' where company_id = ${tx.actor.companyId} and id = any (${[...ids]}::uuid[]) and state = 'draft'`.execute(
    tx.db,
  );
  for (const id of ids) tx.event({ type: "product.published", subject: id, data: { id } });
};
