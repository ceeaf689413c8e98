import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere, writeEverywhere } from "#core/platform/system.ts";

const BATCH = 500;

/** Companies whose cursor is behind a committed event. */
const companiesBehind = (owner: DatabasePort) =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<{ companyId: string }>`
      select distinct c.company_id as company_id from shared.outbox_cursor c
       where c.consumer = 'webhooks'
         and (exists (select from shared.outbox o where o.company_id = c.company_id and o.cluster_id = c.cluster_id and (o.xid, o.position) > (c.xid, c.position)
                         and (o.cluster_id <> shared.current_cluster() or o.xid < pg_snapshot_xmin(pg_current_snapshot())))
              or not exists (select from shared.outbox_cursor n where n.company_id = c.company_id and n.consumer = 'webhooks' and n.cluster_id = shared.current_cluster()))`.execute(
      db,
    );
    return rows.map(({ companyId }) => companyId);
  });

/**
 * Turns committed events into deliveries, exactly once for each endpoint, and answers how many events it passed. Any number of relays may run: the
 * cursor's row is the lock, and events, deliveries and cursor move in one transaction.
 */
export const relayEvents = async (owner: DatabasePort, batch = BATCH): Promise<number> => {
  let passed = 0;
  for (const companyId of await companiesBehind(owner)) {
    passed += await writeEverywhere(owner, async (db) => {
      const { rows } = await sql<{ passed: number }>`select shared.relay_webhooks(${companyId}, ${batch}) as passed`.execute(db);
      return rows[0]?.passed ?? 0;
    });
  }
  return passed;
};
