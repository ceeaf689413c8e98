import { type Kysely, sql } from "kysely";

/** Work that outlives a request, its progress and its outcome. A running job whose heartbeat stopped is taken up by another worker. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table shared.job (
    id           uuid        primary key,
    company_id   uuid        not null references shared.company (id),
    kind         text        not null check (kind ~ '^[a-z][a-z_]*$'),
    title        text        not null,
    state        text        not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
    input        jsonb       not null default '{}',
    done         integer     not null default 0 check (done >= 0),
    total        integer     check (total >= 0),
    result       jsonb,
    error        text,
    worker       uuid,
    heartbeat_at timestamptz,
    runs         integer     not null default 0,
    created_by   uuid        not null,
    created_at   timestamptz not null default now(),
    started_at   timestamptz,
    finished_at  timestamptz,
    unique (company_id, id)
  );
  create index job_newest on shared.job (company_id, id desc);
  create index job_to_run on shared.job (heartbeat_at nulls first, id) where state in ('queued', 'running');
  call shared.fence('shared.job', 'append');
  grant update (done, total) on shared.job to enterprise_app;
`.execute(db);
