import { readFile } from "node:fs/promises";
import { Client, type ClientConfig } from "pg";

const ROLES_FILE = new URL("../../core/database/roles.sql", import.meta.url);

const createDatabase = async (client: Client): Promise<void> => {
  const { rowCount } = await client.query("select from pg_database where datname = 'enterprise'");
  if (rowCount) return;
  await client.query("create database enterprise").catch((error: { code?: string }) => {
    // 42P04 and 23505: another program made it in the same moment.
    if (error.code !== "42P04" && error.code !== "23505") throw error;
  });
};

/** Makes the database `enterprise` and the roles of the system, as superuser; running it again changes nothing. */
export const applyRoles = async (superuser: ClientConfig): Promise<void> => {
  const client = new Client({ ...superuser, database: "postgres" });
  await client.connect();
  try {
    await createDatabase(client);
    await client.query(await readFile(ROLES_FILE, "utf8"));
  } finally {
    await client.end();
  }
};
