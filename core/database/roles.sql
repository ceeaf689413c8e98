-- The roles of the system. A superuser runs this once for each cluster, connected to any database; running it again changes nothing.
-- The embedded server runs it at every start. For a server of your own:
--
--     createdb enterprise
--     psql -v ON_ERROR_STOP=1 -f core/database/roles.sql postgres
--     psql postgres -c '\password enterprise_owner'      -- and so for enterprise_app, enterprise_sealer, enterprise_reader
--
-- Then DATABASE_OWNER_URL connects as enterprise_owner and DATABASE_URL as enterprise_app.

do $roles$
declare
  role_name text;
begin
  -- Two programs may start at once on one cluster.
  perform pg_advisory_xact_lock(730832773601);

  -- Owns the database and migrates it. It inherits the others, so a migration sees the rows their policies show.
  if not exists (select from pg_roles where rolname = 'enterprise_owner') then
    create role enterprise_owner login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
  -- Serves requests, seals the journal, reads for dashboards.
  foreach role_name in array array['enterprise_app', 'enterprise_sealer', 'enterprise_reader'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name);
    end if;
  end loop;
  -- Owns the SECURITY DEFINER functions and no table; nobody signs in as it.
  if not exists (select from pg_roles where rolname = 'enterprise_definer') then
    create role enterprise_definer nologin noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;

  -- Short statements: compiling one (a tenth of a second) costs more than running it, however large Postgres takes it to be.
  foreach role_name in array array['enterprise_owner', 'enterprise_app', 'enterprise_sealer'] loop
    if not exists (select from pg_db_role_setting where setrole = to_regrole(role_name) and setdatabase = 0 and 'jit=off' = any (setconfig)) then
      execute format('alter role %I set jit = off', role_name);
    end if;
  end loop;

  -- Instants leave the database as text in UTC, whatever the zone of the server is.
  foreach role_name in array array['enterprise_owner', 'enterprise_app', 'enterprise_sealer', 'enterprise_reader'] loop
    if not exists (select from pg_db_role_setting where setrole = to_regrole(role_name) and setdatabase = 0 and 'TimeZone=UTC' = any (setconfig)) then
      execute format('alter role %I set timezone = %L', role_name, 'UTC');
    end if;
  end loop;

  foreach role_name in array array['enterprise_app', 'enterprise_sealer', 'enterprise_reader', 'enterprise_definer'] loop
    if not pg_has_role('enterprise_owner', role_name, 'member') then
      execute format('grant %I to enterprise_owner', role_name);
    end if;
  end loop;

  if exists (select from pg_database where datname = 'enterprise') then
    if (select pg_get_userbyid(datdba) from pg_database where datname = 'enterprise') <> 'enterprise_owner' then
      alter database enterprise owner to enterprise_owner;
    end if;
    revoke all on database enterprise from public;
    grant connect on database enterprise to enterprise_app, enterprise_sealer, enterprise_reader;
  end if;
end
$roles$;
