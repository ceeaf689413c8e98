import { type Kysely, sql } from "kysely";

/** The order in which the audit trail is read. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create index audit_latest on shared.audit (company_id, at desc, id desc);
  create index audit_of_actor on shared.audit (company_id, actor_id, at desc, id desc);
  grant select on shared.audit, shared.outbox, shared.job to enterprise_reader;
`.execute(db);
