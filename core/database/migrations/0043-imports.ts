import { type Kysely, sql } from "kysely";

/** Files to import, kept until their job has run and a while longer, and the rows that were refused. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table shared.import (
    id         uuid        primary key,
    company_id uuid        not null references shared.company (id),
    job_id     uuid        not null,
    kind       text        not null,
    mode       text        not null check (mode in ('all', 'each')),
    dry_run    boolean     not null,
    mapping    jsonb       not null default '{}' check (jsonb_typeof(mapping) = 'object'),
    file_name  text        not null,
    file       bytea       not null check (length(file) <= 10485760),
    header     text[]      not null,
    created_by uuid        not null,
    created_at timestamptz not null default now(),
    unique (company_id, id),
    foreign key (company_id, job_id) references shared.job (company_id, id)
  );
  create index import_newest on shared.import (company_id, id desc);
  create index import_of_job on shared.import (company_id, job_id);

  create table shared.import_refusal (
    company_id uuid     not null,
    import_id  uuid     not null,
    place      integer  not null,
    line       integer  not null,
    source     text[]   not null,
    reason     text     not null,
    primary key (company_id, import_id, place),
    foreign key (company_id, import_id) references shared.import (company_id, id) on delete cascade
  );

  call shared.fence('shared.import', 'append');
  call shared.fence('shared.import_refusal', 'plain');
`.execute(db);
