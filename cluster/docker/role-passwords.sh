#!/bin/sh
# Runs once, when the database is made, after roles.sql. The roles may sign in from then on.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v owner="$ENTERPRISE_OWNER_PASSWORD" -v app="$ENTERPRISE_APP_PASSWORD" <<'SQL'
alter role enterprise_owner password :'owner';
alter role enterprise_app password :'app';
SQL
