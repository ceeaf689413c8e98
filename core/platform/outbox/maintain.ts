import { sql } from "kysely";
import type { DatabasePort } from "#core/kernel/context.ts";
import { readEverywhere, writeEverywhere } from "#core/platform/system.ts";

const MONTHS_AHEAD = 3;
/** How long what the pipeline writes is kept, in days. Audit records are kept for ever. */
export const KEPT_DAYS = { idempotency_key: 30, outbox: 400, deliveries: 90, imports: 90 } as const;

type Parent = "idempotency_key" | "outbox";

/** Monthly partitions that end before the kept days begin. */
const expiredPartitions = (owner: DatabasePort, parent: Parent) =>
  readEverywhere(owner, async (db) => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = ${`shared.${parent}`}::regclass and c.relname ~ '_\\d{4}_\\d{2}$'
         and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' < now() at time zone 'utc' - make_interval(days => ${KEPT_DAYS[parent]})
       order by 1`.execute(db);
    return rows.map(({ name }) => name);
  });

/** Dropping needs the parent for a moment; when it is busy the next run tries again. */
const dropPartition = (owner: DatabasePort, name: string) =>
  writeEverywhere(owner, async (db) => {
    await sql`set local lock_timeout = '3s'`.execute(db);
    await sql`drop table shared.${sql.id(name)}`.execute(db);
  });

const deleteStrays = (owner: DatabasePort) =>
  writeEverywhere(owner, async (db) => {
    await sql`delete from shared.idempotency_key_other where created_at < now() - make_interval(days => ${KEPT_DAYS.idempotency_key})`.execute(
      db,
    );
    await sql`delete from shared.webhook_delivery where created_at < now() - make_interval(days => ${KEPT_DAYS.deliveries}) and state <> 'pending'`.execute(
      db,
    );
    await sql`delete from shared.import where created_at < now() - make_interval(days => ${KEPT_DAYS.imports})`.execute(db);
  });

/** Makes the partitions of the coming months and drops what has been kept long enough. Safe to run at any time, by several at once. */
export const maintainPartitions = async (owner: DatabasePort): Promise<{ dropped: readonly string[] }> => {
  await writeEverywhere(owner, async (db) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('ensure_partitions', 4))`.execute(db);
    await sql`call shared.ensure_partitions(${MONTHS_AHEAD})`.execute(db);
  });
  const dropped: string[] = [];
  for (const parent of ["idempotency_key", "outbox"] as const) {
    for (const name of await expiredPartitions(owner, parent)) {
      await dropPartition(owner, name);
      dropped.push(name);
    }
  }
  await deleteStrays(owner);
  return { dropped };
};
