import { migrations } from "#core/database/migrations.ts";
import type { Readiness } from "#functions/health.ts";
import type { PostgresPool } from "./postgres.ts";

export type ProgramState = "starting" | "serving" | "stopping";

/** Ready: serving, the database answers, and it holds every migration of this program. */
export const readinessOf =
  (pool: PostgresPool, stateNow: () => ProgramState): Readiness =>
  async () => {
    const state = stateNow();
    if (state !== "serving") return { ready: false, reason: `The program is ${state}.` };
    try {
      const { rows } = await pool.query<{ name: string }>("select name from migration.applied");
      const applied = new Set(rows.map(({ name }) => name));
      const migrated = Object.keys(migrations).every((name) => applied.has(name));
      return migrated ? { ready: true } : { ready: false, reason: "The database is not migrated." };
    } catch {
      return { ready: false, reason: "The database does not answer." };
    }
  };
