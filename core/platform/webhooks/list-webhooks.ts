import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, type PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { selectWebhooks, webhookBody } from "./find-webhook.ts";
import { cloudEvent, type Delivery, type DeliveryDetail, type DeliveryFilter, type Webhook } from "./webhook.ts";

/** Newest first. */
export const listWebhooks = query("platform.webhook.read", async ({ db, actor }, { limit, after }: Omit<PageQuery, "q">) => {
  let rows = selectWebhooks(db, actor.companyId);
  if (after !== undefined) {
    const cursor = decodeCursor(after, 1);
    if (!cursor.ok) return cursor;
    rows = rows.where("w.id", "<", cursor.value[0] ?? "");
  }
  const found = await rows.orderBy("w.id", "desc").limit(rowsOfPage(limit)).execute();
  return done(pageOf(found, limit, ({ id }) => [id], webhookBody));
});

export const getWebhook = query("platform.webhook.read", async ({ db, actor }, { id }: { id: string }): Promise<Outcome<Webhook>> => {
  const found = await selectWebhooks(db, actor.companyId).where("w.id", "=", id).executeTakeFirst();
  return found ? done(webhookBody(found)) : refuse(missing("webhook", id));
});

type DeliveryRow = Omit<Delivery, "state"> & { state: string; sequence: bigint };
const deliveryBody = ({ sequence: _, state, ...row }: DeliveryRow): Delivery => ({ ...row, state: state as Delivery["state"] });

const selectDeliveries = (db: Parameters<typeof selectWebhooks>[0], companyId: string, webhookId: string) =>
  db
    .selectFrom("shared.webhookDelivery as d")
    .leftJoin("shared.webhookLane as l", (join) =>
      join.onRef("l.webhookId", "=", "d.webhookId").onRef("l.subject", "=", "d.subject").on("d.state", "=", "pending"),
    )
    .where("d.companyId", "=", companyId)
    .where("d.webhookId", "=", webhookId)
    .select(["d.id", "d.eventId", "d.eventType as type", "d.subject", "d.state", "d.attempts", "d.replays", "d.lastStatus"])
    .select(["d.lastAttemptAt", "l.dueAt as nextAttemptAt", "d.deliveredAt", "d.createdAt", "d.sequence"]);

/** What was sent or is to be sent to an endpoint, latest first. */
export const listDeliveries = query(
  "platform.webhook.read",
  async ({ db, actor }, { webhookId, limit, after, state, type, subject }: DeliveryFilter & { webhookId: string }) => {
    const webhook = await selectWebhooks(db, actor.companyId).where("w.id", "=", webhookId).executeTakeFirst();
    if (!webhook) return refuse(missing("webhook", webhookId));
    let rows = selectDeliveries(db, actor.companyId, webhookId);
    if (state) rows = rows.where("d.state", "=", state);
    if (type) rows = rows.where("d.eventType", "=", type);
    if (subject) rows = rows.where("d.subject", "=", subject);
    if (after !== undefined) {
      const cursor = decodeCursor(after, 1);
      if (!cursor.ok) return cursor;
      rows = rows.where("d.sequence", "<", BigInt(/^\d{1,18}$/.exec(cursor.value[0] ?? "")?.[0] ?? "0"));
    }
    const found = await rows.orderBy("d.sequence", "desc").limit(rowsOfPage(limit)).execute();
    return done(pageOf(found, limit, ({ sequence }) => [String(sequence)], deliveryBody));
  },
);

/** One delivery with what is sent and every answer there was. */
export const getDelivery = query(
  "platform.webhook.read",
  async ({ db, actor }, { webhookId, id }: { webhookId: string; id: string }): Promise<Outcome<DeliveryDetail>> => {
    const { companyId } = actor;
    const found = await selectDeliveries(db, companyId, webhookId).where("d.id", "=", id).executeTakeFirst();
    if (!found) return refuse(missing("delivery", id));
    const event = await db
      .selectFrom("shared.outbox as o")
      .innerJoin("shared.webhookDelivery as d", (join) =>
        join.onRef("d.companyId", "=", "o.companyId").onRef("d.eventId", "=", "o.id").onRef("d.eventAt", "=", "o.at"),
      )
      .where("d.companyId", "=", companyId)
      .where("d.id", "=", id)
      .select(["o.id", "o.companyId", "o.type", "o.subject", "o.at", "o.data"])
      .executeTakeFirst();
    const log = await db
      .selectFrom("shared.webhookAttempt")
      .select(["at", "durationMs", "status", "response", "error"])
      .where("companyId", "=", companyId)
      .where("deliveryId", "=", id)
      .orderBy(sql`at desc`)
      .limit(100)
      .execute();
    return done({ ...deliveryBody(found), payload: event ? cloudEvent(event) : null, log });
  },
);
