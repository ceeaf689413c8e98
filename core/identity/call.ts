import type { DatabasePort, StatementResult } from "#core/kernel/context.ts";

type Row = StatementResult["rows"][number];

/**
 * One call of a database function in a transaction of its own: the steps before anybody's company is known, which therefore cannot be
 * commands. Each function does its step whole and writes its own audit record.
 */
export const call = (database: DatabasePort, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> =>
  database.transaction({ sql, parameters, proceed: () => true }, async (open) => {
    const { rows } = await open.opened;
    await open.finish([], "commit");
    return rows;
  });
