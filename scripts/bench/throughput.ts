import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { BARE_TABLES, type BareOperation, type BareTables, makeBareTables } from "./bare-client.ts";
import { type Bed, type LoadProcess, type Measurement, measure, openBed, startLoad } from "./bed.ts";
import type { Operation } from "./operations.ts";
import { runPgbench } from "./pgbench.ts";

export type ThroughputOptions = Readonly<{ rounds: number; seconds: number; say?: (text: string) => void }>;

/** What the bare client does in comparison. */
type Bare = Readonly<{ operation: BareOperation; tables: BareTables; name: string }>;
/** `target` is the share of the speed of the first of the bare clients that we want to reach; the others are there for scale. */
type Comparison = Readonly<{ operation: Operation; bare: readonly Bare[]; target: number }>;

const BARE_NAMES = {
  real: "bare client, the real tables",
  indexed: "bare client, no triggers and policies",
  keys: "bare client, primary keys alone",
} as const;
const on = (operation: BareOperation, tables: BareTables): Bare => ({ operation, tables, name: BARE_NAMES[tables] });
const onAll = (operation: BareOperation) => BARE_TABLES.map((tables) => on(operation, tables));
const ALL_ROWS: Bare = { ...on("entry rows", "real"), name: "bare client, all rows it leaves: key, audit and event too" };

const COMPARISONS: readonly Comparison[] = [
  { operation: "sale", bare: onAll("sale"), target: 0.5 },
  { operation: "sale in three calls", bare: onAll("sale"), target: 0.25 },
  { operation: "entry", bare: [ALL_ROWS, ...onAll("entry")], target: 0.5 },
  { operation: "orders", bare: [on("orders", "real")], target: 0.4 },
  { operation: "customers", bare: [on("customers", "real")], target: 0.4 },
  { operation: "invoices", bare: [on("invoices", "real")], target: 0.4 },
];

const CONNECTIONS = 8;
const CUSTOMERS = 500;
const PRODUCTS = 200;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

type Rounds = Readonly<{ ours: Measurement[]; bare: Map<Bare, Measurement[]> }>;

const MOST_WAITS = 600; // two minutes
const SEALED = "select not exists (select from finance.company_to_seal) as sealed";

/**
 * Before a comparison the database is what one that has grown would be: what was written is sealed, the tables are vacuumed and analysed. Until its end
 * they are not again: tables that double within a minute would be, every minute, and each time every connection would plan all its statements anew.
 * There must be something in the tables by then, or plans would be made for empty ones and kept.
 */
const settle = async ({ database }: Bed): Promise<void> => {
  const client = new pg.Client(database.connection("postgres"));
  await client.connect();
  try {
    for (let waits = 0; waits < MOST_WAITS && !(await client.query<{ sealed: boolean }>(SEALED)).rows[0]?.sealed; waits++)
      await setTimeout(200);
    await client.query("alter system set autovacuum = off");
    await client.query("select pg_reload_conf()");
    await client.query("vacuum (analyze)");
  } finally {
    await client.end();
  }
};

/** Ours and the bare client in turn, so that whatever else the machine does falls on both. */
const compare = async (bed: Bed, load: LoadProcess, comparison: Comparison, { rounds, seconds }: ThroughputOptions): Promise<Rounds> => {
  const { company, port } = bed;
  const order = { company, connections: CONNECTIONS };
  const { operation } = comparison;
  const database = bed.database.connection("postgres");
  const measured: Rounds = { ours: [], bare: new Map(comparison.bare.map((one) => [one, []])) };
  const ours = { ...order, seconds, through: "api", port, operation } as const;
  await measure(bed, load, ours);
  await settle(bed);
  await measure(bed, load, ours); // plans are made in the first moments after it, and kept
  for (let round = 0; round < rounds; round++) {
    measured.ours.push(await measure(bed, load, ours));
    for (const [{ operation, tables }, results] of measured.bare)
      results.push(await measure(bed, load, { ...order, seconds, through: "bare", database, operation, tables }));
  }
  return measured;
};

const figures = (results: readonly Measurement[]) => {
  const of = (read: (measurement: Measurement) => number | undefined) => median(results.map((result) => read(result) ?? Number.NaN));
  const { perSecond, p50, p99 } = { perSecond: of((r) => r.perSecond), p50: of((r) => r.p50), p99: of((r) => r.p99) };
  return { perSecond, p50, p99, programCpu: of((r) => r.programCpu), databaseCpu: of((r) => r.databaseCpu) };
};

const cpu = (milliseconds: number) => (Number.isNaN(milliseconds) ? "not measured" : milliseconds.toFixed(2));

const row = (name: string, results: readonly Measurement[], compared: string) => {
  const { perSecond, p50, p99, programCpu, databaseCpu } = figures(results);
  const cells = [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), cpu(programCpu), cpu(databaseCpu), compared];
  return `| ${name} | ${cells.join(" | ")} |`;
};

const ratio = (ours: readonly Measurement[], bare: readonly Measurement[]) =>
  median(ours.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? Number.NaN)));

const tell = ({ operation, target }: Comparison, { ours, bare }: Rounds): string[] => [
  row(`**${operation}**`, ours, `wanted ≥ ${target}`),
  ...[...bare].map(([{ name }, results]) => row(name, results, `**${ratio(ours, results).toFixed(2)}** of it`)),
];

/**
 * Measures sales, entries and lists through the API of the running program against a bare client on the same database, in the same run. Prints a
 * table; asserts nothing, because a machine may be busy.
 */
export const benchThroughput = async (options: ThroughputOptions): Promise<void> => {
  const say = options.say ?? console.log;
  const bed = await openBed({ customers: CUSTOMERS, products: PRODUCTS, onHand: "100000000" });
  const load = startLoad();
  try {
    await makeBareTables(bed.database.connection("postgres"));
    say(
      `${CONNECTIONS} connections, ${options.rounds} rounds of ${options.seconds} s, medians; keys, audit and events on; fsync on; tables analysed before.\n`,
    );
    say("| what | a second | p50 ms | p99 ms | CPU ms program | CPU ms database | ours |\n|---|---|---|---|---|---|---|");
    for (const comparison of COMPARISONS) for (const line of tell(comparison, await compare(bed, load, comparison, options))) say(line);
    const pgbench = await runPgbench(bed, { connections: CONNECTIONS, seconds: options.seconds });
    say(
      pgbench === undefined
        ? "\npgbench is not installed here."
        : `\npgbench, the sale on the real tables: ${pgbench.toFixed(0)} a second.`,
    );
  } finally {
    load.close();
    await bed.close();
  }
};
