import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, missing, refuse } from "#core/kernel/fault.ts";
import { lockWebhook } from "./find-webhook.ts";
import type { ReplayRange } from "./webhook.ts";

const MAX_REPLAYED = 10_000;
const notActive = conflict("webhook.disabled", "This webhook is disabled; enable it first.");

/** Puts the lanes of these deliveries in motion, due at once. */
const openLanes = (tx: TxCtx, webhookId: string, deliveries: readonly string[]) =>
  sql`
    insert into shared.webhook_lane (company_id, webhook_id, subject, tail)
    select d.company_id, d.webhook_id, d.subject, max(d.sequence) from shared.webhook_delivery d
     where d.company_id = ${tx.actor.companyId} and d.webhook_id = ${webhookId} and d.id = any (${[...deliveries]}::uuid[])
     group by 1, 2, 3 order by 3
    on conflict (webhook_id, subject) do update set tail = excluded.tail, due_at = case when webhook_lane.token is null then now() else webhook_lane.due_at end
  `.execute(tx.db);

/** Sends one delivery again under the same event id, behind whatever its subject has pending. */
export const replayDelivery = command("platform.webhook.write", async (tx, { webhookId, id }: { webhookId: string; id: string }) => {
  const locked = await lockWebhook(tx, { id: webhookId });
  if (!locked.ok) return locked;
  if (locked.value.state !== "active") return refuse(notActive);
  const { rows } = await sql<{ id: string }>`
    update shared.webhook_delivery
       set state = 'pending', attempts = 0, replays = replays + 1, sequence = nextval(pg_get_serial_sequence('shared.webhook_delivery', 'sequence'))
     where company_id = ${tx.actor.companyId} and webhook_id = ${webhookId} and id = ${id} and state <> 'pending' returning id`.execute(
    tx.db,
  );
  if (rows.length === 0) {
    const there = await tx.db
      .selectFrom("shared.webhookDelivery")
      .select("id")
      .where("companyId", "=", tx.actor.companyId)
      .where("webhookId", "=", webhookId)
      .where("id", "=", id)
      .executeTakeFirst();
    return refuse(there ? conflict("delivery.pending", "This delivery is still on its way.") : missing("delivery", id));
  }
  await openLanes(tx, webhookId, [id]);
  tx.audit({ action: "webhook.replayed", subjectType: "webhook", subjectId: webhookId, after: { deliveries: [id] } });
  return done({ replayed: 1 });
});

const replayEvents = (tx: TxCtx, webhookId: string, { from, to, onlyFailed }: ReplayRange) =>
  sql<{ id: string }>`
    insert into shared.webhook_delivery as d (company_id, webhook_id, event_id, event_at, event_type, subject)
    select o.company_id, w.id, o.id, o.at, o.type, o.subject
      from shared.webhook w
      join shared.outbox o on o.company_id = w.company_id and shared.event_wanted(o.type, w.events)
      left join shared.webhook_delivery p on p.webhook_id = w.id and p.event_id = o.id
     where w.company_id = ${tx.actor.companyId} and w.id = ${webhookId} and o.at >= ${from} and o.at < ${to}
       and case when ${onlyFailed} then coalesce(p.state = 'failed', false) else p.state is distinct from 'pending' end
     order by o.cluster_id, o.xid, o.position limit ${MAX_REPLAYED + 1}
    on conflict (webhook_id, event_id) do update
       set state = 'pending', attempts = 0, replays = d.replays + 1, sequence = excluded.sequence
    returning id`.execute(tx.db);

/** Sends everything the endpoint would have heard in a span of time, or what failed of it, also what happened while it was disabled. */
export const replayRange = command(
  "platform.webhook.write",
  async (tx, { webhookId, range }: { webhookId: string; range: ReplayRange }) => {
    const locked = await lockWebhook(tx, { id: webhookId });
    if (!locked.ok) return locked;
    if (locked.value.state !== "active") return refuse(notActive);
    const { rows } = await replayEvents(tx, webhookId, range);
    if (rows.length > MAX_REPLAYED)
      return refuse(conflict("webhook.replay_too_large", `A replay has at most ${MAX_REPLAYED} events; take a shorter span.`));
    await openLanes(
      tx,
      webhookId,
      rows.map(({ id }) => id),
    );
    tx.audit({ action: "webhook.replayed", subjectType: "webhook", subjectId: webhookId, after: { ...range, deliveries: rows.length } });
    return done({ replayed: rows.length });
  },
);
