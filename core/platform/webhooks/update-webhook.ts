import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import { conflict, done, refuse } from "#core/kernel/fault.ts";
import { lockWebhook, readWebhook } from "./find-webhook.ts";
import type { SecretRotation, WebhookChange } from "./webhook.ts";

type Which = Readonly<{ id: string; expectedVersion?: number | undefined }>;
const changed = { version: sql<number>`version + 1`, updatedAt: sql<string>`now()` };

/** Changes where an endpoint is and what it hears of. */
export const updateWebhook = command("platform.webhook.write", async (tx, { change, ...which }: Which & { change: WebhookChange }) => {
  const locked = await lockWebhook(tx, which);
  if (!locked.ok) return locked;
  const { id, url, events, description } = locked.value;
  const { url: newUrl = url, events: newEvents = [...events], description: newDescription = description } = change;
  const after = { url: newUrl, events: newEvents, description: newDescription };
  await tx.db
    .updateTable("shared.webhook")
    .set({ ...after, ...changed })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "webhook.updated", subjectType: "webhook", subjectId: id, before: { url, events, description }, after });
  tx.event({ type: "webhook.updated", subject: id, data: { id, ...after } });
  return done(await readWebhook(tx, id));
});

/** Lets a disabled endpoint hear again. What was still pending goes out now; what happened meanwhile can be replayed. */
export const enableWebhook = command("platform.webhook.write", async (tx, which: Which) => {
  const locked = await lockWebhook(tx, which);
  if (!locked.ok) return locked;
  const { id, state } = locked.value;
  if (state !== "disabled") return refuse(conflict("webhook.not_disabled", "This webhook is active already."));
  const { companyId } = tx.actor;
  await tx.db
    .updateTable("shared.webhook")
    .set({ state: "active", disabledReason: null, ...changed })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  await tx.db.deleteFrom("shared.webhookFailure").where("companyId", "=", companyId).where("webhookId", "=", id).execute();
  await tx.db
    .updateTable("shared.webhookDelivery")
    .set({ attempts: 0 })
    .where("companyId", "=", companyId)
    .where("webhookId", "=", id)
    .where("state", "=", "pending")
    .execute();
  await tx.db
    .updateTable("shared.webhookLane")
    .set({ dueAt: sql<string>`now()` })
    .where("companyId", "=", companyId)
    .where("webhookId", "=", id)
    .execute();
  tx.audit({ action: "webhook.enabled", subjectType: "webhook", subjectId: id });
  tx.event({ type: "webhook.enabled", subject: id, data: { id } });
  return done(await readWebhook(tx, id));
});

/** Stops sending by hand; it is enabled again like one that failed. */
export const disableWebhook = command("platform.webhook.write", async (tx, { reason, ...which }: Which & { reason: string }) => {
  const locked = await lockWebhook(tx, which);
  if (!locked.ok) return locked;
  const { id, state } = locked.value;
  if (state === "disabled") return done(await readWebhook(tx, id));
  await tx.db
    .updateTable("shared.webhook")
    .set({ state: "disabled", disabledReason: reason, ...changed })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "webhook.disabled", subjectType: "webhook", subjectId: id, after: { reason } });
  tx.event({ type: "webhook.disabled", subject: id, data: { id, url: locked.value.url, reason } });
  return done(await readWebhook(tx, id));
});

/** Removes an endpoint and its secrets; the log of its deliveries stays. */
export const removeWebhook = command("platform.webhook.write", async (tx, which: Which) => {
  const locked = await lockWebhook(tx, which);
  if (!locked.ok) return locked;
  const { id, url } = locked.value;
  const { companyId } = tx.actor;
  await tx.db
    .updateTable("shared.webhook")
    .set({ state: "removed", disabledReason: null, ...changed })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  for (const table of ["shared.webhookSecret", "shared.webhookLane", "shared.webhookFailure"] as const) {
    await tx.db.deleteFrom(table).where("companyId", "=", companyId).where("webhookId", "=", id).execute();
  }
  tx.audit({ action: "webhook.removed", subjectType: "webhook", subjectId: id, before: { url } });
  tx.event({ type: "webhook.removed", subject: id, data: { id } });
  return done({ id });
});

/** Gives the endpoint a new secret. The old one signs beside it for the overlap, so that the receiver can change over without losing one. */
export const rotateSecret = command(
  "platform.webhook.write",
  async (tx, { sealedSecret, overlapHours, ...which }: Which & SecretRotation & { sealedSecret: string }) => {
    const locked = await lockWebhook(tx, which);
    if (!locked.ok) return locked;
    const { id } = locked.value;
    const { companyId } = tx.actor;
    const expiry = sql<string>`least(coalesce(expires_at, 'infinity'), now() + make_interval(hours => ${overlapHours}))`;
    await tx.db
      .updateTable("shared.webhookSecret")
      .set({ expiresAt: expiry })
      .where("companyId", "=", companyId)
      .where("webhookId", "=", id)
      .execute();
    await tx.db.insertInto("shared.webhookSecret").values({ id: tx.newId(), companyId, webhookId: id, sealed: sealedSecret }).execute();
    tx.audit({ action: "webhook.secret_rotated", subjectType: "webhook", subjectId: id, after: { overlapHours } });
    tx.event({ type: "webhook.secret_rotated", subject: id, data: { id } });
    return done(await readWebhook(tx, id));
  },
);
