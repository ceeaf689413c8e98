import { type Kysely, sql } from "kysely";

/** Keys that sign packages of the ledger. A package is looked at years later, so a key stays published; it is made once for each server's encryption key. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table shared.package_key (
    id          text        primary key,
    public_key  jsonb       not null,
    private_key text        not null,
    created_at  timestamptz not null
  );
  alter table shared.package_key enable row level security;
  alter table shared.package_key force row level security;
  create policy everything on shared.package_key to enterprise_owner, enterprise_definer using (true) with check (true);
  grant select, insert on shared.package_key to enterprise_definer;
  create trigger append_only before update or delete or truncate on shared.package_key for each statement execute function shared.refuse_change();

  create function shared.package_keys() returns table (id text, public_key jsonb, private_key text, created_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select k.id, k.public_key, k.private_key, k.created_at from shared.package_key k order by k.created_at desc, k.id;
  end;

  /* Keeps a new key unless another program has just done so. Keys that the caller cannot open do not count. */
  create function shared.keep_package_key(p_id text, p_public jsonb, p_private text, p_now timestamptz, p_unreadable text[])
  returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended('package key', 0));
    if exists (select from shared.package_key k where k.id <> all (p_unreadable)) then return false; end if;
    insert into shared.package_key (id, public_key, private_key, created_at) values (p_id, p_public, p_private, p_now);
    return true;
  end $$;
  grant create on schema shared to enterprise_definer;
  alter function shared.package_keys() owner to enterprise_definer;
  alter function shared.keep_package_key(text, jsonb, text, timestamptz, text[]) owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on function shared.package_keys(), shared.keep_package_key(text, jsonb, text, timestamptz, text[]) to enterprise_app;
`.execute(db);
