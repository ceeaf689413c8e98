import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import pg from "pg";
import type { Database } from "#core/database/tables.ts";
import {
  type DatabasePort,
  type Db,
  NotProceeding,
  type Opening,
  type OpenTransaction,
  type ReadOptions,
  type Session,
  type Statement,
  type TxDb,
} from "#core/kernel/context.ts";
import { type Answer, type Line, lineTo } from "./postgres-burst.ts";
import { parserOf } from "./postgres-types.ts";

export type PostgresPool = pg.Pool;
type Runner = (statement: Statement) => Promise<Answer>;
/** A pooled client with its Kysely instance; `runner` is set while a transaction is open on it, so nothing runs outside one. */
type Seat = { line: Line; db: Kysely<Database>; runner: Runner | undefined };

const BEGIN: Statement = { sql: "BEGIN", parameters: [] };
const BEGIN_READING: Statement = { sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", parameters: [] };
const COMMIT: Statement = { sql: "COMMIT", parameters: [] };
const ROLLBACK: Statement = { sql: "ROLLBACK", parameters: [] };

/** What a connection has learnt (plans, catalogue) costs a tenth of a second to learn anew, which nobody should wait for after a pause. */
const KEPT_IDLE_MS = 10 * 60_000;
/** Sooner than anything between the program and its database forgets a connection on which nothing is said. */
const KEEP_ALIVE_MS = 60_000;

/** Opens a pool whose clients pipeline: statements go out without waiting for the answer to the one before. */
export const openPool = (config: pg.PoolConfig): PostgresPool => {
  const pool = new pg.Pool({
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    idleTimeoutMillis: KEPT_IDLE_MS,
    application_name: "enterprise-system",
    ...config,
    pipeline: true,
    types: { getTypeParser: parserOf },
  } as pg.PoolConfig);
  pool.on("connect", (client) => client.on("error", () => undefined)); // one in use fails its queries; an event nobody hears ends the process
  pool.on("error", () => undefined); // an idle client lost its server; the pool replaces it, /ready tells
  return pool;
};

/** Names go to Postgres in snake case; the columns of an answer are renamed once for each statement, not for each row. */
class Naming extends CamelCasePlugin {
  override transformResult: KyselyPlugin["transformResult"] = async ({ result }) => result;
  override camelCase(column: string): string {
    return super.camelCase(column);
  }
}
const naming = new Naming({ maintainNestedObjectKeys: true });
const camelCase = (column: string) => naming.camelCase(column);

const seats = new WeakMap<pg.PoolClient, Seat>();
const seatOf = (client: pg.PoolClient): Seat => {
  const known = seats.get(client);
  if (known) return known;
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => {
      if (!seat.runner) throw new Error("A query after its transaction ended, or a second one in a read that promised one.");
      const { rows, rowCount } = await seat.runner(query);
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount) };
    },
    streamQuery: () => {
      throw new Error("Streams read in pages by key instead.");
    },
  };
  const seat: Seat = { line: lineTo(client, camelCase), db: kyselyOver(connection), runner: undefined };
  seats.set(client, seat);
  return seat;
};

