import type { Kysely } from "kysely";
import type { Database } from "#core/database/tables.ts";
import type { Turn } from "./lock-order.ts";

/** `<module>.<noun>.<verb>`, as in "finance.invoice.issue". Modules list theirs in `permissions.ts`. */
export type Grant = `${"platform" | "finance" | "sales" | "hr"}.${string}.${string}`;

/** Who acts, in which company, and what they may do. Jobs and imports act as `system`. */
export type Actor = Readonly<{
  kind: "user" | "api_key" | "system";
  id: string;
  name: string;
  companyId: string;
  grants: Readonly<{ has: (grant: Grant) => boolean }>;
}>;

/** `now` is an instant; `today` the business date in a company's time zone, which is not the server's. */
export type Clock = Readonly<{ now: () => Date; today: (timeZone: string) => string }>;

/** What the pipeline must know of the request around a command. `hash` covers method, path, query, If-Match and body (DESIGN §2.7). */
export type RequestFacts = Readonly<{ id: string; idempotencyKey?: string; hash?: string; dryRun: boolean }>;

/** Reported to the caller beside the answer: a replayed answer, or what a dry run would have done. Filled by the pipeline. */
export type Report = { replayed: boolean; preview?: { journalEntries: unknown[]; events: unknown[] } };

/**
 * `stale` allows the replica. `bursts`: nothing is held open around what is read; each statement sees what is committed when it runs, so only for what is
 * compared again before it counts. `single` promises one statement, which then goes out and comes back in one flush. `opening` stands in front of the first
 * burst in place of the session's settings: it makes them itself and reads something beside; the work is given its answer.
 */
export type ReadOptions = Readonly<{ stale?: boolean; single?: boolean; bursts?: boolean; opening?: Statement }>;
export type Session = Readonly<{ companyId: string; actorId: string }>;
export type Db = Kysely<Database>;

declare const insideTransaction: unique symbol;
/** A connection inside a transaction. Only the pipeline makes one, so what asks for it cannot be called outside. */
export type TxDb = Db & { readonly [insideTransaction]: true };

/** Makes fewer calls of several of the same function: the parameters of each call to make. */
export type Merge = (calls: readonly (readonly unknown[])[]) => readonly (readonly unknown[])[];
/**
 * A statement as Kysely compiles it: SQL with $n parameters. One that only calls a function says so in `call`; `turn` and `merge` say when its locks are
 * taken and how calls of several commands become one; see `callStatement`.
 */
export type Statement = Readonly<{ sql: string; parameters: readonly unknown[]; call?: string; turn?: Turn; merge?: Merge }>;
/** The first statement of a transaction. Unless `proceed` accepts its rows, every later query of the work throws `NotProceeding`. */
export type Opening = Statement & Readonly<{ proceed: (result: StatementResult) => boolean }>;
export class NotProceeding extends Error {}
export type StatementResult = Readonly<{ rows: readonly Record<string, unknown>[] }>;

/** An open transaction as the adapter sees it. `finish` sends the statements and COMMIT (or ROLLBACK) in one flush. */
export type OpenTransaction = Readonly<{
  db: TxDb;
  /** The rows of the opening statement; it was sent together with BEGIN and whatever the work sent first. */
  opened: Promise<StatementResult>;
  finish: (statements: readonly Statement[], end: "commit" | "rollback") => Promise<readonly StatementResult[]>;
}>;

/**
 * The port to Postgres. `transaction` pipelines BEGIN, the opening statement and the first statement of the work; `work` must call `finish`
 * or throw, which rolls back. `read` is the same for a read-only snapshot, from the replica when there is one and `stale` allows it.
 */
export type DatabasePort = Readonly<{
  transaction: <T>(opening: Opening, work: (tx: OpenTransaction) => Promise<T>) => Promise<T>;
  read: <T>(session: Session, work: (db: Db, opened?: Promise<StatementResult>) => Promise<T>, options?: ReadOptions) => Promise<T>;
}>;

/** Counters of the business, incremented after commit, never on a replay or dry run. */
export type Metrics = Readonly<{ count: (name: string, labels?: Readonly<Record<string, string>>, by?: number) => void }>;

/** What nearly every command needs of the company. Read when the caller is authenticated, so commands do not read it again. */
export type CompanyFacts = Readonly<{
  baseCurrency: string;
  timeZone: string;
  country: string;
  rounding: "line" | "document";
  /** Actions that need two people; above an amount of company currency (minor units) where one is given. */
  approvals?: Readonly<Record<string, string | null>> | undefined;
}>;

/** Everything a command or query needs from outside. */
export type Ctx = Readonly<{
  database: DatabasePort;
  clock: Clock;
  newId: () => string;
  actor: Actor;
  company: CompanyFacts;
  request: RequestFacts;
  report: Report;
  metrics: Metrics;
}>;

export type AuditRecord = Readonly<{ action: string; subjectType: string; subjectId: string; before?: unknown; after?: unknown }>;
/** CloudEvents `type` and `subject`; `data` is JSON. The pipeline adds id, source, time and company. */
export type DomainEvent = Readonly<{ type: string; subject: string; data: unknown }>;

/** What work inside a command sees: the same context, in a transaction, with the pipeline's collectors. */
export type TxCtx = Omit<Ctx, "database"> &
  Readonly<{
    db: TxDb;
    /** Nothing can be locked while reading: what must not have changed by COMMIT is held and compared by a deferred call. */
    optimistic: boolean;
    /** The action that a second person has just approved, while it runs. */
    approved?: string | undefined;
    /** Written with the effect, in its transaction. */
    audit: (record: AuditRecord) => void;
    event: (event: DomainEvent) => void;
    count: Metrics["count"];
    /** Shown in the answer of a dry run. */
    previewEntry: (entry: unknown) => void;
    /** Sent after the work, in one flush with the pipeline's rows and COMMIT: the last round trip. */
    defer: (statement: Statement) => void;
    /**
     * A number that `shared.take_number` hands out in a deferred statement. Returns a token that the pipeline replaces by the number in the
     * answer, the audit and the events once it is known. At most one per series in a transaction.
     */
    lateNumber: (series: string) => string;
  }>;

export type ReadCtx = Omit<Ctx, "database"> & Readonly<{ db: Db }>;
