import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere } from "#core/platform/system.ts";

/**
 * The age of the oldest event that some endpoint should have heard of and that was not even tried, and of the oldest entry without a seal.
 * An endpoint that refuses its deliveries does not count: that is its own failure.
 */
export const measureLags = (owner: DatabasePort): Promise<{ outboxSeconds: number; sealSeconds: number }> =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<{ outbox: number; seal: number }>`
      select coalesce(extract(epoch from now() - least(
               (select min(e.at) from shared.outbox_cursor c cross join lateral (
                  select o.at from shared.outbox o where o.company_id = c.company_id and o.cluster_id = c.cluster_id and (o.xid, o.position) > (c.xid, c.position)
                   order by o.xid, o.position limit 1) e
                where c.consumer = 'webhooks'),
               (select min(d.event_at) from shared.webhook_delivery d
                  join shared.webhook w on w.id = d.webhook_id and w.state = 'active'
                 where d.state = 'pending' and d.attempts = 0 and not exists (select from shared.webhook_failure f where f.webhook_id = d.webhook_id)))), 0)::float8 as outbox,
             coalesce(extract(epoch from now() - (select min(u.posted_at) from finance.unsealed_entry u)), 0)::float8 as seal`.execute(db);
    const [found] = rows;
    return { outboxSeconds: Math.max(0, found?.outbox ?? 0), sealSeconds: Math.max(0, found?.seal ?? 0) };
  });
