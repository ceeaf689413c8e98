import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere, writeEverywhere } from "#core/platform/system.ts";

/** A subject's queue to one endpoint, held by the worker that has the token until the lease ends. */
export type Lane = Readonly<{ companyId: string; webhookId: string; subject: string; token: string; failing: boolean }>;

/** The next thing to send in a lane, with all that sending needs. */
export type NextDelivery = Readonly<{
  id: string;
  attempts: number;
  url: string;
  sealedSecrets: readonly string[];
  sequence: bigint;
  event: Readonly<{ id: string; companyId: string; type: string; subject: string; at: string; data: unknown }> | undefined;
}>;

/** What came back, or why nothing did. */
export type Answer = Readonly<{ ok: boolean; status: number | null; response: string; error: string | null; durationMs: number }>;

/** How many lanes of an endpoint a worker may hold: fewer while it fails, so that it cannot crowd out the others. */
export type Room = Readonly<{ lanes: number; failingLanes: number; perWebhook: number; busy: ReadonlyMap<string, number> }>;

export const LEASE_SECONDS = 60;
const lease = sql<string>`now() + make_interval(secs => ${LEASE_SECONDS})`;

/** Takes lanes that are due, at most one at a time of a failing endpoint. Lanes that another worker is taking are skipped. */
export const claimLanes = (owner: DatabasePort, token: string, { lanes, failingLanes, perWebhook, busy }: Room): Promise<Lane[]> =>
  writeEverywhere(owner, async (db) => {
    const { rows } = await sql<Lane>`
      with due as (
        select d.webhook_id, d.subject, f.webhook_id is not null as failing,
               row_number() over (partition by f.webhook_id is not null order by d.due_at) as place
          from shared.webhook w
          left join shared.webhook_failure f on f.webhook_id = w.id
          left join unnest(${[...busy.keys()]}::uuid[], ${[...busy.values()]}::int[]) as b (webhook_id, lanes) on b.webhook_id = w.id
         cross join lateral (
           select l.webhook_id, l.subject, l.due_at from shared.webhook_lane l where l.webhook_id = w.id and l.due_at <= now()
            order by l.due_at limit greatest(0, case when f.webhook_id is null then ${perWebhook}::int else 1 end - coalesce(b.lanes, 0))) d
         where w.state = 'active'),
      taken as (
        select l.webhook_id, l.subject, due.failing from shared.webhook_lane l join due on due.webhook_id = l.webhook_id and due.subject = l.subject
         where due.place <= case when due.failing then ${failingLanes}::int else ${lanes}::int end and l.due_at <= now()
           for update of l skip locked)
      update shared.webhook_lane l set token = ${token}, due_at = ${lease} from taken
       where l.webhook_id = taken.webhook_id and l.subject = taken.subject
      returning l.company_id, l.webhook_id, l.subject, l.token, taken.failing`.execute(db);
    return rows;
  });

/** What a lane holds now: undefined when it is not ours any more, or its endpoint was disabled. */
export type LaneView = Readonly<{ tail: bigint; next: NextDelivery | undefined }>;

/** The oldest pending delivery of a lane and its tail, in one snapshot: without a delivery, everything up to the tail is settled. */
export const viewLane = (owner: DatabasePort, lane: Lane): Promise<LaneView | undefined> =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<
      Omit<NextDelivery, "event" | "id"> & { id: string | null; tail: bigint; event: NextDelivery["event"] | null }
    >`
      select l.tail, d.id, d.attempts, d.sequence, w.url,
             array(select s.sealed from shared.webhook_secret s where s.company_id = l.company_id and s.webhook_id = l.webhook_id
                      and (s.expires_at is null or s.expires_at > now()) order by s.id desc) as sealed_secrets,
             case when o.id is not null then jsonb_build_object('id', o.id, 'companyId', o.company_id, 'type', o.type, 'subject', o.subject,
               'at', to_char(o.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', o.data) end as event
        from shared.webhook_lane l
        join shared.webhook w on w.id = l.webhook_id and w.state = 'active'
        left join lateral (
          select p.* from shared.webhook_delivery p where p.webhook_id = l.webhook_id and p.subject = l.subject and p.state = 'pending'
           order by p.sequence limit 1) d on true
        left join shared.outbox o on o.company_id = d.company_id and o.id = d.event_id and o.at = d.event_at
       where l.webhook_id = ${lane.webhookId} and l.subject = ${lane.subject} and l.token = ${lane.token}`.execute(db);
    const [row] = rows;
    if (!row) return undefined;
    const { tail, id, event, ...rest } = row;
    return { tail, next: id === null ? undefined : { ...rest, id, event: event ?? undefined } };
  });

/** Gives the lane back: it goes when nothing came behind what is settled; anything else is due at once. */
export const releaseLane = (owner: DatabasePort, lane: Lane, settledUpTo: bigint): Promise<void> =>
  writeEverywhere(owner, async (db) => {
    await sql`
      with gone as (
        delete from shared.webhook_lane
         where webhook_id = ${lane.webhookId} and subject = ${lane.subject} and token = ${lane.token} and tail <= ${settledUpTo})
      update shared.webhook_lane set token = null, due_at = now()
       where webhook_id = ${lane.webhookId} and subject = ${lane.subject} and token = ${lane.token} and tail > ${settledUpTo}`.execute(db);
  });

type Settlement = Readonly<{ answer: Answer; retryInSeconds: number | undefined }>;

/**
 * Records an attempt and what follows from it, in one statement: delivered; to be tried again, the lane waiting meanwhile; or given up, the lane
 * going on with what is behind it. Answers whether this worker still holds the lane, and how long the endpoint has failed.
 */
export const settleAttempt = (owner: DatabasePort, lane: Lane, delivery: NextDelivery, { answer, retryInSeconds }: Settlement) =>
  writeEverywhere(owner, async (db) => {
    const state = answer.ok ? "delivered" : retryInSeconds === undefined ? "failed" : "pending";
    const dueAt =
      retryInSeconds === undefined ? lease : sql<string>`now() + make_interval(secs => ${retryInSeconds} * (0.8 + 0.4 * random()))`;
    const { rows } = await sql<{ held: boolean; failingSeconds: number }>`
      with logged as (
        insert into shared.webhook_attempt (company_id, delivery_id, duration_ms, status, response, error)
        values (${lane.companyId}, ${delivery.id}, ${answer.durationMs}, ${answer.status}, ${answer.response}, ${answer.error})),
      delivered as (
        update shared.webhook_delivery set state = ${state}, attempts = attempts + 1, last_status = ${answer.status}, last_attempt_at = now(),
               delivered_at = case when ${answer.ok} then now() else delivered_at end
         where id = ${delivery.id} and state = 'pending' and sequence = ${delivery.sequence}),
      recovered as (delete from shared.webhook_failure where ${answer.ok} and webhook_id = ${lane.webhookId}),
      failing as (
        insert into shared.webhook_failure (company_id, webhook_id)
        select company_id, id from shared.webhook where id = ${lane.webhookId} and not ${answer.ok}
        on conflict (webhook_id) do nothing),
      lane as (
        update shared.webhook_lane set due_at = ${dueAt}, token = case when ${retryInSeconds === undefined} then token end
         where webhook_id = ${lane.webhookId} and subject = ${lane.subject} and token = ${lane.token} returning 1)
      select exists (select from lane) as held,
             coalesce((select extract(epoch from now() - f.since) from shared.webhook_failure f where f.webhook_id = ${lane.webhookId}), 0)::float8
               as failing_seconds`.execute(db);
    return rows[0] ?? { held: false, failingSeconds: 0 };
  });
