import { type Kysely, sql } from "kysely";

/**
 * The name under which a company shows its catalogue to the public. Visitors have no company yet, so this one function looks past the policies,
 * and answers nothing but what a public page shows: whose catalogue it is. Without a name it is that of the only company, if there is only one.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  alter table shared.company add column catalog_slug text constraint catalog_slug_shape check (catalog_slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$');
  alter table shared.company add constraint catalog_slug_once unique (catalog_slug);

  create function shared.catalog_company(p_slug text) returns table (id uuid, name text, base_currency text, time_zone text, locale text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.name, c.base_currency, c.time_zone, c.locale from shared.company c
     where case when p_slug is null then (select count(*) from (select from shared.company limit 2) some_companies) = 1 else c.catalog_slug = p_slug end
  $$;
  grant create on schema shared to enterprise_definer;
  alter function shared.catalog_company(text) owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on function shared.catalog_company(text) to enterprise_app;
`.execute(db);
