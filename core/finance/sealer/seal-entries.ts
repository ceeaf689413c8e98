import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";

export type Sealing = Readonly<{
  /** Entries in one transaction. Small enough that its locks are short, large enough that balances are touched once for many entries. */
  batch?: number;
  /** Stops after the batch under way. */
  signal?: AbortSignal;
}>;

const DEFAULT_BATCH = 1_000;

/**
 * Gives every committed entry its number, its link in the hash chain and its place in the balances; answers how many. Runs as `enterprise_sealer`,
 * on a connection of its own, every second or so. Companies take turns by the batch, so that an import into one does not hold up the others.
 * Any number of sealers may run: a company is sealed by one at a time, the others pass it by.
 */
export const sealEntries = async (db: Db, { batch = DEFAULT_BATCH, signal }: Sealing = {}): Promise<number> => {
  const found = await db.selectFrom("finance.companyToSeal").select("companyId").distinct().execute();
  let companies = found.flatMap(({ companyId }) => companyId ?? []);
  let total = 0;
  while (companies.length > 0 && !signal?.aborted) {
    const unfinished: string[] = [];
    for (const companyId of companies) {
      const sealed = await sealBatch(db, companyId, batch);
      total += sealed;
      if (sealed === batch) unfinished.push(companyId);
      if (signal?.aborted) break;
    }
    companies = unfinished;
  }
  return total;
};

/** One transaction of its own: the database commits this single statement. */
const sealBatch = async (db: Db, companyId: string, batch: number): Promise<number> => {
  const { rows } = await sql<{ sealed: number }>`select finance.seal_entries(${companyId}, ${batch}) as sealed`.execute(db);
  return rows[0]?.sealed ?? 0;
};

/** How long the oldest entry without a seal has been waiting, over all companies; zero when there is none. For the alarm on a sealer that stands still. */
export const sealLagSeconds = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ lag: number }>`
    select coalesce(extract(epoch from clock_timestamp() - min(oldest.posted_at)), 0)::float8 as lag
      from finance.seal_mark m
      join lateral (select e.posted_at from finance.journal_entry e
                     where e.company_id = m.company_id and e.cluster_id = m.cluster_id and (e.xid, e.id) > (m.xid, m.entry_id)
                     order by e.xid, e.id limit 1) oldest on true`.execute(db);
  return Math.max(0, rows[0]?.lag ?? 0);
};

/** After a restore or a copy the server has another identity; its own transaction ids begin anew. Said once, when a program starts. */
export const markCluster = async (db: Db): Promise<void> => {
  await sql`call shared.mark_cluster()`.execute(db);
};
