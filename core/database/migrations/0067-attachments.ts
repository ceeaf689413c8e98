import { type Kysely, sql } from "kysely";

/** Files beside records of any kind. They never change; what is posted keeps its files for good. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table shared.attachment (
    id           uuid primary key,
    company_id   uuid        not null references shared.company (id),
    subject_type text        not null constraint attachment_subject check (subject_type ~ '^[a-z][a-z_]{0,49}$'),
    subject_id   uuid        not null,
    name         text        not null constraint attachment_named check (name <> '' and length(name) <= 200 and name !~ '[/\\\\]'),
    media_type   text        not null,
    size         integer     not null,
    sha256       bytea       not null,
    bytes        bytea       not null,
    uploaded_by  uuid        not null,
    uploaded_at  timestamptz not null default now(),
    constraint attachment_size check (size = octet_length(bytes) and size between 1 and 10 * 1024 * 1024),
    constraint attachment_hash check (sha256 = sha256(bytes)),
    constraint attachment_once unique (company_id, subject_type, subject_id, sha256)
  );
  create index attachment_of_subject on shared.attachment (company_id, subject_type, subject_id, id);
  alter table shared.attachment alter column bytes set storage external; /* what people attach is compressed already */
  call shared.fence('shared.attachment', 'plain');
  revoke update on shared.attachment from enterprise_app;
  create trigger append_only before update or truncate on shared.attachment for each statement execute function shared.refuse_change();

  /* A draft, which shares its id with the entry it becomes, may lose its files; an entry, an issued document and a payment may not. */
  create function shared.keep_attachment() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare final boolean;
  begin
    case old.subject_type
      when 'entry' then
        perform from finance.entry_draft d where d.company_id = old.company_id and d.id = old.subject_id for no key update; /* nobody is posting it meanwhile */
        final := exists (select from finance.journal_entry e where e.company_id = old.company_id and e.id = old.subject_id);
      when 'invoice' then
        select i.state <> 'draft' into final from finance.invoice i where i.company_id = old.company_id and i.id = old.subject_id for no key update;
      when 'payment' then final := true;
      else final := false;
    end case;
    if final then
      raise exception 'What is posted keeps its files.' using constraint = 'attachment_stays', errcode = 'restrict_violation';
    end if;
    return old;
  end $$;
  create trigger attachment_stays before delete on shared.attachment for each row execute function shared.keep_attachment();
`.execute(db);