const kyselyOver = (connection: DatabaseConnection) => {
  const refuseNested = async () => {
    throw new Error("The pipeline opens transactions; commands join.");
  };
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: refuseNested,
    commitTransaction: refuseNested,
    rollbackTransaction: refuseNested,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
  return new Kysely<Database>({
    plugins: [naming],
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
};

/** The plan of a table that has changed since, or a statement that the server has forgotten: another connection knows better. */
const STALE_PLAN = new Set(["0A000", "26000"]);

/** After a refused statement the connection is fine; when the protocol or the socket failed it is not. */
const isBroken = (failure: unknown) =>
  failure !== undefined && !(failure instanceof pg.DatabaseError && !STALE_PLAN.has(failure.code ?? ""));

const ignored = <T>(sent: Promise<T>): Promise<T> => {
  sent.catch(() => undefined); // whoever asked hears of it; until they listen it must not count as unhandled
  return sent;
};

/** A statement that fails takes those of its burst with it, so the first ROLLBACK may have been skipped. */
const ended = (line: Line) => line.send(ROLLBACK).catch(() => line.send(ROLLBACK));

const transaction = async <T>(pool: PostgresPool, opening: Opening, work: (tx: OpenTransaction) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const seat = seatOf(client);
  const { line } = seat;
  let finished = false;
  let failure: unknown; // of the connection, not of the work
  const rollBack = () =>
    ended(line).catch((lost: unknown) => {
      failure = lost;
    });
  ignored(line.send(BEGIN));
  const opened = ignored(line.send(opening));
  seat.runner = async (statement) => {
    const sent = ignored(line.send(statement, { renamed: true }));
    if (!opening.proceed(await opened)) throw new NotProceeding();
    return sent;
  };
  const finish: OpenTransaction["finish"] = async (statements, end) => {
    finished = true;
    seat.runner = undefined;
    return flush(line, statements, end).catch(async (error: unknown) => {
      failure = error;
      if (!isBroken(error)) await rollBack();
      throw error;
    });
  };
  try {
    return await work({ db: seat.db as TxDb, opened, finish });
  } catch (error) {
    if (!finished) await rollBack();
    throw error;
  } finally {
    seat.runner = undefined;
    client.release(isBroken(failure));
  }
};

/** Sends the statements and the end of the transaction in one burst. The first failure is thrown; what follows it, COMMIT too, is skipped then. */
const flush = async (line: Line, statements: readonly Statement[], end: "commit" | "rollback"): Promise<Answer[]> => {
  const sent = Promise.all([...statements, end === "commit" ? COMMIT : ROLLBACK].map((statement) => line.send(statement)));
  line.flush(); // nothing follows
  const answers = await sent;
  const ended = answers.pop();
  if (end === "commit" && ended?.command !== "COMMIT") throw new Error("The server rolled back instead of committing.");
  return answers;
};

const SETTINGS = "select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)";
/** Reads that leave together need no BEGIN, since what stands before one Sync is one transaction; it says for itself that it only reads. */
const SETTINGS_OF_BURST = `${SETTINGS}, set_config('transaction_read_only', 'on', true)`;
const settings = (sql: string, session: Session): Statement => ({ sql, parameters: [session.companyId, session.actorId] });

type BurstWork<T> = (db: Db, opened?: Promise<Answer>) => Promise<T>;

/** Each burst of reads with its settings and nothing around it; `single` allows one statement alone. */
const readInBursts = async <T>(pool: PostgresPool, session: Session, work: BurstWork<T>, { single, opening }: ReadOptions): Promise<T> => {
  const client = await pool.connect();
  const seat = seatOf(client);
  const { line } = seat;
  let failure: unknown;
  const opened = opening && ignored(line.send(opening));
  seat.runner = (statement) => {
    if (single) seat.runner = undefined;
    if (line.isEmpty()) ignored(line.send(settings(SETTINGS_OF_BURST, session)));
    return ignored(line.send(statement, { renamed: true }));
  };
  try {
    return await work(seat.db, opened);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    seat.runner = undefined;
    client.release(isBroken(failure));
  }
};

/** One snapshot for all the reads. COMMIT is sent after the last read and the caller does not wait for it. */
const read = async <T>(pool: PostgresPool, session: Session, work: (db: Db) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const seat = seatOf(client);
  const { line } = seat;
  ignored(line.send(BEGIN_READING));
  const set = ignored(line.send(settings(SETTINGS, session)));
  seat.runner = async (statement) => {
    const sent = ignored(line.send(statement, { renamed: true }));
    await set;
    return sent;
  };
  try {
    return await work(seat.db);
  } finally {
    seat.runner = undefined;
    line
      .send(COMMIT)
      .catch(() => ended(line))
      .then(
        () => client.release(),
        (error: unknown) => client.release(isBroken(error)),
      );
  }
};

/** The database port of core over a primary and, when configured, a replica for reads that may be stale. */
export const databaseOver = (primary: PostgresPool, replica: PostgresPool = primary): DatabasePort => ({
  transaction: (opening, work) => transaction(primary, opening, work),
  read: (session, work, options: ReadOptions = {}) => {
    const pool = options.stale ? replica : primary;
    return options.single || options.bursts ? readInBursts(pool, session, work, options) : read(pool, session, work);
  },
});
