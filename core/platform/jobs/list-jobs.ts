import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { Job, JobFilter } from "./job.ts";

const selectJobs = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.job")
    .select(["id", "kind", "title", "state", "done", "total", "result", "error", "createdAt", "startedAt", "finishedAt"])
    .where("companyId", "=", companyId);

const jobBody = ({ state, ...row }: Omit<Job, "state"> & { state: string }): Job => ({ ...row, state: state as Job["state"] });

/** Newest first. */
export const listJobs = query("platform.job.read", async ({ db, actor }, { limit, after, state, kind }: JobFilter) => {
  let rows = selectJobs(db, actor.companyId);
  if (state) rows = rows.where("state", "=", state);
  if (kind) rows = rows.where("kind", "=", kind);
  if (after !== undefined) {
    const cursor = decodeCursor(after, 1);
    if (!cursor.ok) return cursor;
    rows = rows.where("id", "<", cursor.value[0] ?? "");
  }
  const found = await rows.orderBy("id", "desc").limit(rowsOfPage(limit)).execute();
  return done(pageOf(found, limit, ({ id }) => [id], jobBody));
});

export const getJob = query("platform.job.read", async ({ db, actor }, { id }: { id: string }): Promise<Outcome<Job>> => {
  const found = await selectJobs(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return found ? done(jobBody(found)) : refuse(missing("job", id));
});
