import { inject } from "vitest";
import { databaseAs } from "./books.ts";
import { FRESH } from "./global-setup.ts";

let made = 0;

/** A migrated database that nothing was written to and no other test looks at: how to connect to it as a role. */
export const aFreshDatabase = async () => {
  made += 1;
  const name = `fresh_${process.pid}_${made}`;
  await databaseAs("superuser").query(`create database ${name} template ${FRESH} owner enterprise_owner`);
  return (role: "owner" | "app") => ({
    connectionString: inject("databases")[role].replace(/\/\w+$/, `/${name}`),
    database: name,
  });
};
