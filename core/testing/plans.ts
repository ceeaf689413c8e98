import pg from "pg";
import { inject } from "vitest";
import type { Ctx, Statement } from "#core/kernel/context.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";

type PlanNode = Readonly<{ "Node Type": string; "Relation Name"?: string; Plans?: readonly PlanNode[] }>;

/** A relation is large when reading it whole would be felt. */
const LARGE_ROWS = 5_000;

/** Runs work on a connection of its own that remembers the statements it was sent. */
const recorded = async (ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<Statement[]> => {
  const pool = openPool({ connectionString: inject("databases").app, max: 1 });
  const sent: Statement[] = [];
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...input: unknown[]) => unknown;
    client.query = ((...input: unknown[]) => {
      const [burst] = input as [Partial<Readonly<{ statements: readonly Statement[] }>>];
      sent.push(...(burst.statements ?? []));
      return query(...input);
    }) as typeof client.query;
  });
  try {
    await work({ ...ctx, database: databaseOver(pool) });
  } finally {
    await pool.end();
  }
  return sent.filter(({ sql }) => /^\s*(select|with)\b/i.test(sql) && !sql.includes("set_config"));
};

const scans = (node: PlanNode): string[] => [
  ...(node["Node Type"] === "Seq Scan" && node["Relation Name"] ? [node["Relation Name"]] : []),
  ...(node.Plans ?? []).flatMap(scans),
];

/** Names of the large tables that the statements of this work would read from one end to the other, as the application role in the context's company. */
export const largeTablesScanned = async (ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<string[]> => {
  const statements = await recorded(ctx, work);
  if (statements.length === 0) throw new Error("The work sent no statement that could be explained.");
  const client = new pg.Client({ connectionString: inject("databases").app });
  await client.connect();
  try {
    const { rows } = await client.query<{ relname: string }>("select relname from pg_class where relkind = 'r' and reltuples > $1", [
      LARGE_ROWS,
    ]);
    const large = new Set(rows.map(({ relname }) => relname));
    const found: string[] = [];
    for (const { sql, parameters } of statements) {
      await client.query("begin");
      await client.query("select set_config('enterprise.company_id', $1, true)", [ctx.actor.companyId]);
      const explained = await client.query<{ "QUERY PLAN": readonly [{ Plan: PlanNode }] }>(`explain (format json) ${sql}`, [
        ...parameters,
      ]);
      found.push(...scans(explained.rows[0]?.["QUERY PLAN"][0].Plan as PlanNode).filter((name) => large.has(name)));
      await client.query("rollback");
    }
    return found;
  } finally {
    await client.end();
  }
};
