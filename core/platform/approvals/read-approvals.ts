import { type RawBuilder, sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Actor, Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeIdCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { ApprovalBody, ApprovalDetail, ApprovalQuery } from "./approval.ts";
import { approvalAction, approvalActions } from "./approval-action.ts";

export type ApprovalRow = Readonly<{
  id: string;
  action: string;
  summary: string;
  state: ApprovalBody["state"];
  subjectType: string | null;
  subjectId: string | null;
  currency: string | null;
  amountMinor: bigint | null;
  request: unknown;
  requestedBy: string;
  requestedPerson: string;
  requestedName: string | null;
  requestedAt: string;
  decidedBy: string | null;
  decidedName: string | null;
  decidedAt: string | null;
  reason: string | null;
  resultType: string | null;
  resultId: string | null;
  version: number;
}>;

/** One asks for and sees one's own; of others' what one may see in its module, or approve. */
const visible = (actor: Actor): RawBuilder<unknown> => {
  const actions = approvalActions().filter(({ read, approve }) => actor.grants.has(read) || actor.grants.has(approve));
  const names = actions.map(({ action }) => action);
  return sql`(a.requested_person = ${actor.id} or a.requested_by = ${actor.id} or a.action = any (${names}))`;
};

export const selectApprovals = (actor: Actor, conditions: readonly RawBuilder<unknown>[], end: RawBuilder<unknown>) => sql<ApprovalRow>`
  select a.id, a.action, a.summary, a.state, a.subject_type as "subjectType", a.subject_id as "subjectId", a.currency, a.amount_minor as "amountMinor", a.request,
         a.requested_by as "requestedBy", a.requested_person as "requestedPerson", asker.name as "requestedName", a.requested_at as "requestedAt",
         a.decided_by as "decidedBy", decider.name as "decidedName", a.decided_at as "decidedAt", a.reason, a.result_type as "resultType", a.result_id as "resultId", a.version
    from shared.approval a
    left join shared.user asker on asker.id = a.requested_person
    left join shared.user decider on decider.id = a.decided_by
   where ${sql.join([sql`a.company_id = ${actor.companyId}`, visible(actor), ...conditions], sql` and `)} ${end}`;

/** Another person with the action's grant; keys and programs decide nothing. */
export const mayDecide = (actor: Actor, row: Pick<ApprovalRow, "action" | "requestedPerson">): boolean => {
  const approve = approvalAction(row.action)?.approve;
  return approve !== undefined && actor.kind === "user" && actor.id !== row.requestedPerson && actor.grants.has(approve);
};

const pairOf = (type: string | null, id: string | null) => (type === null || id === null ? null : { type, id });

export const approvalBody = (actor: Actor, row: ApprovalRow): ApprovalBody => ({
  id: row.id,
  action: row.action,
  summary: row.summary,
  state: row.state,
  amount: row.amountMinor === null || row.currency === null ? null : formatMinor(BigInt(row.amountMinor), row.currency),
  currency: row.currency,
  subject: pairOf(row.subjectType, row.subjectId),
  requestedBy: { id: row.requestedPerson, name: row.requestedName },
  requestedAt: row.requestedAt,
  decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.decidedName },
  decidedAt: row.decidedAt,
  reason: row.reason,
  result: pairOf(row.resultType, row.resultId),
  mayDecide: row.state === "pending" && mayDecide(actor, row),
  isMine: row.requestedPerson === actor.id,
  version: row.version,
});

/** The latest first. */
export const listApprovals = query("platform.approval.read", async ({ db, actor }, filter: ApprovalQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeIdCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    ...(filter.state ? [sql`a.state = ${filter.state}`] : []),
    ...(filter.action ? [sql`a.action = ${filter.action}`] : []),
    ...(filter.subjectId ? [sql`a.subject_id = ${filter.subjectId}`] : []),
    ...(filter.mine ? [sql`(a.requested_person = ${actor.id}) = ${filter.mine === "true"}`] : []),
    ...(cursor ? [sql`a.id < ${cursor.value}::uuid`] : []),
  ];
  const { rows } = await selectApprovals(actor, conditions, sql`order by a.id desc limit ${rowsOfPage(filter.limit)}`).execute(db);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ id }) => [id],
      (row) => approvalBody(actor, row),
    ),
  );
});

export const readApproval = async (db: Db, actor: Actor, id: string, lock = false) => {
  const { rows } = await selectApprovals(actor, [sql`a.id = ${id}`], lock ? sql`for update of a` : sql``).execute(db);
  return rows[0];
};

export const getApproval = query("platform.approval.read", async ({ db, actor }, { id }: { id: string }) => {
  const row = await readApproval(db, actor, id);
  return row ? done<ApprovalDetail>({ ...approvalBody(actor, row), request: row.request }) : refuse(missing("approval", id));
});
