import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import { conflict, done, refuse } from "#core/kernel/fault.ts";
import { readWebhook } from "./find-webhook.ts";
import type { NewWebhook } from "./webhook.ts";

const MAX_WEBHOOKS = 50;

/** Adds an endpoint. It hears of what happens from now on; the caller shows the secret once and stores only what is sealed. */
export const createWebhook = command("platform.webhook.write", async (tx, input: NewWebhook & { sealedSecret: string }) => {
  const { companyId } = tx.actor;
  const { sealedSecret, ...webhook } = input;
  const { count } = await tx.db
    .selectFrom("shared.webhook")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .where("companyId", "=", companyId)
    .where("state", "<>", "removed")
    .executeTakeFirstOrThrow();
  if (count >= MAX_WEBHOOKS) return refuse(conflict("webhook.too_many", `A company has at most ${MAX_WEBHOOKS} webhooks.`));

  const id = tx.newId();
  await tx.db
    .insertInto("shared.webhook")
    .values({ id, companyId, ...webhook, createdAt: tx.clock.now().toISOString() })
    .execute();
  await tx.db.insertInto("shared.webhookSecret").values({ id: tx.newId(), companyId, webhookId: id, sealed: sealedSecret }).execute();
  // The first endpoint of a company starts its cursor at this very transaction.
  await tx.db
    .insertInto("shared.outboxCursor")
    .values({
      companyId,
      consumer: "webhooks",
      clusterId: sql<number>`shared.current_cluster()`,
      xid: sql<string>`pg_current_xact_id()`,
      position: 0n,
    })
    .onConflict((on) => on.doNothing())
    .execute();
  const created = await readWebhook(tx, id);
  tx.audit({ action: "webhook.created", subjectType: "webhook", subjectId: id, after: webhook });
  tx.event({ type: "webhook.created", subject: id, data: { id, url: webhook.url, events: webhook.events } });
  return done(created);
});
