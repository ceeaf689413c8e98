import { CompiledQuery } from "kysely";
import type { DatabasePort, Db, TxCtx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { databaseAs } from "./books.ts";
import { resultOf, type TestCompany, writing } from "./company.ts";

/** How a read went about a table: scans of the whole of it, and rows fetched through its indexes. */
export type ReadingCost = Readonly<{ scans: number; fetched: number }>;

/**
 * Runs the real query and asks Postgres what it did to the tables named, functions it called included. Plans are read from what happened,
 * not from a copy of the SQL. Analyse the tables first: `analysed`.
 */
export const readingCost = async <T>(
  company: TestCompany,
  tables: readonly string[],
  read: (ctx: TxCtx) => Promise<Outcome<T>>,
): Promise<ReadingCost & { value: T }> =>
  writing(company.as(), async (tx) => {
    const before = await counters(tx.db, tables);
    const value = resultOf(await read(tx));
    const after = await counters(tx.db, tables);
    return { scans: after.scans - before.scans, fetched: after.fetched - before.fetched, value };
  });

/** A database that keeps, in `costs`, what each of its reads did to the tables named. */
export const countingReads = (database: DatabasePort, tables: readonly string[], costs: ReadingCost[]): DatabasePort => ({
  ...database,
  read: (session, work, options) =>
    database.read(
      session,
      async (db) => {
        const before = await counters(db, tables);
        const value = await work(db);
        const after = await counters(db, tables);
        costs.push({ scans: after.scans - before.scans, fetched: after.fetched - before.fetched });
        return value;
      },
      { ...options, single: false }, // the counters are statements of their own
    ),
});

/** A database that keeps, in `costs`, what the last burst of each of its commands did to the tables named. */
export const countingWrites = (database: DatabasePort, tables: readonly string[], costs: ReadingCost[]): DatabasePort => ({
  ...database,
  transaction: (opening, work) =>
    database.transaction(opening, (open) =>
      work({
        ...open,
        finish: async (statements, end) => {
          const count = { sql: COUNTERS, parameters: [tables] };
          const [before, ...results] = await open.finish([count, ...statements, count], end);
          const [from, to] = [before, results.pop()].map((counted) => counted?.rows[0] as ReadingCost);
          costs.push({ scans: (to?.scans ?? 0) - (from?.scans ?? 0), fetched: (to?.fetched ?? 0) - (from?.fetched ?? 0) });
          return results;
        },
      }),
    ),
});

const COUNTERS = `select sum(seq_scan)::integer as scans, sum(coalesce(idx_tup_fetch, 0))::integer as fetched
                    from pg_stat_xact_user_tables where schemaname || '.' || relname = any ($1)`;

/** Of this connection so far: the difference of two of them in one transaction is what happened between. */
const counters = async (db: Db, tables: readonly string[]) => {
  const { rows } = await db.executeQuery<ReadingCost>(CompiledQuery.raw(COUNTERS, [tables]));
  return rows[0] ?? { scans: 0, fetched: 0 };
};

/** Gives the planner the statistics it would have in production. */
export const analysed = async (...tables: readonly string[]): Promise<void> => {
  for (const table of tables) await databaseAs("owner").query(`vacuum (analyze) ${table}`);
};
