import { Client, type ClientConfig } from "pg";
import { cannotStart } from "#functions/cannot-start.ts";
import { connectionFault } from "./connection.ts";

type Rights = { role: string; superuser: boolean; bypasses: boolean; owns: boolean; zone: string };

const RIGHTS = `
  select rolname as role, rolsuper as superuser, rolbypassrls as bypasses, current_setting('TimeZone') as zone,
         pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'member')
         or exists (select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                    where relkind in ('r', 'p') and nspname in ('shared', 'sales', 'finance', 'hr') and pg_has_role(current_user, relowner, 'member')) as owns
  from pg_roles where rolname = current_user`;

const might = ({ role, superuser, bypasses, owns }: Rights): string | undefined => {
  if (superuser) return `${role} is a superuser`;
  if (bypasses) return `${role} may bypass row-level security`;
  return owns ? `${role} owns the database or its tables` : undefined;
};

const refusal = (rights: Rights): string | undefined => {
  const mighty = might(rights);
  if (mighty) return `This program does not serve as that role: ${mighty}. Let DATABASE_URL connect as enterprise_app.`;
  if (/^(etc\/)?utc$/i.test(rights.zone)) return undefined;
  return `Sessions of ${rights.role} are in time zone ${rights.zone}, so instants would be misread. Run core/database/roles.sql again: it sets UTC.`;
};

/**
 * Whom the fences of the database do not hold may not serve: superusers, owners, and roles with BYPASSRLS. Nor may a role whose sessions are not in UTC, as
 * Postgres writes instants in the zone of the session.
 */
export const refuseUnfitRole = async (connection: ClientConfig): Promise<void> => {
  const client = new Client({ connectionTimeoutMillis: 10_000, ...connection });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Rights>(RIGHTS);
    const reason = rows[0] && refusal(rows[0]);
    if (reason) throw cannotStart(reason);
  } catch (error) {
    throw connectionFault(error, connection);
  } finally {
    await client.end().catch(() => undefined);
  }
};
