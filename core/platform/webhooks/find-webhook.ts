import { sql } from "kysely";
import type { Db, TxCtx } from "#core/kernel/context.ts";
import { missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import type { Webhook } from "./webhook.ts";

/** Webhooks of a company as they are shown; the secret never is. */
export const selectWebhooks = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.webhook as w")
    .leftJoin("shared.webhookFailure as f", "f.webhookId", "w.id")
    .where("w.companyId", "=", companyId)
    .where("w.state", "<>", "removed")
    .select(["w.id", "w.url", "w.description", "w.events", "w.state", "w.disabledReason", "w.version", "w.createdAt"])
    .select("f.since as failingSince")
    .select(
      sql<number>`(select count(*)::int from shared.webhook_delivery d where d.company_id = w.company_id and d.webhook_id = w.id and d.state = 'pending')`.as(
        "pending",
      ),
    );

export type WebhookRow = Omit<Webhook, "state"> & { state: string };
export const webhookBody = (row: WebhookRow): Webhook => ({ ...row, state: row.state === "disabled" ? "disabled" : "active" });

/** The webhook as it is now, after the changes of this transaction. */
export const readWebhook = async (tx: TxCtx, id: string): Promise<Webhook> =>
  webhookBody(await selectWebhooks(tx.db, tx.actor.companyId).where("w.id", "=", id).executeTakeFirstOrThrow());

/** Locks the webhook for a change, or refuses: not there, not ours, changed since. */
export const lockWebhook = async (
  tx: TxCtx,
  { id, expectedVersion }: Readonly<{ id: string; expectedVersion?: number | undefined }>,
): Promise<Outcome<{ id: string; url: string; events: readonly string[]; description: string; state: string; version: number }>> => {
  const row = await tx.db
    .selectFrom("shared.webhook")
    .select(["id", "url", "events", "description", "state", "version"])
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .where("state", "<>", "removed")
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse(missing("webhook", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("webhook", row.version));
  return { ok: true, value: row };
};
