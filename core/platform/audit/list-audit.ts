import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import type { AuditEntry, AuditFilter } from "./audit-record.ts";

const familyOf = (action: string) => action.slice(0, -1).replaceAll(/[\\%_]/g, String.raw`\$&`);

/** Who did what to which, latest first. Each bound of time also leaves out the months beyond it. */
export const listAudit = singleQuery("platform.audit.read", async ({ db, actor }, filter: AuditFilter) => {
  const { limit, after, subjectType, subjectId, actorId, action, from, to } = filter;
  let rows = db
    .selectFrom("shared.audit")
    .select(["id", "at", "actorId", "actorKind", "action", "subjectType", "subjectId", "before", "after", "requestId"])
    .where("companyId", "=", actor.companyId);
  if (subjectType) rows = rows.where("subjectType", "=", subjectType);
  if (subjectId) rows = rows.where("subjectId", "=", subjectId);
  if (actorId) rows = rows.where("actorId", "=", actorId);
  if (action?.endsWith(".*")) rows = rows.where("action", "like", `${familyOf(action)}%`);
  else if (action) rows = rows.where("action", "=", action);
  if (from) rows = rows.where("at", ">=", from);
  if (to) rows = rows.where("at", "<", to);
  if (after !== undefined) {
    const cursor = decodeCursor(after, 2);
    if (!cursor.ok) return cursor;
    const [at, id] = cursor.value;
    rows = rows.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows.orderBy("at", "desc").orderBy("id", "desc").limit(rowsOfPage(limit)).execute();
  return done(
    pageOf(
      found,
      limit,
      ({ at, id }) => [at, id],
      (row): AuditEntry => row,
    ),
  );
});
