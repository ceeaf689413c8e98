import { sql } from "kysely";
import { done, invalid, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";

/** A place in a company's events: `<cluster>-<xid>-<position>`, the id of an event in the stream. */
const PLACE = /^(\d{1,5})-(\d{1,20})-(\d{1,19})$/;
const BATCH = 500;

/** What the app hears of an event: enough to know what to read again. The data itself is read with the reader's own permissions. */
export type FollowedEvent = Readonly<{ place: string; id: string; type: string; subject: string; at: string }>;
export type Followed = Readonly<{ events: readonly FollowedEvent[]; place: string }>;

type Row = { id: string; type: string; subject: string; at: string; clusterId: number; xid: string; position: bigint };

/**
 * The company's committed events behind a place, in order, and the place to go on from; without a place, where the stream is now. An event shows
 * only when no earlier one can still appear, so a reader that goes on from its last place misses nothing.
 */
export const followEvents = query("platform.event.read", async ({ db, actor }, { after }: { after?: string | undefined }) => {
  const [, cluster, xid, position] = PLACE.exec(after ?? "") ?? [];
  if (after !== undefined && cluster === undefined)
    return refuse(invalid("events.place", "This Last-Event-ID was not given by this stream.", "/after"));
  if (cluster === undefined) {
    const { rows } = await sql<{ place: string }>`
      select shared.current_cluster() || '-' || pg_snapshot_xmin(pg_current_snapshot()) || '-0' as place`.execute(db);
    return done<Followed>({ events: [], place: rows[0]?.place ?? "" });
  }
  // A place on another server's clock: its later events are all told, then the stream goes on with those of this one.
  const { rows } = await sql<Row>`
    select o.id, o.type, o.subject, o.at, o.cluster_id, o.xid::text as xid, o.position from shared.outbox o
     where o.company_id = ${actor.companyId} and o.cluster_id >= ${cluster}::smallint
       and (o.cluster_id > ${cluster}::smallint or (o.xid, o.position) > (${xid}::text::xid8, ${position}::bigint))
       and (o.cluster_id <> shared.current_cluster() or o.xid < pg_snapshot_xmin(pg_current_snapshot()))
     order by o.cluster_id, o.xid, o.position limit ${BATCH}`.execute(db);
  const events = rows.map((row): FollowedEvent => {
    const { id, type, subject, at } = row;
    return { place: `${row.clusterId}-${row.xid}-${row.position}`, id, type, subject, at };
  });
  return done<Followed>({ events, place: events.at(-1)?.place ?? after ?? "" });
});
