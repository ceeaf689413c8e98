import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere } from "#core/platform/system.ts";

/**
 * The age in seconds of the oldest event that some endpoint should have heard of and that was not even tried. An endpoint that refuses its
 * deliveries does not count: that is its own failure.
 */
export const outboxLagSeconds = (owner: DatabasePort): Promise<number> =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<{ lag: number }>`
      select coalesce(extract(epoch from now() - least(
               (select min(e.at) from shared.outbox_cursor c cross join lateral (
                  select o.at from shared.outbox o where o.company_id = c.company_id and o.cluster_id = c.cluster_id and (o.xid, o.position) > (c.xid, c.position)
                   order by o.xid, o.position limit 1) e
                where c.consumer = 'webhooks'),
               (select min(d.event_at) from shared.webhook_delivery d
                  join shared.webhook w on w.id = d.webhook_id and w.state = 'active'
                 where d.state = 'pending' and d.attempts = 0 and not exists (select from shared.webhook_failure f where f.webhook_id = d.webhook_id)))), 0)::float8 as lag`.execute(
      db,
    );
    return Math.max(0, rows[0]?.lag ?? 0);
  });
